"""The bot at work: tick and hear until told to stop, then finish what is in hand."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from bot.hearing import Bot, bots
from bot.scheduler import ticking
from bot.wiring import Newsroom
from digests.errors import BadInput, NeverWill, RundownError
from digests.ports import Roster

log = structlog.get_logger()

DRAIN_SECONDS = 20
"""How long a part in flight may take to finish once we were told to stop."""
HANG_UP_SECONDS = 3
"""How long bots may take to close their connections; nothing is lost where they do not."""

_NOTHING_TO_DO = """Nothing is set up yet: no platform is switched on, and no channel takes a digest.
Set RUNDOWN_SLACK_BOT_TOKEN and RUNDOWN_SLACK_APP_TOKEN, or RUNDOWN_DISCORD_TOKEN, or a webhook in rundown.toml.
README.md, "For real", tells how in ten minutes; rundown check looks at what is there; rundown demo needs none of it."""


async def serve(newsroom: Newsroom) -> None:
    """Tick and hear commands until SIGTERM or Ctrl-C; then end the tick in hand, so that no send is cut short.

    A second signal ends it at once. Raises BadInput with the next step where nobody could ever be told anything.
    """
    heard = bots(newsroom)
    if not heard and not await _is_awaited(newsroom.store.roster):
        raise BadInput(_NOTHING_TO_DO)
    owed = asyncio.Event()
    planning = asyncio.Lock()

    async def plan() -> None:
        async with planning:
            await _told_of("tick", newsroom.plan)
        owed.set()
        await _told_of("index", partial(newsroom.store.index.freshen, patience=0))

    scheduler = ticking(plan, partial(_told_of, "gathering", newsroom.gather))
    told_to_stop = _signals()
    scheduler.start()
    sending = asyncio.create_task(_send(newsroom, owed))
    hearing = [asyncio.create_task(_hear(bot)) for bot in heard]
    if newsroom.stranger:
        log.error("record.not_ours", reason=newsroom.stranger)
    log.info("rundown.running", platforms=sorted(str(platform) for platform in newsroom.couriers), bots=len(hearing))
    await told_to_stop.wait()
    newsroom.stopping.set()
    log.info("rundown.stopping")
    scheduler.pause()
    owed.set()
    try:
        async with asyncio.timeout(DRAIN_SECONDS), planning:
            await sending
            scheduler.shutdown(wait=False)
    except TimeoutError:
        log.warning("rundown.cut_short", seconds=DRAIN_SECONDS)
    await _hang_up(hearing)
    log.info("rundown.stopped")


async def _is_awaited(roster: Roster) -> bool:
    """Whether any channel takes any edition."""
    channels = await roster.channels(None)
    return any([await roster.subscriptions(channel.tenant, channel.id) for channel in channels])


def _signals() -> asyncio.Event:
    """Set by the first SIGTERM or SIGINT; from then on both do again what they do by default."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop() -> None:
        told.set()
        for known in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(known)

    for known in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(known, stop)
    return told


async def _send(newsroom: Newsroom, owed: asyncio.Event) -> None:
    """Send beside the planning, whenever something may be owed: a long row of messages holds up no digest."""
    while not newsroom.stopping.is_set():
        await owed.wait()
        owed.clear()
        await _told_of("sending", newsroom.dispatch)


async def _told_of(what: str, work: Callable[[], Awaitable[object]]) -> None:
    """What goes wrong in one minute is told, and the next minute tries again."""
    done, failed, broke = (f"{what}.{end}" for end in ("done", "failed", "broke"))
    try:
        await work()
        log.debug(done)
    except RundownError as error:
        log.error(failed, reason=str(error))  # noqa: TRY400 - its text is all that an operator needs
    except Exception:
        log.exception(broke)


async def _hear(bot: Bot) -> None:
    """Where a platform refuses the bot for good, digests go on to the others."""
    try:
        await bot.run()
    except NeverWill as refused:
        log.warning("bot.refused", reason=str(refused))
    except Exception:
        log.exception("bot.broke")


async def _hang_up(hearing: list[asyncio.Task[None]]) -> None:
    for task in hearing:
        task.cancel()
    if hearing:
        await asyncio.wait(hearing, timeout=HANG_UP_SECONDS)
