"""A page gives its article: headline, text and time, without what stands around it."""

import time
from datetime import UTC, datetime

import pytest

from digests.article import Precision
from digests.errors import BadSource
from digests.intake.incoming import Copy
from digests.intake.pages import read_page

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STORY = (
    "<article><h1>Tunnel leaks</h1><p>The port of Skarv has shut its tunnel after two pumps failed on Sunday, the "
    "harbor authority said in a statement on Monday morning.</p><p>Nobody was hurt. The builder of the tunnel denies "
    "that it knew of the leak for a year, and will be heard by the council of the town on Friday.</p></article>"
)


def page(head: str = "", *, at: str = "https://courier.example/tunnel?utm_source=x") -> Copy:
    raw = f'<!doctype html><html lang="en"><head><title>Tunnel leaks</title>{head}</head><body>{STORY}</body></html>'
    return read_page(raw.encode(), source=at, at=NOON)


def test_its_text_and_its_headline_are_the_articles() -> None:
    copy = page()
    assert copy.headline == "Tunnel leaks"
    assert "two pumps failed on Sunday" in copy.body
    assert (copy.url, copy.source_id, copy.language) == ("https://courier.example/tunnel",) * 2 + ("en",)


@pytest.mark.parametrize(
    ("head", "precision"),
    [
        ('<meta property="article:published_time" content="2026-03-01T08:00:00Z">', Precision.INSTANT),
        ('<script type="application/ld+json">{"datePublished": "2026-03-01"}</script>', Precision.DAY),
        ("", Precision.UNKNOWN),
    ],
)
def test_its_time_is_as_exact_as_it_says(head: str, precision: Precision) -> None:
    assert page(head).published.precision is precision


def test_a_date_that_nobody_can_read_takes_no_seconds() -> None:
    page()
    began = time.process_time()
    assert page('<meta name="date" content="2026-0¥5-02 of Skarv">').published.precision is Precision.UNKNOWN
    assert time.process_time() - began < 1


@pytest.mark.parametrize("raw", [b"", b"\x00" * 99, b"<html><body></body></html>"])
def test_a_page_without_an_article_is_told_as_such(raw: bytes) -> None:
    with pytest.raises(BadSource, match="without an article"):
        read_page(raw, source="https://courier.example/", at=NOON)
