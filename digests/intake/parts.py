"""The parts that words play in a sentence, and the one that a word plays if taken by itself."""

import re
from enum import StrEnum

from digests.intake.cues import VERBS, Form


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


NOMINAL = frozenset({Part.NAME, Part.NOUN, Part.NUMBER, Part.PRONOUN, Part.TIME, Part.OBJECT})
GROUP = frozenset({Part.ADVERB, Part.NOT, Part.MODAL, Part.HAVE, Part.DO, Part.BE})
"""What stands before a verb and belongs to it: "has not", "would also"."""
FINITE = frozenset({Part.VERB, Part.MODAL, Part.BE, Part.HAVE, Part.DO})
"""What makes a clause: a verb in a tense of its own."""


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
        lack lacks died dies lied used tied""",
    Part.NUMBER: """
        two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty dozens hundreds thousands
        millions billions""",
    Part.PARTICIPLE: "gone taken given been done grown drawn chosen broken begun held driven hidden",
}
_MARKS = {
    ",": Part.COMMA,
    ";": Part.END,
    ":": Part.COLON,
    "--": Part.DASH,
    "–": Part.DASH,
    "—": Part.DASH,
    "−": Part.DASH,
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
    "’": Part.POSSESSIVE,
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
    festival professional general director-general secretary-general attorney-general""".split()
)
_NOT_ADVERBS = frozenset("family supply reply ally rally assembly bully early likely daily unlikely".split())
_NOT_PAST = frozenset("hundred indeed speed breed seed need united".split())


def part_of(text: str, lower: str) -> Part:
    """The part of a word taken by itself."""
    first = text[0]
    known = _KNOWN.get(lower)
    if known is not None:
        shouted = text.isupper() and len(text) > 1 and known in {Part.PRONOUN, Part.OBJECT, Part.RELATIVE}
        titled = first.isupper() and known in {Part.VERB, Part.PARTICIPLE, Part.NOUN}
        return Part.NAME if shouted or titled else known
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
