"""run, check and demo: the bot itself, a look at its set-up, and a first taste."""

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
import typer

from bot.cli.options import StoreUrl
from digests.errors import NeverWill

if TYPE_CHECKING:
    from bot.wiring import Bot, Newsroom

log = structlog.get_logger()

DRAIN_SECONDS = 20
"""How long a part in flight may take to finish once we were told to stop."""


def run(store: StoreUrl = None) -> None:
    """Start the bot: ticks, commands and deliveries, until Ctrl-C or SIGTERM."""
    from bot.cli.record import settings_in_use
    from bot.wiring import assembled

    async def until_told() -> None:
        settings = settings_in_use()
        if store:
            settings = settings.model_copy(update={"store": store})
        async with assembled(settings) as newsroom:
            await _serve(newsroom)

    asyncio.run(until_told())


def check(store: StoreUrl = None) -> None:
    """Look at settings, rundown.toml and record; tell every problem with its mend. Exit 2 where there is one."""
    from bot.cli.checking import findings

    found = asyncio.run(findings(store))
    for finding in found:
        typer.echo(f"{'ok  ' if finding.well else 'MEND'} {finding.text}")
    if not all(finding.well for finding in found):
        raise typer.Exit(2)


def demo() -> None:
    """A digest at a fixed clock, one question, and a page that shows it as Slack and Discord would."""
    from bot.cli.demonstrating import demonstrate

    demonstrate()


VERBS = (run, check, demo)


async def _serve(newsroom: "Newsroom") -> None:
    """Tick and hear commands until told to stop; then end the tick in hand, so that no send is cut short."""
    from bot.scheduler import ticking
    from bot.wiring import bots

    told_to_stop, at_work = asyncio.Event(), asyncio.Lock()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, told_to_stop.set)

    async def tick() -> None:
        async with at_work:
            if not told_to_stop.is_set():
                await newsroom.tick()
                log.debug("tick.done")

    scheduler = ticking(tick)
    scheduler.start()
    hearing = [asyncio.create_task(_hear(bot)) for bot in bots(newsroom)]
    log.info("rundown.running", platforms=sorted(newsroom.couriers), bots=len(hearing))
    await told_to_stop.wait()
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS), at_work:
            scheduler.shutdown(wait=False)
    for task in hearing:
        task.cancel()
    await asyncio.gather(*hearing, return_exceptions=True)
    log.info("rundown.stopped")


async def _hear(bot: "Bot") -> None:
    """Where a platform refuses the bot for good, digests go on to the others."""
    try:
        await bot.run()
    except NeverWill as refused:
        log.warning("bot.refused", reason=str(refused))
