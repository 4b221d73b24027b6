"""Which stored claims speak of a question: signs that can be read, and what each of them weighs; pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from digests.article import Article, Claim, ClaimId, ClaimStatus, Genre, RelationKind, StoryId
from digests.clearance import bar_to_article, bar_to_claim, credit
from digests.fitting import fits
from digests.question import Asked, Kind
from digests.scale import Scale
from digests.sought import Shelved
from digests.terms import terms, terms_among

_K1, _B = 0.9, 0.4
"""BM25 for short texts: a word said twice hardly counts twice, and length hardly matters."""
FRESH, RECENT, AHEAD = timedelta(days=10), timedelta(days=40), timedelta(days=2)
_NEAR = 2
TOLD_ALREADY = 0.8
"""A claim of which an earlier answer held that share of the words says nothing new to the asker."""
_LEAD_WORDS = 200


class Sign(StrEnum):
    """What speaks for or against a claim; each runs from 0 to 1, or somewhat over for words that are said often."""

    WORDS = "words of the question, the rarer the more"
    PAIRS = "words side by side as in the question"
    ARTICLE = "what its whole article holds of the question"
    COMPANY = "another claim beside it that speaks of the question"
    HEADLINE = "its headline"
    OUTLET = "of the outlet that the question names"
    TIME = "of the time that the question names, or fresh"
    FIT = "holds the kind of thing that is asked for"
    LEAD = "among the first things that its article tells"
    DEED = "tells itself what was done"
    SPREAD = "told by several outlets"
    OPINION = "opinion, not news"
    OUTDATED = "a newer claim has taken its place"
    TOLD = "the asker has read it already"


WEIGHTS: Mapping[Sign, float] = {
    Sign.WORDS: 1.0,
    Sign.PAIRS: 0.5,
    Sign.ARTICLE: 0.5,
    Sign.COMPANY: 0.4,
    Sign.HEADLINE: 0.3,
    Sign.OUTLET: 0.4,
    Sign.TIME: 0.4,
    Sign.FIT: 0.2,
    Sign.DEED: 0.3,
    Sign.LEAD: 0.1,
    Sign.SPREAD: 0.05,
    Sign.OPINION: -0.1,
    Sign.OUTDATED: -0.5,
    Sign.TOLD: -3.0,
}
"""Set by hand; digests/README.md tells the figures that each rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A claim that speaks of the question; with None its article does, by headline and lead.

    ``held`` are the question's terms that stand in the claim, its credit, headline or outlet, ``around`` those that
    stand anywhere in the article's claims.
    """

    article: Article
    story: StoryId
    claim: Claim | None
    signs: Mapping[Sign, float]
    held: frozenset[str]
    around: frozenset[str]

    @property
    def score(self) -> float:
        """What it weighs; only the order means anything."""
        return sum(WEIGHTS[sign] * value for sign, value in self.signs.items())


def ranked(asked: Asked, shelf: Iterable[Shelved], scale: Scale, *, at: datetime) -> tuple[Hit, ...]:
    """What speaks of the question, best first; nothing that is barred at ``at`` or holds no word of the question."""
    wanted = scale.terms | asked.own
    files = [_filed(one, wanted, at) for one in shelf if bar_to_article(one.article, at=at) is None]
    context = _Context(
        asked=asked,
        scale=scale,
        at=at,
        mean_length=fmean([entry.length for file in files for entry in file.entries] or [1]),
        spread=_spread(files),
        outdated=_outdated(files),
    )
    hits = [hit for file in files for hit in _hits(file, context)]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.article.slug, hit.claim.rank if hit.claim else 0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A claim, or with None the article's own lead, as the words that it is found by.

    ``said`` holds its terms in order, empty where the question does not have them; ``counts`` those that it has, of
    claim, credit, headline and outlet, ``length`` is how many there are in all.
    """

    claim: Claim | None
    said: tuple[str, ...]
    counts: Mapping[str, int]
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """All that an article may be found by."""

    shelved: Shelved
    entries: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    asked: Asked
    scale: Scale
    at: datetime
    mean_length: float
    spread: frozenset[StoryId]
    outdated: frozenset[ClaimId]

    def words(self, entry: _Entry) -> float:
        """BM25, as a share of what a claim of that length reaches by holding each term once."""
        length = _K1 * (1 - _B + _B * entry.length / self.mean_length)
        found = self.scale.terms & entry.counts.keys()
        return sum(
            self.scale.part(term) * (count := entry.counts[term]) * (_K1 + 1) / (count + length) for term in found
        )


def _filed(shelved: Shelved, wanted: frozenset[str], at: datetime) -> _File:
    """Every claim of an article that may be told; its lead too, unless one of them may not."""
    article = shelved.article
    around = terms_among(f"{article.headline} {article.outlet or ''}", wanted)
    may_run = [claim for claim in article.claims if bar_to_claim(claim, of=article, at=at) is None]
    texts: list[tuple[Claim | None, str]] = [(claim, f"{claim.text} {credit(claim) or ''}") for claim in may_run]
    texts.append((None, lead_of(article) if len(may_run) == len(article.claims) else ""))
    return _File(
        shelved=shelved, entries=tuple(_entry(claim, terms_among(text, wanted), around) for claim, text in texts)
    )


