"""HTML to article text."""

import re
from datetime import datetime

from digests.article import UNKNOWN_TIME
from digests.errors import BadSource
from digests.intake.addresses import canonical
from digests.intake.incoming import AHEAD, Copy, name_for, one_line, own_headline, storable, when_of
from digests.intake.markup import STUMBLES
from digests.intake.sections import topics_of

_META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
_PUBLISHED = re.compile(rb"article:published_time|datePublished|parsely-pub-date|\bpubdate\b", re.IGNORECASE)
_CONTENT = re.compile(rb"content\s*=\s*[\"']([^\"']{4,40})[\"']", re.IGNORECASE)
_JSON_LD = re.compile(rb"\"datePublished\"\s*:\s*\"([^\"]{4,40})\"")
_LANGUAGE = re.compile(rb"<html\b[^>]*\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
_HEAD = 300_000
"""Bytes in which a page says what it is."""


def read_page(raw: bytes, *, source: str, at: datetime) -> Copy:
    """The article of a page, as seen ``at``; its body is what the page's readers come for, without what stands around.

    ``source`` is its address or the file that it came in. Raises BadSource where it holds no article. It may take
    long and much memory over hostile bytes: let a Workshop do it.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - only the workshop pays for it
    from trafilatura.settings import Document  # noqa: PLC0415 - as above

    dates = {"original_date": True, "extensive_search": False, "max_date": f"{at + AHEAD:%Y-%m-%d}"}
    address = source if "://" in source else None
    try:
        found = bare_extraction(
            raw, url=address, include_comments=False, with_metadata=True, date_extraction_params=dates
        )
    except STUMBLES as error:
        raise BadSource(source, f"is a page too damaged to be read ({type(error).__name__}).") from None
    body = storable(found.text or "") if isinstance(found, Document) else ""
    if not isinstance(found, Document) or not body.strip():
        raise BadSource(source, "is a page without an article that can be found.")
    head = raw[:_HEAD]
    said = _first(_CONTENT, *_metas(head)) or _first(_JSON_LD, head) or found.date or ""
    published, doubt = when_of(said, at=at) if said else (UNKNOWN_TIME, None)
    headline = one_line(found.title or "") or own_headline(body)
    url = canonical(found.url or "") or canonical(source)
    return Copy(
        source=source,
        source_id=url or name_for(headline, published),
        headline=headline,
        body=body,
        published=published,
        url=url,
        byline=one_line(found.author or "") or None,
        outlet=one_line(found.sitename or "") or None,
        language=_first(_LANGUAGE, head) or None,
        topics=topics_of(found.categories or ()),
        doubts=(doubt,) if doubt else (),
    )


def _metas(head: bytes) -> list[bytes]:
    """The marks that name the time of publication."""
    return [mark for mark in _META.findall(head) if _PUBLISHED.search(mark)]


def _first(pattern: re.Pattern[bytes], *texts: bytes) -> str:
    match = next((match for text in texts if (match := pattern.search(text))), None)
    return match[1].decode("ascii", errors="replace") if match else ""
