"""Articles of the same event to one story: average link over their telling words, inside a window of 72 hours."""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from digests.article import Article, Precision, StoryId
from digests.search import terms

WINDOW = timedelta(hours=72)
"""How far apart, to the day, two articles of one event are published; an unknown time is near to all."""
ALIKE = 0.25
"""The least mean likeness of an article and those of its story."""
LEAD = 100
"""Telling words of an article, from its top, that are compared: what happened stands there, what led to it below."""
NAMES_COUNT = 2.0
"""A name or a number tells an event from another of its kind, so it weighs twice."""
FEW = 3
"""Added to both counts, so that rarity says little while few articles are known."""
SKETCH = 24
"""Prints of a text that are kept to find its copies."""
COPIED = 0.5
"""The share of prints from which on two texts are one."""

_NAME = re.compile(r"\b[A-Z][\w’'-]*|\b\d[\d.,]*")
_WORD = re.compile(r"[^\W_]+")
_RUN = 5

Vector = Mapping[str, float]
Day = int | None
_Node = int | StoryId


@dataclass(frozen=True, slots=True)
class _Told:
    """An article as it is compared."""

    day: Day
    counts: Vector


class OpenStories:
    """The stories that an article may still belong to; grows with every article that is placed.

    Nothing is asked and nothing stored: whoever holds the record tells it what is there.
    """

    def __init__(self) -> None:
        self._known: Counter[str] = Counter()
        self._articles = 0
        self._index: dict[Day, dict[str, dict[StoryId, float]]] = {}
        self._sizes: dict[StoryId, Counter[Day]] = {}

    def add(self, article: Article, story: StoryId) -> None:
        """An article of the record and the story that it has there."""
        told = _told(article)
        self._learn(told)
        self._enter(told, self._vector(told), story)

    def place(self, articles: Sequence[Article]) -> tuple[StoryId, ...]:
        """The story of each: an open one, or a new one named after the first of its articles. All are open now."""
        told = [_told(article) for article in articles]
        for one in told:
            self._learn(one)
        vectors = [self._vector(one) for one in told]
        stories: list[StoryId] = [StoryId(article.slug) for article in articles]
        for story, members in self._linked(told, vectors):
            for member in members:
                stories[member] = story or StoryId(articles[members[0]].slug)
        for one, vector, placed in zip(told, vectors, stories, strict=True):
            self._enter(one, vector, placed)
        return tuple(stories)

    def _learn(self, told: _Told) -> None:
        self._articles += 1
        self._known.update(told.counts.keys())

    def _vector(self, told: _Told) -> Vector:
        """Of length 1; the rarer a word among all articles, the more it weighs."""
        weighed = {
            word: count * math.sqrt(math.log(1 + (self._articles + FEW) / (self._known[word] + FEW)))
            for word, count in told.counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        return {word: weight / length for word, weight in weighed.items()}

    def _enter(self, told: _Told, vector: Vector, story: StoryId) -> None:
        self._sizes.setdefault(story, Counter())[told.day] += 1
        day = self._index.setdefault(told.day, {})
        for word, weight in vector.items():
            held = day.setdefault(word, {})
            held[story] = held.get(story, 0.0) + weight

    def _linked(self, told: Sequence[_Told], vectors: Sequence[Vector]) -> Iterator[tuple[StoryId | None, list[int]]]:
        links = _Links({number: Counter([one.day]) for number, one in enumerate(told)}, self._sizes)
        new: dict[str, dict[int, float]] = defaultdict(dict)
        for number, (one, vector) in enumerate(zip(told, vectors, strict=True)):
            scores: dict[_Node, float] = defaultdict(float)
            days = [self._index[day] for day in self._index if _near(one.day, day)]
            for word, weight in vector.items():
                for day in days:
                    for story, held in day.get(word, {}).items():
                        scores[story] += weight * held
                for other, held in new[word].items():
                    if _near(one.day, told[other].day):
                        scores[other] += weight * held
                new[word][number] = weight
            for node, score in scores.items():
                links.join(number, node, score)
        return links.merged()


class _Links:
    """Likeness between groups of articles, and their merging, the most alike first."""

    def __init__(self, new: dict[int, Counter[Day]], open_: Mapping[StoryId, Counter[Day]]) -> None:
        self._days: dict[_Node, Counter[Day]] = dict(new.items())
        self._open = open_
        self._members: dict[_Node, list[int]] = {number: [number] for number in new}
        self._sums: dict[_Node, dict[_Node, float]] = defaultdict(dict)
        self._heap: list[tuple[float, str, str, _Node, _Node]] = []

    def join(self, one: _Node, other: _Node, likeness: float) -> None:
        """The sum of the likeness of all pairs of the two."""
        if isinstance(other, str) and other not in self._days:
            self._days[other] = self._open[other]
            self._members[other] = []
        self._sums[one][other] = self._sums[other][one] = likeness
        self._offer(one, other)

    def merged(self) -> Iterator[tuple[StoryId | None, list[int]]]:
        """Merge while two are alike enough: each story that is open, or None for a new one, with its new articles."""
        while self._heap:
            likeness, _, _, one, other = heapq.heappop(self._heap)
            if one in self._days and other in self._days and -likeness == self._mean(one, other):
                self._merge(one, other)
        for node, members in self._members.items():
            yield (node if isinstance(node, str) else None), sorted(members)

    def _merge(self, one: _Node, other: _Node) -> None:
        if isinstance(other, str):
            one, other = other, one
        for third, likeness in self._sums.pop(other).items():
            del self._sums[third][other]
            if third != one:
                grown = self._sums[one].get(third, 0.0) + likeness
                self._sums[one][third] = self._sums[third][one] = grown
        self._days[one] = self._days[one] + self._days.pop(other)
        self._members[one] += self._members.pop(other)
        for third in self._sums[one]:
            self._offer(one, third)

    def _offer(self, one: _Node, other: _Node) -> None:
        if isinstance(one, str) and isinstance(other, str):
            return
        mean = self._mean(one, other)
        if mean >= ALIKE:
            heapq.heappush(self._heap, (-mean, str(one), str(other), one, other))

    def _mean(self, one: _Node, other: _Node) -> float:
        theirs = self._days[other].items()
        pairs = sum(n * m for day, n in self._days[one].items() for near, m in theirs if _near(day, near))
        return self._sums[one].get(other, 0.0) / pairs if pairs else 0.0


def _near(day: Day, other: Day) -> bool:
    return day is None or other is None or abs(day - other) <= WINDOW.days


def _told(article: Article) -> _Told:
    text = article.body or "\n".join((article.summary, *(claim.text for claim in article.claims)))
    words = terms(f"{article.headline}\n{text[: 20 * LEAD]}")[:LEAD]
    names = set(terms(" ".join(_NAME.findall(text[: 20 * LEAD]))))
    counts = {
        word: (1 + math.log(count)) * (NAMES_COUNT if word in names else 1.0) for word, count in Counter(words).items()
    }
    published = article.published
    exact = published.start is not None and published.precision in {Precision.INSTANT, Precision.DAY}
    return _Told(day=published.start.toordinal() if exact and published.start else None, counts=counts)
