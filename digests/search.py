"""Which stored claims speak of a question: terms, weights and scores, pure and without an index."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from digests.answer import Citation

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_STOP = frozenset(  # one paragraph reads better than a column of 130 words
    """a about after all also am an and any are as at be been before being but by can could did do does during each for
    from had has have he her here hers him his how i if in into is it its just me more most my no nor not of on or our
    out over own said same say says she should so some such than that the their them then there these they this those
    through to told too under until up us very was we were what when where which while who whom whose why will with
    would you your tell give show much many""".split()
)
_K1, _B = 0.9, 0.4
"""BM25 for short texts: a word said twice hardly counts twice, and length hardly matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A claim that speaks of the question. ``score`` only ranks; ``coverage`` is the share, 0 to 1, of the question's
    weight that stands in the claim itself, its speaker and its outlet.
    """

    citation: Citation
    score: float
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    citation: Citation
    counts: Counter[str]
    own: frozenset[str]
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Claims made ready for questions; build it once for many of them with ``shelved``."""

    entries: tuple[_Entry, ...]
    holders: dict[str, tuple[int, ...]]
    mean_length: float

    def weight(self, term: str) -> float:
        """How much a term tells: the rarer the more, most where nothing holds it."""
        held = len(self.holders.get(term, ()))
        return math.log(1 + (len(self.entries) - held + 0.5) / (held + 0.5))


def terms(text: str) -> tuple[str, ...]:
    """The telling words of a text, stemmed, in order; accents and case do not matter."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(_stem(word) for word in _WORD.findall(plain) if word not in _STOP)


def shelved(citations: Iterable[Citation]) -> Shelf:
    """The claims by their terms: claim, speaker, outlets and headline."""
    entries = tuple(_entry(citation) for citation in citations)
    holders: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        for term in entry.counts:
            holders.setdefault(term, []).append(place)
    mean = sum(entry.length for entry in entries) / len(entries) if entries else 1.0
    return Shelf(entries=entries, holders={term: tuple(places) for term, places in holders.items()}, mean_length=mean)


def ranked(question: str, shelf: Shelf) -> Iterator[Hit]:
    """The claims that hold any term of the question, best first; none where none does."""
    asked = tuple(dict.fromkeys(terms(question)))
    scores: dict[int, float] = {}
    for term in asked:
        for place in shelf.holders.get(term, ()):
            scores[place] = scores.get(place, 0.0) + shelf.weight(term) * _saturated(shelf, place, term)
    for place in sorted(scores, key=lambda place: (-scores[place], place)):
        entry = shelf.entries[place]
        yield Hit(citation=entry.citation, score=scores[place], coverage=_coverage(asked, shelf, entry.own))


def _entry(citation: Citation) -> _Entry:
    claim, article = citation.claim, citation.article
    by = claim.attribution
    said = " ".join(filter(None, (claim.text, by.speaker, by.role, by.organisation, by.heard_by, article.outlet)))
    own = terms(said)
    counts = Counter(own) + Counter(terms(article.headline))
    return _Entry(citation=citation, counts=counts, own=frozenset(own), length=counts.total())


def _saturated(shelf: Shelf, place: int, term: str) -> float:
    entry = shelf.entries[place]
    count = entry.counts[term]
    return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * entry.length / shelf.mean_length))


def _coverage(asked: Sequence[str], shelf: Shelf, held: frozenset[str]) -> float:
    total = sum(shelf.weight(term) for term in asked)
    return sum(shelf.weight(term) for term in asked if term in held) / total if total else 0.0


_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))
