"""rundown run as its own process, killed at the worst moments: every digest stands in its channel once."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform
from digests.delivery import State
from digests.dispatching import LEASE
from digests.schedule import Cadence, Subscription
from digests.seeding import read_seeds, shipped_seeds
from digests.store.opening import opened
from tests.builders import BERLIN, an_edition
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.faults import Fault
from tests.platforms.slack import LoopbackSlack

ROOT = Path(__file__).parents[2]
PATIENCE = 30
POSTING = {Platform.SLACK: "chat.postMessage", Platform.DISCORD: "POST /channels/*/messages"}


def where_it_is_noon(now: datetime) -> ZoneInfo:
    """A zone in which neither the last hour nor the next crosses midnight."""
    behind = now.astimezone(UTC).hour - 12
    return ZoneInfo(f"Etc/GMT{behind:+d}" if behind else "UTC")


async def with_seeds(record: Path) -> None:
    async with opened(f"sqlite:///{record}") as store:
        for seed in read_seeds(shipped_seeds(), received=datetime.now(UTC)):
            await store.archive.keep(seed.article, story=seed.story)


async def the_minute_comes(record: Path) -> None:
    """Whatever the record's channels take was due a minute ago."""
    due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=1)
    zone = where_it_is_noon(due)
    cadence = Cadence(times=(due.astimezone(zone).time(),))
    async with opened(f"sqlite:///{record}") as store:
        for channel in await store.roster.channels(None):
            for taken in await store.roster.subscriptions(channel.tenant, channel.id):
                edition = replace(taken.edition, cadence=cadence, zone=zone)
                await store.roster.unsubscribe(channel.tenant, channel.id, edition.name, by="test", at=due)
                await store.roster.subscribe(edition, replace(taken.subscription, next_due=due))


async def one_channel(record: Path, platform: Platform, *, workspace: str, address: str) -> None:
    """A record with the seeds and a channel of that platform, which takes all news."""
    tenant = Tenant(f"{platform}:{workspace}")
    place = Channel(
        tenant=tenant,
        id=ChannelId(f"{tenant}/{address}"),
        platform=platform,
        address=address,
        name="newsroom",
        zone=BERLIN,
    )
    at = datetime.now(UTC)
    taken = Subscription(tenant=tenant, channel=place.id, edition="news", created=at, created_by="test", next_due=at)
    await with_seeds(record)
    async with opened(f"sqlite:///{record}") as store:
        await store.roster.enter(place, by="test", at=at)
        await store.roster.subscribe(an_edition(tenant=tenant, name="news"), taken)


async def states_of(record: Path, *, after: timedelta = timedelta()) -> list[State]:
    """Where the parts stand, once somebody has looked for work after that time."""
    at = datetime.now(UTC) + after
    async with opened(f"sqlite:///{record}") as store:
        await store.ledger.lease(holder="test", at=at, until=at, most=0)
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


async def killed(process: asyncio.subprocess.Process) -> None:
    process.kill()
    await process.wait()


async def connected(slack: LoopbackSlack, discord: LoopbackDiscord) -> None:
    await slack.sockets.connected(within=PATIENCE)
    await discord.gateway.connected(within=PATIENCE)


def of_slack(slack: LoopbackSlack) -> dict[str, str]:
    return {"slack_bot_token": slack.bot_token, "slack_api_url": slack.api_url}


def of_discord(discord: LoopbackDiscord) -> dict[str, str]:
    return {
        "discord_token": discord.TOKEN,
        "discord_api_url": discord.api_base,
        "discord_gateway_url": discord.gateway_url,
    }


def sends_in(routes: Sequence[str]) -> int:
    """How many messages to channels were on their way."""
    return sum(any(fnmatchcase(route, posting) for posting in POSTING.values()) for route in routes)


