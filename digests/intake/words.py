"""The words of a sentence, their places in the body, and the part that each plays, told by simple rules."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from digests.intake.cues import VERBS, Form

Span = tuple[int, int]
"""A stretch of the body in characters, end excluded."""


class Part(StrEnum):
    """What a word does in its sentence, as far as rules without a grammar can tell."""

    NAME = "name"
    NOUN = "noun"
    ADJECTIVE = "adjective"
    NUMBER = "number"
    DETERMINER = "determiner"
    PRONOUN = "pronoun"
    OBJECT = "object"
    POSSESSIVE = "possessive"
    PREPOSITION = "preposition"
    ADVERB = "adverb"
    TIME = "time"
    AND = "and"
    THAT = "that"
    RELATIVE = "relative"
    SUBORDINATOR = "subordinator"
    TO = "to"
    MODAL = "modal"
    BE = "be"
    HAVE = "have"
    DO = "do"
    NOT = "not"
    VERB = "verb"
    INFINITIVE = "infinitive"
    PARTICIPLE = "participle"
    ING = "ing"
    QUOTE = "quote"
    COMMA = "comma"
    COLON = "colon"
    DASH = "dash"
    OPEN = "open"
    CLOSE = "close"
    END = "end"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a mark, or a whole quotation: ``text`` stands at ``start`` to ``end`` of the body."""

    text: str
    lower: str
    start: int
    end: int
    part: Part


NOMINAL = frozenset({Part.NAME, Part.NOUN, Part.NUMBER, Part.PRONOUN, Part.TIME, Part.OBJECT})
GROUP = frozenset({Part.ADVERB, Part.NOT, Part.MODAL, Part.HAVE, Part.DO, Part.BE})
"""What stands before a verb and belongs to it: "has not", "would also"."""
FINITE = frozenset({Part.VERB, Part.MODAL, Part.BE, Part.HAVE, Part.DO})
"""What makes a clause: a verb in a tense of its own."""

_WORD = re.compile(
    r"""
    (?:[A-Z]\.){2,}                                     # U.S.
  | (?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Prof|St|Jr|Sr|No|Inc|Corp|Co|Ltd
      |Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.
  | [A-Z]\.(?=\s*[A-Z])                                 # J. Smith
  | [$€£]?\d+(?:[.,:]\d+)*(?:st|nd|rd|th|%)?
  | ['’]s\b
  | [^\W\d_]+(?:[-‐.]?[^\W_]+|['’](?!s\b)[^\W\d_]+)*
  | \.{3}|…|--+|[–—]
  | [,;:()\[\].!?&%]
    """,
    re.VERBOSE,
)
_CLOSED: dict[Part, str] = {
    Part.DETERMINER: """
        the a an this these those my his her its our their your some any no every each all both several many few
        most much other another such either neither whose enough certain more less fewer half""",
    Part.PRONOUN: """
        he she they i we you it everyone everybody nobody someone somebody anyone others none one
        he’d she’d they’d i’d we’d you’d i’ve we’ve they’ve you’ve he’ll she’ll they’ll i’ll we’ll it’ll you’ll
        i’m we’re they’re you’re""",
    Part.OBJECT: "him them me us himself herself itself themselves ourselves myself",
    Part.PREPOSITION: """
        of in on at by for with from about into onto over under against between among through during without within
        across toward towards upon behind beyond near off around despite amid via per like unlike including alongside
        outside inside above below throughout along past regarding concerning versus beside besides out up down""",
    Part.ADVERB: """
        also then later now just still always often twice even ever only too soon already thus instead yet perhaps
        maybe quite rather very almost indeed here there further meanwhile however therefore moreover nevertheless
        nonetheless otherwise elsewhere sometimes first ahead together well so far away back long afterward
        afterwards earlier better best hard again once""",
    Part.TIME: """
        monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight mon. tues. wed.
        thurs. fri. sat. sun. january february march april june july august september october november december
        jan. feb. aug. sept. oct. nov. dec.""",
    Part.AND: "and or but nor & plus",
    Part.THAT: "that",
    Part.RELATIVE: "who which whom what how why where when whether",
    Part.SUBORDINATOR: "because if while although though since as after before until unless whereas than till",
    Part.TO: "to",
    Part.MODAL: """
        will would can could may might must shall should cannot ought won’t wouldn’t can’t couldn’t shouldn’t
        mustn’t""",
    Part.BE: "is are was were be been being am isn’t aren’t wasn’t weren’t",
    Part.HAVE: "have has had having haven’t hasn’t hadn’t",
    Part.DO: "do does did doesn’t don’t didn’t",
    Part.NOT: "not never",
    Part.NOUN: """
        meeting hearing building shooting spending evening morning wedding briefing killing funding housing training
        king thing something anything nothing everything being beginning filing spring string ring""",
    Part.VERB: """
        went came made took got gave ran won lost met spoke led left began became kept brought fell rose put set
        sent built bought sold paid drove grew broke chose drew spent stood flew struck threw wore hit cut let ate
        sat caught dealt bore beat shot sank stole rode woke sang fought
        goes come comes makes takes gets give gives runs win wins uses keeps brings become becomes remain remains
        include includes seem seems appear appears happen happens pays meets allow allows works leads moves faces
        helps lives stands plays gave holds sits lies seeks carry carries stays require requires follow follows
        serve serves provide provides create creates continue continues begin begins belong belongs exist exists
        consist consists attend attends leaves loses sends spends falls grows tries join joins oversee oversees
        lack lacks""",
    Part.PARTICIPLE: "gone taken given been done grown drawn chosen broken begun held driven hidden",
}
_MARKS = {
    ",": Part.COMMA,
    ";": Part.END,
    ":": Part.COLON,
    "--": Part.DASH,
    "–": Part.DASH,
    "—": Part.DASH,
    "(": Part.OPEN,
    "[": Part.OPEN,
    ")": Part.CLOSE,
    "]": Part.CLOSE,
    ".": Part.END,
    "!": Part.END,
    "?": Part.END,
    "…": Part.END,
    "...": Part.END,
    "’s": Part.POSSESSIVE,
}
_KNOWN = {word: part for part, words in _CLOSED.items() for word in words.split()} | _MARKS
_OF_A_FORM = {
    Form.BASE: Part.VERB,
    Form.S: Part.VERB,
    Form.PAST: Part.VERB,
    Form.PARTICIPLE: Part.PARTICIPLE,
    Form.ING: Part.ING,
}
_ADJECTIVE = re.compile(
    r".{2,}(?:al|ic|ive|ous|ful|less|able|ible)|new|old|former|current|senior|top|own|last|next|big|small|large"
    r"|great|good|bad|high|low|early|late|unlikely|familiar|close|due|sure|aware|unable|ready|young|chief|key"
    r"|main|major|public|private|same|first|second|third"
)
_NOT_ADJECTIVES = frozenset(
    """official deal trial rival capital arrival approval proposal signal appeal hospital journal general critic music
    topic traffic clinic executive representative detective relative initiative table cable goal total metal animal
    festival professional""".split()
)
_NOT_ADVERBS = frozenset("family supply reply ally rally assembly bully early likely daily unlikely".split())
_NOT_PAST = frozenset("hundred indeed speed breed seed need united".split())

