"""Which claim answers which: denials beside what they deny."""

import re
from collections.abc import Sequence
from dataclasses import replace

from digests.article import Claim, ClaimKind, Relation, RelationKind
from digests.intake.ranking import significant

_FEWEST_SHARED = 2


def related(claims: Sequence[Claim], body: str) -> tuple[Claim, ...]:
    """The claims again, a denial linked to the claim that it denies where one is clearly meant."""
    return tuple(_linked(claim, claims) if claim.kind is ClaimKind.DENIAL else claim for claim in claims)


def _linked(denial: Claim, claims: Sequence[Claim]) -> Claim:
    mine = significant(denial.text)
    others = [
        (len(mine & significant(other.text)), other)
        for other in claims
        if other.kind not in {ClaimKind.DENIAL, ClaimKind.OPINION}
        and other.attribution.speaker != denial.attribution.speaker
        and other.text != denial.text
    ]
    shared, target = max(others, key=lambda pair: pair[0], default=(0, None))
    if target is None or shared < _FEWEST_SHARED:
        return denial
    return replace(denial, relations=(Relation(kind=RelationKind.DENIES, claim=target.id),))
