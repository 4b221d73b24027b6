"""Which claims of an article are key: a score that can be read out, point by point."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from digests.article import Claim, ClaimKind

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    """a about after all also an and are as at be been but by can did do for from had has have he her his how i if in
    into is it its more no not of on or our out over said say says she so than that the their them then there they
    this to up was we were what when where which who will with would you new""".split()
)
LONG = 45
SHORT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What speaks for a claim and against it.

    ``depth`` is the sentence's place in the article, 0 for the first and 1 for the last. ``loose`` is how far it
    leans on words outside it; ``attitude`` marks what somebody only thinks or wants.
    """

    claim: Claim
    depth: float
    sentence: int
    alone: bool
    attitude: bool
    weighty: bool


def points(standing: Standing, headline: Collection[str]) -> float:
    """The score: higher is more important. Lead, headline, speaker, figure and denial speak for a claim."""
    claim = standing.claim
    words = significant(claim.text)
    shared = len(words & set(headline)) / max(1, min(len(headline), 6))
    length = len(claim.text.split())
    return (
        2.5 * (1 - standing.depth)
        + (1.5 if standing.sentence == 0 else 0.75 if standing.sentence == 1 else 0)
        + 2.0 * min(1.0, shared)
        + _of_speaker(claim)
        + (1.0 if standing.weighty else 0)
        + (1.0 if claim.kind in {ClaimKind.DENIAL, ClaimKind.ALLEGATION} else 0)
        - (0.75 if claim.kind is ClaimKind.OPINION else 0)
        - (1.0 if standing.attitude else 0)
        - (0 if standing.alone else 4.0)
        - (1.0 if length > LONG else 0)
        - (2.0 if length < SHORT else 0)
    )


def _of_speaker(claim: Claim) -> float:
    if claim.attribution.named:
        return 1.25
    return 0.75 if claim.attribution.speaker is not None else 0


def significant(text: str) -> set[str]:
    """The words that carry meaning, in lower case."""
    return {word for word in _WORD.findall(text.lower()) if word not in _STOP and len(word) > 1}
