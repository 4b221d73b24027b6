"""The clock at the wall: it ticks at once, then on each full minute, and no tick is dropped for coming late."""

import asyncio
from datetime import UTC, datetime

from bot.scheduler import ticking


async def test_the_first_tick_comes_at_once() -> None:
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    scheduler = ticking(tick)
    scheduler.start()
    try:
        async with asyncio.timeout(5):
            await ticked.wait()
    finally:
        scheduler.shutdown(wait=False)


async def test_then_it_ticks_at_second_zero_and_late_ticks_come_as_one() -> None:
    async def tick() -> None: ...

    (job,) = ticking(tick).get_jobs()
    now = datetime(2026, 3, 2, 7, 59, 30, 500, tzinfo=UTC)
    following = job.trigger.get_next_fire_time(None, now)
    assert following.astimezone(UTC) == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
