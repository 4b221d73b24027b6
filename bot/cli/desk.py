"""desk: what waits for an editor's eye."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl
from digests.article import HOUSE

if TYPE_CHECKING:
    from digests.version import Version

Days = Annotated[int, typer.Option("--days", help="How far to look back.", min=1, max=400, metavar="N")]


def desk(days: Days = 7, as_json: AsJson = False, at: At = None, store: StoreUrl = None) -> None:
    """Notices that outlets have put to their own articles: corrections, clarifications, retractions.

    Each with what the version that brought it changed. Nothing of it is applied by itself.
    """
    from bot.cli import rows
    from bot.cli.record import clock, reading

    async def show() -> None:
        async with reading(store) as record:
            flagged = await record.archive.flagged(HOUSE, since=clock(at) - timedelta(days=days))
        for version in flagged:
            if as_json:
                rows.print_row(rows.version_row(version))
            else:
                typer.echo(_told(version))
        if not flagged and not as_json:
            typer.echo(f"Nothing waits for the desk from the last {days} days.")

    asyncio.run(show())


VERBS = (desk,)


def _told(version: "Version") -> str:
    """The headline, each notice, and what changed with them."""
    from bot.rendering.cleaning import clean

    notices = [f"{notice.kind}: {clean(notice.text)}" for notice in version.notices]
    change = version.difference
    changed = [f"version {version.number}: {change}"] if change else ["came with its first version"]
    sentences = (
        [*(f"- {clean(gone)}" for gone in change.gone), *(f"+ {clean(come)}" for come in change.come)] if change else []
    )
    head = f"{version.received:%d %b %H:%M} UTC  {clean(version.headline)}"
    return "\n  ".join((head, str(version.article), *notices, *changed, *sentences))
