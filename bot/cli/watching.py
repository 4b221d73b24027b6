"""status and audit: what is due, what went out, what is stuck and why; and who changed what."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl
from digests.audit import Act
from digests.channel import Channel
from digests.delivery import Delivery, State
from digests.ports import Due


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a channel stands: what it takes, what last reached it, and the parts that wait for somebody."""

    channel: Channel
    takes: tuple[Due, ...]
    last_posted: datetime | None
    stuck: tuple[Delivery, ...]

    @property
    def well(self) -> bool:
        return not self.stuck and all(due.subscription.paused is None for due in self.takes)


def status(as_json: AsJson = False, at: At = None, store: StoreUrl = None) -> None:
    """What is due, what went out and what is stuck, channel by channel; the stuck ones last.

    Exit code 0: all is well. 4: something needs attention.
    """
    from bot.cli import rows
    from bot.cli.record import clock

    now = clock(at)
    standings = sorted(asyncio.run(_standings(store)), key=lambda one: not one.well)
    for one in standings:
        if as_json:
            rows.print_row(_row(one))
        else:
            typer.echo("\n  ".join(_told(one, now)))
    if not standings and not as_json:
        typer.echo("No channel is known yet. In Slack or Discord: /digest subscribe politics at 8:30")
    if not all(one.well for one in standings):
        raise typer.Exit(4)


def audit(
    days: Annotated[int, typer.Option("--days", help="How far back.", min=1, metavar="N")] = 30,
    as_json: AsJson = False,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Who changed what, newest first: subscriptions, schedules, pauses, deliveries, restores.

    The database itself refuses to change a line of it.
    """
    from bot.cli import rows
    from bot.cli.record import clock, reading
    from bot.rendering.cleaning import clean

    async def acts() -> tuple[Act, ...]:
        async with reading(store) as record:
            return await record.audit.since(None, clock(at) - timedelta(days=days))

    done = asyncio.run(acts())
    for act in done:
        if as_json:
            rows.print_row(rows.act_row(act))
        else:
            why = f": {clean(act.why)}" if act.why else ""
            typer.echo(f"{act.at:%d %b %Y %H:%M %Z}  {clean(act.by)}  {act.deed}  {clean(act.on)}{why}")
    if not done and not as_json:
        typer.echo(f"Nothing was changed in the last {days} days.")


VERBS = (status, audit)


async def _standings(store: str | None) -> list[Standing]:
    from bot.cli.record import reading
    from digests.attending import NEEDS_ATTENTION

    async with reading(store) as record:
        parts = await record.ledger.deliveries(None)
        return [
            Standing(
                channel=channel,
                takes=await record.roster.subscriptions(channel.tenant, channel.id),
                last_posted=max((part.receipt.posted for part in _of(channel, parts) if part.receipt), default=None),
                stuck=tuple(part for part in _of(channel, parts) if part.state in {*NEEDS_ATTENTION, State.UNKNOWN}),
            )
            for channel in await record.roster.channels(None)
        ]


def _of(channel: Channel, parts: Sequence[Delivery]) -> Iterator[Delivery]:
    return (part for part in parts if (part.slot.tenant, part.slot.channel) == (channel.tenant, channel.id))


def _told(one: Standing, now: datetime) -> Iterator[str]:
    from bot.cli.delivering import NAME
    from bot.commands.wording import moment
    from bot.rendering.cleaning import clean

    yield f"{clean(one.channel.name)} ({one.channel.platform})"
    for due in one.takes:
        when = moment(due.subscription.next_due.astimezone(due.edition.zone), at=now)
        paused = due.subscription.paused
        yield f"{clean(due.edition.name)}: {f'paused: {clean(paused)}' if paused else when}"
    if not one.takes:
        yield "takes nothing"
    last = one.last_posted.astimezone(now.tzinfo or UTC) if one.last_posted else None
    yield f"last posted {last:%d %b %Y %H:%M}" if last else "nothing was posted yet"
    for part in one.stuck:
        yield f"{part.state}: {part.token[:NAME]}, part {part.part} of {part.parts}: {clean(part.reason or '')}"


def _row(one: Standing) -> dict[str, object]:
    from bot.cli import rows

    return {
        "tenant": one.channel.tenant,
        "channel": one.channel.name,
        "platform": one.channel.platform,
        "well": one.well,
        "takes": [
            {
                "edition": due.edition.name,
                "next_due": due.subscription.next_due.isoformat(),
                "paused": due.subscription.paused,
            }
            for due in one.takes
        ],
        "last_posted": one.last_posted.isoformat() if one.last_posted else None,
        "stuck": [rows.delivery_row(part) for part in one.stuck],
    }
