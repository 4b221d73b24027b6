"""How fast many channels are sent their digests within what the platforms allow, beside the naive way.

The platforms are loopback servers in a process of their own: Slack with its one message a second and channel, Discord
with every request held against its own description. The naive way is what many do: a job of APScheduler for each
subscription, which sends by a client with its usual handlers, and records afterwards.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler, async_default_handlers
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.adapters.discord.courier import DiscordCourier
from bot.adapters.slack.api import web_api
from bot.adapters.slack.courier import SlackCourier
from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform
from digests.delivery import DEADLINE, Delivery
from digests.dispatching import Dispatcher
from digests.owing import parts_of
from digests.pacing import POSTING, Pace, Scope
from digests.ports import Courier, Owed, Run, Sheet
from digests.schedule import Slot
from digests.store.opening import Store, opened
from tests.bench.platforms import Heard, Served, discord, slack
from tests.bench.row import Row
from tests.builders import a_proof
from tests.platforms.discord import LoopbackDiscord

WORKSPACES, CHANNELS, PARTS = 50, 20, 3
DISCORD_CHANNELS = 2000
DROPPED = 50
"""One connection in so many is cut after the message was taken, on the naive way."""
UTC_ZONE = ZoneInfo("UTC")


async def rows() -> Iterable[Row]:
    """Two minutes and more; a 429 counts where the platform had to slow us down."""
    logs.set_up("critical", secrets=())
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    took, heard, due = await _slack()
    naive_took, naive = await _naive()
    discord_took, guild = await _discord()
    each = next(rule.every for rule in POSTING[Platform.SLACK] if rule.scope is Scope.WORKSPACE)
    least = each.total_seconds() * (CHANNELS * PARTS - 1)
    p99 = heard.firsts[int(len(heard.firsts) * 0.99)] - due
    many = f"{WORKSPACES * CHANNELS:,} Slack channels, {WORKSPACES} workspaces, {PARTS} parts"
    return [
        Row(what=f"{many}; the limits allow {least:.1f} s", figure=took, unit="s", goal=1.3 * least),
        Row(what="  429 answers", figure=heard.slowed, unit="", goal=0),
        Row(what="  due to first accepted post, p99", figure=p99, unit="s", goal=5),
        Row(what="the same by a job each, naive", figure=naive_took, unit="s"),
        Row(what="  429 answers", figure=naive.slowed, unit=""),
        Row(what=f"  doubled, one answer in {DROPPED} lost", figure=naive.doubled, unit=""),
        Row(what="  never sent", figure=WORKSPACES * CHANNELS * PARTS - naive.texts, unit=""),
        Row(
            what=f"{DISCORD_CHANNELS:,} Discord channels",
            figure=discord_took,
            unit="s",
            goal=1.05 * DISCORD_CHANNELS / 50,
        ),
        Row(what="  most posts in any second", figure=guild.most_in_a_second, unit="", goal=50),
        Row(what="  429 answers", figure=guild.slowed, unit="", goal=0),
    ]


@dataclass(frozen=True, slots=True)
class ByWorkspace:
    """A courier that has one for each workspace, as an app has that is installed in many."""

    couriers: Mapping[str, Courier]

    async def carry(self, delivery: Delivery) -> str | None:
        return await self.couriers[delivery.slot.tenant].carry(delivery)

    async def found(self, delivery: Delivery) -> str | None:
        return await self.couriers[delivery.slot.tenant].found(delivery)


async def _slack() -> tuple[float, Heard, float]:
    """Seconds, what was heard, and when all of it was due."""
    with slack(workspaces=WORKSPACES, channels=CHANNELS) as served:
        tenants = [Tenant(f"slack:T{number}") for number in range(WORKSPACES)]
        clients = {tenant: web_api(_token(tenant), base_url=served.url) for tenant in tenants}
        courier = ByWorkspace({tenant: SlackCourier(client) for tenant, client in clients.items()})
        places = [_channel(Platform.SLACK, tenants[n // CHANNELS], place) for n, place in enumerate(served.channels)]
        took, due = await _sent(places, Platform.SLACK, courier, parts=PARTS)
        return took, served.heard(), due


async def _discord() -> tuple[float, Heard]:
    with discord(channels=DISCORD_CHANNELS) as served:
        courier = DiscordCourier(LoopbackDiscord.TOKEN, api_base=served.url)
        places = [_channel(Platform.DISCORD, Tenant("discord:1"), place) for place in served.channels]
        took, _ = await _sent(places, Platform.DISCORD, courier, parts=1)
        await courier.close()
        return took, served.heard()


async def _sent(places: Sequence[Channel], platform: Platform, courier: Courier, *, parts: int) -> tuple[float, float]:
    """Fix a digest for each of them, and send all that is owed."""
    async with _a_record() as store:
        for place in places:
            await store.roster.enter(place, by="bench", at=datetime.now(UTC))
        due = datetime.now(UTC)
        for place in places:
            await store.ledger.enqueue([_owed(place, due, parts)])
        begun, due = perf_counter(), datetime.now(UTC)
        posted = await Dispatcher(
            holder="bench",
            now=lambda: datetime.now(UTC),
            ledger=store.ledger,
            roster=store.roster,
            couriers={platform: courier},
            pace=Pace(),
            pause=asyncio.sleep,
        ).dispatch_due()
        took = perf_counter() - begun
    if posted != len(places) * parts:
        raise RuntimeError(f"{posted} parts were posted, not {len(places) * parts}")
    return took, due.timestamp()


@asynccontextmanager
async def _a_record() -> AsyncIterator[Store]:
    with TemporaryDirectory() as folder:
        async with opened(f"sqlite:///{Path(folder) / 'record.db'}") as store:
            yield store


def _owed(place: Channel, due: datetime, parts: int) -> Owed:
    slot = Slot(tenant=place.tenant, channel=place.id, edition="news", local_date=due.date(), wall=due.time(), due=due)
    sheets = [Sheet(payload=_payload(place.platform, part), carries=()) for part in range(1, parts + 1)]
    owed = parts_of(slot, sheets, place, not_before=due, expires=due + DEADLINE)
    return Owed(run=Run(slot=slot, title="News", proof=a_proof()), parts=owed, next_due=due)


def _payload(platform: Platform, part: int) -> dict[str, Any]:
    if platform is Platform.SLACK:
        return {"text": f"Part {part}"}
    return {"content": f"Part {part}", "allowed_mentions": {"parse": []}}


def _channel(platform: Platform, tenant: Tenant, address: str) -> Channel:
    place = ChannelId(f"{tenant}/{address}")
    return Channel(tenant=tenant, id=place, platform=platform, address=address, name=address, zone=UTC_ZONE)


def _token(tenant: Tenant) -> str:
    return f"xoxb-loopback-{tenant.partition(':')[2]}"


async def _naive() -> tuple[float, Heard]:
    """Every job sends its three messages one after the other and writes a line when it is done."""
    with slack(workspaces=WORKSPACES, channels=CHANNELS, dropping=DROPPED) as served, TemporaryDirectory() as folder:
        record = sqlite3.connect(Path(folder) / "naive.db")
        record.execute("CREATE TABLE sent (channel, part)")
        begun = perf_counter()
        await _jobs(served, record)
        took = perf_counter() - begun
        record.close()
        return took, served.heard()


async def _jobs(served: Served, record: sqlite3.Connection) -> None:
    scheduler, at, left = AsyncIOScheduler(timezone=UTC), datetime.now(UTC), len(served.channels)
    done = asyncio.Event()

    async def job(client: AsyncWebClient, channel: str) -> None:
        nonlocal left
        try:
            for part in range(1, PARTS + 1):
                await client.chat_postMessage(channel=channel, text=f"Part {part}")
                record.execute("INSERT INTO sent VALUES (?, ?)", (channel, part))
                record.commit()
        finally:
            left -= 1
            if left == 0:
                done.set()

    for number, channel in enumerate(served.channels):
        client = AsyncWebClient(token=_token(Tenant(f"slack:T{number // CHANNELS}")), base_url=served.url)
        client.retry_handlers = [*async_default_handlers(), AsyncRateLimitErrorRetryHandler(max_retry_count=5)]
        scheduler.add_job(job, "date", run_date=at, args=(client, channel), misfire_grace_time=None)
    scheduler.start()
    await done.wait()
    scheduler.shutdown(wait=False)
