"""What must not be read apart from a claim: whoever tells or lists one takes it together with what opposes it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from digests.answer import Citation
from digests.article import Article, RelationKind
from digests.clearance import bar_to_claim

_AGAINST = frozenset({RelationKind.DENIES, RelationKind.CONTRADICTS})


def readable(articles: Iterable[Article], *, at: datetime) -> list[Citation]:
    """Every claim of theirs that may be read then: among them stands what opposes one of them."""
    return [
        Citation(claim=claim, article=article)
        for article in articles
        for claim in article.claims
        if bar_to_claim(claim, of=article, at=at) is None
    ]


def riding_with(best: Citation, near: Iterable[Citation]) -> list[Citation]:
    """Denials and contradictions among those near it: a charge gets its denial, and a denial its charge."""
    found = {other.claim.id: other for other in near if opposes(other, best) or opposes(best, other)}
    found.pop(best.claim.id, None)
    return list(found.values())


def together(listed: Sequence[Citation], near: Iterable[Citation]) -> tuple[Citation, ...]:
    """The claims, each once, and after each one what opposes it."""
    around = list(near)
    return tuple({one.claim.id: one for cited in listed for one in (cited, *riding_with(cited, around))}.values())


def opposes(one: Citation, other: Citation) -> bool:
    """Whether it denies or contradicts the other."""
    return any(said.kind in _AGAINST and said.claim == other.claim.id for said in one.claim.relations)