def _entry(claim: Claim | None, said: tuple[str, ...], around: tuple[str, ...]) -> _Entry:
    return _Entry(claim=claim, said=said, counts=Counter(filter(None, said + around)), length=len(said) + len(around))


def lead_of(article: Article) -> str:
    """What an article is found by beside its claims: its summary, or where it gave no claims the start of its text."""
    return article.summary if article.claims else " ".join(article.body.split()[:_LEAD_WORDS])


def _hits(file: _File, context: _Context) -> Iterator[Hit]:
    asked, scale, shelved = context.asked, context.scale, file.shelved
    article = shelved.article
    words = [context.words(entry) for entry in file.entries]
    around = scale.terms.intersection(*[{term for entry in file.entries for term in entry.counts}])
    of_article = {
        Sign.ARTICLE: scale.share(around),
        Sign.COMPANY: sorted(words)[-2] if len(words) > 1 else 0.0,
        Sign.HEADLINE: scale.share(terms_among(article.headline, scale.terms)),
        Sign.OUTLET: float(_names(asked.text, article.outlet)),
        Sign.TIME: _timely(article, context),
        Sign.SPREAD: float(shelved.story in context.spread),
        Sign.OPINION: float(article.genre is Genre.OPINION),
    }
    for entry, found in zip(file.entries, words, strict=True):
        if not found:
            continue
        claim = entry.claim
        fit = claim is not None and fits(claim, asked)
        signs = {
            Sign.WORDS: found,
            Sign.PAIRS: scale.share_of_pairs(_neighbours(entry.said)),
            Sign.FIT: float(fit),
            Sign.LEAD: 1 / claim.rank if claim else 0.0,
            Sign.DEED: float(asked.deed is not None and asked.deed in entry.said),
            Sign.OUTDATED: float(claim is not None and claim.id in context.outdated),
            Sign.TOLD: float(_was_told(entry, article, asked) and not (fit and _asks_again(entry, asked))),
        }
        yield Hit(
            article=article,
            story=shelved.story,
            claim=claim,
            signs=of_article | signs,
            held=scale.terms.intersection(entry.counts),
            around=around,
        )


def _neighbours(said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Terms side by side, or with one between."""
    places = [place for place, term in enumerate(said) if term]
    for place, after in [*pairwise(places), *zip(places, places[2:], strict=False)]:
        if after - place <= _NEAR:
            yield said[place], said[after]


def _names(text: str, outlet: str | None) -> bool:
    """Whether the question names the outlet, with its article or without; one of a single word by its capital too."""
    name = (outlet or "").removeprefix("The ").strip()
    case = re.IGNORECASE if " " in name else re.NOFLAG
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, case) is not None


def _timely(article: Article, context: _Context) -> float:
    """Whether it is of the time that the question names, else how fresh it is: ten days, forty, older.

    News of today may tell of what was last year, so freshness counts by half where a time is named.
    """
    asked = context.asked
    if any(span.holds(article.published) for span in asked.spans):
        return 1.0
    age = context.at - (article.published.start or article.received)
    fresh = 0.0 if age < -AHEAD or age > RECENT else 1.0 if age <= FRESH else 0.5
    return fresh * (0.5 if asked.spans else 2.0 if asked.kind is Kind.LATEST else 1.0)


def _was_told(entry: _Entry, article: Article, asked: Asked) -> bool:
    if not asked.told:
        return False
    own = set(terms(entry.claim.text if entry.claim else lead_of(article)))
    return bool(own) and any(len(own & told) >= TOLD_ALREADY * len(own) for told in asked.told)


def _asks_again(entry: _Entry, asked: Asked) -> bool:
    """Whether a detail is asked of what was told: "95 have died since September", and then "when did it begin?"."""
    return asked.kind in {Kind.WHEN, Kind.HOW_MUCH} and asked.own <= set(entry.said)


def _spread(files: Iterable[_File]) -> frozenset[StoryId]:
    """The stories that several outlets tell."""
    outlets: dict[StoryId, set[str | None]] = {}
    for file in files:
        outlets.setdefault(file.shelved.story, set()).add(file.shelved.article.origin)
    return frozenset(story for story, told_by in outlets.items() if len(told_by - {None}) > 1)


def _outdated(files: Iterable[_File]) -> frozenset[ClaimId]:
    """The claims that another one updates; a corrected claim stays, for it is told as corrected."""
    claims = [entry.claim for file in files for entry in file.entries if entry.claim]
    return frozenset(
        relation.claim
        for claim in claims
        for relation in claim.relations
        if relation.kind is RelationKind.UPDATES and claim.status is not ClaimStatus.WITHDRAWN
    )
