"""IPTC ninjs, the press agencies' JSON, in its versions 1 to 3, to articles as they came in."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from digests.article import Genre, PubStatus
from digests.errors import BadInput, BadSource, UnknownTopic
from digests.intake.incoming import Copy, Fields, instant_of, own_headline
from digests.intake.markup import plain_text
from digests.topics import Topic, topic

_GENRES = {
    "opinion": Genre.OPINION,
    "commentary": Genre.OPINION,
    "editorial": Genre.OPINION,
    "column": Genre.OPINION,
    "analysis": Genre.ANALYSIS,
    "background": Genre.ANALYSIS,
}
_SUBJECT = re.compile(r"(?:.*[:/])?(0[1-9]|1[0-7])\d{6}")
"""A subject code of the top level; below it, the old codes begin with their top subject's two digits."""
_WORD = re.compile(r"[a-z]+")
_BLOCKS = frozenset("p div section article blockquote li h1 h2 h3 h4 h5 h6 tr figure".split())
_UNREAD = frozenset(("script", "style"))


def read_ninjs(text: str, *, source: str, at: datetime) -> Iterator[Copy | BadSource]:
    """The article of an object, or those of a list, each with its own fault. Raises BadInput where it is neither."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput("is no JSON") from None
    for number, value in enumerate(told if isinstance(told, list) else [told], 1):
        try:
            yield _article(Fields.of(value), source=source, at=at)
        except BadInput as fault:
            yield BadSource(source, f"article {number} {fault}" if isinstance(told, list) else str(fault))


def _article(fields: Fields, *, source: str, at: datetime) -> Copy:
    identity = fields.identity("uri", "guid")
    if identity is None:
        raise BadInput("is no ninjs: it names no uri")
    summary = _plain(*_said(fields, "description"))
    body = _plain(*_said(fields, "body")) or summary
    headline = fields.line("headline") or next(
        filter(None, (row.line("value") for row in fields.rows("headlines"))), None
    )
    if not (headline or body):
        raise BadInput(f"holds no text; its type is {fields.line('type') or 'not told'}")
    published, odd_time = fields.time("versioncreated", "firstcreated", at=at)
    url, odd_address = fields.address("url")
    pubstatus, embargoed_until, odd_status = _clearance(fields)
    return Copy(
        source=source,
        source_id=identity,
        headline=headline or own_headline(body),
        body=body,
        published=published,
        url=url,
        byline=fields.line("byline", "by"),
        outlet=_outlet(fields),
        located=fields.line("located"),
        language=fields.line("language"),
        summary=summary,
        topics=tuple(dict.fromkeys(_topics(fields))),
        genre=_genre(fields),
        urgency=_urgency(fields),
        pubstatus=pubstatus,
        embargoed_until=embargoed_until,
        ednote=fields.text("ednote").strip() or None,
        doubts=tuple(filter(None, (odd_time, odd_address, odd_status))),
    )


def _said(fields: Fields, what: str) -> tuple[str, str]:
    """A text and its kind, plain before marked up: ``body_text`` and the like, or one of ``bodies``."""
    plural = "bodies" if what == "body" else f"{what}s"
    told = [(fields.text(f"{what}_{form}"), form) for form in ("text", "html", "xhtml")]
    told += [(row.text("value"), row.line("contenttype", "role") or "text") for row in fields.rows(plural)]
    told = [(text, form) for text, form in told if text]
    return min(told, key=lambda said: "html" in said[1], default=("", "text"))


def _plain(text: str, form: str) -> str:
    return plain_text(text) if "html" in form else text


def _outlet(fields: Fields) -> str | None:
    named = next(filter(None, (row.line("name") for row in fields.rows("infosources", "infosource"))), None)
    return named or fields.line("source", "copyrightholder")


def _clearance(fields: Fields) -> tuple[PubStatus, datetime | None, str | None]:
    """May it run, and from when? What cannot be read is withheld: an embargo broken cannot be mended."""
    status, embargoed = fields.line("pubstatus") or PubStatus.USABLE, fields.line("embargoed")
    until = instant_of(embargoed) if embargoed else None
    if embargoed and until is None:
        return PubStatus.WITHHELD, None, f"the embargo {embargoed!r} cannot be read, so the article is withheld"
    if status not in set(PubStatus):
        return PubStatus.WITHHELD, until, f"the status {status!r} is not known, so the article is withheld"
    return PubStatus(status), until, None


def _urgency(fields: Fields) -> int:
    said = fields.values.get("urgency")
    return said if isinstance(said, int) and 1 <= said <= 9 else 5  # noqa: PLR2004 - the range of ninjs, and its middle


def _genre(fields: Fields) -> Genre:
    told = {
        word for row in fields.rows("genre", "genres") for name in _names(row) for word in _WORD.findall(name.lower())
    }
    return next((genre for word, genre in _GENRES.items() if word in told), Genre.NEWS)


def _topics(fields: Fields) -> Iterator[Topic]:
    for row in fields.rows("subject", "subjects"):
        for name in _names(row):
            code = _SUBJECT.fullmatch(name)
            with suppress(UnknownTopic):
                yield topic(f"medtop:{code[1]}000000" if code else name)


def _names(row: Fields) -> Iterator[str]:
    """All that a subject or a genre is called by: codes, addresses and words."""
    return filter(None, (row.identity(name) for name in ("code", "literal", "uri", "name")))
