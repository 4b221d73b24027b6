"""Articles of the same event to one story: average link over their telling words, inside a window of 72 hours."""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from digests.article import Article, Precision, Slug, StoryId
from digests.terms import terms

WINDOW = timedelta(hours=72)
"""How far apart, to the day, two articles of one event are published; an unknown time is near to all."""
ALIKE = 0.25
"""The least mean likeness, 0 to 1, of the articles of a story."""
LEAD = 100
"""Telling words of an article, from its top, that are compared: what happened stands there, what led to it below."""
NAMES_COUNT = 2.0
"""A name or a number tells an event from another of its kind, so it weighs twice."""
FEW = 3
"""Added to both counts of rarity, which says little while few articles are known."""

_NAME = re.compile(r"\b[A-Z][\w’'-]*|\b\d[\d.,]*")
_LONGEST_LEAD = 20 * LEAD

Day = int | None
"""A day's number; None where no day is known."""
_Node = int | StoryId
"""A group of new articles, by the number of one of them, or a story that is open already."""


@dataclass(frozen=True, slots=True)
class _Told:
    """An article as it is compared: its day, and how much each word counts in it."""

    day: Day
    counts: Mapping[str, float]


class OpenStories:
    """The stories that an article may still belong to; grows with every article that is placed.

    It asks nobody and stores nothing: whoever holds the record shows it what is there.
    """

    def __init__(self) -> None:
        self._articles = 0
        self._holding: Counter[str] = Counter()
        self._index: dict[Day, dict[str, dict[StoryId, float]]] = {}
        self._days: dict[StoryId, Counter[Day]] = {}

    def add(self, article: Article, story: StoryId) -> None:
        """An article of the record and the story that it has there."""
        told = _told(article)
        self._learn(told)
        self._enter(told, self._vector(told), story)

    def place(self, articles: Sequence[Article]) -> tuple[StoryId, ...]:
        """The story of each, in their order: an open one, or a new one that is named after the first of its articles.

        The more articles come at once, the better: those most alike find each other first. All are open from now on.
        """
        told = [_told(article) for article in articles]
        for one in told:
            self._learn(one)
        vectors = [self._vector(one) for one in told]
        links = _Links([one.day for one in told], self._days)
        for number, node, likeness in self._likenesses(told, vectors):
            links.join(number, node, likeness)
        stories = links.merged([article.slug for article in articles])
        for one, vector, story in zip(told, vectors, stories, strict=True):
            self._enter(one, vector, story)
        return stories

    def _learn(self, told: _Told) -> None:
        self._articles += 1
        self._holding.update(told.counts.keys())

    def _vector(self, told: _Told) -> dict[str, float]:
        """Of length 1; the fewer articles hold a word, the more it weighs."""
        weighed = {
            word: count * math.sqrt(math.log(1 + (self._articles + FEW) / (self._holding[word] + FEW)))
            for word, count in told.counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        return {word: weight / length for word, weight in weighed.items()}

    def _enter(self, told: _Told, vector: Mapping[str, float], story: StoryId) -> None:
        self._days.setdefault(story, Counter())[told.day] += 1
        index = self._index.setdefault(told.day, {})
        for word, weight in vector.items():
            held = index.setdefault(word, {})
            held[story] = held.get(story, 0.0) + weight

    def _likenesses(
        self, told: Sequence[_Told], vectors: Sequence[Mapping[str, float]]
    ) -> Iterator[tuple[int, _Node, float]]:
        """Each new article against all open stories and all new articles before it, where they share a word."""
        new: dict[str, dict[int, float]] = defaultdict(dict)
        for number, (one, vector) in enumerate(zip(told, vectors, strict=True)):
            sums: dict[_Node, float] = defaultdict(float)
            indexes = [index for day, index in self._index.items() if _near(one.day, day)]
            for word, weight in vector.items():
                for index in indexes:
                    for story, held in index.get(word, {}).items():
                        sums[story] += weight * held
                for other, held in new[word].items():
                    if _near(one.day, told[other].day):
                        sums[other] += weight * held
                new[word][number] = weight
            for node, likeness in sums.items():
                yield number, node, likeness


class _Links:
    """How alike groups of articles are, and their merging, the most alike first; two open stories never become one."""

    def __init__(self, days: Sequence[Day], open_stories: Mapping[StoryId, Counter[Day]]) -> None:
        self._days: dict[_Node, Counter[Day]] = {number: Counter([day]) for number, day in enumerate(days)}
        self._members: dict[_Node, list[int]] = {number: [number] for number in range(len(days))}
        self._open = open_stories
        self._sums: dict[_Node, dict[_Node, float]] = defaultdict(dict)
        self._next: list[tuple[float, str, str, _Node, _Node]] = []

    def join(self, number: int, other: _Node, likeness: float) -> None:
        """``likeness`` is the sum over all pairs of the article with one of the other group."""
        if isinstance(other, str) and other not in self._days:
            self._days[other] = self._open[other]
            self._members[other] = []
        self._sums[number][other] = self._sums[other][number] = likeness
        self._offer(number, other)

    def merged(self, slugs: Sequence[Slug]) -> tuple[StoryId, ...]:
        """Merge until no two are alike enough; the story of each article, of those that bear these slugs."""
        while self._next:
            likeness, _, _, one, other = heapq.heappop(self._next)
            if one in self._days and other in self._days and -likeness == self._mean(one, other):
                self._merge(one, other)
        told: dict[int, StoryId] = {}
        for node, members in self._members.items():
            story = node if isinstance(node, str) else StoryId(slugs[min(members)])
            told.update(dict.fromkeys(members, story))
        return tuple(told[number] for number in range(len(slugs)))

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
            heapq.heappush(self._next, (-mean, str(one), str(other), one, other))

    def _mean(self, one: _Node, other: _Node) -> float:
        """Over the pairs that are near in time."""
        others = self._days[other].items()
        pairs = sum(n * m for day, n in self._days[one].items() for there, m in others if _near(day, there))
        return self._sums[one].get(other, 0.0) / pairs if pairs else 0.0


def _near(day: Day, other: Day) -> bool:
    return day is None or other is None or abs(day - other) <= WINDOW.days


def _told(article: Article) -> _Told:
    body = article.body or "\n".join((article.summary, *(claim.text for claim in article.claims)))
    lead = f"{article.headline}\n{body[:_LONGEST_LEAD]}"
    names = set(terms(" ".join(_NAME.findall(lead))))
    counts = {
        word: (1 + math.log(count)) * (NAMES_COUNT if word in names else 1.0)
        for word, count in Counter(terms(lead)[:LEAD]).items()
    }
    return _Told(day=_day(article), counts=counts)


def _day(article: Article) -> Day:
    start, precision = article.published.start, article.published.precision
    return start.toordinal() if start and precision in {Precision.INSTANT, Precision.DAY} else None
