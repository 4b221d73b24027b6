"""A body to paragraphs and sentences, in which a quotation stays in one piece."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nupunkt import sent_spans

from digests.intake.words import Part, Span, Word, words_of

FEWEST_QUOTED = 4
"""Words that make a quotation a speech of its own; fewer are words in quotation marks within a sentence."""

_PARAGRAPH = re.compile(r"[^\n]+")
_CLOSING = {"“": ("”", '"'), '"': ('"',), "''": ("''",)}
_OPENING = re.compile(r"“|\"|''")
_SINGLE = re.compile(r"(?<![\w’'])‘(?=\S)(.+?)(?<=\S)’(?!\w)")
_LOOKS_PLAIN = re.compile(r"(?!reuters).{3,}(?:ers|ors|ents|ists|ials|ees|ing|ed)")
"""Plural nouns and forms of verbs that open a sentence: "Growers expect", "Asked whether"."""
_ENDERS = re.compile(r"[.!?:;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the body and its words; ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int
    words: tuple[Word, ...]

    @property
    def only_quoted(self) -> bool:
        """Whether it holds a quotation and nothing else: it goes on with what the speaker before it said."""
        spoken = [word for word in self.words if word.part is not Part.END]
        return bool(spoken) and all(word.part is Part.QUOTE for word in spoken)


def sentences_of(body: str, *, after: int = 0) -> tuple[Sentence, ...]:
    """All sentences of the body from the character ``after`` on, in order; empty where there are none."""
    found: list[Sentence] = []
    for number, (start, end, quotations) in enumerate(_paragraphs(body, after)):
        for first, last in _split(body, start, end, quotations):
            inside = [span for span in quotations if first <= span[0] and span[1] <= last and _speech(body, span)]
            words = words_of(body, first, last, quotations=inside)
            found.append(Sentence(start=first, end=last, paragraph=number, words=words))
    return tuple(_with_plain_openings(found))


def _with_plain_openings(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """A sentence's first word is no name only because of its capital: the rest of the article tells."""
    names, plain = set[str](), set[str]()
    for sentence in sentences:
        for word in sentence.words[1:]:
            (names if word.part is Part.NAME else plain).add(word.lower)
    for sentence in sentences:
        first = sentence.words[0] if sentence.words else None
        if first is None or first.part is not Part.NAME or first.lower in names or not first.text.istitle():
            yield sentence
        elif first.lower in plain or _LOOKS_PLAIN.fullmatch(first.lower):
            lowered = words_of(first.lower, 0, len(first.lower))
            part = lowered[0].part if len(lowered) == 1 else Part.NOUN
            yield replace(sentence, words=(replace(first, part=part), *sentence.words[1:]))
        else:
            yield sentence


def _paragraphs(body: str, after: int) -> Iterator[tuple[int, int, list[Span]]]:
    """Every line with words in it, and its quotations."""
    for match in _PARAGRAPH.finditer(body, after):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            yield start, end, list(_quotations(body, start, end))


def _quotations(body: str, start: int, end: int) -> Iterator[Span]:
    """The quotations of a paragraph, marks included, outermost only; one that is not closed runs to its end."""
    place = start
    while (opening := _OPENING.search(body, place, end)) is not None:
        ends = [
            found + len(mark)
            for mark in _CLOSING[opening.group()]
            if (found := body.find(mark, opening.end(), end)) >= 0
        ]
        place = ends[0] if ends else end
        if ends or opening.start() == start or opening.group() == "“":
            yield opening.start(), place
    if place == start:
        yield from (match.span() for match in _SINGLE.finditer(body, start, end))


def _split(body: str, start: int, end: int, quotations: Sequence[Span]) -> Iterator[Span]:
    """The sentences of a paragraph, split nowhere inside a quotation."""
    masked = body[start:end]
    for opening, closing in quotations:
        first, last = opening - start + 1, max(closing - start - 2, opening - start + 1)
        masked = masked[:first] + _ENDERS.sub(",", masked[first:last]) + masked[last:]
    pending: Span | None = None
    for first, last in sent_spans(masked):
        span = _trimmed(body, first + start, last + start)
        if pending is not None and _goes_on(body, pending, span, quotations):
            pending = (pending[0], span[1])
            continue
        if pending is not None:
            yield pending
        pending = span
    if pending is not None:
        yield pending


def _goes_on(body: str, before: Span, span: Span, quotations: Sequence[Span]) -> bool:
    """Whether a split was none: inside a quotation, or before a small letter that follows a question in quotes."""
    if any(opening < span[0] < closing for opening, closing in quotations):
        return True
    return body[span[0]].islower() and body[before[1] - 1] in '”"’?!'


def _trimmed(body: str, first: int, last: int) -> Span:
    part = body[first:last]
    return first + len(part) - len(part.lstrip()), first + len(part.rstrip())


def _speech(body: str, span: Span) -> bool:
    inner = body[span[0] : span[1]].rstrip("”\"'’")
    return len(inner.split()) >= FEWEST_QUOTED or inner[-1:] in ",.!?"
