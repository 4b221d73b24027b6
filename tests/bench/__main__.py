"""python -m tests.bench [NAME ...]: runs the benchmarks one after the other and prints a table of each."""

import asyncio
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.row import Row

HERE = Path(__file__).parent


def written(figure: float | None, unit: str) -> str:
    """With as many digits as matter to a reader; empty where there is no figure."""
    return "" if figure is None else f"{figure:,.{0 if figure >= 100 else 2}f} {unit}"


def table(name: str, rows: Iterable[Row]) -> Table:
    """Rows in the order in which the benchmark gave them."""
    drawn = Table("what", title=name, title_justify="left")
    for heading in ("measured", "goal"):
        drawn.add_column(heading, justify="right")
    drawn.add_column("")
    for row in rows:
        drawn.add_row(row.what, written(row.figure, row.unit), written(row.goal, row.unit), row.verdict)
    return drawn


def main(wanted: list[str]) -> int:
    """Exit code 0, or 2 where a wanted benchmark does not exist. A missed goal is for the reader to judge."""
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    console = Console()
    if unknown := set(wanted) - set(known):
        console.print(
            f"No benchmark is called {', '.join(sorted(unknown))}. There are: {', '.join(known) or 'none yet'}."
        )
        return 2
    for name in wanted or known:
        with console.status(f"Measuring {name} ..."):
            rows = asyncio.run(import_module(f"tests.bench.bench_{name}").rows())
        console.print(table(name, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
