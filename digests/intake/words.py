"""The words of a sentence, their places in the text, and the part that each plays, told by simple rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from digests.intake.cues import VERBS, Form

Span = tuple[int, int]


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
    """A word, a mark, or a whole quotation: ``text[start:end]`` of the body."""

    text: str
    lower: str
    start: int
    end: int
    part: Part


_WORD = re.compile(
    r"""
    (?:[A-Z]\.){2,}                                     # U.S.
  | (?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Prof|St|Jr|Sr|No|Inc|Corp|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.
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
        i’m he’d she’d they’d i’d we’d we’re they’re i’ve we’ve they’ve he’ll she’ll they’ll i’ll we’ll it’ll you’re
        i'm he'd she'd they'd i'd we'd we're they're i've we've they've he'll she'll they'll i'll we'll it'll you're""",
    Part.OBJECT: "him them me us himself herself itself themselves ourselves myself",
    Part.PREPOSITION: """
        of in on at by for with from about into onto over under against between among through during without within
        across toward towards upon behind beyond near off around despite amid via per like unlike including alongside
        outside inside above below throughout along past regarding concerning versus beside besides out up down""",
    Part.ADVERB: """
        also then later now just still never always often once again twice even ever only too soon already thus
        instead yet perhaps maybe quite rather very almost indeed here there further meanwhile however therefore
        moreover nevertheless nonetheless otherwise elsewhere sometimes first ahead together well so far away back
        long afterward afterwards earlier better best hard""",
    Part.TIME: """
        monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight mon. tues. wed.
        thurs. fri. sat. sun. january february march april june july august september october november december
        jan. feb. aug. sept. oct. nov. dec.""",
    Part.AND: "and or but nor & plus",
    Part.THAT: "that",
    Part.RELATIVE: "who which whom what how why where when whether",
    Part.SUBORDINATOR: "because if while although though since as after before until unless whereas once than till",
    Part.TO: "to",
    Part.MODAL: """
        will would can could may might must shall should won’t wouldn’t can’t couldn’t cannot shouldn’t mustn’t
        won't wouldn't can't couldn't shouldn't mustn't ought""",
    Part.BE: """
        is are was were be been being am isn’t aren’t wasn’t weren’t isn't aren't wasn't weren't ’re ’m""",
    Part.HAVE: "have has had having haven’t hasn’t hadn’t haven't hasn't hadn't",
    Part.DO: "do does did doesn’t don’t didn’t doesn't don't didn't",
    Part.NOT: "not never",
    Part.VERB: """
        went came made took got gave ran won lost met spoke led left began became kept brought fell rose put set
        sent built bought sold paid drove grew broke chose drew spent stood failed flew lay struck threw wore hit
        cut let ate sat caught dealt bore beat shot sank stole rode woke sang fought
        go goes come comes make makes take takes get gets give gives run runs win wins use uses keep keeps
        bring brings become becomes remain remains include includes seem seems appear appears happen happens
        pay pays meet meets allow allows works leads moves faces helps needs wants lives stands plays gave
        holds sits lies seeks carry carries cover covers stay stays require requires follow follows
        serve serves provides create creates continues begins belongs exist exists consist consists attend attends
        leave leaves lose loses send sends spend spends rise rises fall falls grow grows try tries
        gone taken given been done known grown drawn shown written spoken chosen broken begun
        join joins oversee oversees lack lacks end ends""",
}
_KNOWN = {word: part for part, words in _CLOSED.items() for word in words.split()} | {
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
    "'s": Part.POSSESSIVE,
}
_ADJECTIVE = re.compile(
    r".+(?:al|ic|ive|ous|ful|less|able|ible|ary)|(?:new|old|former|current|senior|top|own|last|next|big|small|large"
    r"|great|good|bad|high|low|early|late|likely|unlikely|familiar|close|due|sure|aware|able|unable|ready|young|chief"
    r"|key|main|major|public|private|white|black|american|british|french|german|russian|chinese|democratic)"
)
_NOT_ADJECTIVES = frozenset(
    """official officials deal trial rival capital arrival approval proposal signal appeal hospital journal general
    critic critics public music topic traffic clinic executive representative detective relative initiative table
    cable olive goal total metal animal festival professional secretary""".split()
)
_NOT_ADVERBS = frozenset("family supply reply ally rally assembly july bully only monopoly early likely daily".split())
_TITLED = re.compile(r"[^\W\d_]")

NOMINAL = frozenset({Part.NAME, Part.NOUN, Part.NUMBER, Part.PRONOUN, Part.TIME, Part.OBJECT})
GROUP = frozenset({Part.ADVERB, Part.NOT, Part.MODAL, Part.HAVE, Part.DO, Part.BE})
"""What stands before a verb and belongs to it: "has not", "would also"."""
FINITE = frozenset({Part.VERB, Part.MODAL, Part.BE, Part.HAVE, Part.DO})


def words_of(text: str, start: int, end: int, *, quotations: Sequence[Span] = ()) -> tuple[Word, ...]:
    """The words of ``text[start:end]`` in order; each of the quotations inside it is one word."""
    found: list[Word] = []
    place = start
    for opening, closing in quotations:
        found += _loose(text, place, opening)
        found.append(Word(text[opening:closing], "", opening, closing, Part.QUOTE))
        place = closing
    found += _loose(text, place, end)
    return tuple(_settled(found))


def _loose(text: str, start: int, end: int) -> Iterator[Word]:
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        lower = word.lower()
        yield Word(word, lower, match.start(), match.end(), _alone(word, lower))


def _alone(word: str, lower: str) -> Part:
    """The part of a word by itself."""
    if (part := _KNOWN.get(lower)) is not None:
        return Part.NAME if part is not Part.TIME and _shouted(word, part) else part
    if word[0].isupper():
        return Part.NAME
    if word[-1].isdigit() or word[0].isdigit() or word[0] in "$€£":
        return Part.NUMBER
    if lower in VERBS:
        return _form_part(VERBS[lower].form)
    if lower.endswith("ly") and lower not in _NOT_ADVERBS:
        return Part.ADVERB
    if lower.endswith("ing") and len(lower) > 5:  # noqa: PLR2004 - king, sing, bring
        return Part.ING
    if lower.endswith("ed") and len(lower) > 4:  # noqa: PLR2004 - need, seed
        return Part.VERB
    if _ADJECTIVE.fullmatch(lower) and lower not in _NOT_ADJECTIVES:
        return Part.ADJECTIVE
    return Part.NOUN


def _shouted(word: str, part: Part) -> bool:
    """ "IT", "US", "WHO": a name in capitals, though its small letters are a common word."""
    return word.isupper() and len(word) > 1 and part in {Part.PRONOUN, Part.OBJECT, Part.RELATIVE}


def _form_part(form: Form) -> Part:
    match form:
        case Form.ING:
            return Part.ING
        case Form.PARTICIPLE:
            return Part.PARTICIPLE
        case Form.BASE | Form.S | Form.PAST:
            return Part.VERB


def _settled(words: list[Word]) -> Iterator[Word]:
    """The words again, what is more than one part settled by what stands beside it."""
    before = Part.END
    for place, word in enumerate(words):
        part = word.part
        after = words[place + 1] if place + 1 < len(words) else None
        if word.lower in VERBS and part is not Part.NAME:
            part = _verb_or_not(word, before, after, words, place)
        elif part is Part.VERB and before in {Part.DETERMINER, Part.POSSESSIVE, Part.ADJECTIVE, Part.NUMBER}:
            part = Part.ADJECTIVE if word.lower.endswith("ed") else Part.NOUN
        elif (
            part is Part.VERB
            and before in {Part.BE, Part.HAVE}
            or (part is Part.VERB and word.lower.endswith("ed") and after is not None and after.lower == "by")
        ):
            part = Part.PARTICIPLE
        elif (
            part is Part.THAT
            and before in {Part.PREPOSITION, Part.END}
            and after is not None
            and (after.part in {Part.NOUN, Part.ADJECTIVE})
        ):
            part = Part.DETERMINER
        elif word.lower == "her" and (after is None or after.part not in _NOUNISH):
            part = Part.OBJECT
        elif (
            part is Part.PRONOUN
            and word.lower in {"one", "others", "none"}
            and after is not None
            and (after.part in {Part.NOUN, Part.ADJECTIVE})
        ):
            part = Part.DETERMINER
        elif word.text == "May" and part is Part.MODAL and before is not Part.END:
            part = Part.TIME
        elif part is Part.ADVERB and word.lower in {"first", "long", "back"} and after and after.part is Part.NOUN:
            part = Part.ADJECTIVE
        elif part is Part.POSSESSIVE and before is Part.PRONOUN:
            part = Part.BE
        yield word if part is word.part else replace(word, part=part)
        before = part


_NOUNISH = frozenset({Part.NOUN, Part.ADJECTIVE, Part.NAME, Part.NUMBER, Part.ING, Part.VERB, Part.PARTICIPLE})
_BEFORE_NOUN = frozenset({Part.DETERMINER, Part.POSSESSIVE, Part.ADJECTIVE, Part.NUMBER, Part.PREPOSITION})
_OPENS_OBJECT = frozenset(
    {
        Part.THAT, Part.DETERMINER, Part.PRONOUN, Part.NAME, Part.QUOTE, Part.NUMBER, Part.RELATIVE, Part.OBJECT,
        Part.ADVERB, Part.TIME, Part.COMMA, Part.COLON, Part.TO, Part.PREPOSITION, Part.END, Part.NOUN, Part.ADJECTIVE,
    }
)  # fmt: skip


def _verb_or_not(word: Word, before: Part, after: Word | None, words: list[Word], place: int) -> Part:
    """What a form of a verb cue is here: the verb, its participle, an adjective or the noun of the same letters."""
    cue = VERBS[word.lower]
    following = after.part if after is not None else Part.END
    match cue.form:
        case Form.ING:
            noun = cue.shared and (before in _BEFORE_NOUN or before is Part.NOUN)
            return Part.NOUN if noun else Part.ING
        case Form.PAST | Form.PARTICIPLE:
            return _past(word, cue.form, before, following, after)
        case Form.S:
            if before in _BEFORE_NOUN or before in {Part.VERB, Part.MODAL, Part.TO, Part.ING}:
                return Part.NOUN
            if not cue.shared:
                return Part.VERB
            if before in {Part.PRONOUN, Part.RELATIVE, Part.AND, Part.ADVERB, Part.NAME, Part.QUOTE, Part.CLOSE}:
                return Part.VERB if following in _OPENS_OBJECT and not _of(after) else Part.NOUN
            opens = following in {Part.THAT, Part.DETERMINER, Part.PRONOUN, Part.NAME, Part.RELATIVE, Part.QUOTE}
            return Part.VERB if before in {Part.NOUN, Part.COMMA} and opens else Part.NOUN
        case Form.BASE:
            return _base(word, before, following, words, place, shared=cue.shared)


def _of(after: Word | None) -> bool:
    return after is not None and after.lower in {"of", "against", "from"}


def _past(word: Word, form: Form, before: Part, following: Part, after: Word | None) -> Part:
    if before in {Part.DETERMINER, Part.POSSESSIVE, Part.ADJECTIVE, Part.PREPOSITION}:
        return Part.ADJECTIVE if following in _NOUNISH else Part.NOUN
    if before in {Part.BE, Part.HAVE} or form is Form.PARTICIPLE:
        return Part.PARTICIPLE
    if before is Part.NOUN and after is not None and after.lower == "by":
        return Part.PARTICIPLE
    return Part.VERB


def _base(word: Word, before: Part, following: Part, words: list[Word], place: int, *, shared: bool) -> Part:
    if before in {Part.MODAL, Part.TO, Part.DO, Part.NOT}:
        return Part.VERB
    if before in _BEFORE_NOUN or before in {Part.VERB, Part.BE, Part.HAVE, Part.ING}:
        return Part.NOUN
    subject = words[place - 1] if place else None
    if before is Part.PRONOUN:
        return Part.VERB if subject is not None and subject.lower not in {"he", "she", "it"} else Part.NOUN
    if before is Part.RELATIVE:
        return Part.VERB
    plural = subject is not None and subject.lower.endswith("s") and not subject.lower.endswith("ss")
    plural = plural or (subject is not None and subject.lower in {"people", "police", "men", "women", "many", "most"})
    if before in {Part.NOUN, Part.NAME, Part.COMMA, Part.ADVERB, Part.AND, Part.CLOSE} and (
        plural or before in {Part.AND, Part.ADVERB}
    ):
        return (
            Part.VERB
            if not shared
            or (following in _OPENS_OBJECT and not _of(words[place + 1] if place + 1 < len(words) else None))
            else Part.NOUN
        )
    return Part.NOUN
