"""claims and story: what the library holds of a speaker or a story; and wrong: what is wrong with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, At, By, StoreUrl, whoever
from digests.answer import Question
from digests.article import HOUSE, ClaimId
from digests.complaint import Complaint

if TYPE_CHECKING:
    from digests.library import Library
    from digests.ports import Complaints

Meant = Annotated[str, typer.Argument(help="A speaker's name, a story's id, or words of it.", metavar="WORDS")]
Most = Annotated[int, typer.Option("--limit", help="Claims at most.", min=1, max=100, metavar="N")]


def claims(words: Meant, limit: Most = 8, as_json: AsJson = False, at: At = None, store: StoreUrl = None) -> None:
    """What somebody said, newest first; or the claims of a story, weightiest first."""
    from bot.cli import rows
    from bot.cli.terminal import show

    async def look() -> None:
        async with _library(store) as (library, _):
            asked = _question(words, at)
            listing = await library.claims(asked, most=limit)
        if as_json:
            for citation in listing.citations:
                rows.print_row(rows.citation_row(citation))
        else:
            show(listing, zone=asked.at.tzinfo or UTC)

    asyncio.run(look())


def story(words: Meant, as_json: AsJson = False, at: At = None, store: StoreUrl = None) -> None:
    """One story whole: what is known, who said what, and how it was reported."""
    from bot.cli import rows
    from bot.cli.terminal import show

    async def look() -> None:
        async with _library(store) as (library, _):
            asked = _question(words, at)
            file = await library.story(asked)
        if as_json:
            rows.print_row(rows.story_row(file))
        else:
            show(file, zone=asked.at.tzinfo or UTC)

    asyncio.run(look())


def wrong(
    claim: Annotated[str, typer.Argument(help="The claim's id, as --json and rundown search tell it.")],
    why: Annotated[str, typer.Argument(help="What is wrong with it.")],
    by: By = None,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Tell the desk that a claim is wrong; rundown desk lists it, and nothing changes by itself."""
    from bot.cli.record import clock

    async def tell() -> None:
        async with _library(store) as (library, complaints):
            citation = await library.claim(HOUSE, ClaimId(claim))
            complaint = Complaint(
                tenant=HOUSE,
                by=by or whoever(),
                at=clock(at),
                why=why,
                told=citation.claim.text,
                claims=(citation.claim.id,),
            )
            await complaints.hand_in(complaint)

    asyncio.run(tell())
    typer.echo("It waits for an editor: rundown desk")


VERBS = (claims, story, wrong)


@asynccontextmanager
async def _library(store: str | None) -> AsyncIterator[tuple["Library", "Complaints"]]:
    """The whole record's, its index brought up to date."""
    from bot.cli.record import reading
    from digests.library import Library

    async with reading(store) as record:
        await record.index.catch_up()
        yield Library(index=record.index, archive=record.archive), record.complaints


def _question(words: str, at: str | None) -> Question:
    from bot.cli.record import clock

    return Question(text=words, tenant=HOUSE, at=clock(at))