@asynccontextmanager
async def one_due(
    record: Path, platform: Platform
) -> AsyncIterator[tuple[LoopbackSlack | LoopbackDiscord, dict[str, str]]]:
    """A platform with one channel whose digest was due a minute ago, and the settings for it."""
    async with LoopbackSlack() as slack, LoopbackDiscord() as discord:
        if platform is Platform.SLACK:
            await one_channel(record, platform, workspace="T1", address="C1")
            await the_minute_comes(record)
            yield slack, of_slack(slack)
        else:
            world = discord.world
            await one_channel(record, platform, workspace=str(world.guild), address=str(world.channel))
            await the_minute_comes(record)
            yield discord, of_discord(discord)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


async def test_on_both_platforms_a_digest_asked_for_by_command_arrives_once_over_two_kills(record: Path) -> None:
    async with LoopbackSlack() as slack, LoopbackDiscord() as discord:
        await with_seeds(record)
        settings = {
            **of_slack(slack),
            "slack_app_token": slack.APP_TOKEN,
            "slack_admins": "U1",
            **of_discord(discord),
        }
        async with rundown(record, **settings) as process:
            await connected(slack, discord)
            said = await (await slack.command("/digest", "subscribe everything at 8:00 Europe/Berlin")).reply()
            assert "Subscribed: everything" in str(said.body)
            said = await (await discord.slash("digest subscribe", {"topic": "everything", "time": "8:00"})).reply()
            assert "Subscribed: everything" in str(said.body)
            await killed(process)
        await the_minute_comes(record)
        async with rundown(record, **settings) as process:
            await logged(process, "sending.done")
            for platform in (slack, discord):
                (post,) = platform.journal.posts()
                assert "95 people" in str(post.body)
            await killed(process)
        async with rundown(record, **settings) as process:
            await logged(process, "sending.done")
            await connected(slack, discord)
            question = "How many people have been killed in the boat strikes?"
            answers = [await (await slack.command("/ask", question)).reply()]
            answers.append(await (await discord.slash("ask", {"question": question})).reply())
        assert all(answer.ephemeral and "at least 95" in str(answer.body) for answer in answers)
        assert [len(platform.journal.posts()) for platform in (slack, discord)] == [1, 1]
    assert await states_of(record) == [State.POSTED] * 2


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.DISCORD])
async def test_killed_while_a_platform_has_it_in_hand_it_does_not_post_again(record: Path, platform: Platform) -> None:
    async with one_due(record, platform) as (loopback, settings):
        loopback.next(POSTING[platform], Fault.delay(PATIENCE))
        async with rundown(record, **settings) as process:
            await loopback.arrived.until(lambda routes: sends_in(routes) == 1, within=PATIENCE)
            await killed(process)
        async with rundown(record, **settings) as process:
            await logged(process, "sending.done")
        assert await states_of(record) == [State.SENDING]
        assert await states_of(record, after=LEASE) == [State.UNKNOWN]
        async with rundown(record, **settings) as process:
            await logged(process, "sending.done")
        assert await states_of(record) == [State.POSTED]
        assert sends_in(loopback.arrived) == len(loopback.journal.posts()) == 1


async def test_killed_before_it_fixed_anything_it_loses_nothing(record: Path) -> None:
    async with one_due(record, Platform.SLACK) as (slack, settings):
        async with rundown(record, **settings) as process:
            await killed(process)
        async with rundown(record, **settings) as process:
            await logged(process, "sending.done")
    assert len(slack.journal.posts()) == 1


async def test_told_to_stop_in_mid_send_it_finishes_the_part_and_leaves_with_a_clear_conscience(record: Path) -> None:
    async with one_due(record, Platform.SLACK) as (slack, settings):
        slack.next(POSTING[Platform.SLACK], Fault.delay(1))
        async with rundown(record, **settings) as process:
            await slack.arrived.until(lambda routes: sends_in(routes) == 1, within=PATIENCE)
            process.send_signal(signal.SIGTERM)
            log = await logged(process, "rundown.stopped")
            assert await process.wait() == 0
    assert "delivery.settled" in log
    assert settings["slack_bot_token"] not in log
    assert await states_of(record) == [State.POSTED]
