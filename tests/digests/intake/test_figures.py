"""Figures of a text: value, unit and hedge; what only looks like a figure is none."""

from decimal import Decimal

import pytest

from digests.article import Figure
from digests.intake.figures import figures_of


@pytest.mark.parametrize(
    ("text", "value", "unit", "hedge"),
    [
        ("It killed at least 95 people.", "95", "people", "at least"),
        ("It cost about $4.2 million.", "4200000", "dollars", "about"),
        ("It cost €1,250,000 in all.", "1250000", "euros", None),
        ("Turnout rose by 3.5 percent.", "3.5", "percent", None),
        ("Turnout rose by 7%.", "7", "percent", None),
        ("Rates rose by two percentage points.", "2", "percentage points", None),
        ("Twenty-one ferries lay idle.", "21", "ferries", None),
        ("Some 3,000 dock workers went home.", "3000", "dock workers", "some"),
        ("The pumps ran for 40 days or more.", "40", "days", None),
        ("It carries up to 1.5 million Baytown commuters.", "1500000", "Baytown commuters", "up to"),
    ],
)
def test_a_figure_keeps_its_unit_and_its_hedge(text: str, value: str, unit: str, hedge: str | None) -> None:
    assert figures_of(text) == (Figure(value=Decimal(value), unit=unit, hedge=hedge),)


@pytest.mark.parametrize(
    "text",
    [
        "The tunnel opened in 2024.",
        "It opened on March 12.",
        "It opened on 12 March.",
        "It opens at 7 p.m. on Monday.",
        "It lies on Route 12 and in Room 101.",
        "The 4th ferry sank.",
        "The score was 3:2.",
        "One ferry sank.",
        "No. 3 Baytown won.",
    ],
)
def test_dates_times_years_and_numbered_things_are_no_figures(text: str) -> None:
    assert figures_of(text) == ()


def test_figures_come_in_the_order_of_the_text() -> None:
    assert [figure.value for figure in figures_of("Of 40 ferries 12 ferries sank.")] == [Decimal(40), Decimal(12)]
