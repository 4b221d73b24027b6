"""Lists of feeds, in from any reader and out to any."""

import pytest

from digests.errors import BadInput
from digests.intake.opml import read_opml, write_opml
from tests.builders import a_feed


def test_a_list_goes_out_and_comes_in_the_same() -> None:
    feeds = [a_feed(title="Harbor & Co"), a_feed(url="https://wire.example/rss?a=1&b=2")]
    assert read_opml(write_opml(feeds)) == (
        ("https://courier.example/rss", "Harbor & Co"),
        ("https://wire.example/rss?a=1&b=2", "https://wire.example/rss?a=1&b=2"),
    )


def test_folders_are_opened_and_a_feed_counts_once() -> None:
    raw = b"""<opml><body><outline text="North"><outline xmlurl="https://a.example/rss" text="A"/></outline>
    <outline XMLURL="https://a.example/rss" title="A"/><outline text="no feed"/></body></opml>"""
    assert read_opml(raw) == (("https://a.example/rss", "A"),)


@pytest.mark.parametrize("raw", [b"", b"words", b"<opml/>", b"<html><a href='x'>y</a></html>", b"\xff\xfe\x00"])
def test_what_holds_no_feed_is_told_as_such(raw: bytes) -> None:
    with pytest.raises(BadInput, match="No feed"):
        read_opml(raw)


def test_no_entity_of_a_list_is_opened() -> None:
    raw = b'<!DOCTYPE o [<!ENTITY f SYSTEM "file:///etc/hostname">]><opml><body><outline xmlUrl="https://a.example/&f;"/></body></opml>'
    try:
        found = read_opml(raw)
    except BadInput:
        return
    assert all(url in {"https://a.example/", "https://a.example/&f;"} for url, _ in found)
