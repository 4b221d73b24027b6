"""The telling words of a text, stemmed: by them a question and a claim are found to speak of the same thing."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

import snowballstemmer

from digests.likeness import classes

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<!\A)(?<![.!?] )\b[A-Z][\w'’.-]*")
_HEAD = 2
_STOP = frozenset(  # one paragraph reads better than a column of 130 words
    """a about after all also am an and any are as at be been before being but by can could did do does during each for
    from had has have he her here hers him his how i if in into is it its just me more most my no nor not of on or our
    out over own said same say says she should so some such than that the their them then there these they this those
    through to told too under until up us very was we were what when where which while who whom whose why will with
    would you your s t d ll re ve don didn doesn isn wasn tell give show much many happen happens happened
    happening go goes going""".split()
)


@lru_cache(maxsize=20_000)
def terms(text: str) -> tuple[str, ...]:
    """The telling words of a text, stemmed, in order; accents and case do not matter."""
    return tuple(_stem(word) for word in _WORD.findall(plain(text)) if word not in _STOP)


def terms_among(text: str, wanted: frozenset[str]) -> tuple[str, ...]:
    """As ``terms``, with an empty text in the place of every term that is not wanted; far quicker where few are.

    A stem begins as its word does, but for a handful ("dying", "lying") whose second letter changes.
    """
    begin = {word[:_HEAD] for term in wanted for word in (term, *_alike()[1].get(term, ()))}
    return tuple(
        stem if word[:_HEAD] in begin and (stem := _stem(word)) in wanted else ""
        for word in _WORD.findall(plain(text))
        if word not in _STOP
    )


def telling_words(text: str) -> dict[str, str]:
    """Each term of a text with the first word that gave it, in small letters and without accents."""
    told: dict[str, str] = {}
    for word in _WORD.findall(plain(text)):
        if word not in _STOP:
            told.setdefault(_stem(word), word)
    return told


def spellings(term: str, word: str) -> tuple[str, ...]:
    """The words by which a term is found: one that gave it, and those that mean the same."""
    return tuple(dict.fromkeys((word, *_alike()[1].get(term, ()))))


def name_terms(text: str) -> frozenset[str]:
    """The terms that stand capitalised within a sentence: people, places, organisations."""
    return frozenset(term for name in _NAME.findall(text) for term in terms(name))


def plain(text: str) -> str:
    """In small letters and without accents, as every word is spelt where it is looked up."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    stem = _plain_stem(word)
    return _alike()[0].get(stem, stem)


def _plain_stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


@cache
def _alike() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """For each stem of a class the one that stands for it, and for that one the words of the class."""
    stands = {_plain_stem(word): _plain_stem(words[0]) for words in classes() for word in words}
    return stands, {_plain_stem(words[0]): words for words in classes()}
