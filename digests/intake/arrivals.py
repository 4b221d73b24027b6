"""Bytes of markup to articles as they came in: a feed or a page, whichever they are."""

import re
from collections.abc import Iterator
from datetime import datetime

from digests.intake.feeds import read_feed
from digests.intake.incoming import Copy
from digests.intake.pages import read_page
from digests.intake.workshop import Workshop

KINDS = (".xml", ".rss", ".atom", ".rdf", ".html", ".htm", ".xhtml")
"""How the names of files of markup end; ".gz" may follow."""

_PAGE = re.compile(rb"<!doctype\s+html|<html\b|<body\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b|^\s*\{", re.IGNORECASE)
_LOOKED_AT = 4096


def is_page(raw: bytes, *, source: str = "") -> bool:
    """Whether it is a page for people rather than a feed: by its first words, else by its name."""
    head = raw[:_LOOKED_AT]
    feed, page = _FEED.search(head), _PAGE.search(head)
    if feed or page:
        return page is not None and (feed is None or page.start() < feed.start())
    return source.lower().removesuffix(".gz").endswith((".html", ".htm", ".xhtml"))


def read_markup(raw: bytes, *, source: str, at: datetime, workshop: Workshop, content_type: str = "") -> Iterator[Copy]:
    """The articles of a feed, or the one of a page, as seen ``at``. Raises BadSource where it is neither."""
    if is_page(raw, source=source):
        yield workshop.do(source, read_page, raw, source=source, at=at)
    else:
        feed = workshop.do(source, read_feed, raw, source=source, at=at, content_type=content_type)
        yield from feed.articles
