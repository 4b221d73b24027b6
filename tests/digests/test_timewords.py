"""Times are read as the asker means them, on the asker's clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.article import UNKNOWN_TIME, When
from digests.timewords import Span, times_named
from tests.builders import BERLIN

ASKED = datetime(2026, 3, 4, 9, 30, tzinfo=BERLIN)
"""A Wednesday."""


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Span:
    """From the first day up to the last, which does not belong to it."""
    return Span(start=datetime(*first, tzinfo=BERLIN), end=datetime(*last, tzinfo=BERLIN))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("What happened today?", days((2026, 3, 4), (2026, 3, 5))),
        ("who resigned yesterday", days((2026, 3, 3), (2026, 3, 4))),
        ("the fire last night", days((2026, 3, 3), (2026, 3, 4))),
        ("what did she say on Monday?", days((2026, 3, 2), (2026, 3, 3))),
        ("Wednesday's vote", days((2026, 3, 4), (2026, 3, 5))),
        ("since Friday", Span(start=datetime(2026, 2, 27, tzinfo=BERLIN), end=ASKED + timedelta(days=1))),
        ("in 2019", days((2019, 1, 1), (2020, 1, 1))),
        ("last year", days((2025, 1, 1), (2026, 1, 1))),
        ("last week", days((2026, 2, 23), (2026, 3, 2))),
        ("this week", days((2026, 2, 26), (2026, 3, 9))),
        ("last month", days((2026, 2, 1), (2026, 3, 1))),
        ("in December", days((2025, 12, 1), (2026, 1, 1))),
        ("in March 2024", days((2024, 3, 1), (2024, 4, 1))),
        ("on March 1", days((2026, 3, 1), (2026, 3, 2))),
        ("on December 24", days((2025, 12, 24), (2025, 12, 25))),
        ("on 3 October, 2023", days((2023, 10, 3), (2023, 10, 4))),
        ("on October 3rd, 2023", days((2023, 10, 3), (2023, 10, 4))),
        ("on 2024-02-29", days((2024, 2, 29), (2024, 3, 1))),
        ("before 2020", Span(start=datetime(1, 1, 2, tzinfo=BERLIN), end=datetime(2020, 1, 1, tzinfo=BERLIN))),
        ("in the last 3 days", Span(start=ASKED - timedelta(days=3), end=ASKED + timedelta(days=1))),
    ],
)
def test_a_time_is_read_from_the_asking_time(said: str, meant: Span) -> None:
    assert times_named(said, at=ASKED) == (meant,)


@pytest.mark.parametrize(
    "said", ["", "Who may march?", "may I ask", "a 2019er", "February 30, 2025", "the sun and sat"]
)
def test_other_words_name_no_time(said: str) -> None:
    assert all(span.end - span.start > timedelta(days=5) for span in times_named(said, at=ASKED))


def test_several_times_come_in_the_order_of_the_question() -> None:
    found = times_named("Between October 7, 2023 and October 2, 2023, what changed?", at=ASKED)
    assert [span.start.day for span in found] == [7, 2]


def test_a_day_or_month_belongs_where_it_may_lie_within() -> None:
    week = days((2026, 3, 2), (2026, 3, 9))
    assert week.holds(When.at(datetime(2026, 3, 2, tzinfo=BERLIN)))
    assert not week.holds(When.at(datetime(2026, 3, 9, tzinfo=BERLIN)))
    assert week.holds(When.on(date(2026, 3, 8)))
    assert week.holds(When.within(2026, 3))
    assert not week.holds(UNKNOWN_TIME)


@given(st.text(alphabet="0123456789 ,-thofMayjundecsinlastpwekr", max_size=60), st.datetimes(timezones=st.just(UTC)))
def test_whatever_is_said_at_whatever_time_can_be_read(said: str, at: datetime) -> None:
    for span in times_named(said, at=at):
        assert span.start.tzinfo is not None
