"""How much each word of a question tells: by its place in the conversation and its rarity in the record."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from digests.question import Asked

EVERYDAY, IN_EVERYDAY = 1000, 0.01
"""Claims of everyday news, and the share of them that hold an ordinary word; a name or a number is in none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """How many claims of the record hold each term, of how many in all."""

    held: Mapping[str, int]
    total: int

    def of(self, term: str, *, is_name: bool) -> float:
        """The rarer the more, most where nothing holds it: the idf of BM25, as if ``EVERYDAY`` claims more stood here.

        Of fifty claims none holds "blame", and it tells no more for that.
        """
        held = self.held.get(term, 0) + (0 if is_name else EVERYDAY * IN_EVERYDAY)
        total = max(self.total, held) + EVERYDAY
        return math.log(1 + (total - held + 0.5) / (held + 0.5))


class Scale:
    """Weighs what is found against the whole of one question."""

    def __init__(self, asked: Asked, rarity: Rarity) -> None:
        rare = {term: rarity.of(term, is_name=term in asked.names) for term in asked.weights}
        self._worth = {term: weight * rare[term] for term, weight in asked.weights.items()}
        self._whole = sum(self._worth.values()) or 1.0
        self._pairs = {pair: min(rare[term] for term in pair) for pair in asked.pairs}
        self._all_pairs = sum(self._pairs.values()) or 1.0

    @property
    def terms(self) -> frozenset[str]:
        """Every term that counts."""
        return frozenset(self._worth)

    def part(self, term: str) -> float:
        """What a term is of the whole question, 0 to 1; 0 for one that it does not hold."""
        return self._worth.get(term, 0.0) / self._whole

    def share(self, held: Iterable[str]) -> float:
        """What those terms are together, 0 to 1."""
        return sum(map(self.part, set(held)))

    def share_of_pairs(self, held: Iterable[tuple[str, str]]) -> float:
        """The same of the terms that stand side by side in the question."""
        return sum(self._pairs.get(pair, 0.0) for pair in set(held)) / self._all_pairs
