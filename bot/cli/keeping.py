"""backup and restore: copies of the record."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import At, StoreUrl, whoever

Copy = Annotated[Path, typer.Argument(help="A file.", metavar="FILE")]


def backup(file: Copy, store: StoreUrl = None) -> None:
    """Copy the record to a file, whoever is at work on it; a file that is there already is never written over."""
    from bot.cli.record import settings_in_use
    from digests.store.keeping import back_up

    size = back_up(settings_in_use(store).store, file)
    typer.echo(f"{file}: {size / 1_000_000:.1f} MB, read through.")


def restore(
    file: Copy,
    send: Annotated[
        bool | None,
        typer.Option("--send/--pass-over", help="Digests that fell due since the backup: send them, or not."),
    ] = None,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Put a backup in the record's place. Stop rundown run first.

    What was still to be sent is looked for on its platform before it is sent. Digests that fell due since the backup
    may have been posted already: it asks, unless --send or --pass-over tells. What stood there before is kept.
    """
    from bot.cli.record import clock, settings_in_use
    from digests.store.keeping import put_back

    url, now = settings_in_use(store).store, clock(at)
    before = put_back(file, url, at=now)
    typer.echo(f"The record is that of {file}." + (f" What stood there is kept as {before}." if before else ""))
    asyncio.run(_begin_anew(url, now, send=send))


VERBS = (backup, restore)


async def _begin_anew(url: str, at: datetime, *, send: bool | None) -> None:
    from digests.store.keeping import begin_anew, pass_over_missed
    from digests.store.opening import opened

    async with opened(url) as record:
        if doubted := await begin_anew(record.database, at=at):
            typer.echo(f"Looked for before they are sent: {doubted} part{'s' * (doubted != 1)} of digests.")
        missed = len(await record.roster.due(at=at, most=1_000_000))
        if not missed:
            return
        digests = f"{missed} digest{'s' * (missed != 1)}"
        if send is None:
            typer.echo(f"Fell due since this backup, and may have been posted: {digests}.")
            send = await asyncio.to_thread(typer.confirm, "Send them with the next start?", default=False)
        if send:
            typer.echo(f"Sent with the next start of rundown run, where their day is not over: {digests}.")
        else:
            await pass_over_missed(record, by=whoever(), at=at)
            typer.echo(f"Passed over, their stories open the next ones: {digests}.")
