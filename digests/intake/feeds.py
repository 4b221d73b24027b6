"""RSS, Atom and JSON Feed bytes to articles as they came in."""

import json
import re
import sys
from calendar import timegm
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from digests.article import UNKNOWN_TIME, When
from digests.errors import BadInput, BadSource
from digests.intake.addresses import canonical
from digests.intake.incoming import Copy, Fields, decoded, name_for, one_line, own_headline, storable, when_of
from digests.intake.markup import STUMBLES, plain_text
from digests.intake.sections import topics_of

MOST_ENTRIES = 500
"""Of one feed, from its top; what stands below has been there for long."""

_JSON_FEED = b"jsonfeed.org/version/1"
_NO_TEXTS = frozenset(("items", "authors", "author", "tags", "id"))
_LOOKED_AT = 4096
_NO_TITLE = "No headline"
_REFERENCE = re.compile(rb"&#(?:x([0-9a-f]{1,12})|([0-9]{1,12}));?", re.IGNORECASE)
_HALVES = range(0xD800, 0xE000)
_HARMLESS = ("NonXMLContentType", "CharacterEncodingOverride")
"""What feedparser notes of a feed that it can read whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it stood at one look: its own name, where it lives, and its articles from the top.

    ``left`` counts the entries beyond ``MOST_ENTRIES``; ``damage`` says what is wrong with it, where something is.
    """

    title: str | None
    home: str | None
    articles: tuple[Copy, ...]
    left: int = 0
    damage: str | None = None


def is_json_feed(raw: bytes) -> bool:
    """Whether JSON says of itself, near its top, that it is a JSON Feed."""
    return _JSON_FEED in raw[:_LOOKED_AT].replace(b"\\/", b"/")


def read_feed(raw: bytes, *, source: str, at: datetime, content_type: str = "") -> Feed:
    """The articles of a feed, as seen ``at``; an entry that says nothing at all is no article.

    Addresses are read as relative to ``source`` where that is one. Raises BadSource where it is no feed. It may take
    long and much memory over hostile bytes: let a Workshop do it.
    """
    import feedparser  # noqa: PLC0415 - only the workshop pays for it

    if raw.lstrip()[:1] == b"{":
        return _json_feed(raw, source=source, at=at)
    told = {"content-type": content_type} if content_type else {}
    headers = {**told, "content-location": source}
    lawful = _REFERENCE.sub(_lawful, raw)
    try:
        parsed = feedparser.parse(lawful, sanitize_html=False, resolve_relative_uris=False, response_headers=headers)
    except STUMBLES as error:
        raise BadSource(source, f"is a feed too damaged to be read ({type(error).__name__}).") from None
    if not parsed.get("version") and not parsed.entries:
        raise BadSource(source, "is no feed that can be read. Give the address of an RSS, Atom or JSON feed.")
    about = parsed.feed
    outlet = one_line(plain_text(about.get("title", ""))) or None
    language = one_line(about.get("language", "")) or None
    entries = list(parsed.entries)
    found = (_entry(entry, source=source, outlet=outlet, language=language, at=at) for entry in entries[:MOST_ENTRIES])
    return Feed(
        title=outlet,
        home=canonical(about.get("link") or ""),
        articles=tuple(article for article in found if article is not None),
        left=max(0, len(entries) - MOST_ENTRIES),
        damage=_damage(parsed) if parsed.bozo else None,
    )


