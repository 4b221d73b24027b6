"""Article text to key claims: speaker, attribution, figures, hedges, evidence span."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from digests.article import Claim, ClaimId, Slug
from digests.intake.fitness import tellable
from digests.intake.foreign import read_foreign
from digests.intake.languages import is_english
from digests.intake.outlets import is_outlet, same_outlet
from digests.intake.passages import sentences_of
from digests.intake.ranking import Standing, points, significant
from digests.intake.reading import Reader
from digests.intake.relating import related

MOST = 16
"""Claims of one article that the record keeps."""
MOST_READ = 200_000
"""Characters of a body that are read: what stands behind them is a listing and no news."""
TIMES_NAMED = 2
"""An outlet named once may only be a witness; one named again is whose story it is."""

_ALIKE = 0.75
_NOT_WORD = re.compile(r"[\W_]+")


def claims_of(
    body: str, *, slug: Slug, headline: str, outlet: str | None, language: str | None = None
) -> tuple[Claim, ...]:
    """Every claim of the article, most important first; the headline itself makes none.

    Several may rest on one sentence and then share their text: ``key_claims`` picks those that a record should keep.
    In another language than English: the first sentence and those that quote.
    """
    if is_english(language):
        sentences = sentences_of(body[:MOST_READ], after=_behind_headline(body, headline))
        standings = Reader(body, outlet, sentences).read()
    else:
        standings = read_foreign(body[:MOST_READ])
    words = significant(headline)
    best = sorted(standings, key=lambda standing: points(standing, words), reverse=True)
    return related(_identified(best, slug))


def key_claims(claims: Sequence[Claim], *, most: int = MOST) -> tuple[Claim, ...]:
    """The ``most`` best of those that can be told by themselves, each once, ranks counted from 1.

    A charge is kept together with its denial.
    """
    answers: dict[ClaimId, list[Claim]] = {}
    by_id = {claim.id: claim for claim in claims}
    for claim in claims:
        for relation in claim.relations:
            answers.setdefault(relation.claim, []).append(claim)
    kept: dict[ClaimId, frozenset[str]] = {}
    for claim in claims:
        if len(kept) >= most:
            break
        answered = [by_id[relation.claim] for relation in claim.relations]
        for one in (claim, *answered, *answers.get(claim.id, ())):
            told = significant(one.text)
            if len(kept) < most and tellable(one) and not any(_same_told(told, other) for other in kept.values()):
                kept[one.id] = told
    return tuple(
        replace(by_id[name], rank=rank, relations=tuple(r for r in by_id[name].relations if r.claim in kept))
        for rank, name in enumerate(kept, 1)
    )


def relayed(claims: Sequence[Claim], *, outlet: str | None) -> str | None:
    """The other outlet whose reporting the article retells: the one that it names as its source most often.

    None where none is named at least ``TIMES_NAMED`` times.
    """
    named: Counter[str] = Counter()
    for claim in claims:
        source = claim.attribution.heard_by
        if source is not None and not same_outlet(source, outlet):
            named[source] += 1
        elif (speaker := claim.attribution.speaker) and is_outlet(speaker) and not same_outlet(speaker, outlet):
            named[speaker] += 1
    return next((source for source, count in named.most_common(1) if count >= TIMES_NAMED), None)


def claim_id(slug: Slug, text: str) -> ClaimId:
    """``<slug>/<6 hex>`` of the text as it reads without case and marks: it survives a new order."""
    plain = _NOT_WORD.sub(" ", text.casefold()).strip()
    return ClaimId(f"{slug}/{hashlib.sha256(plain.encode()).hexdigest()[:6]}")


def _same_told(told: frozenset[str], other: frozenset[str]) -> bool:
    return len(told & other) >= _ALIKE * min(len(told), len(other))


def _identified(standings: Sequence[Standing], slug: Slug) -> Sequence[Standing]:
    seen: Counter[ClaimId] = Counter()
    named = []
    for rank, standing in enumerate(standings, 1):
        plain = claim_id(slug, standing.claim.text)
        seen[plain] += 1
        unique = plain if seen[plain] == 1 else ClaimId(f"{plain}-{seen[plain]}")
        named.append(replace(standing, claim=replace(standing.claim, id=unique, rank=rank)))
    return named


def _behind_headline(body: str, headline: str) -> int:
    start = len(body) - len(body.lstrip())
    return start + len(headline) if headline and body.startswith(headline, start) else 0
