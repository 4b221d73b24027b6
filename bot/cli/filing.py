"""seed, read, intake and stories: how articles get into the record, and what it made of them."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl
from digests.article import HOUSE, Article
from digests.errors import BadSource

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
    from bot.cli.record import clock
    from digests.seeding import read_seeds, shipped_seeds

    articles = read_seeds(folder or shipped_seeds(), received=clock(at))
    asyncio.run(_take_in(iter(articles), store=store, as_json=as_json))


def intake(sources: Sources, as_json: AsJson = False, at: At = None, store: StoreUrl = None) -> None:
    """Take articles into the record; a bad one is told of, and the rest goes on."""
    from bot.cli.record import clock

    asyncio.run(_take_in(_articles(sources, received=clock(at)), store=store, as_json=as_json))


def read(sources: Sources, as_json: AsJson = False, at: At = None) -> None:
    """Show what intake would make of articles, and store nothing."""
    from bot.cli import rows
    from bot.cli.record import clock
    from bot.rendering.plaintext import as_read
    from digests.intake.newswire import read_source

    for source in sources:
        for article in read_source(source, received=clock(at)):
            match article:
                case BadSource() if as_json:
                    rows.print_row({"file": source, "error": str(article)})
                case BadSource():
                    typer.echo(f"rundown: {article}", err=True)
                case Article() if as_json:
                    rows.print_row(rows.article_row(article, file=source))
                case Article():
                    typer.echo(as_read(article))


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


VERBS = (seed, intake, read, stories)
