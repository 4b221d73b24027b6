"""seed, read and intake: how articles get into the record."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl
from digests.article import HOUSE

if TYPE_CHECKING:
    from rich.progress import Progress

    from digests.gathering import Taken

_SOURCES = typer.Argument(
    help="Files (.jsonl, .jsonl.gz, .txt, ninjs .json, feed .xml, page .html), folders, addresses.",
    metavar="SOURCES...",
)
Summary = Annotated[str | None, typer.Option("--summary", help="An article in your own words.", metavar="TEXT")]
Headline = Annotated[str | None, typer.Option("--headline", help="Its headline.", metavar="TEXT")]
Url = Annotated[str | None, typer.Option("--url", help="Where it stands on the web.", metavar="ADDRESS")]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Who published it.", metavar="NAME")]


def seed(
    folder: Annotated[Path | None, typer.Argument(help="Of seed files; else those that came with Rundown.")] = None,
    at: At = None,
    as_json: AsJson = False,
    store: StoreUrl = None,
) -> None:
    """Load seed articles; loading them twice changes nothing."""
    from bot.cli import rows
    from bot.cli.record import clock, reading
    from digests.seeding import read_seeds, shipped_seeds

    seeds = read_seeds(folder or shipped_seeds(), received=clock(at))

    async def keep_all() -> None:
        async with reading(store) as record:
            for one in seeds:
                kept = await record.archive.keep(one.article, story=one.story)
                if as_json:
                    rows.print_row(rows.taken_row(one.article, status=kept))
                else:
                    typer.echo(f"{kept:<9} {one.article.slug}", err=True)

    asyncio.run(keep_all())


def read(sources: Annotated[list[str], _SOURCES], as_json: AsJson = False) -> None:
    """Show what would be made of articles; nothing is stored."""
    from bot.cli import rows
    from bot.cli.record import clock, settings_in_use
    from bot.wiring import at_the_door
    from digests.gathering import drafts

    settings_in_use()
    now = clock()

    async def read_all() -> None:
        async with at_the_door(sources, at=now) as copies:
            with _tally(as_json=as_json) as tally:
                async for taken in drafts(copies, tenant=HOUSE, at=now):
                    tally.count(taken)
                    if not as_json:
                        typer.echo(_line(taken))
                    elif taken.article is None:
                        rows.print_row({"file": taken.source, "error": taken.reason})
                    else:
                        rows.print_row(rows.article_row(taken.article, file=taken.source))

    asyncio.run(read_all())


def intake(
    sources: Annotated[list[str] | None, _SOURCES] = None,
    summary: Summary = None,
    headline: Headline = None,
    url: Url = None,
    outlet: Outlet = None,
    as_json: AsJson = False,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Take articles into the record; the same again is passed over.

    Or tell one in your own words: --summary, with its --headline, --url and --outlet where you know them.
    """
    from bot.cli import rows
    from bot.cli.record import clock, reading, settings_in_use
    from bot.wiring import at_the_door, model_desks
    from digests.errors import BadInput
    from digests.gathering import take_in
    from digests.intake.incoming import in_own_words

    settings = settings_in_use(store)
    now = clock(at)
    if not sources and not summary:
        raise BadInput("What shall be taken in? Name a file, a folder or an address, or tell it: --summary TEXT.")
    own = [in_own_words(summary, headline=headline, url=url, outlet=outlet, at=now)] if summary else []

    async def keep_all() -> None:
        async with (
            reading(store) as record,
            model_desks(record, settings) as models,
            at_the_door(sources or (), at=now, told=own) as copies,
        ):
            with _tally(as_json=as_json) as tally:
                async for taken in take_in(
                    copies, tenant=HOUSE, archive=record.archive, at=now, rewrite=models.rewrite
                ):
                    tally.count(taken)
                    if not as_json:
                        typer.echo(_line(taken))
                    elif taken.article is None:
                        rows.print_row({**_NOTHING, "status": taken.outcome, "reason": _fault(taken)})
                    else:
                        rows.print_row(rows.taken_row(taken.article, status=taken.outcome, reason=taken.reason))
            if models.rewrite is not None:
                typer.echo(f"model: {models.rewrite.counted}", err=True)

    asyncio.run(keep_all())


VERBS = (seed, read, intake)

_NOTHING = dict.fromkeys(("source_id", "id", "status", "headline", "published", "url", "reason"))
"""The row of a source in which no article could be read."""


class _Tally:
    """Counts what comes in, and shows the count on standard error once it takes longer than a second."""

    def __init__(self, progress: "Progress") -> None:
        self.read = 0
        self.failed = 0
        self._progress = progress
        self._begun = monotonic()
        self._task = progress.add_task("articles", total=None)

    def count(self, taken: "Taken") -> None:
        self.read += taken.article is not None
        self.failed += taken.article is None
        self._progress.update(self._task, completed=self.read)
        if not self._progress.live.is_started and monotonic() - self._begun > 1:
            self._progress.start()


@contextmanager
def _tally(*, as_json: bool) -> Iterator[_Tally]:
    """A count of its own for one command.

    It ends with exit 2 where nothing of what there was could be read, unless a program reads that from its rows.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:,} {task.description}"))
    silent = not console.is_terminal or sys.stdout.isatty()
    progress = Progress(*columns, console=console, transient=True, disable=silent)
    tally = _Tally(progress)
    try:
        yield tally
    finally:
        progress.stop()
    if tally.failed and not tally.read and not as_json:
        raise typer.Exit(2)


def _line(taken: "Taken") -> str:
    if taken.article is None:
        return f"{taken.outcome:<9} {_fault(taken)}"
    claims = len(taken.article.claims)
    told = f"{taken.article.headline} ({claims} claim{'s' * (claims != 1)})"
    return f"{taken.outcome:<9} {told}" + (f"\n          {taken.reason}" if taken.reason else "")


def _fault(taken: "Taken") -> str:
    return f"{taken.source}: {taken.reason}"
