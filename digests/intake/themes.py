"""What an article is about where its source does not say: by words that name a subject, counted and nothing else."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from digests.terms import terms
from digests.topics import Topic, topic

NAME, WORD = 2, 1
"""What a name of a subject below the topic counts, and a further word of its field; each once only."""
IN_HEADLINE = 3
"""Times as much it counts there."""
ENOUGH = 5
"""What a topic must come to: two names and a word, or one name in the headline. Below it none is the honest answer."""
BESIDE = 0.7
"""The share of the first topic's count that a second must come to."""
LEAD = 120
"""Telling words of the text, from its top, that are looked at: what it is about stands there."""
_LONGEST = 4

_VOCABULARY = Path(__file__).with_name("vocabulary.toml")
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A topic that the text is about, what its words came to, and those words, the weightiest first."""

    topic: Topic
    count: int
    by: tuple[str, ...]


def themes_of(headline: str, body: str) -> tuple[Theme, ...]:
    """At most two, the first topic first; none where too little tells."""
    told: dict[Topic, dict[str, int]] = defaultdict(dict)
    for text, times in ((terms(body[: 20 * LEAD])[:LEAD], 1), (terms(headline), IN_HEADLINE)):
        for entry in _found(text):
            told[entry.topic][entry.spelt] = times * entry.counts
    found = sorted((_theme(topic_, words) for topic_, words in told.items()), key=lambda one: (-one.count, one.topic))
    if not found or found[0].count < ENOUGH:
        return ()
    least = max(ENOUGH, BESIDE * found[0].count)
    return tuple(theme for theme in found[:2] if theme.count >= least)


@dataclass(frozen=True, slots=True)
class _Entry:
    topic: Topic
    spelt: str
    counts: int


def _theme(topic_: Topic, words: Mapping[str, int]) -> Theme:
    return Theme(topic=topic_, count=sum(words.values()), by=tuple(sorted(words, key=lambda word: -words[word])))


def _found(text: Sequence[str]) -> Iterator[_Entry]:
    """Every entry that stands in it; a longer one hides the shorter ones within it."""
    known = _vocabulary()
    place = 0
    while place < len(text):
        stretches = (text[place : place + length] for length in range(_LONGEST, 0, -1))
        hit = next((stretch for stretch in stretches if tuple(stretch) in known), None)
        if hit is not None:
            yield from known[tuple(hit)]
        place += len(hit) if hit is not None else 1


@cache
def _vocabulary() -> Mapping[_Words, tuple[_Entry, ...]]:
    """By stems, as ``terms`` gives them; a word may tell of several topics."""
    known: dict[_Words, list[_Entry]] = defaultdict(list)
    for word, entries in tomllib.loads(_VOCABULARY.read_text(encoding="utf-8")).items():
        for kind, counts in (("names", NAME), ("words", WORD)):
            for spelt in entries[kind]:
                stems = terms(spelt)
                if not any(entry.topic is topic(word) for entry in known[stems]):
                    known[stems].append(_Entry(topic(word), spelt, counts))
    return {stems: tuple(entries) for stems, entries in known.items()}
