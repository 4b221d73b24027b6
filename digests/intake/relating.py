"""Which claim answers which: a denial beside what it denies, "no evidence" beside the reason it undercuts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from digests.article import Claim, ClaimId, ClaimKind, Relation, RelationKind
from digests.intake.outlets import is_outlet
from digests.intake.ranking import Standing, significant

_NOTHING_FOUND = re.compile(
    r"\bno (?:\w+ )?(?:intelligence|evidence|proof|indication|sign|record|basis|grounds)\b|\bfound nothing\b"
)
_REBUFFS = re.compile(
    r"\b(?:not on board|push(?:ed|es|ing)? back|hit back|disput(?:es|ed|ing)|den(?:ies|ied|ying)|reject(?:s|ed|ing)"
    r"|dismiss(?:es|ed|ing)|contradict(?:s|ed|ing)|rebuff(?:s|ed)|refut(?:es|ed|ing))\b"
)
_CLEAR = 1.5
_CLEAR_OF_NOTHING = 0.45
_RARE = 2
_COMMON = 50
"""Claims that are looked at for one word: what so many of them hold tells none apart."""
_OF_ALLEGATION = 1.0
_CHARGES = frozenset({ClaimKind.ALLEGATION, ClaimKind.STATEMENT, ClaimKind.EVENT, ClaimKind.FIGURE})


def rebuff(sentence: str) -> bool:
    """Whether the sentence says that somebody contests something: what they then say is a denial."""
    return _REBUFFS.search(sentence) is not None


def related(standings: Sequence[Standing]) -> tuple[Claim, ...]:
    """The claims in the same order, each answer linked to the one claim that it clearly answers, if there is one."""
    bearing: dict[str, list[Standing]] = {}
    for standing in standings:
        if standing.alone:
            for word in significant(standing.claim.text):
                bearing.setdefault(word, []).append(standing)
    return tuple(_linked(standing, bearing) for standing in standings)


def _linked(standing: Standing, bearing: Mapping[str, Sequence[Standing]]) -> Claim:
    claim = standing.claim
    if not standing.alone:
        return claim
    if claim.kind is ClaimKind.DENIAL:
        kind, target = RelationKind.DENIES, _target(claim, f"{standing.rebuffs} {claim.text}", bearing, clear=_CLEAR)
    elif claim.attribution.named and (nothing := _NOTHING_FOUND.search(claim.text.lower())) is not None:
        kind = RelationKind.CONTRADICTS
        target = _target(claim, claim.text.lower()[nothing.end() :], bearing, clear=_CLEAR_OF_NOTHING)
    else:
        return claim
    return claim if target is None else replace(claim, relations=(Relation(kind=kind, claim=target),))


def _target(claim: Claim, answer: str, bearing: Mapping[str, Sequence[Standing]], *, clear: float) -> ClaimId | None:
    """The claim of somebody else that shares most rare words with the answer; None where none stands out."""
    weights: dict[ClaimId, float] = {}
    by = claim.attribution
    for word in significant(answer) - significant(f"{by.speaker} {by.role} {by.organisation}"):
        bearers = bearing.get(word, ())
        for other in (standing.claim for standing in bearers[:_COMMON]):
            if _may_be_answered(other, by=claim):
                charged = claim.kind is ClaimKind.DENIAL and other.kind is ClaimKind.ALLEGATION
                weights.setdefault(other.id, _OF_ALLEGATION if charged else 0)
                weights[other.id] += min(1.0, _RARE / len(bearers))
    best = max(weights, key=lambda other: weights[other], default=None)
    return best if best is not None and weights[best] > clear else None


def _may_be_answered(other: Claim, *, by: Claim) -> bool:
    speaker = other.attribution.speaker
    if speaker is None or speaker == by.attribution.speaker or other.text == by.text:
        return False
    contested = by.kind is ClaimKind.DENIAL or not is_outlet(speaker)
    return contested and other.kind in _CHARGES
