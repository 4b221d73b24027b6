"""The same text in another outlet: short sketches by which a reprint is known."""

import re
import zlib
from collections import Counter, defaultdict
from heapq import nsmallest

from digests.article import Article, Slug

SKETCH = 24
"""Prints kept of each text: the smallest of all, so that two texts keep the same ones of what they share."""
FEWEST = 12
"""A text with fewer is too short to be known again."""
SHARED = 0.6
"""The share of a sketch that makes two texts one: a wire story with its own headline, cut or added to at the end."""

_RUN = 5
"""Words in a row that make a print."""
_READ = 6000
"""Characters of a body: a reprint shows in its beginning."""
_WORD = re.compile(r"[^\W_]+")


class Reprints:
    """The texts that are known; grows with every article that it is shown."""

    def __init__(self) -> None:
        self._printed: defaultdict[int, list[tuple[Slug, str | None]]] = defaultdict(list)

    def origin(self, article: Article) -> str | None:
        """The outlet whose text it is, as an article shown before has it too; None where it is its own."""
        shared = Counter(seen for mark in _sketch(article) for seen in self._printed.get(mark, ()))
        for (slug, outlet), count in shared.most_common():
            if count < SHARED * SKETCH:
                return None
            if slug != article.slug and outlet != article.outlet:
                return outlet
        return None

    def add(self, article: Article) -> None:
        for mark in _sketch(article):
            self._printed[mark].append((article.slug, article.origin))


def _sketch(article: Article) -> tuple[int, ...]:
    words = _WORD.findall(article.body[:_READ].casefold())
    runs = {" ".join(words[first : first + _RUN]) for first in range(len(words) - _RUN + 1)}
    marks = nsmallest(SKETCH, {zlib.crc32(run.encode()) for run in runs})
    return tuple(marks) if len(marks) >= FEWEST else ()
