"""What a question asks: the kind of thing that would answer it, its words and their weight, whose words it wants."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import nlargest
from itertools import pairwise

from digests.answer import Question
from digests.terms import name_terms, telling_words, terms
from digests.timewords import Span, times_named

NUMBER_WEIGHT = 1.5
"""A year or number is seldom named by chance: "Wimbledon in 2018" is not answered by that of 2022."""
ASKED_BEFORE = 0.7
ANSWERED_BEFORE = 0.4
NAMED_BEFORE = 1.0
MOST_TERMS = 64
"""What words of the same conversation weigh beside those of the question itself: a follow-up keeps its names."""


_FEWEST_OF_ITS_OWN = 2
"""Telling words of a question that surely stands by itself."""


class Kind(StrEnum):
    """What must stand in a claim that answers."""

    SAYING = "what somebody said"
    DENIAL = "whether somebody denied"
    HOW_MUCH = "a figure"
    WHEN = "a time"
    WHY = "a reason"
    WHERE = "a place"
    NAME = "a name"
    LATEST = "the newest"
    ANYTHING = "anything on it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the ranking reads it.

    ``weights`` holds every term that counts, those of earlier questions and answers too, ``spelt`` a word for each.
    ``names`` are those that name or number something, ``own`` the question's own terms, ``pairs`` those that follow one
    another in it. ``speaker`` are the terms of whom it asks for, empty where it asks for nobody's words; ``counted``
    the term of what "how many" counts, ``deed`` that of what somebody, or so many, did, ``measured`` that of the thing
    whose size or price is asked for.
    ``told`` are the terms of each answer that the asker has read already.
    """

    text: str
    kind: Kind
    weights: Mapping[str, float]
    spelt: Mapping[str, str]
    names: frozenset[str]
    own: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    speaker: frozenset[str] = frozenset()
    counted: str | None = None
    deed: str | None = None
    measured: str | None = None
    spans: tuple[Span, ...] = ()
    told: tuple[frozenset[str], ...] = ()


_SPEAKER = r"(?:(?:did|does|do)(?P<speaker>{words})\s+(?:{now})|(?:has|have)(?P<by>{words})\s+(?:{then}))\b".replace(
    "{words}", r"(?:\s+(?!(?:after|as|because|before|if|since|that|until|when|where|while|who)\b)[^\s;:?]+){1,8}?"
)
"""Up to eight words before the verb, of no second clause: in "has it opened since the mayor denied it" nobody is asked
for."""
_SAYING = re.compile(
    r"\b(?:what|why|how)\b(?:\s+\S+){0,6}?\s+"
    + _SPEAKER.replace("{now}", "say|reply|tell|claim|answer|respond|announce|promise").replace(
        "{then}", "said|replied|told|claimed|answered|responded|announced|promised"
    ),
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b" + _SPEAKER.replace("{now}", "deny|dispute|reject").replace("{then}", "denied|disputed|rejected"),
    re.IGNORECASE,
)
_ANYBODY = frozenset(terms("anyone anybody someone somebody everyone everybody nobody anything"))
_WHO_DENIES = re.compile(r"\bwho\s+(?:has\s+)?(?:den(?:y|ies|ied)|dispute[sd]?|reject(?:s|ed)?)\b", re.IGNORECASE)
_HOW_MUCH = re.compile(
    r"\bhow (?:much|many(?: more)?(?P<counted>\s+[a-z-]+)?|long|far|old|big|large|high|often)\b"
    r"|\b(?:what|which) (?:percentage|percent|number|share|amount|price|age)\b",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"(?:who|what(?=\s+[a-z]+ed\b)|how many(?: more)?(?:\s+(?P<counted>[a-z-]+))?)\s+"
    r"(?:(?:was|were|is|are|has|have|had|been|got|gets|did|do|does|will|would)\s+)*(?P<deed>[a-z]+)\b"
)
_MEASURED = re.compile(
    r"\bhow (?:much|big|large|long|high|old|far) (?:is|are|was|were|will) "
    r"(?:the |an? |his |her |their |its )?(?P<thing>[a-z]+)",
    re.IGNORECASE,
)
_MEASURING = frozenset(
    terms("cost price paid pay spend spent worth total number amount people person persons money dollars")
)
_SAYING_WORDS = frozenset(
    terms("reply replied claim claimed answer respond announce promise deny denied dispute reject statement comment")
)
_NEWEST_WORDS = frozenset(terms("latest newest new news update updates"))
_IDLE = {
    Kind.HOW_MUCH: _MEASURING,
    Kind.SAYING: _SAYING_WORDS,
    Kind.DENIAL: _SAYING_WORDS,
    Kind.LATEST: _NEWEST_WORDS,
}
"""Words that only say what kind of thing is asked for; the claim that holds it may do without them."""
_KINDS = (
    (Kind.HOW_MUCH, _HOW_MUCH),
    (Kind.LATEST, re.compile(r"\b(?:latest|newest|what(?:'|’)?s new|any (?:news|updates?))\b", re.IGNORECASE)),
    (Kind.WHEN, re.compile(r"\bwhen\b|\b(?:what|which) (?:year|day|date|month|time)\b", re.IGNORECASE)),
    (
        Kind.WHERE,
        re.compile(r"\bwhere\b|\b(?:what|which) (?:country|state|city|town|place|street)\b", re.IGNORECASE),
    ),
    (
        Kind.NAME,
        re.compile(r"\b(?:who(?:se|m)?|which|name)\b|\bwhat (?:company|team|newspaper)\b", re.IGNORECASE),
    ),
    (Kind.WHY, re.compile(r"\bwhy\b", re.IGNORECASE)),
)


