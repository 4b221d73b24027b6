"""backup, restore and adopt: copies of the record, and which of them works."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import At, StoreUrl, whoever

if TYPE_CHECKING:
    from digests.store.opening import Store

Copy = Annotated[Path, typer.Argument(help="A file.", metavar="FILE")]
WhatOfIt = Annotated[
    str | None,
    typer.Option(
        "--meanwhile",
        help="What fell due since: send it, leave it to the next digest, or count all as told.",
        metavar="send|next|told",
    ),
]


def backup(file: Copy, store: StoreUrl = None) -> None:
    """Copy the record to a file, whoever is at work on it; a file that is there already is never written over."""
    from bot.cli.record import settings_in_use
    from digests.store.keeping import back_up

    size = back_up(settings_in_use(store).store, file)
    typer.echo(f"{file}: {size / 1_000_000:.1f} MB, read through.")


def restore(file: Copy, meanwhile: WhatOfIt = None, at: At = None, store: StoreUrl = None) -> None:
    """Put a backup in the record's place. Stop rundown run first.

    What was still to be sent is looked for on its platform before it is sent. What went out after the backup is not in
    it, so it asks what to believe of that time, unless --meanwhile tells. What stood there before is kept.
    """
    from bot.cli.record import clock, settings_in_use
    from digests.store.keeping import put_back

    url, now, believed = settings_in_use(store).store, clock(at), _read(meanwhile)
    before = put_back(file, url, at=now)
    typer.echo(f"The record is that of {file}." + (f" What stood there is kept as {before}." if before else ""))
    asyncio.run(_begin_anew(url, now, believed))


def adopt(meanwhile: WhatOfIt = None, at: At = None, store: StoreUrl = None) -> None:
    """Have a record work here that was copied, moved or put back by hand.

    Rundown sends nothing from a record that it does not know: somewhere else it may be at work already.
    """
    from bot.cli.record import clock, settings_in_use

    asyncio.run(_begin_anew(settings_in_use(store).store, clock(at), _read(meanwhile)))


VERBS = (backup, restore, adopt)


def _read(said: str | None) -> str | None:
    """As it was said. Raises BadInput for a word that is none of the three."""
    from digests.errors import BadInput
    from digests.store.keeping import Meanwhile

    if said is not None and said not in set(Meanwhile):
        raise BadInput(f"--meanwhile is one of {', '.join(Meanwhile)}, not {said!r}.")
    return said


async def _begin_anew(url: str, at: datetime, believed: str | None) -> None:
    from digests.store.keeping import Meanwhile, begin_anew, settle_meanwhile
    from digests.store.opening import opened

    async with opened(url) as record:
        missed = len(await record.roster.due(at=at, most=1_000_000))
        has_gap = missed > 0 or await record.identity.stranger() is not None
        if has_gap and believed is None and await _is_awaited(record):
            typer.echo(f"Digests that fell due and are not in this record: {missed}. Others may have gone out by hand.")
            typer.echo("send: nothing went out. next: their stories open the next digest. told: all of it was told.")
            believed = await asyncio.to_thread(_asked)
        if doubted := await begin_anew(record, by=whoever(), at=at):
            typer.echo(f"Looked for before they are sent: {doubted} part{'s' * (doubted != 1)} of digests.")
        if believed is not None:
            await settle_meanwhile(record, Meanwhile(believed), by=whoever(), at=at)
            typer.echo(_TOLD[believed])
        typer.echo("This record works here from now on.")


_TOLD = {
    "send": "Sent with the next start of rundown run, where their day is not over.",
    "next": "Passed over; their stories open the next digests.",
    "told": "The next digests tell what comes in from now on.",
}


def _asked() -> str:
    said: str = typer.prompt("send, next or told?", default="next")
    return _read(said.strip().lower()) or "next"


async def _is_awaited(record: "Store") -> bool:
    """Whether any channel takes anything."""
    return any(
        [
            await record.roster.subscriptions(channel.tenant, channel.id)
            for channel in await record.roster.channels(None)
        ]
    )
