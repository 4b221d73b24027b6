"""Which claims of an article are key: a score that can be read out, point by point."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import assert_never

from digests.article import Claim, ClaimKind, Figure

LONG = 45
"""Words from which on a claim is long: its quotation is then told by its first sentence."""
SHORT = 7
"""Words that a claim must have to tell anything."""
MANY = 50
"""From here on a number is worth telling for its own sake, whatever it counts."""

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    """a about after all also an and are as at be been but by can did do for from had has have he her his how i if in
    into is it its more no not of on or our out over said say says she so than that the their them then there they
    this to up was we were what when where which who will with would you new told one two""".split()
)
_VAGUE = re.compile(
    r"\b(?:did the same|the same thing|said as much|that one|the former|the latter)\b"
    r"|\b(?:this|these|those) (?!year|week|month|season|morning|summer|spring|fall|winter|weekend|time|day|which|with)"
    r"[a-z]{4,}"
    r"|^[“\"‘]?(?:This|That|These|Those|It|Such|Here|There)\b|^[“\"‘](?:He|She|They|Him|His|Her|Their)\b"
)
_POINTS_BACK = re.compile(
    r"The (?:new |latest |same |other )?(?P<noun>[a-z]+) (?:also |then |now |later )?(?:is|was|are|were|has|had|have"
    r"|will|would|could|can|may|might|do|does|did|said|says|found|came|went|took|began|\w{2,}ed)\b"
)
"""A subject that only the sentences before tell: "The encounter ended", where the headline names none."""
_NO_COMMENT = re.compile(r"\b(?:not|n[’']t) (?:immediately )?(?:respond|return|reply)|\bdeclined to comment\b")
_ENOUGH = 6
_WORTH_TELLING = ("people", "percent", "dollars", "euros", "pounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A claim and what its place in the article says of it.

    ``depth`` is that place, 0 for the first sentence and 1 for the last; ``sentence`` counts from 0. ``alone`` is
    whether it can be told without the rest; ``judging`` is whether the writer's own view shows in it;
    ``rebuffs`` is the sentence before, where that one announces a denial.
    """

    claim: Claim
    depth: float
    sentence: int
    alone: bool
    judging: bool = False
    rebuffs: str = ""


def points(standing: Standing, headline: AbstractSet[str]) -> float:
    """The score: higher is more important. Place, headline, speaker, figure and charge speak for a claim."""
    claim = standing.claim
    length = len(claim.text.split())
    shared = len(significant(claim.text) & headline)
    return (
        2.0 * (1 - standing.depth)
        + {0: 1.5, 1: 0.75}.get(standing.sentence, 0.0)
        + 2.0 * min(1.0, shared / max(1, min(len(headline), _ENOUGH)))
        + _of_speaker(claim)
        + _of_kind(claim)
        + (0.75 if weighty(claim.figures) else 0)
        - (0 if standing.alone else 4.0)
        - (1.5 if standing.judging else 0)
        - (0.75 if _VAGUE.search(claim.text) or _points_back(claim, headline) else 0)
        - (2.0 if _NO_COMMENT.search(claim.text) else 0)
        - (1.0 if length > LONG else 0)
        - (2.0 if length < SHORT else 0)
    )


def _points_back(claim: Claim, headline: AbstractSet[str]) -> bool:
    back = None if claim.attribution.named else _POINTS_BACK.match(claim.text)
    return back is not None and back["noun"] not in headline


def _of_speaker(claim: Claim) -> float:
    if claim.attribution.speaker is None:
        return 0
    return 1.5 if claim.attribution.named else 1.0


def _of_kind(claim: Claim) -> float:
    match claim.kind:
        case ClaimKind.DENIAL | ClaimKind.ALLEGATION:
            return 1.0
        case ClaimKind.OPINION:
            return 0 if claim.attribution.named else -0.5
        case ClaimKind.EVENT | ClaimKind.FIGURE | ClaimKind.STATEMENT:
            return 0
        case _:
            assert_never(claim.kind)


def weighty(figures: Iterable[Figure]) -> bool:
    """Whether a figure is worth telling for its own sake: hedged, counted in people, money or percent, or large."""
    return any(f.hedge is not None or (f.unit or "").endswith(_WORTH_TELLING) or f.value >= MANY for f in figures)


def significant(text: str) -> frozenset[str]:
    """The words that carry meaning, in lower case."""
    return frozenset(word for word in _WORD.findall(text.lower()) if word not in _STOP and len(word) > 1)
