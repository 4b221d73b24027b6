"""The words of a sentence, their places in the body, and the part that each plays beside its neighbours."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from digests.intake.cues import VERBS, Form
from digests.intake.parts import Part, part_of

Span = tuple[int, int]
"""A stretch of the body in characters, end excluded."""


class Word(NamedTuple):
    """A word, a mark, or a whole quotation: ``text`` stands at ``start`` to ``end`` of the body."""

    text: str
    lower: str
    start: int
    end: int
    part: Part


_WORD = re.compile(
    r"""
    (?:[A-Z]\.){2,}                                     # U.S.
  | (?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Prof|St|Jr|Sr|No|Inc|Corp|Co|Ltd
      |Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.
  | [A-Z]\.(?=\s*[A-Z])                                 # J. Smith
  | [$€£]?\d+(?:[-.,:/]\d+)*(?:st|nd|rd|th|%)?
  | ['’]s\b | (?<=s)['’](?=\s)
  | [^\W\d_][\u0300-\u036f]*(?:[-‐./]?[^\W_]+|['’](?!s\b)[^\W\d_]+|[\u0300-\u036f]+)*
  | \.{3}|…|--+|[–—−]
  | [,;:()\[\].!?&%]
    """,
    re.VERBOSE,
)
_DONE_BY_ING = frozenset("responded replied began reacted started ended opened closed concluded answered".split())
"""Pasts before a "by" that tells how, not who: "responded by saying"."""
_HELD = frozenset("alleged believed considered deemed known reported rumored said thought understood".split())
"""Participles behind a noun: "a man believed to be missing"."""
_DESCRIBES = frozenset("alleged proposed suspected accused expected planned perceived supposed reported stated".split())
_PARTICLES = frozenset("de da di del della du la le van von der den ter bin ibn al el dos".split())
"""Small words inside a name: "Ines de la Rua" is one."""
_LISTS = frozenset({Part.AND, Part.COMMA, Part.ING, Part.VERB, Part.NOUN, Part.END})

_NOUNISH = frozenset({Part.NOUN, Part.ADJECTIVE, Part.NAME, Part.NUMBER, Part.ING, Part.VERB, Part.PARTICIPLE})
_BEFORE_A_NOUN = frozenset({Part.DETERMINER, Part.POSSESSIVE, Part.ADJECTIVE, Part.NUMBER, Part.PREPOSITION})
_OPENS_A_CLAUSE = frozenset({Part.THAT, Part.DETERMINER, Part.PRONOUN, Part.NAME, Part.RELATIVE, Part.QUOTE})
_OPENS_AN_OBJECT = _OPENS_A_CLAUSE | {
    Part.NUMBER, Part.OBJECT, Part.ADVERB, Part.TIME, Part.COMMA, Part.COLON, Part.TO, Part.PREPOSITION, Part.END,
    Part.NOUN, Part.ADJECTIVE,
}  # fmt: skip
_GOVERNS = frozenset({Part.MODAL, Part.DO, Part.NOT})
_PLURALS = frozenset(("people", "police", "men", "women", "many", "most", "others", "both", "some", "few", "percent"))


def words_of(body: str, start: int, end: int, *, quotations: Sequence[Span] = ()) -> tuple[Word, ...]:
    """The words of ``body[start:end]`` in order; each of the quotations inside it is one word."""
    found: list[Word] = []
    place = start
    for opening, closing in quotations:
        found += _loose(body, place, opening)
        found.append(Word(body[opening:closing], "", opening, closing, Part.QUOTE))
        place = closing
    found += _loose(body, place, end)
    return tuple(_settled(found))


def _loose(body: str, start: int, end: int) -> Iterator[Word]:
    for match in _WORD.finditer(body, start, end):
        text = match.group()
        lower = text.lower().replace("'", "’")
        yield Word(text, lower, match.start(), match.end(), part_of(text, lower))


class _Place(NamedTuple):
    """A word between its neighbours; the one before it is settled already."""

    word: Word
    before: Word
    after: Word

    @property
    def left(self) -> Part:
        return self.before.part

    @property
    def right(self) -> Part:
        return self.after.part


_NOTHING = Word("", "", 0, 0, Part.END)


def _settled(words: list[Word]) -> Iterator[Word]:
    """The words again, each that can be more than one part settled by its neighbours."""
    before = _NOTHING
    for number, word in enumerate(words):
        rule = _RULES.get(word.part)
        if rule is not None:
            after = words[number + 1] if number + 1 < len(words) else _NOTHING
            part = rule(_Place(word, before, after))
            before = word if part is word.part else word._replace(part=part)
        else:
            before = word
        yield before


def _verb(at: _Place) -> Part:
    cue = VERBS.get(at.word.lower)
    if cue is None or cue.form in {Form.PAST, Form.PARTICIPLE}:
        return _past(at)
    if at.left is Part.TO:
        return Part.INFINITIVE
    return _present(at, shared=cue.shared) if cue.form is Form.S else _base(at, shared=cue.shared)


def _past(at: _Place) -> Part:
    """A past, a participle, or an adjective made of one: "alleged", "a proposed"."""
    if at.left in {Part.DETERMINER, Part.POSSESSIVE, Part.ADJECTIVE, Part.PREPOSITION}:
        return Part.ADJECTIVE if at.right in _NOUNISH else Part.NOUN
    if at.word.lower in _DESCRIBES and at.right in {Part.NOUN, Part.ADJECTIVE} and at.left in _LISTS:
        return Part.ADJECTIVE
    if at.word.part is Part.PARTICIPLE or at.left in {Part.BE, Part.HAVE}:
        return Part.PARTICIPLE
    if at.left is Part.TO:
        return Part.INFINITIVE
    by = at.after.lower == "by" and at.word.lower not in _DONE_BY_ING
    held = at.word.lower in _HELD and at.right in {Part.TO, Part.QUOTE, Part.ADJECTIVE}
    return Part.PARTICIPLE if at.left in {Part.NOUN, Part.NAME} and (by or held) else Part.VERB


def _present(at: _Place, *, shared: bool) -> Part:
    """A verb after a subject, a noun after "the": "claims"."""
    if at.left in _BEFORE_A_NOUN or at.left in {Part.VERB, Part.MODAL, Part.TO, Part.ING, Part.PARTICIPLE}:
        return Part.NOUN
    if not shared:
        return Part.VERB
    if at.left in {Part.NOUN, Part.COMMA}:
        return Part.VERB if at.right in _OPENS_A_CLAUSE else Part.NOUN
    return Part.VERB if at.right in _OPENS_AN_OBJECT and not _of(at.after) else Part.NOUN


def _base(at: _Place, *, shared: bool) -> Part:
    if at.left in _GOVERNS:
        return Part.VERB
    if at.left is Part.PRONOUN:
        return Part.NOUN if at.before.lower in {"he", "she", "it"} else Part.VERB
    many = at.left is not Part.DETERMINER and at.before.lower.endswith("s") and not at.before.lower.endswith("ss")
    plural = many or at.before.lower in _PLURALS
    may = at.left in {Part.RELATIVE, Part.AND, Part.ADVERB} or (
        plural and at.left in {Part.NOUN, Part.NAME, Part.COMMA, Part.CLOSE, Part.DETERMINER, Part.PRONOUN}
    )
    far = not shared and at.left in {Part.NOUN, Part.NAME} and at.right in _OPENS_A_CLAUSE
    if not may and not far:
        return Part.NOUN
    return Part.VERB if not shared or (at.right in _OPENS_AN_OBJECT and not _of(at.after)) else Part.NOUN


def _of(word: Word) -> bool:
    return word.lower in {"of", "against", "from"}


def _ing(at: _Place) -> Part:
    if at.word.lower in {"assuming", "considering", "supposing"} and at.left in {Part.COMMA, Part.DASH, Part.END}:
        return Part.SUBORDINATOR
    cue = VERBS.get(at.word.lower)
    shared = cue is not None and cue.shared
    if at.left is Part.DETERMINER and at.right is Part.NOUN:
        return Part.ADJECTIVE
    opens = at.left is Part.PREPOSITION and at.right in _OPENS_A_CLAUSE
    return Part.NOUN if shared and not opens and at.left in _BEFORE_A_NOUN | {Part.NOUN} else Part.ING


def _noun(at: _Place) -> Part:
    """A word that no list holds is a verb after "would", and after "to" where an object follows."""
    if (
        at.word.lower in _PARTICLES
        and at.left is Part.NAME
        and at.after.text[:1].isupper() | (at.after.lower in _PARTICLES)
    ):
        return Part.NAME
    if at.left in {Part.MODAL, Part.DO}:
        return Part.VERB
    if at.left is Part.TO and at.right in _OPENS_A_CLAUSE | {Part.OBJECT, Part.TO, Part.NUMBER}:
        return Part.INFINITIVE
    return at.word.part


def _that(at: _Place) -> Part:
    points = at.left in {Part.PREPOSITION, Part.END} and at.right in {Part.NOUN, Part.ADJECTIVE}
    return Part.DETERMINER if points else Part.THAT


def _determiner(at: _Place) -> Part:
    return Part.OBJECT if at.word.lower == "her" and at.right not in _NOUNISH | {Part.NOUN} else Part.DETERMINER


def _pronoun(at: _Place) -> Part:
    counts = at.word.lower in {"one", "others", "none"} and at.right in {Part.NOUN, Part.ADJECTIVE}
    return Part.DETERMINER if counts else Part.PRONOUN


def _time(at: _Place) -> Part:
    today = at.word.lower == "today" and not at.word.text.islower()
    paper = at.left is Part.NAME if today else at.left is Part.DETERMINER and at.right is Part.NAME
    return Part.NAME if paper else Part.TIME


def _preposition(at: _Place) -> Part:
    if at.right is Part.NUMBER and at.word.lower in {"about", "around", "over", "under", "near"}:
        return Part.ADVERB
    describes = at.word.lower in {"outside", "inside"} and at.left is Part.END and at.right is Part.NOUN
    return Part.ADJECTIVE if describes else Part.PREPOSITION


def _modal(at: _Place) -> Part:
    if at.word.text != "May" or at.left is Part.END:
        return Part.MODAL
    return Part.NAME if at.left is Part.NAME else Part.TIME


def _adverb(at: _Place) -> Part:
    if at.word.lower == "there" and at.right in {Part.BE, Part.MODAL, Part.HAVE}:
        return Part.PRONOUN
    counts = at.word.lower in {"first", "long", "best", "better"} and at.right in {Part.NOUN, Part.NAME}
    return Part.ADJECTIVE if counts else Part.ADVERB


def _possessive(at: _Place) -> Part:
    return Part.BE if at.left in {Part.PRONOUN, Part.RELATIVE, Part.THAT} else Part.POSSESSIVE


_RULES: dict[Part, Callable[[_Place], Part]] = {
    Part.VERB: _verb,
    Part.PARTICIPLE: _past,
    Part.ING: _ing,
    Part.NOUN: _noun,
    Part.THAT: _that,
    Part.DETERMINER: _determiner,
    Part.PRONOUN: _pronoun,
    Part.MODAL: _modal,
    Part.TIME: _time,
    Part.PREPOSITION: _preposition,
    Part.ADVERB: _adverb,
    Part.POSSESSIVE: _possessive,
}
