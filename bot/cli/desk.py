"""desk: what waits for an editor's eye."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl
from digests.article import HOUSE

if TYPE_CHECKING:
    from digests.complaint import Complaint
    from digests.version import Version

Days = Annotated[int, typer.Option("--days", help="How far to look back.", min=1, max=400, metavar="N")]


def desk(days: Days = 7, as_json: AsJson = False, at: At = None, store: StoreUrl = None) -> None:
    """What waits for an editor: notices of outlets on their own articles, and what readers say is wrong.

    A correction, clarification or retraction stands with what its version changed. Nothing is applied by itself.
    """
    from bot.cli import rows
    from bot.cli.record import clock, reading

    async def show() -> None:
        since = clock(at) - timedelta(days=days)
        async with reading(store) as record:
            flagged = await record.archive.flagged(HOUSE, since=since)
            complaints = await record.complaints.since(None, since)
        for complaint in complaints:
            if as_json:
                rows.print_row(rows.complaint_row(complaint))
            else:
                typer.echo(_complained(complaint))
        for version in flagged:
            if as_json:
                rows.print_row(rows.version_row(version))
            else:
                typer.echo(_told(version))
        if not (flagged or complaints) and not as_json:
            typer.echo(f"Nothing waits for the desk from the last {days} days.")

    asyncio.run(show())


VERBS = (desk,)


def _complained(complaint: "Complaint") -> str:
    """What is wrong, what was asked and shown, and the claims under it."""
    from bot.rendering.cleaning import clean

    head = f"{complaint.at:%d %b %H:%M} UTC  wrong, says {clean(complaint.by)}: {clean(complaint.why)}"
    asked = [f"asked: {clean(complaint.question)}"] if complaint.question else []
    return "\n  ".join((head, *asked, f"shown: {clean(complaint.told)}", *complaint.claims))


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
