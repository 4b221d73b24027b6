"""APScheduler, only here, and it only ticks: what a tick means is planned elsewhere."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger


def ticking(*works: Callable[[], Awaitable[None]]) -> AsyncIOScheduler:
    """A scheduler, not yet started, that calls each work at once and at second 0 of each minute, side by side.

    None is called again while it is still at it.

    A tick that comes late still comes, and many late ones come as one: what fell due is read from the record, so
    nothing is lost. APScheduler's own default would drop a tick that is a second late.
    """
    scheduler = AsyncIOScheduler()
    each_minute = CronTrigger(second=0)
    at_once = datetime.now(each_minute.timezone)
    for work in works:
        scheduler.add_job(
            work, each_minute, next_run_time=at_once, misfire_grace_time=None, coalesce=True, max_instances=1
        )
    return scheduler