def _lawful(reference: re.Match[bytes]) -> bytes:
    """Half a character, as some send each emoji in two, stops the whole feed: it becomes the mark of a lost one."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"&#xFFFD;" if number in _HALVES or not 0 < number <= sys.maxunicode else reference[0]


def _damage(parsed: Mapping[str, Any]) -> str | None:
    """What feedparser stumbled over; a wrong media type alone is no damage."""
    fault = parsed.get("bozo_exception")
    told = one_line(f"{type(fault).__name__}: {fault}")
    return None if told.startswith(_HARMLESS) else told


def _entry(
    entry: Mapping[str, Any], *, source: str, outlet: str | None, language: str | None, at: datetime
) -> Copy | None:
    body = storable(_body(entry))
    title = one_line(plain_text(entry.get("title", "")))
    url = canonical(entry.get("link") or "")
    if not any(entry.get(field) for field in ("title", "link", "summary", "content", "id")):
        return None
    headline = title or own_headline(body) or url or _NO_TITLE
    published, doubt = _time(entry, at=at)
    return Copy(
        source=source,
        source_id=Fields(values=entry).identity("id") or url or name_for(headline, published),
        headline=headline,
        body=body,
        published=published,
        url=url,
        byline=one_line(entry.get("author", "")) or None,
        outlet=one_line(entry.get("source", {}).get("title", "")) or outlet,
        language=one_line((entry.get("title_detail") or {}).get("language") or "") or language,
        topics=topics_of(str(tag.get("term") or tag.get("label") or "") for tag in entry.get("tags", ())),
        doubts=(doubt,) if doubt else (),
    )


def _body(entry: Mapping[str, Any]) -> str:
    """The longest of what the entry says: some feeds put the text into the summary, some a teaser."""
    texts = [part.get("value") or "" for part in entry.get("content", ())] + [entry.get("summary") or ""]
    return max(map(plain_text, texts), key=len)


def _time(entry: Mapping[str, Any], *, at: datetime) -> tuple[When, str | None]:
    """As exactly as it is said; where only feedparser can read it, as it reads it."""
    for field in ("published", "created", "updated"):
        said = field in entry and entry[field]
        if said:
            parsed = entry.get(f"{field}_parsed")
            when, doubt = when_of(said, at=at)
            if when is UNKNOWN_TIME and parsed is not None:
                with suppress(ValueError, OverflowError):
                    return when_of(datetime.fromtimestamp(timegm(parsed), UTC).isoformat(), at=at)
            return when, doubt
    return UNKNOWN_TIME, None


def _json_feed(raw: bytes, *, source: str, at: datetime) -> Feed:
    """Versions 1.0 and 1.1."""
    try:
        about = _texts(Fields.of(json.loads(decoded(raw))))
    except (ValueError, BadInput, RecursionError):
        raise BadSource(source, "is no JSON that can be read.") from None
    if not is_json_feed(raw):
        raise BadSource(source, "is JSON, but no JSON Feed.")
    outlet = about.line("title")
    entries = _rows(about, "items")
    found = (_json_entry(e, source=source, outlet=outlet, about=about, at=at) for e in entries[:MOST_ENTRIES])
    home, _ = about.address("home_page_url")
    return Feed(
        title=outlet,
        home=home,
        articles=tuple(article for article in found if article is not None),
        left=max(0, len(entries) - MOST_ENTRIES),
    )


def _texts(fields: Fields) -> Fields:
    """Without what should be text and is not: one odd field is no reason to do without the article."""
    kept = {name: held for name, held in fields.values.items() if isinstance(held, str) or name in _NO_TEXTS}
    return Fields(values=kept)


def _rows(fields: Fields, *names: str) -> list[Fields]:
    return [_texts(row) for row in fields.rows(*names)]


def _json_entry(entry: Fields, *, source: str, outlet: str | None, about: Fields, at: datetime) -> Copy | None:
    body = entry.text("content_text") or plain_text(entry.text("content_html")) or entry.text("summary")
    url, odd_address = entry.address("url", "external_url")
    headline = entry.line("title") or own_headline(body) or url
    if headline is None:
        return None
    published, odd_time = entry.time("date_published", "date_modified", at=at)
    writers = (author.line("name") for author in (*_rows(entry, "authors", "author"), *_rows(about, "authors")))
    tags = entry.values.get("tags")
    return Copy(
        source=source,
        source_id=entry.identity("id") or url or name_for(headline, published),
        headline=headline,
        body=body,
        published=published,
        url=url,
        byline=", ".join(dict.fromkeys(filter(None, writers))) or None,
        outlet=outlet,
        language=entry.line("language") or about.line("language"),
        topics=topics_of(map(str, tags) if isinstance(tags, list) else ()),
        doubts=tuple(filter(None, (odd_address, odd_time))),
    )
