"""How long it takes to fix the digests of a busy minute, and what others do: a job of APScheduler for each of them."""

from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import insert

from bot import logs
from bot.rendering.press import press
from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform
from digests.publishing import Publisher
from digests.schedule import Cadence, Edition
from digests.seeding import read_seeds, shipped_seeds
from digests.store.opening import Store, opened
from digests.store.rows import channel_values, edition_values, subscription_values
from digests.store.tables import channels, editions, subscriptions
from tests.bench.row import Row
from tests.builders import BERLIN, MORNING, a_subscription

SUBSCRIPTIONS = 100_000
DUE = 10_000
WORKSPACES = 50
"""Each with an edition that is due now and one that is due later."""


async def rows() -> Iterable[Row]:
    """A record with the seeds; every workspace takes its digest in one minute, 200 channels in each."""
    logs.set_up("warning", secrets=())
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        store = await stack.enter_async_context(opened(f"sqlite:///{Path(folder) / 'record.db'}"))
        for seed in read_seeds(shipped_seeds(), received=MORNING):
            await store.archive.keep(seed.article, story=seed.story)
        await _subscribed(store)
        first = await _published(store, at=MORNING)
        again = await _published(store, at=MORNING + timedelta(days=1))
    return [
        Row(what=f"{DUE:,} of {SUBSCRIPTIONS:,} due in a minute, first digest", figure=first, unit="s", goal=2),
        Row(what="the same on the next day", figure=again, unit="s", goal=2),
        Row(what=f"{DUE:,} jobs of APScheduler told of, none of them run", figure=_naive(), unit="s"),
    ]


async def _subscribed(store: Store) -> None:
    rows: dict[str, list[dict[str, object]]] = {"channels": [], "editions": [], "subscriptions": []}
    for number in range(WORKSPACES):
        tenant = Tenant(f"slack:T{number}")
        for name, wall in (("now", time(8)), ("later", time(18))):
            edition = Edition(tenant=tenant, name=name, cadence=Cadence(times=(wall,)), zone=BERLIN)
            rows["editions"].append(edition_values(edition))
        each = SUBSCRIPTIONS // WORKSPACES
        for place in range(each):
            channel = _channel(tenant, place)
            rows["channels"].append(channel_values(channel))
            is_now = place < DUE // WORKSPACES
            next_due = MORNING if is_now else MORNING + timedelta(days=9, hours=10)
            edition_name = "now" if is_now else "later"
            taken = a_subscription(tenant=tenant, channel=channel.id, edition=edition_name, next_due=next_due)
            rows["subscriptions"].append(subscription_values(taken))
    async with store.database.writing() as connection:
        for table in (channels, editions, subscriptions):
            await connection.execute(insert(table), rows[table.name])


def _channel(tenant: Tenant, place: int) -> Channel:
    return Channel(
        tenant=tenant,
        id=ChannelId(f"{tenant}/C{place}"),
        platform=Platform.SLACK,
        address=f"C{place}",
        name=f"newsroom {place}",
        zone=BERLIN,
    )


async def _published(store: Store, *, at: datetime) -> float:
    publisher = Publisher(
        roster=store.roster, archive=store.archive, book=store.feeds, ledger=store.ledger, press=press
    )
    begun = perf_counter()
    fixed = await publisher.publish_due(at=at)
    took = perf_counter() - begun
    if fixed != DUE:
        raise RuntimeError(f"{fixed} digests were fixed, not {DUE}")
    return took


def _naive() -> float:
    """One cron job a subscription, kept in memory: only to add them, nothing composed and nothing recorded."""
    scheduler = BackgroundScheduler()
    begun = perf_counter()
    for number in range(DUE):
        scheduler.add_job(print, CronTrigger(hour=8), args=(number,))
    scheduler.start(paused=True)
    took = perf_counter() - begun
    scheduler.shutdown(wait=False)
    return took
