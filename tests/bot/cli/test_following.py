"""Feeds are followed, listed, left, and carried from one reader to another."""

from pathlib import Path

import pytest

from tests.bot.cli.typed import typed

COURIER = "https://courier.example/rss"


def followed() -> list[str]:
    return [row["url"] for row in typed("feeds", "list", "--json").rows]


def test_a_feed_is_followed_once_and_left_again() -> None:
    assert "Following" in typed("feeds", "add", f"{COURIER}#top").out
    assert "already" in typed("feeds", "add", COURIER).out
    assert followed() == [COURIER]
    assert "not looked at yet" in typed("feeds", "list").out
    assert typed("feeds", "remove", COURIER).code == 0
    assert followed() == []


@pytest.mark.parametrize("address", ["courier", "file:///etc/passwd", "https://user:pw@courier.example/", "ftp://a/b"])
def test_what_is_no_address_of_a_feed_is_refused_with_what_is(address: str) -> None:
    said = typed("feeds", "add", address)
    assert (said.code, followed()) == (2, [])
    assert "https://" in said.err


def test_leaving_what_is_not_followed_says_where_to_look() -> None:
    said = typed("feeds", "remove", COURIER)
    assert said.code == 2
    assert "rundown feeds list" in said.err


def test_a_list_goes_out_and_comes_in_elsewhere(tmp_path: Path) -> None:
    typed("feeds", "add", COURIER)
    listed = tmp_path / "feeds.opml"
    listed.write_text(typed("feeds", "export").out)
    typed("feeds", "remove", COURIER)
    assert "1 feeds in the list, 1 of them new" in typed("feeds", "import", str(listed)).out
    assert followed() == [COURIER]


def test_a_list_with_a_bad_address_is_taken_without_it(tmp_path: Path) -> None:
    listed = tmp_path / "feeds.opml"
    listed.write_text(f'<opml><body><outline xmlUrl="{COURIER}"/><outline xmlUrl="javascript:x"/></body></opml>')
    said = typed("feeds", "import", str(listed))
    assert followed() == [COURIER]
    assert "javascript:x" in said.err


def test_a_list_that_is_not_there_is_told() -> None:
    said = typed("feeds", "import", "absent.opml")
    assert said.code == 2
    assert "absent.opml" in said.err


def test_a_round_without_feeds_says_so() -> None:
    assert "No feed is due." in typed("gather").out


def test_a_feed_on_our_own_network_is_never_reached() -> None:
    typed("feeds", "add", "http://127.0.0.1/rss")
    said = typed("gather")
    assert "not allowed" in said.out
    assert said.code == 0
