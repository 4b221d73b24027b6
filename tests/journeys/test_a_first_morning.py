"""Connect, subscribe by command, the minute comes, the digest arrives once, a question is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.commands.table import COMMANDS
from bot.hearing import bots
from bot.settings import Settings
from bot.wiring import Newsroom, assembled
from digests.article import HOUSE
from digests.seeding import read_seeds, shipped_seeds
from tests.builders import BERLIN
from tests.platforms.discord import LoopbackDiscord, aimed_at
from tests.platforms.faults import Fault
from tests.platforms.slack import LoopbackSlack
from tests.platforms.watch import Watch

EVENING = datetime(2025, 12, 18, 20, 0, tzinfo=BERLIN)
EIGHT = datetime(2025, 12, 19, 8, 0, tzinfo=BERLIN)


@asynccontextmanager
async def a_newsroom(
    folder: Path, slack: LoopbackSlack, discord: LoopbackDiscord, watch: Watch
) -> AsyncIterator[Newsroom]:
    """Wired as ``rundown run`` wires it, with both bots connected, on a clock that the test sets."""
    settings = Settings(
        store=f"sqlite:///{folder / 'record.db'}",
        house_file=folder / "rundown.toml",
        zone="Europe/Berlin",
        slack_bot_token=SecretStr(slack.bot_token),
        slack_admins=("U1",),
        slack_app_token=SecretStr(slack.APP_TOKEN),
        slack_api_url=slack.api_url,
        discord_token=SecretStr(discord.TOKEN),
        discord_api_url=discord.api_base,
        discord_gateway_url=discord.gateway_url,
    )
    with aimed_at(discord):
        async with assembled(settings, now=watch) as newsroom:
            hearing = [asyncio.create_task(bot.run()) for bot in bots(newsroom)]
            try:
                yield newsroom
            finally:
                for task in hearing:
                    task.cancel()
                await asyncio.gather(*hearing, return_exceptions=True)


async def seeded(newsroom: Newsroom, *, at: datetime) -> None:
    for seed in read_seeds(shipped_seeds(), received=at):
        await newsroom.store.archive.keep(seed.article, story=seed.story)


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack() as slack:
        yield slack


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as discord:
        yield discord


async def test_a_newsroom_subscribes_on_both_platforms_and_gets_its_digest_once(
    tmp_path: Path, slack: LoopbackSlack, discord: LoopbackDiscord
) -> None:
    watch = Watch()
    watch.at = EVENING
    async with a_newsroom(tmp_path, slack, discord, watch) as newsroom:
        await seeded(newsroom, at=EVENING)
        said = await (await slack.command("/digest", "subscribe everything at 8:00 Europe/Berlin")).reply()
        assert "08:00" in str(said.body)
        wish = {"topic": "everything", "time": "8:00", "zone": "Europe/Berlin"}
        said = await (await discord.slash("digest subscribe", wish)).reply()
        assert "08:00" in str(said.body)

        watch.at = EIGHT - timedelta(minutes=1)
        await newsroom.tick()
        assert slack.journal.posts() + discord.journal.posts() == []
        watch.at = EIGHT
        await newsroom.tick()
        await newsroom.tick()
        for platform in (slack, discord):
            (post,) = platform.journal.posts()
            assert "Anna Kelly" in str(post.body)
            assert "95 people" in str(post.body)

        answer = await (await slack.command("/ask", "How many people have been killed in the boat strikes?")).reply()
        assert answer.ephemeral
        assert "at least 95" in str(answer.body)
        (example,) = (command.example.removeprefix("/ask ") for command in COMMANDS if command.name == "ask")
        answer = await (await discord.slash("ask", {"question": example})).reply()
        assert "Anna Kelly" in str(answer.body)
        answer = await (await discord.slash("ask", {"question": "Which warship fired the missiles?"})).reply()
        assert "Not in the record" in str(answer.body)

    async with a_newsroom(tmp_path, slack, discord, watch) as newsroom:
        await newsroom.tick()
    assert [len(platform.journal.posts()) for platform in (slack, discord)] == [1, 1]


async def test_a_send_whose_answer_is_lost_is_found_in_the_channel_and_stops_nobody_else(
    tmp_path: Path, slack: LoopbackSlack, discord: LoopbackDiscord
) -> None:
    watch = Watch()
    watch.at = EVENING
    async with a_newsroom(tmp_path, slack, discord, watch) as newsroom:
        await seeded(newsroom, at=EVENING)
        await (await slack.command("/digest", "subscribe everything at 8:00 Europe/Berlin")).reply()
        wish = {"topic": "everything", "time": "8:00", "zone": "Europe/Berlin"}
        await (await discord.slash("digest subscribe", wish)).reply()
        slack.next("chat.postMessage", Fault.ACCEPT_THEN_DROP)
        for minutes in (0, 1, 60):
            watch.at = EIGHT + timedelta(minutes=minutes)
            await newsroom.tick()
        states = {
            part.channel.platform.value: part.state.value for part in await newsroom.store.ledger.deliveries(None)
        }
    assert states == {"slack": "posted", "discord": "posted"}
    assert [len(platform.journal.posts()) for platform in (slack, discord)] == [1, 1]


async def test_a_platform_that_refuses_the_bot_stops_no_digest(
    tmp_path: Path, slack: LoopbackSlack, discord: LoopbackDiscord
) -> None:
    watch = Watch()
    watch.at = EVENING
    async with a_newsroom(tmp_path, slack, discord, watch) as newsroom:
        await seeded(newsroom, at=EVENING)
        await (await slack.command("/digest", "subscribe everything at 8:00 Europe/Berlin")).reply()
        wish = {"topic": "everything", "time": "8:00", "zone": "Europe/Berlin"}
        await (await discord.slash("digest subscribe", wish)).reply()
        await discord.gateway.close(4014)
        slack.always("apps.connections.open", Fault.refusal("token_revoked"))
        await slack.sockets.disconnect("refresh_requested")
        watch.at = EIGHT
        await newsroom.tick()
    assert [len(platform.journal.posts()) for platform in (slack, discord)] == [1, 1]


async def test_a_tenant_reads_the_house_record_in_its_own_channel_and_no_other(
    tmp_path: Path, slack: LoopbackSlack, discord: LoopbackDiscord
) -> None:
    watch = Watch()
    watch.at = EVENING
    async with a_newsroom(tmp_path, slack, discord, watch) as newsroom:
        await (await slack.command("/digest", "subscribe everything at 8:00 Europe/Berlin")).reply()
        known: list[Any] = list(await newsroom.store.roster.channels(None))
        assert [channel.tenant for channel in known] == ["slack:T1"]
        assert await newsroom.store.roster.channels(HOUSE) == ()
