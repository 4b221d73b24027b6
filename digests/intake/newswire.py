"""Files to articles as they came in: JSON lines, plain text, IPTC ninjs, feeds, pages, and folders of these."""

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from digests.errors import BadInput, BadSource
from digests.intake import arrivals
from digests.intake.feeds import is_json_feed
from digests.intake.incoming import Copy, Fields, ReadyClaim, decoded, name_for, one_line, own_headline
from digests.intake.ninjs import read_ninjs
from digests.intake.sections import topics_of
from digests.intake.workshop import Workshop

MOST_RAW = 10 * 1024 * 1024
"""Bytes of one article as it lies in its file."""
MOST_DECODED = 20 * 1024 * 1024
"""Bytes of one article after unpacking."""
MOST_UNPACKED = 2 * 1024**3
"""Bytes of one packed file after unpacking; what stands behind them is not read."""
KINDS = "JSON lines (.jsonl, .jsonl.gz), text (.txt), ninjs (.json), feeds (.xml), pages (.html) and folders of these"

_LINES = (".jsonl", ".jsonl.gz")
_MARKUP = tuple(f"{kind}{packing}" for kind in arrivals.KINDS for packing in ("", ".gz"))
_READ = (*_LINES, *_MARKUP, ".txt", ".json")
_FEWEST_LINES = 2
_LONGEST_TITLE = 150
_MOST_WORDS_OF_A_TITLE = 25

Incoming = Copy | BadSource
"""An article, or why one could not be read: the next is not touched by it."""


def read_files(source: str, *, at: datetime, workshop: Workshop) -> Iterator[Incoming]:
    """The articles of a file or of all files under a folder, in the order of names and lines, as seen ``at``."""
    if not Path(source).is_dir():
        yield from _read(source, at=at, workshop=workshop)
        return
    files, others = [], set()
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            if name.lower().endswith(_READ):
                files.append(str(Path(folder, name)))
            else:
                others.add(Path(name).suffix or name)
    for file in files:
        yield from _read(file, at=at, workshop=workshop)
    if others or not files:
        kinds = f" Passed over: {', '.join(sorted(others)[:9])}." if others else ""
        yield BadSource(source, f"holds {len(files)} files that are read.{kinds} What is read: {KINDS}")


def _read(file: str, *, at: datetime, workshop: Workshop) -> Iterator[Incoming]:
    """One file; its fault stands last, behind what could be read before it."""
    kind = file.lower()
    try:
        if not Path(file).is_file():
            yield BadSource(file, f"is no file that is there. What is read: {KINDS}")
        elif kind.endswith(_LINES):
            yield from _lines(file, at=at)
        elif kind.endswith(".txt"):
            yield _text(file)
        elif kind.endswith(_MARKUP) or (kind.endswith(".json") and is_json_feed(_raw(file))):
            yield from arrivals.read_markup(_raw(file), source=file, at=at, workshop=workshop)
        elif kind.endswith(".json"):
            yield from read_ninjs(decoded(_raw(file)), source=file, at=at)
        else:
            yield BadSource(file, f"is of a kind that is not read. What is read: {KINDS}")
    except BadSource as fault:
        yield fault
    except BadInput as fault:
        yield BadSource(file, str(fault))
    except (OSError, EOFError, zlib.error) as error:
        yield BadSource(file, f"cannot be read on: {getattr(error, 'strerror', None) or error}")


def read_json(raw: bytes, *, source: str, at: datetime) -> Iterator[Incoming]:
    """Articles as another system sends them: ninjs, or our own form; an object, a list of them, or one a line.

    Raises BadInput where it is no JSON of any of these.
    """
    text = decoded(raw)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        yield from _said_in_lines(text, source=source, at=at)
        return
    rows = told if isinstance(told, list) else [told]
    if not rows:
        raise BadInput("holds no article: send an object, a list of objects, or one a line")
    if all(isinstance(row, dict) and "uri" in row for row in rows):
        yield from read_ninjs(text, source=source, at=at)
        return
    for number, row in enumerate(rows, 1):
        try:
            yield _article(Fields.of(row), source=source, at=at)
        except BadInput as fault:
            yield BadSource(source, f"article {number} {fault}")


