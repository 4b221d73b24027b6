"""A body to paragraphs and sentences, in which a quotation stays in one piece."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digests.intake.parts import Part
from digests.intake.words import Span, Word, words_of
from digests.sentences import sentences

FEWEST_QUOTED = 4
"""Words that make a quotation a speech of its own; fewer are words in quotation marks within a sentence."""
LONGEST = 120
"""Words of the longest sentence that is read, a quotation counting as one: what is longer is a table or a list."""
NEXT_SENTENCE = re.compile(
    r"(?<=[a-z0-9’'”][.!?])(?<!\b(?:Mr|Ms|Dr|St|Mt|Lt|Jr|Sr)\.)(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Sgt|Rev|Col)\.)(?<!\bProf\.)"
    r"\s+(?=[“‘\"A-Z])"
)
"""The space between two sentences of a quotation, but for that behind a title."""

_LONGEST_QUOTED = 5_000
_PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BEFORE_TEXT = re.compile(
    r"""\s*+
    (?:[∎•●▪◾■◆►▶*·‣]\s*+)?                                             # a bullet
    (?:
        (?:[A-Z][\w.,’'/ -]{1,60}\s)?\([A-Z][\w. ]{1,30}\)\s?[-–—―]{1,2}\s   # MIAMI (AP) —
      | [A-Z][\w ]{2,30},\s[A-Z][a-z]{2,8}\.?\s\d{1,2}\s\([A-Z][\w. ]{1,30}\)\s   # Baytown, Jul 27 (PTI)
      | (?:(?:[A-Z][\w.’'-]*+,?\s){1,4}+)?\((?:AP|CNN|AFP|Reuters|UPI|dpa|Bloomberg)\)\s(?=[A-Z“"‘])  # Washington (CNN)
      | [A-Z][A-Z.,’'/ -]{2,40}(?:,\s[A-Z][\w. ]{1,30})?\s[-–—―]{1,2}\s       # WASHINGTON, March 3 —
    )?\s*+""",
    re.VERBOSE,
)
_CLOSING = {"“": ("”", '"'), '"': ('"',), "''": ("''",), "„": ("“", "”"), "«": ("»",), "»": ("«",), "「": ("」",)}
_OPENING = re.compile("[“\"„«»「]|''")
_SINGLE = re.compile(r"(?<![\w’'])‘(?=\S)([^‘\n]+?)(?<=\S)’(?!\w)")
_MISSED = re.compile(r"(?<=[a-z]{4}[.!?])(?<!approx\.)(?<!dept\.)(?<!prof\.)(?:\s+(?=[A-Z“\"])|(?=[A-Z][a-z]))")
"""Where a sentence surely ends, behind a word of four letters and more: "... this month. On Monday ..."."""
_ENDED = re.compile(r"[.!?…。！？][”\"’')\]]*\Z")
_TITLE = re.compile(r"\b(?:St|Dr|Mr|Mrs|Ms|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Rev|Prof|Capt|Mt|Ft|Hon)\.\Z")
_INITIALS = re.compile(
    r"\b(?:the|by|and|of|[A-Z]\w+) (?!(?:[UE]\.[SKUN]|D\.C|L\.A|N\.[YJ]|[AP]\.M)\.)(?:[A-Z]\.){2,3}\Z"
)
"""What a name begins with, and no end: "the W.P. Hale fund"."""
_COUNTRY = re.compile(r"\b(?!the\b)[a-z]+ (?:U\.S|U\.K|U\.N)\.\Z")
"""What goes on with whom the country has: "retired as U.S. Army chief"."""
_FAR = 16
_LOOKS_PLAIN = re.compile(
    r"(?!(?:reuters|james|charles|thomas|nicholas|agnes|jones|wes)\b)"
    r".{3,}(?:[^aisu’]s|ing|ed|tion|ment|ness|ship)|police|people|staff|investors"
)
"""Nouns and forms of verbs that open a sentence: "Growers expect", "Asked whether", "Police said"."""

_NAMED_LIKE_ADVERBS = re.compile(
    r"(?:em[ei]|kel|sal|mol|bil|bever|ita|ju|li|wil|hol|shel|rei|connol|kimber|car|dol)l?y"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the body and its words; ``paragraph`` counts from 0.

    ``ended`` is whether a mark ends it: headings, captions and what was cut off have none.
    """

    start: int
    end: int
    paragraph: int
    ended: bool
    words: tuple[Word, ...]

    @property
    def only_quoted(self) -> bool:
        """Whether it holds a quotation and nothing else: it goes on with what the speaker before it said."""
        spoken = [word for word in self.words if word.part is not Part.END]
        return bool(spoken) and all(word.part is Part.QUOTE for word in spoken)


def sentences_of(body: str, *, after: int = 0) -> tuple[Sentence, ...]:
    """All sentences of the body from the character ``after`` on, in order, without datelines and bullets."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(body, after)):
        quotations = list(_quotations(body, start, end))
        for first, last in _split(body, start, end, quotations):
            words = words_of(body, first, last, quotations=_spoken(body, (first, last), quotations))
            if len(words) <= LONGEST:
                ended = _ENDED.search(body, max(first, last - _FAR), last) is not None
                found.append(Sentence(start=first, end=last, paragraph=number, ended=ended, words=words))
    return tuple(_with_plain_openings(found))


def _with_plain_openings(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """A sentence's first word is no name only because of its capital: the rest of the article tells."""
    names, plain = set[str](), set[str]()
    for sentence in sentences:
        for word in sentence.words[1:]:
            (names if word.part is Part.NAME else plain).add(word.lower)
    for sentence in sentences:
        first, *rest = sentence.words or (None,)
        if first is None or first.part is not Part.NAME or first.lower in names or not first.text.istitle():
            yield sentence
            continue
        lowered = words_of(first.lower, 0, len(first.lower))
        part = lowered[0].part if len(lowered) == 1 else Part.NOUN
        if _is_plain(first.lower, part, rest[0].part if rest else Part.END) or first.lower in plain:
            yield replace(sentence, words=(first._replace(part=part), *rest))
        else:
            yield sentence


def _is_plain(lower: str, part: Part, behind: Part) -> bool:
    """Whether a capital word is no name by its looks and what follows: "Growers expect", "Conversely, they"."""
    if part is Part.ADVERB and behind is Part.COMMA:
        return _NAMED_LIKE_ADVERBS.fullmatch(lower) is None
    return (part is Part.ADJECTIVE and behind is not Part.NAME) or _LOOKS_PLAIN.fullmatch(lower) is not None


def _paragraphs(body: str, after: int) -> Iterator[Span]:
    for match in _PARAGRAPH.finditer(body, after):
        before = _BEFORE_TEXT.match(body, *match.span())
        start = match.start() if before is None else before.end()
        end = match.start() + len(match.group().rstrip())
        if start < end:
            yield start, end


def _quotations(body: str, start: int, end: int) -> Iterator[Span]:
    """The quotations of a paragraph, marks included, outermost only; one that is not closed runs to its end."""
    place = start
    while (opening := _OPENING.search(body, place, end)) is not None:
        ends = [
            found + len(mark)
            for mark in _CLOSING[opening.group()]
            if (found := body.find(mark, opening.end(), min(end, opening.end() + _LONGEST_QUOTED))) >= 0
        ]
        place = ends[0] if ends else end
        if ends or opening.start() == start or body[opening.start() - 1].isspace():
            yield opening.start(), place
    if place == start:
        yield from (match.span() for match in _SINGLE.finditer(body, start, end))


def _split(body: str, start: int, end: int, quotations: Sequence[Span]) -> Iterator[Span]:
    """The sentences of a paragraph, split nowhere inside a quotation."""
    pending: Span | None = None
    place = start
    texts = (text for rough in sentences(body[start:end]) for text in _MISSED.split(rough))
    for text in texts:
        first = body.index(text, place)
        place = first + len(text)
        if pending is not None and _goes_on(body, pending, first, quotations):
            pending = (pending[0], place)
            continue
        if pending is not None:
            yield pending
        pending = first, place
    if pending is not None:
        yield pending


def _goes_on(body: str, before: Span, first: int, quotations: Sequence[Span]) -> bool:
    """Whether a split was none: inside a quotation, behind a title, or before a small letter behind a question."""
    opened = bisect_left(quotations, (first,)) - 1
    if opened >= 0 and first < quotations[opened][1]:
        return True
    if any(mark.search(body, max(before[0], before[1] - _FAR), before[1]) for mark in (_TITLE, _INITIALS, _COUNTRY)):
        return True
    return body[first].islower() and body[before[1] - 1] in '”"’?!'


def _spoken(body: str, within: Span, quotations: Sequence[Span]) -> list[Span]:
    """The quotations of a sentence that are speech, and not a word or two in quotation marks."""
    first, last = (bisect_left(quotations, (edge,)) for edge in within)
    return [span for span in quotations[first:last] if span[1] <= within[1] and _speech(body[slice(*span)])]


def _speech(quotation: str) -> bool:
    inner = quotation.rstrip("”“\"'’«»」")
    return len(inner.split()) >= FEWEST_QUOTED or (inner[-1:] in tuple(",.!?。！？") and not inner[1:].istitle())
