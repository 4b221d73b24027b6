"""Feeds as publishers write them, whole and broken."""

import json
from datetime import UTC, datetime

import pytest

from digests.article import Precision
from digests.errors import BadSource
from digests.intake.feeds import MOST_ENTRIES, read_feed
from digests.intake.incoming import Copy
from digests.topics import Topic

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AT = "https://courier.example/rss"


def rss(*items: str, about: str = "<title>Harbor Courier</title><language>en</language>") -> bytes:
    told = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{about}{told}</channel></rss>'.encode()


def first(raw: bytes, source: str = AT) -> Copy:
    return read_feed(raw, source=source, at=NOON).articles[0]


def test_an_entry_keeps_name_words_time_and_subject() -> None:
    entry = first(
        rss(
            "<title>Tunnel opens &amp;amp; ferry ends</title><link>https://courier.example/tunnel?utm_source=rss</link>"
            "<guid isPermaLink='false'>c-1</guid>"
            "<description>&lt;p&gt;Cars go &lt;b&gt;under&lt;/b&gt; it.&lt;/p&gt;</description>"
            "<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><category>Politics</category><category>x</category>"
        )
    )
    assert (entry.source_id, entry.headline, entry.body) == ("c-1", "Tunnel opens & ferry ends", "Cars go under it.")
    assert (entry.outlet, entry.language, entry.topics) == ("Harbor Courier", "en", (Topic.POLITICS,))
    assert entry.published.start == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert entry.url == "https://courier.example/tunnel"


def test_atom_is_read_as_well() -> None:
    entry = first(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>urn:1</id><title>Fog</title>'
        b'<link href="/fog"/><updated>2026-03-02T07:00:00Z</updated><author><name>A. Ruiz</name></author>'
        b'<content type="html">Ships &lt;i&gt;wait&lt;/i&gt;.</content></entry></feed>'
    )
    assert (entry.source_id, entry.body, entry.byline) == ("urn:1", "Ships wait.", "A. Ruiz")
    assert entry.url == "https://courier.example/fog"


def test_a_json_feed_is_read_as_well() -> None:
    entry = first(
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "language": "de", "items": [{"id": 7,'
        b'"url": "https://wire.example/7", "title": "Fog", "content_html": "<p>Ships wait.</p>",'
        b'"date_published": "2026-03-02T07:00:00+01:00", "authors": [{"name": "A. Ruiz"}], "tags": ["weather"]}]}'
    )
    assert (entry.source_id, entry.body, entry.byline, entry.language) == ("7", "Ships wait.", "A. Ruiz", "de")
    assert entry.topics == (Topic.WEATHER,)


def test_an_entry_without_a_headline_is_told_by_its_first_sentence() -> None:
    assert first(rss("<description>The ferry ran aground. Nobody was hurt.</description>")).headline.startswith(
        "The ferry"
    )


@pytest.mark.parametrize("said", ["Thu, 01 Jan 1970 00:00:00 GMT", "soon", "Wed, 01 Jan 2099 00:00:00 GMT", "0"])
def test_a_date_that_cannot_be_is_unknown_and_told_to_the_desk(said: str) -> None:
    entry = first(rss(f"<title>Fog</title><pubDate>{said}</pubDate>"))
    assert entry.published.precision is Precision.UNKNOWN
    assert entry.doubts


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "https://user:pw@evil.example/", "ftp://a/b"]
)
def test_a_link_that_must_not_be_followed_is_dropped(link: str) -> None:
    assert first(rss(f"<title>Fog</title><link>{link}</link>")).url is None


def test_a_broken_feed_gives_what_can_be_read_and_tells_its_damage() -> None:
    raw = rss("<title>One</title>", "<title>Two</title>")
    feed = read_feed(raw[: raw.index(b"Two") + 3], source=AT, at=NOON)
    assert "One" in [article.headline for article in feed.articles]
    assert feed.damage


def test_of_an_endless_feed_the_top_is_read() -> None:
    feed = read_feed(rss(*(f"<title>Story {n}</title>" for n in range(MOST_ENTRIES + 7))), source=AT, at=NOON)
    assert (len(feed.articles), feed.left, feed.articles[0].headline) == (MOST_ENTRIES, 7, "Story 0")


@pytest.mark.parametrize(
    "raw", [b"", b"plain words", b"<html><body>Please log in</body></html>", b"{}", b"[1]", b"\0" * 99]
)
def test_what_is_no_feed_is_told_as_such(raw: bytes) -> None:
    with pytest.raises(BadSource, match=r"no (feed|JSON)"):
        read_feed(raw, source=AT, at=NOON)


def test_no_entity_reaches_a_file_or_grows() -> None:
    feed = read_feed(
        b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "' + b"x" * 999 + b'">]><rss version="2.0">'
        b"<channel><item><title>Fog &f; " + b"&a;" * 999 + b"</title></item></channel></rss>",
        source=AT,
        at=NOON,
    )
    assert all(len(article.headline) < 600 for article in feed.articles)


def test_half_characters_stop_no_feed() -> None:
    feed = read_feed(rss("<title>Fog &#55357;&#56832; over &#xD83D; Skarv</title>"), source=AT, at=NOON)
    assert feed.articles[0].headline == "Fog \ufffd\ufffd over \ufffd Skarv"
    assert feed.damage is None


def test_a_mark_that_no_html_knows_is_text() -> None:
    told = "<title>Fog</title><description><![CDATA[<p>A ferry <![C late</p><p>waits.</p>]]></description>"
    assert first(rss(told)).body.endswith("waits.")


def test_a_feed_too_damaged_for_its_reader_is_told_as_such() -> None:
    with pytest.raises(BadSource, match="too damaged to be read"):
        read_feed(b'<?xml version="1.0" encoding="\xd2\xd2"?>' + rss("<title>Fog</title>"), source=AT, at=NOON)


def test_long_ids_that_begin_alike_stay_two() -> None:
    entries = [f"<title>Fog</title><guid>{'x' * 600}{number}</guid>" for number in range(2)]
    feed = read_feed(rss(*entries), source=AT, at=NOON)
    assert len({article.source_id for article in feed.articles}) == 2


def test_an_odd_field_of_a_json_feed_costs_that_field_alone() -> None:
    raw = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": 5,
            "home_page_url": ["x"],
            "items": [{"id": 7, "title": 1.5, "content_text": "Nobody sailed.", "authors": [{"name": None}]}, 3],
        }
    )
    feed = read_feed(raw.encode(), source=AT, at=NOON)
    assert (feed.title, feed.home) == (None, None)
    assert [(article.source_id, article.headline) for article in feed.articles] == [("7", "Nobody sailed.")]
