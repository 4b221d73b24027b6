"""Plain text for terminals and pipes: wrapped to a width, an address whole on a line of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import assert_never
from unicodedata import east_asian_width

import regex

from bot.rendering.galley import Copy, Galley, Para, Shape, Tone
from bot.rendering.limits import Payload

USUAL_WIDTH = 80

_WORD = regex.compile(r"\S+")
_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\ufe0f|\p{Emoji_Presentation}")


class Style(StrEnum):
    """What a stretch of a row is, for those who colour it; nothing is told by colour alone."""

    TITLE = "title"
    KICKER = "kicker"
    HEADLINE = "headline"
    TEXT = "text"
    LABEL = "label"
    CREDIT = "credit"
    SMALL = "small"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in one style; no control character is in them."""

    style: Style
    text: str


Row = tuple[Run, ...]
"""One line of a terminal; empty for an empty line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Margin:
    """What stands before a paragraph's first line, and how far its others are moved in."""

    first: str
    rest: str


def rows(copy: Copy, *, width: int) -> Iterator[Row]:
    """``width`` counts cells; only an address, or a width below a few cells, makes a row wider. No buttons."""
    copy = copy.without_buttons()
    yield from _galley(copy.head, width)
    for galley in copy.body:
        yield ()
        yield from _galley(galley, width)
    if copy.foot:
        yield ()
        yield from _galley(copy.foot, width)


def set_page(page: Copy) -> Payload:
    """What the terminal's courier prints; nothing limits it."""
    return {"text": plain(page, width=USUAL_WIDTH)}


def plain(copy: Copy, *, width: int) -> str:
    """The rows as text, without a line end after the last."""
    return "\n".join("".join(run.text for run in row).rstrip() for row in rows(copy, width=width))


def _galley(galley: Galley, width: int) -> Iterator[Row]:
    """A story's own address comes last, that of a cited claim after the claim."""
    is_story = any(para.shape is Shape.HEADLINE for para in galley)
    for para in galley:
        margin = _margin(para.shape, in_story=is_story)
        yield from _wrapped(para, margin, width)
        if para.link and para.shape is not Shape.HEADLINE:
            yield (Run(style=Style.LINK, text=margin.rest + para.link.url),)
    yield from (
        (Run(style=Style.LINK, text=f"  {para.link.url}"),)
        for para in galley
        if para.link and para.shape is Shape.HEADLINE
    )


def _margin(shape: Shape, *, in_story: bool) -> _Margin:
    match shape:
        case Shape.TITLE | Shape.KICKER | Shape.HEADLINE:
            return _Margin(first="", rest="")
        case Shape.TEXT | Shape.SMALL | Shape.BUTTONS:
            indent = "  " if in_story else ""
            return _Margin(first=indent, rest=indent)
        case Shape.QUOTE:
            return _Margin(first="> ", rest="> ")
        case Shape.POINT:
            return _Margin(first="  • ", rest="    ")
        case Shape.REPLY:
            return _Margin(first="    – ", rest="      ")
        case _:
            assert_never(shape)


def _style(shape: Shape, tone: Tone) -> Style:
    match shape:
        case Shape.TITLE:
            return Style.TITLE
        case Shape.KICKER:
            return Style.KICKER
        case Shape.HEADLINE:
            return Style.HEADLINE
        case Shape.SMALL | Shape.BUTTONS:
            return Style.SMALL
        case Shape.TEXT | Shape.QUOTE | Shape.POINT | Shape.REPLY:
            match tone:
                case Tone.PLAIN:
                    return Style.TEXT
                case Tone.STRONG:
                    return Style.LABEL
                case Tone.SOFT:
                    return Style.CREDIT
                case _:
                    assert_never(tone)
        case _:
            assert_never(shape)


def _wrapped(para: Para, margin: _Margin, width: int) -> Iterator[Row]:
    spans = [
        (_style(para.shape, span.tone), span.text.upper() if para.shape is Shape.TITLE else span.text)
        for span in para.spans
    ]
    text = "".join(words for _, words in spans)
    styles = [style for style, words in spans for _ in words]
    for number, (start, end) in enumerate(_lines(text, max(width - len(margin.rest), 1))):
        lead = margin.rest if number else margin.first
        runs = [Run(style=_style(para.shape, Tone.PLAIN), text=lead)] if lead else []
        for style, places in groupby(range(start, end), key=lambda place: styles[place]):
            runs.append(Run(style=style, text="".join(text[place] for place in places)))
        yield tuple(runs)


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line starts and ends: between words, within one only where it is wider than a line."""
    start = end = used = 0
    for piece_start, piece_end, cells in _pieces(text, width):
        gap = piece_start - end
        if end and used + gap + cells > width:
            yield start, end
            start, used, gap = piece_start, 0, 0
        used += gap + cells
        end = piece_end
    yield start, end


def _pieces(text: str, width: int) -> Iterator[tuple[int, int, int]]:
    """Words, and parts of words wider than a line: start, end, cells."""
    for word in _WORD.finditer(text):
        start, used = word.start(), 0
        for grapheme in _GRAPHEME.finditer(text, word.start(), word.end()):
            cells = _cells(grapheme.group())
            if used and used + cells > width:
                yield start, grapheme.start(), used
                start, used = grapheme.start(), 0
            used += cells
        yield start, word.end(), used


def _cells(grapheme: str) -> int:
    """How wide a terminal draws it: East Asian letters and emoji take two cells."""
    if grapheme.isascii():
        return 1
    return 2 if _EMOJI.search(grapheme) or any(east_asian_width(character) in "WF" for character in grapheme) else 1
