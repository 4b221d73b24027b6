"""The versions of an article: what changed from one to the next, in its source's own words."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from digests.article import Article, Slug
from digests.notice import Notice
from digests.sentences import sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Headlines and sentences that went and that came, each in the order of its version; all empty where only other
    fields changed (a link, a topic, a time).
    """

    headline: tuple[str, str] | None = None
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As in: headline changed; sentences: 2 new, 1 gone."""
        sentences_told = [f"{len(some)} {what}" for some, what in ((self.come, "new"), (self.gone, "gone")) if some]
        told = ["headline changed"] if self.headline else []
        if sentences_told:
            told.append(f"sentences: {', '.join(sentences_told)}")
        return "; ".join(told) or "neither headline nor text changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an article, received at that aware instant.

    ``number`` counts from 1; the first has no difference. ``notices`` are those that no version before it carried.
    """

    article: Slug
    headline: str
    number: int
    received: datetime
    difference: Difference | None = None
    notices: tuple[Notice, ...] = ()


def difference(before: Article, after: Article) -> Difference:
    """A sentence that merely moved is no change; one that stands there twice counts twice."""
    old, new = _sentences(before), _sentences(after)
    return Difference(
        headline=(before.headline, after.headline) if before.headline != after.headline else None,
        gone=_left(old, Counter(new)),
        come=_left(new, Counter(old)),
    )


def _sentences(article: Article) -> list[str]:
    return [" ".join(sentence.split()) for line in article.body.splitlines() for sentence in sentences(line)]


def _left(told: list[str], other: Counter[str]) -> tuple[str, ...]:
    """Those that the other version does not hold."""
    left: list[str] = []
    for sentence in told:
        if other[sentence]:
            other[sentence] -= 1
        else:
            left.append(sentence)
    return tuple(left)
