"""stories, merge and split: which articles tell one story, and an editor's word on it."""

import asyncio
from getpass import getuser
from typing import Annotated

import typer

from bot.cli.options import AsJson, StoreUrl
from digests.article import HOUSE, Slug, StoryId


def stories(
    articles: Annotated[bool, typer.Option("--articles", help="With the name of each article.")] = False,
    as_json: AsJson = False,
    store: StoreUrl = None,
) -> None:
    """The stories of the record, each with its articles."""
    from bot.cli import rows
    from bot.cli.record import reading
    from bot.rendering.cleaning import clean

    async def all_of_them() -> None:
        async with reading(store) as record:
            for story in await record.archive.stories(HOUSE):
                if as_json:
                    rows.print_row({"id": story.id, "articles": [article.source_id for article in story.articles]})
                else:
                    typer.echo(f"{clean(story.articles[0].headline)}\n  {story.id}: {_counted(len(story.articles))}")
                    for article in story.articles if articles else ():
                        typer.echo(f"    {article.slug}")

    asyncio.run(all_of_them())


def merge(
    story: Annotated[str, typer.Argument(help="The story that stays.")],
    other: Annotated[str, typer.Argument(help="The story whose articles join it.")],
    store: StoreUrl = None,
) -> None:
    """Put two stories together; what comes in later keeps to it."""
    from bot.cli.record import clock, reading
    from digests import arranging

    async def arrange() -> None:
        async with reading(store) as record:
            kept, gone = StoryId(story), StoryId(other)
            moved = await arranging.merge(HOUSE, kept, gone, archive=record.archive, by=getuser(), at=clock())
            typer.echo(f"{other} is part of {story} now: {_counted(moved)} moved.")

    asyncio.run(arrange())


def split(
    article: Annotated[str, typer.Argument(help="Its name, as rundown stories --articles tells it.")],
    store: StoreUrl = None,
) -> None:
    """Take an article out of its story; its later versions stay apart."""
    from bot.cli.record import clock, reading
    from digests import arranging

    async def arrange() -> None:
        async with reading(store) as record:
            alone = await arranging.split(HOUSE, Slug(article), archive=record.archive, by=getuser(), at=clock())
            typer.echo(f"{article} now tells a story of its own: {alone}.")

    asyncio.run(arrange())


VERBS = (stories, merge, split)


def _counted(articles: int) -> str:
    return f"{articles} article{'s' * (articles != 1)}"
