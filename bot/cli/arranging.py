"""stories, merge and split: which articles tell one story, and an editor's word on it."""

import asyncio
import shlex
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Annotated, assert_never

import typer

from bot.cli.options import AsJson, At, By, StoreUrl, whoever
from digests.article import HOUSE, Slug, StoryId
from digests.ruling import Ruling, RulingKind


def stories(
    articles: Annotated[bool, typer.Option("--articles", help="With the name of each article.")] = False,
    as_json: AsJson = False,
    store: StoreUrl = None,
) -> None:
    """The stories of the record, each with its articles.

    Where somebody merged or split one, it says who and when.
    """
    from bot.cli import rows
    from bot.cli.record import reading
    from bot.rendering.cleaning import clean

    async def all_of_them() -> None:
        async with reading(store) as record:
            ruled = await record.archive.rulings(HOUSE)
            for story in await record.archive.stories(HOUSE):
                if as_json:
                    rows.print_row({"id": story.id, "articles": [article.source_id for article in story.articles]})
                    continue
                typer.echo(f"{clean(story.articles[0].headline)}\n  {story.id}: {_counted(len(story.articles))}")
                for line in ruled_on(story.id, ruled):
                    typer.echo(f"  {line}")
                for article in story.articles if articles else ():
                    typer.echo(f"    {article.slug}")

    asyncio.run(all_of_them())


def merge(
    story: Annotated[str, typer.Argument(help="The story that stays.")],
    other: Annotated[str, typer.Argument(help="The story whose articles join it.")],
    by: By = None,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Put two stories together; what comes in later keeps to it."""
    from bot.cli.record import clock, reading
    from digests import arranging

    async def arrange() -> None:
        async with reading(store) as record:
            kept, gone = StoryId(story), StoryId(other)
            moved = await arranging.merge(HOUSE, kept, gone, archive=record.archive, by=by or whoever(), at=clock(at))
            typer.echo(f"{other} is part of {story} now: {_counted(len(moved))} moved.")
            typer.echo(f"To undo it: rundown split {shlex.join(moved)}")

    asyncio.run(arrange())


def split(
    articles: Annotated[
        list[str], typer.Argument(help="Their names, as rundown stories --articles tells them.", metavar="ARTICLE...")
    ],
    by: By = None,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Take articles out of their story into one of their own.

    It stays so when they get new versions. All that a merge brought together undo it.
    """
    from bot.cli.record import clock, reading
    from digests import arranging

    slugs = [Slug(article) for article in dict.fromkeys(articles)]

    async def arrange() -> None:
        async with reading(store) as record:
            apart = await arranging.split(HOUSE, slugs, archive=record.archive, by=by or whoever(), at=clock(at))
            tells = "tells" if len(slugs) == 1 else "tell"
            typer.echo(
                f"{', '.join(slugs)} now {tells} a story of {'its' if len(slugs) == 1 else 'their'} own: {apart}."
            )

    asyncio.run(arrange())


VERBS = (stories, merge, split)


def ruled_on(story: str, rulings: Iterable[Ruling]) -> list[str]:
    """What was ruled on that story, by whom and when, a line a ruling, oldest first."""
    from bot.rendering.cleaning import clean

    concerning = [ruling for ruling in rulings if story in {ruling.left, ruling.story}]
    return [clean(_line(story, one, len(list(all_)))) for one, all_ in groupby(concerning, key=_whole)]


_Whole = tuple[RulingKind, StoryId | None, StoryId, str, datetime]


def _whole(ruling: Ruling) -> _Whole:
    """A ruling on several articles is one."""
    return ruling.kind, ruling.left, ruling.story, ruling.by, ruling.at


def _line(story: str, whole: _Whole, articles: int) -> str:
    kind, left, joined, by, at = whole
    who = f"{by}, {at:%d %b %Y %H:%M %Z}"
    match kind:
        case RulingKind.MERGE:
            what = f"merged with {left}" if story == joined else f"merged into {joined}"
        case RulingKind.SPLIT:
            what = f"split from {left or 'another story'}" if story == joined else f"left by {joined}"
        case _:
            assert_never(kind)
    return f"{what} ({_counted(articles)}; {who})"


def _counted(articles: int) -> str:
    return f"{articles} article{'s' * (articles != 1)}"
