"""A body to paragraphs and sentences, in which a quotation stays in one piece."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nupunkt import sent_spans

from digests.intake.words import Part, Span, Word, words_of

FEWEST_QUOTED = 4
"""Words that make a quotation a speech of its own; fewer are words in quotation marks within a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the body, and its words; ``paragraph`` counts from 0.

    A sentence that is nothing but a quotation goes on with what the speaker before it, or after it, says.
    """

    start: int
    end: int
    paragraph: int
    words: tuple[Word, ...]

    @property
    def only_quoted(self) -> bool:
        """Whether it holds a quotation and nothing else."""
        spoken = [word for word in self.words if word.part is not Part.END]
        return bool(spoken) and all(word.part is Part.QUOTE for word in spoken)


_PARAGRAPH = re.compile(r"[^\n]+")
_STRAIGHT = re.compile(r'"')
_SINGLE = re.compile(r"(?<![\w’'])‘(?=\S)(.+?)(?<=\S)’(?!\w)")
_ENDERS = re.compile(r"[.!?:;]")


def sentences_of(body: str, *, after: int = 0) -> tuple[Sentence, ...]:
    """All sentences of the body from the character ``after`` on, in order."""
    found: list[Sentence] = []
    for number, (start, end, quotations) in enumerate(_paragraphs(body, after)):
        for first, last in _split(body, start, end, quotations):
            inside = [span for span in quotations if first <= span[0] and span[1] <= last and _speech(body, span)]
            words = words_of(body, first, last, quotations=inside)
            found.append(Sentence(start=first, end=last, paragraph=number, words=words))
    return tuple(found)


def _paragraphs(body: str, after: int) -> Iterator[tuple[int, int, list[Span]]]:
    """Every line with words in it, and its quotations; one that is not closed runs to the paragraph's end."""
    for match in _PARAGRAPH.finditer(body, after):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            yield start, end, list(_quotations(body, start, end))


def _quotations(body: str, start: int, end: int) -> Iterator[Span]:
    """The quotations of a paragraph, marks included, in order and outermost only."""
    place = start
    while place < end:
        opening = min((at for mark in '“"' if (at := body.find(mark, place, end)) >= 0), default=-1)
        if opening < 0:
            break
        closing = body.find("”" if body[opening] == "“" else '"', opening + 1, end)
        if closing < 0 and body[opening] == "“":
            closing = body.find('"', opening + 1, end)
        if closing < 0:
            if opening == start or body[opening - 1].isspace() or body[opening] == "“":
                yield opening, end
            return
        yield opening, closing + 1
        place = closing + 1
    if place == start:
        yield from (match.span() for match in _SINGLE.finditer(body, start, end))


def _split(body: str, start: int, end: int, quotations: list[Span]) -> Iterator[Span]:
    """The sentences of a paragraph, split nowhere inside a quotation."""
    masked = body[start:end]
    for opening, closing in quotations:
        inner = slice(opening - start + 1, closing - start - 2)
        masked = masked[: inner.start] + _ENDERS.sub(",", masked[inner]) + masked[max(inner.stop, inner.start) :]
    pending: Span | None = None
    for first, last in sent_spans(masked):
        span = (first + start, last + start)
        if pending is not None and _goes_on(body, pending, span, quotations):
            pending = (pending[0], span[1])
            continue
        if pending is not None:
            yield _trimmed(body, pending)
        pending = span
    if pending is not None:
        yield _trimmed(body, pending)


def _goes_on(body: str, before: Span, span: Span, quotations: list[Span]) -> bool:
    """Whether a split was none: inside a quotation, or before a small letter that follows a question in quotes."""
    if any(opening < span[0] < closing for opening, closing in quotations):
        return True
    following = body[span[0] : span[1]].lstrip()
    return following[:1].islower() and body[before[0] : before[1]].rstrip()[-1:] in '”"’?!'


def _trimmed(body: str, span: Span) -> Span:
    first, last = span
    while last > first and body[last - 1].isspace():
        last -= 1
    while first < last and body[first].isspace():
        first += 1
    return first, last


def _speech(body: str, span: Span) -> bool:
    return len(body[span[0] : span[1]].split()) >= FEWEST_QUOTED or body[span[1] - 2 : span[1] - 1] in ",.!?"