def _said_in_lines(text: str, *, source: str, at: datetime) -> Iterator[Incoming]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) < _FEWEST_LINES:
        raise BadInput("is no JSON that can be read")
    for number, line in lines:
        try:
            yield _article(_parsed(line.encode()), source=source, at=at)
        except BadInput as fault:
            yield BadSource(source, f"line {number} {fault}")


def _raw(file: str) -> bytes:
    packed = file.lower().endswith(".gz")
    most = MOST_DECODED if packed else MOST_RAW
    with cast(BinaryIO, gzip.open(file)) if packed else Path(file).open("rb") as opened:
        raw = opened.read(most + 1)
    if len(raw) > most:
        raise BadInput(f"is larger than {most >> 20} MiB. Give many articles as JSON lines (.jsonl)")
    return raw


def _lines(file: str, *, at: datetime) -> Iterator[Incoming]:
    packed = file.lower().endswith(".gz")
    with cast(BinaryIO, gzip.open(file)) if packed else Path(file).open("rb") as opened:
        for number, line in enumerate(_bounded(opened, packed=packed), 1):
            try:
                if line is None or line.strip():
                    yield _article(_parsed(line), source=file, at=at)
            except BadInput as fault:
                yield BadSource(file, f"line {number} {fault}")


def _bounded(opened: BinaryIO, *, packed: bool) -> Iterator[bytes | None]:
    """The lines; None in the place of one that is too long. Raises BadInput where unpacking finds no end."""
    most, taken = (MOST_DECODED if packed else MOST_RAW), 0
    while line := opened.readline(most + 1):
        fits, part = len(line) <= most, line
        while not fits and part and not part.endswith(b"\n"):
            part = opened.readline(most)
            taken += len(part)
        taken += len(line)
        if packed and taken > MOST_UNPACKED:
            raise BadInput(f"unpacks to more than {MOST_UNPACKED >> 30} GiB; the rest of it was not read")
        yield line if fits else None


def _parsed(line: bytes | None) -> Fields:
    if line is None:
        raise BadInput(f"is longer than an article may be, {MOST_RAW >> 20} MiB")
    try:
        return Fields.of(json.loads(decoded(line)))
    except (ValueError, RecursionError):
        raise BadInput("is no JSON object") from None


def _article(fields: Fields, *, source: str, at: datetime) -> Copy:
    """A line in the words of our own JSON form."""
    body = fields.text("body")
    headline = fields.line("headline") or own_headline(body)
    if not headline:
        raise BadInput("holds neither a headline nor a body")
    published, odd_time = fields.time("published", at=at)
    url, odd_address = fields.address("url")
    return Copy(
        source=source,
        source_id=fields.identity("id") or url or name_for(headline, published),
        headline=headline,
        body=body,
        published=published,
        url=url,
        byline=fields.line("byline"),
        outlet=fields.line("outlet"),
        language=fields.line("language"),
        topics=topics_of(fields.words("topics", "section", "category")),
        summary=fields.text("summary").strip(),
        claims=tuple(_claim(row) for row in fields.rows("claims")),
        doubts=tuple(filter(None, (odd_time, odd_address))),
    )


def _claim(row: Fields) -> ReadyClaim:
    text = row.line("text")
    if text is None:
        raise BadInput("holds a claim without a text")
    return ReadyClaim(text=text, speaker=row.line("speaker"), outlet=row.line("outlet"))


def _text(file: str) -> Copy:
    """A plain text: named by its file, and the body is all of it, unchanged."""
    body = decoded(_raw(file))
    headline = _title(body) or own_headline(body)
    if not headline:
        raise BadInput("holds no text")
    return Copy(source=file, source_id=Path(file).stem, headline=headline, body=body)


def _title(body: str) -> str | None:
    """The first line, where it reads like a headline: short, without a full stop, and more text below."""
    first, _, rest = body.strip().partition("\n")
    line = one_line(first)
    short = len(line) <= _LONGEST_TITLE and len(line.split()) <= _MOST_WORDS_OF_A_TITLE
    return line if short and rest.strip() and not line.endswith((".", ",", ";", ":")) else None
