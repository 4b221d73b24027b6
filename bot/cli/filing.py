"""seed, read, intake and stories: how articles get into the record, and what it made of them."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl
from digests.article import HOUSE

Sources = Annotated[
    list[str], typer.Argument(help="Files: JSON lines (.jsonl, .jsonl.gz), text (.txt), ninjs (.json); or folders.")
]


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
                    typer.echo(f"{kept:<9} {one.article.slug}")

    asyncio.run(keep_all())


def stories(as_json: AsJson = False, store: StoreUrl = None) -> None:
    """The stories of the record, each with its articles."""
    from bot.cli import rows
    from bot.cli.record import reading

    async def all_of_them() -> None:
        async with reading(store) as record:
            for story in await record.archive.stories(HOUSE):
                if as_json:
                    rows.print_row({"id": story.id, "articles": [article.source_id for article in story.articles]})
                else:
                    typer.echo(f"{story.articles[0].headline}\n  {story.id}: {len(story.articles)} articles")

    asyncio.run(all_of_them())


VERBS = (seed, stories)
