"""What a benchmark reports: one figure, its unit and its goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A benchmark is a module `bench_*.py` in this folder with `async def rows() -> Iterable[Row]`.

    ``goal`` is the most that ``figure`` may be, in the same unit; None where nothing is promised. ``figure`` is None
    where what is to be measured on is not here.
    """

    what: str
    figure: float | None
    unit: str
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """In words, since a colour alone says nothing in a log."""
        if self.figure is None:
            return "not measured: its set is not here"
        if self.goal is None:
            return "no goal"
        return "met" if self.figure <= self.goal else "MISSED"
