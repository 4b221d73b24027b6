"""deliveries: the parts of digests that need attention, and what a person decides on them."""

import asyncio
from collections.abc import Iterable
from typing import Annotated

import typer

from bot.cli.options import AsJson, At, By, StoreUrl, whoever
from digests.delivery import Delivery

Named = Annotated[list[str], typer.Argument(help="Their names, as deliveries list tells them.", metavar="NAME...")]
NAME = 8
"""Letters of a token that are shown."""

deliveries = typer.Typer(
    help="The parts of digests that need attention: list them, send them again, drop them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@deliveries.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Also what was posted, is planned or was skipped.")] = False,
    limit: Annotated[int, typer.Option("--limit", help="Parts at most.", min=1, metavar="N")] = 50,
    as_json: AsJson = False,
    store: StoreUrl = None,
) -> None:
    """What needs attention, newest first, each with the reason and the mend."""
    from bot.cli import rows
    from bot.cli.record import reading
    from digests.attending import waiting

    async def look() -> tuple[Delivery, ...]:
        async with reading(store) as record:
            return await (record.ledger.deliveries(None) if everything else waiting(record.ledger))

    parts = asyncio.run(look())[:limit]
    for part in parts:
        if as_json:
            rows.print_row(rows.delivery_row(part))
        else:
            typer.echo(_told(part))
    if not parts and not as_json:
        typer.echo("Nothing was ever due." if everything else "Nothing needs attention.")


@deliveries.command()
def retry(names: Named, by: By = None, at: At = None, store: StoreUrl = None) -> None:
    """Send parts again, and take their channels up again where they were paused.

    A part that is "unproven" may stand in the channel already: look there first.
    """
    from bot.cli.record import clock, reading
    from digests.attending import named, send_again

    async def again() -> None:
        async with reading(store) as record:
            for part in [await named(name, record.ledger) for name in names]:
                resumed = await send_again(
                    part, ledger=record.ledger, roster=record.roster, at=clock(at), by=by or whoever()
                )
                typer.echo(f"{part.token[:NAME]} is sent again with the next tick of rundown run.")
                if resumed:
                    typer.echo(f"{part.channel.name} is sent its digests again.")

    asyncio.run(again())


@deliveries.command()
def drop(names: Named, by: By = None, at: At = None, store: StoreUrl = None) -> None:
    """Never send parts; their stories stay news for the next digest."""
    from bot.cli.record import clock, reading
    from digests import attending

    async def let_go() -> None:
        async with reading(store) as record:
            for part in [await attending.named(name, record.ledger) for name in names]:
                await attending.drop(part, ledger=record.ledger, at=clock(at), by=by or whoever())
                typer.echo(f"{part.token[:NAME]} is dropped.")

    asyncio.run(let_go())


def _told(part: Delivery) -> str:
    from bot.rendering.cleaning import clean

    of = f"part {part.part} of {part.parts}, {part.slot.edition}, due {part.slot.due:%d %b %Y %H:%M %Z}"
    lines: Iterable[str] = (f"{part.token[:NAME]}  {part.state}  {clean(part.channel.name)}", of)
    return "\n  ".join((*lines, *([clean(part.reason)] if part.reason else [])))
