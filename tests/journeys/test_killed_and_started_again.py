"""rundown run as its own process, killed at the worst moments: every digest stands in its channel once."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform
from digests.delivery import State
from digests.schedule import Cadence, Edition, Subscription
from digests.seeding import read_seeds, shipped_seeds
from digests.store.opening import opened
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.faults import Fault
from tests.platforms.slack import LoopbackSlack

ROOT = Path(__file__).parents[2]
PATIENCE = 30


def where_it_is_noon(now: datetime) -> ZoneInfo:
    """A zone in which neither the last hour nor the next crosses midnight."""
    behind = now.astimezone(UTC).hour - 12
    return ZoneInfo(f"Etc/GMT{behind:+d}" if behind else "UTC")


async def a_digest_due(record: Path, platform: Platform, *, workspace: str, channel: str) -> None:
    """A record with the seeds, and one channel that was to get its digest a minute ago."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    zone = where_it_is_noon(now)
    due = now - timedelta(minutes=1)
    tenant = Tenant(f"{platform}:{workspace}")
    edition = Edition(tenant=tenant, name="noon", cadence=Cadence(times=(due.astimezone(zone).time(),)), zone=zone)
    place = Channel(
        tenant=tenant, id=ChannelId(f"{tenant}/{channel}"), platform=platform, address=channel, name="room", zone=zone
    )
    taken = Subscription(tenant=tenant, channel=place.id, edition="noon", created=due, created_by="test", next_due=due)
    async with opened(f"sqlite:///{record}") as store:
        for seed in read_seeds(shipped_seeds(), received=due):
            await store.archive.keep(seed.article, story=seed.story)
        await store.roster.enter(place)
        await store.roster.subscribe(edition, taken)


async def state_of(record: Path) -> list[State]:
    async with opened(f"sqlite:///{record}") as store:
        return [part.state for part in await store.ledger.deliveries(None)]


@asynccontextmanager
async def rundown(record: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """``rundown run`` with these settings; killed at the end of the block where it still runs."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(record.parent), "RUNDOWN_STORE": f"sqlite:///{record}"}
    environment["RUNDOWN_LOG_LEVEL"] = "debug"
    environment |= {f"RUNDOWN_{name.upper()}": value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def logged(process: asyncio.subprocess.Process, event: str) -> str:
    """All that it logged up to and with that event."""
    assert process.stderr is not None
    lines: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while event not in "".join(lines[-1:]):
            line = (await process.stderr.readline()).decode()
            assert line, f"it ended before {event}: {''.join(lines)}"
            lines.append(line)
    return "".join(lines)


@asynccontextmanager
async def slack_due(record: Path) -> AsyncIterator[tuple[LoopbackSlack, dict[str, str]]]:
    async with LoopbackSlack() as slack:
        await a_digest_due(record, Platform.SLACK, workspace="T1", channel="C1")
        yield slack, {"slack_bot_token": slack.bot_token, "slack_api_url": slack.api_url}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


async def test_killed_after_it_posted_it_does_not_post_again(record: Path) -> None:
    async with slack_due(record) as (slack, settings):
        async with rundown(record, **settings) as process:
            await logged(process, "delivery.settled")
            process.kill()
            await process.wait()
        async with rundown(record, **settings) as process:
            await logged(process, "tick.done")
    assert len(slack.journal.posts()) == 1
    assert await state_of(record) == [State.POSTED]


async def test_killed_while_slack_has_it_in_hand_it_does_not_post_again(record: Path) -> None:
    async with slack_due(record) as (slack, settings):
        slack.next("chat.postMessage", Fault.delay(PATIENCE))
        async with rundown(record, **settings) as process:
            await slack.arrived.until(lambda routes: "chat.postMessage" in routes, within=PATIENCE)
            process.kill()
            await process.wait()
        async with rundown(record, **settings) as process:
            await logged(process, "tick.done")
    assert len(slack.journal.posts()) <= 1
    assert await state_of(record) == [State.SENDING]


async def test_killed_before_it_fixed_anything_it_loses_nothing(record: Path) -> None:
    async with slack_due(record) as (slack, settings):
        async with rundown(record, **settings) as process:
            process.kill()
            await process.wait()
        async with rundown(record, **settings) as process:
            await logged(process, "tick.done")
    assert len(slack.journal.posts()) == 1


async def test_killed_after_it_posted_to_discord_it_does_not_post_again(record: Path) -> None:
    async with LoopbackDiscord() as discord:
        world = discord.world
        await a_digest_due(record, Platform.DISCORD, workspace=str(world.guild), channel=str(world.channel))
        settings = {
            "discord_token": discord.TOKEN,
            "discord_api_url": discord.api_base,
            "discord_gateway_url": discord.gateway_url,
        }
        for _ in range(2):
            async with rundown(record, **settings) as process:
                await logged(process, "tick.done")
                process.kill()
                await process.wait()
        assert len(discord.journal.posts()) == 1


async def test_told_to_stop_in_mid_send_it_finishes_the_part_and_leaves_with_a_clear_conscience(record: Path) -> None:
    async with slack_due(record) as (slack, settings):
        slack.next("chat.postMessage", Fault.delay(1))
        async with rundown(record, **settings) as process:
            await slack.arrived.until(lambda routes: "chat.postMessage" in routes, within=PATIENCE)
            process.send_signal(signal.SIGTERM)
            log = await logged(process, "rundown.stopped")
            assert await process.wait() == 0
    assert "delivery.settled" in log
    assert slack.bot_token not in log
    assert await state_of(record) == [State.POSTED]