_DESCRIBES = frozenset("alleged proposed suspected accused expected planned perceived supposed reported stated".split())
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
        yield Word(text, lower, match.start(), match.end(), _alone(text, lower))


def _alone(text: str, lower: str) -> Part:
    """The part of a word taken by itself."""
    first = text[0]
    known = _KNOWN.get(lower)
    if known is not None:
        shouted = text.isupper() and len(text) > 1 and known in {Part.PRONOUN, Part.OBJECT, Part.RELATIVE}
        return Part.NAME if shouted else known
    if first.isupper():
        return Part.NAME
    if first.isdigit() or first in "$€£":
        return Part.NUMBER
    if (cue := VERBS.get(lower)) is not None:
        return _OF_A_FORM[cue.form]
    return _by_ending(lower)


def _by_ending(lower: str) -> Part:
    if lower.endswith("ly") and lower not in _NOT_ADVERBS:
        return Part.ADVERB
    if lower.endswith("ing") and len(lower) > len("bring"):
        return Part.ING
    if lower.endswith("ed") and len(lower) > len("seed") and lower not in _NOT_PAST:
        return Part.VERB
    if _ADJECTIVE.fullmatch(lower) and lower not in _NOT_ADJECTIVES:
        return Part.ADJECTIVE
    return Part.NOUN


@dataclass(frozen=True, slots=True)
class _Place:
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
            before = word if part is word.part else replace(word, part=part)
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
    reduced = at.left in {Part.NOUN, Part.NAME} and at.after.lower == "by"
    return Part.PARTICIPLE if reduced else Part.VERB


def _present(at: _Place, *, shared: bool) -> Part:
    """As "claims" does: after a subject it is a verb, after "the" a noun."""
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
    plural = at.before.lower in _PLURALS or (at.before.lower.endswith("s") and not at.before.lower.endswith("ss"))
    may = at.left in {Part.RELATIVE, Part.AND, Part.ADVERB} or (
        plural and at.left in {Part.NOUN, Part.NAME, Part.COMMA, Part.CLOSE, Part.DETERMINER, Part.PRONOUN}
    )
    if not may:
        return Part.NOUN
    return Part.VERB if not shared or (at.right in _OPENS_AN_OBJECT and not _of(at.after)) else Part.NOUN


def _of(word: Word) -> bool:
    return word.lower in {"of", "against", "from"}


def _ing(at: _Place) -> Part:
    cue = VERBS.get(at.word.lower)
    shared = cue is not None and cue.shared
    return Part.NOUN if shared and (at.left in _BEFORE_A_NOUN or at.left is Part.NOUN) else Part.ING


def _noun(at: _Place) -> Part:
    """A word that no list holds is a verb after "would", and after "to" where an object follows."""
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


def _modal(at: _Place) -> Part:
    return Part.TIME if at.word.text == "May" and at.left is not Part.END else Part.MODAL


def _adverb(at: _Place) -> Part:
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
    Part.ADVERB: _adverb,
    Part.POSSESSIVE: _possessive,
}