_LEANS = re.compile(
    r"^\W*(?:and|but|so|or|then|also|why(?: not)?|how so|what about|how about|what else|who else|since when)\b"
    r"|\b(?:he|she|they|him|her|hers|his|them|their|theirs|it|its|that|this|those|these|there|then|one|ones|else)\b",
    re.IGNORECASE,
)
_NAMES_ITS_THING = re.compile(r"\b(?:that|this|these|those)\s+(?:week|month|year|morning|evening|[A-Z])", re.IGNORECASE)


def leans(text: str) -> bool:
    """Whether a question cannot stand by itself, by its form: "who said that?", "and the White House?", "why?"."""
    return not telling_words(text) or bool(_LEANS.search(_NAMES_ITS_THING.sub("", text)))


def is_brief(text: str) -> bool:
    """Whether a question may go on with what was said before, or stand by itself: "how many dead?", "which outlet?"."""
    return len(telling_words(text)) < _FEWEST_OF_ITS_OWN


def understood(question: Question) -> Asked:
    """The question as it is meant, with what was said before it in the same conversation."""
    text = question.text
    kind, speaker, counted = _kind(text)
    sequence = terms(text)
    spoken = _weighted(question)
    deed = _deed(text)
    idle = _IDLE.get(kind, frozenset())
    spoken = {term: one for term, one in spoken.items() if term not in idle} or spoken
    own = frozenset(sequence)
    spoken = dict(nlargest(MOST_TERMS, spoken.items(), key=lambda one: (one[0] in own, one[1][1])))
    pairs = frozenset(pairwise(sequence))
    return Asked(
        text=text,
        kind=kind,
        weights={term: weight for term, (_, weight) in spoken.items()},
        spelt={term: word for term, (word, _) in spoken.items()},
        names=_names(question, spoken),
        own=own,
        pairs=frozenset(pair for pair in pairs if spoken.keys() >= set(pair)),
        speaker=speaker,
        counted=deed if counted in _MEASURING else counted,
        deed=deed if kind in {Kind.NAME, Kind.ANYTHING} else None,
        measured=_measured(text),
        spans=times_named(text, at=question.at),
        told=tuple(frozenset(terms(one.answer)) for one in question.history) if own else (),
    )


def _kind(text: str) -> tuple[Kind, frozenset[str], str | None]:
    """The kind, whose words are asked for, and what is counted."""
    if _WHO_DENIES.search(text):
        return Kind.DENIAL, frozenset(), None
    for kind, pattern in ((Kind.SAYING, _SAYING), (Kind.DENIAL, _DENIAL)):
        if found := pattern.search(text):
            return kind, frozenset(terms(found["speaker"] or found["by"])) - _ANYBODY, None
    for kind, pattern in _KINDS:
        if found := pattern.search(text):
            counted = terms(found["counted"] or "") if kind is Kind.HOW_MUCH else ()
            return kind, frozenset(), counted[0] if counted else None
    return Kind.ANYTHING, frozenset(), None


def _deed(text: str) -> str | None:
    """What was done by whom, or by how many, is asked for: "Who sued the paper?", "How many boats were sunk?"."""
    found = _DEED.match(f"{text[:1].lower()}{text[1:]}")
    said = terms(f"{found['deed']} {found['counted'] or ''}") if found else ()
    return next((term for term in said if term not in _MEASURING), None)


def _measured(text: str) -> str | None:
    """What "how much is the fine?" asks the price of; only what names a fine answers that."""
    found = _MEASURED.search(text)
    return next(iter(set(terms(found["thing"])) - _MEASURING), None) if found else None


def _weighted(question: Question) -> dict[str, tuple[str, float]]:
    """Each term with its word and its weight; the most that it was given anywhere."""
    heaviest: dict[str, tuple[str, float]] = {}
    for term, word, weight in _spoken(question):
        if term not in heaviest or heaviest[term][1] < weight:
            heaviest[term] = word, weight
    return heaviest


def _names(question: Question, spoken: Mapping[str, tuple[str, float]]) -> frozenset[str]:
    """Names, as far as capitals tell, and numbers."""
    said = [question.text, *(text for one in question.history for text in (one.question, one.answer))]
    numbers = (term for term, (word, _) in spoken.items() if word[0].isdigit())
    return frozenset().union(*map(name_terms, said), numbers)


def _spoken(question: Question) -> Iterator[tuple[str, str, float]]:
    for exchange in question.history:
        for said, weight in ((exchange.question, ASKED_BEFORE), (exchange.answer, ANSWERED_BEFORE)):
            names = name_terms(said)
            for term, word in telling_words(said).items():
                yield term, word, NAMED_BEFORE if term in names or word[0].isdigit() else weight
    for term, word in telling_words(question.text).items():
        yield term, word, NUMBER_WEIGHT if word[0].isdigit() else 1.0
