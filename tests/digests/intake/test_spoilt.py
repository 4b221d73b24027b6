"""Whatever bytes a source sends, the door gives articles that can be kept, or says in a sentence why not."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from digests.errors import BadSource
from digests.intake.addresses import LONGEST
from digests.intake.feeds import read_feed
from digests.intake.incoming import LONGEST_LINE, Copy
from digests.intake.newswire import read_files
from digests.intake.pages import read_page
from digests.intake.workshop import Workshop
from tests.digests.intake.spoilt import spoilt

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AT = "https://courier.example/rss"
SEEDS = st.integers(0, 2**48)
MANY = settings(max_examples=4 * settings().max_examples)
"""Some hundred; --hypothesis-profile=thorough reads thousands."""

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


class OpenWorkshop:
    """Does the work here and now, so that no fault stays behind in a worker."""

    def do(self, source: str, work: Callable[_Given, _Made], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        assert source
        return work(*args, **kwargs)


def can_be_kept(copies: Iterable[Copy]) -> None:
    for copy in copies:
        assert copy.headline.strip()
        assert copy.source_id.strip()
        assert len(copy.headline) <= LONGEST_LINE
        assert len(copy.source_id) <= LONGEST
        texts = [value for field in fields(copy) if isinstance(value := getattr(copy, field.name), str)]
        for text in (*texts, *copy.doubts, *(claim.text for claim in copy.claims)):
            assert "\x00" not in text
            text.encode()


def read_or_refused(reading: Callable[[], Iterable[Copy]]) -> None:
    """Nothing but BadSource may stop the reading; it says in a sentence what is wrong."""
    try:
        can_be_kept(reading())
    except BadSource as fault:
        refused = fault
    else:
        return
    assert refused.source == AT
    assert refused.why.endswith(".")


@MANY
@given(SEEDS, st.sampled_from(["", "text/xml", "application/json", "text/html; charset=utf-16", "image/png"]))
def test_a_feed_gives_articles_or_its_fault(seed: int, content_type: str) -> None:
    _, raw = spoilt(seed)
    read_or_refused(lambda: read_feed(raw, source=AT, at=NOON, content_type=content_type).articles)


@MANY
@given(SEEDS)
def test_a_page_gives_an_article_or_its_fault(seed: int) -> None:
    _, raw = spoilt(seed)
    read_or_refused(lambda: [read_page(raw, source=AT, at=NOON)])


@MANY
@given(SEEDS)
def test_a_file_gives_articles_and_faults_and_nothing_else(seed: int) -> None:
    name, raw = spoilt(seed)
    Path(name).write_bytes(raw)
    came = list(read_files(name, at=NOON, workshop=cast(Workshop, OpenWorkshop())))
    can_be_kept(one for one in came if isinstance(one, Copy))
    assert all(one.source == name for one in came)


@MANY
@given(st.binary(max_size=2_000))
def test_noise_is_read_or_refused_too(raw: bytes) -> None:
    read_or_refused(lambda: read_feed(raw, source=AT, at=NOON).articles)
    read_or_refused(lambda: [read_page(raw, source=AT, at=NOON)])
