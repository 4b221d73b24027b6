"""Article text to a short summary: whole sentences of its own, from the top, and what best fills the rest."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from digests.sentences import sentences

MOST_WORDS = 60
_LOOKED_AT = 9
"""Sentences from the top among which is chosen: news stands first, and so all choices can be tried."""
_MOST_TAKEN = 4
_FADES = 0.75
"""What each sentence further down counts, of the one before it."""
_IN_HEADLINE = 6
"""Words that a word of the headline counts for."""
_FEWEST_WORDS = 5
_SHORTEST_WORD = 4
"""Letters of a word that tells what a text is about."""

_LEANS = re.compile(
    r"[“\"'‘(]?(?:he|she|it|they|we|his|her|its|their|this|that|these|those|him|them|but|and|or|so|yet|however|"
    r"meanwhile|also|then|there|such|instead|moreover|still|both|another|others|i|my|you|your|here|more)\b",
    re.IGNORECASE,
)
"""The beginnings that lean on the sentence before."""
_DATELINE = re.compile(r"^\W*[A-Z][A-Z.'’ -]{2,}(?:,[^—–-]{0,40})?(?:\([^)]{2,30}\))?\s*[—–-]+\s+(?=\S)")
_JAMMED = re.compile(r"(?<=[a-z0-9][.!?])(?=[“\"]?[A-Z][a-z])|(?<=[a-z][.!?][”\"])(?=[A-Z][a-z])")
"""Where a page lost the space between two sentences."""
_LETTERS = re.compile(r"[^\W\d_]+")
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"))


def summarised(body: str, *, headline: str) -> str:
    """Up to 60 words in whole sentences of the body, in its order; the headline where none of them fits.

    No sentence stands there that leans on one left out ("He said", "But"), and none with half a quotation. Nothing is
    added or changed but a dateline, which is taken off; empty for an empty body.
    """
    told = list(_told(body, headline))
    weights = _weights(told, headline)
    best = max(_choices(told), key=lambda chosen: sum(weights[place] for place in chosen), default=())
    return " ".join(told[place] for place in best) or (headline if body.strip() else "")


def leans(sentence: str) -> bool:
    """Whether it can only be understood behind the sentence before: "He said", "But"."""
    return _LEANS.match(sentence) is not None


def _told(body: str, headline: str) -> Iterator[str]:
    """The sentences at the top, without the headline, datelines and what is no sentence."""
    seen = 0
    for line in body.splitlines():
        text = _DATELINE.sub("", line.strip())
        if not text or text == headline.strip():
            continue
        for sentence in sentences(_JAMMED.sub(" ", text)):
            if len(sentence.split()) >= _FEWEST_WORDS and sentence.rstrip("”\"'’)").endswith((".", "!", "?")):
                yield " ".join(sentence.split())
                seen += 1
            if seen == _LOOKED_AT:
                return


def _choices(told: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Every few sentences that fit together and can be understood together."""
    sizes = [len(sentence.split()) for sentence in told]
    alone = [not leans(sentence) for sentence in told]
    whole = [_is_whole(sentence) for sentence in told]
    for many in range(1, _MOST_TAKEN + 1):
        for chosen in combinations(range(len(told)), many):
            fits = sum(sizes[place] for place in chosen) <= MOST_WORDS
            if fits and all(whole[place] and (alone[place] or place - 1 in chosen) for place in chosen):
                yield chosen


def _weights(told: Sequence[str], headline: str) -> list[float]:
    """Words, counted the more the higher they stand; those that the headline speaks of count several times."""
    about = set(_telling(headline))
    return [
        _FADES**place * (len(sentence.split()) + _IN_HEADLINE * len(about & set(_telling(sentence))))
        for place, sentence in enumerate(told)
    ]


def _telling(text: str) -> list[str]:
    return [word.casefold() for word in _LETTERS.findall(text) if len(word) >= _SHORTEST_WORD]


def _is_whole(sentence: str) -> bool:
    straight = sentence.count('"') % 2 == 0
    return straight and all(sentence.count(first) == sentence.count(last) for first, last in _PAIRS)
