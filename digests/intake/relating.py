"""Which claim answers which: a denial beside what it denies, "no evidence" beside the reason it undercuts."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digests.article import Claim, ClaimKind, Relation, RelationKind
from digests.intake.ranking import significant

_NOTHING_FOUND = re.compile(
    r"\bno (?:\w+ )?(?:intelligence|evidence|proof|indication|sign|record|basis|grounds)\b|\bfound nothing\b",
    re.IGNORECASE,
)
_REBUFFS = re.compile(
    r"\b(?:not on board|push(?:ed|es|ing)? back|hit back|disput(?:es|ed|ing)|den(?:ies|ied|ying)|reject(?:s|ed|ing)"
    r"|dismiss(?:es|ed|ing)|contradict(?:s|ed|ing)|rebuff(?:s|ed)|refut(?:es|ed|ing)|disagree[sd]?)\b"
)
_CLEAR = 1.5
_CLEAR_OF_NOTHING = 0.45
_RARE = 2
_OF_ALLEGATION = 1.0
_CHARGES = frozenset({ClaimKind.ALLEGATION, ClaimKind.STATEMENT, ClaimKind.EVENT, ClaimKind.FIGURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """A claim, and the sentence before it where that one says that what follows is a rebuff."""

    claim: Claim
    rebuffs: str = ""


def rebuff(sentence: str) -> bool:
    """Whether the sentence says that somebody contests something: what they then say is a denial."""
    return _REBUFFS.search(sentence) is not None


def related(found: Sequence[Answering]) -> tuple[Claim, ...]:
    """The claims in the same order, each answer linked to the one claim that it clearly answers, if there is one."""
    spread = Counter(word for one in found for word in significant(one.claim.text))
    return tuple(_linked(one, found, spread) for one in found)


def _linked(one: Answering, found: Sequence[Answering], spread: Counter[str]) -> Claim:
    claim = one.claim
    if claim.kind is ClaimKind.DENIAL:
        target = _target(f"{one.rebuffs} {claim.text}", claim, found, spread, clear=_CLEAR)
        kind = RelationKind.DENIES
    elif claim.attribution.named and (nothing := _NOTHING_FOUND.search(claim.text)) is not None:
        target = _target(claim.text[nothing.end() :], claim, found, spread, clear=_CLEAR_OF_NOTHING)
        kind = RelationKind.CONTRADICTS
    else:
        return claim
    return claim if target is None else replace(claim, relations=(Relation(kind=kind, claim=target.id),))


def _target(
    answer: str, claim: Claim, found: Sequence[Answering], spread: Counter[str], *, clear: float
) -> Claim | None:
    """The claim of somebody else that shares most rare words with the answer; None where none stands out."""
    words = significant(answer)
    denies = claim.kind is ClaimKind.DENIAL
    best: Claim | None = None
    most = clear
    for other in (one.claim for one in found):
        strange = other.text != claim.text and other.attribution.speaker != claim.attribution.speaker
        if not strange or other.kind not in _CHARGES or other.attribution.speaker is None:
            continue
        shared = words & significant(other.text)
        weight = sum(min(1.0, _RARE / spread[word]) for word in shared)
        weight += _OF_ALLEGATION if shared and denies and other.kind is ClaimKind.ALLEGATION else 0
        if weight > most:
            best, most = other, weight
    return best
