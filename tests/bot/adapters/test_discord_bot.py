"""The bot on Discord: the real discord.py over real sockets, against a loopback Discord."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.adapters.discord.addresses import point_at
from bot.adapters.discord.bot import DiscordBot
from bot.commands.reception import Reception
from bot.commands.table import COMMANDS
from digests.errors import NeverWill
from tests.bot.desks import FakeRooms, FakeRoster, StuckRoster, a_desk
from tests.builders import BERLIN
from tests.platforms.discord import LoopbackDiscord, aimed_at
from tests.platforms.discord_gateway import Gateway
from tests.platforms.faults import Fault
from tests.platforms.journal import Deed, Trail
from tests.platforms.watch import Watch

WISH = {"topic": "politics", "time": "weekdays 8:30", "zone": "Europe/Berlin"}


def a_bot(discord: LoopbackDiscord, **changes: Any) -> DiscordBot:
    """With the loopback's token, on a watch that shows noon."""
    base = {
        "token": discord.TOKEN,
        "reception": Reception(desk=a_desk()),
        "now": Watch(),
        "zone": BERLIN,
        "api_base": discord.api_base,
        "gateway_url": discord.gateway_url,
    }
    return DiscordBot(**{**base, **changes})


@asynccontextmanager
async def running(discord: LoopbackDiscord, **changes: Any) -> AsyncIterator[DiscordBot]:
    """A connected bot, until the end of the block; the library's own addresses stand again afterwards."""
    with aimed_at(discord):
        bot = a_bot(discord, **changes)
        task = asyncio.create_task(bot.run())
        try:
            await asyncio.wait_for(bot.connected.wait(), 5)
            yield bot
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_a_command_is_acknowledged_at_once_and_answered_for_its_asker_alone() -> None:
    async with LoopbackDiscord() as discord, running(discord):
        exchange = await discord.slash("digest help", user=discord.world.reader)
        ack, reply = await exchange.ack(), await exchange.reply()
    assert ack.seconds < 1
    assert ack.deferred
    assert ack.ephemeral
    assert reply.ephemeral
    assert "/ask QUESTION" in str(reply.body)
    assert reply.body["allowed_mentions"] == {"parse": []}
    assert not discord.journal.posts()


async def test_a_record_that_does_not_answer_delays_no_acknowledgement() -> None:
    async with LoopbackDiscord() as discord, running(discord, reception=Reception(desk=a_desk(roster=StuckRoster()))):
        acks = [await (await discord.slash("digest next")).ack() for _ in range(3)]
    assert max(ack.seconds for ack in acks) < 1
    assert not discord.missed


async def test_who_manages_the_server_subscribes_by_command() -> None:
    roster = FakeRoster()
    async with LoopbackDiscord() as discord, running(discord, reception=Reception(desk=a_desk(roster=roster))):
        reply = await (await discord.slash("digest subscribe", WISH)).reply()
        guild, channel = discord.world.guild, discord.world.channel
    (due,) = roster.dues
    assert "Subscribed: politics" in str(reply.body)
    assert due.subscription.channel == f"discord:{guild}/{channel}"
    assert due.edition.zone.key == "Europe/Berlin"
    assert [(home.tenant, home.name) for home in await roster.workspaces()] == [(f"discord:{guild}", "Newsroom")]
    assert (due.channel.address, due.channel.name) == (str(channel), "digests")


async def test_a_zone_left_out_is_the_channels_own() -> None:
    roster = FakeRoster()
    async with LoopbackDiscord() as discord, running(discord, reception=Reception(desk=a_desk(roster=roster))):
        await (await discord.slash("digest subscribe", {"topic": "everything", "time": "9am"})).reply()
    assert roster.dues[0].edition.zone == BERLIN


async def test_a_channel_in_which_the_bot_may_not_write_says_what_it_needs() -> None:
    async with LoopbackDiscord() as discord, running(discord):
        free = await (await discord.slash("digest subscribe", WISH)).reply()
        discord.world.forbid(discord.world.channel, send_messages=True)
        reply = await (await discord.slash("digest subscribe", WISH)).reply()
    assert "Send Messages" not in str(free.body)
    assert "give me View Channel and Send Messages" in str(reply.body)


async def test_who_does_not_manage_the_server_changes_nothing() -> None:
    roster = FakeRoster()
    async with LoopbackDiscord() as discord, running(discord, reception=Reception(desk=a_desk(roster=roster))):
        reply = await (await discord.slash("digest subscribe", WISH, user=discord.world.reader)).reply()
    assert "those who manage this server" in str(reply.body)
    assert roster.dues == []


async def test_a_question_is_answered() -> None:
    rooms = FakeRooms()
    async with LoopbackDiscord() as discord, running(discord, reception=Reception(desk=a_desk(rooms=rooms))):
        reply = await (await discord.slash("ask", {"question": "When does the tunnel open?"})).reply()
        assert rooms.asked[0].tenant == f"discord:{discord.world.guild}"
    assert "The tunnel will open in June" in str(reply.body)


async def test_discord_is_told_the_commands_once_and_again_only_after_a_change() -> None:
    async with LoopbackDiscord() as discord:
        async with running(discord):
            pass
        async with running(discord):
            pass
        (told,) = discord.synced
    leaves = {
        f"{root['name']} {leaf['name']}" for root in told for leaf in root.get("options", ()) if leaf["type"] == 1
    }
    assert leaves == {command.name for command in COMMANDS if " " in command.name and command.typed}
    assert all(root["contexts"] == [0] and root["integration_types"] == [0] for root in told)


async def test_trouble_with_the_list_of_commands_keeps_nobody_from_being_served() -> None:
    async with LoopbackDiscord() as discord:
        async with running(discord):
            pass
        discord.next("GET /applications/*/commands", Fault.refusal("not now", status=403, code=50001))
        with capture_logs() as logged:
            async with running(discord):
                assert (await (await discord.slash("digest help")).reply()).ephemeral
    assert "discord.commands_not_told" in {line["event"] for line in logged}


async def test_a_joined_server_is_not_spoken_to() -> None:
    async with LoopbackDiscord() as discord, running(discord):
        other = discord.backend.create_guild("Harbor Courier").id
        discord.world.open_channel("general", guild=other)
        await (await discord.slash("digest help")).reply()
    assert discord.journal.posts() == []


async def test_an_answer_that_discord_refuses_is_told_of_by_an_id() -> None:
    async with LoopbackDiscord() as discord, running(discord):
        discord.next("PATCH /webhooks/*", Fault.refusal("Invalid Form Body", status=400, code=50035))
        with capture_logs() as logged:
            told = await (await discord.slash("digest help")).reply()
    (broke,) = (line for line in logged if line["event"] == "command.broke")
    assert broke["command"] == "digest help"
    assert f"Quote {broke['quote']}" in told.body["content"]


async def test_an_answer_that_comes_after_its_time_is_written_to_its_asker_alone() -> None:
    async with LoopbackDiscord() as discord, running(discord):
        discord.next("PATCH /webhooks/*", Fault.refusal("Invalid Webhook Token", status=401, code=50027))
        late = await discord.slash("digest help")
        post = await discord.journal.nth(0)
    assert not late.replies
    assert post.channel == str(discord.world.direct(discord.world.owner))


async def test_a_command_that_could_not_be_acknowledged_in_time_has_no_effect() -> None:
    roster = FakeRoster()
    async with LoopbackDiscord() as discord, running(discord, reception=Reception(desk=a_desk(roster=roster))):
        discord.next("POST /interactions/*", Fault.refusal("Unknown interaction", status=404, code=10062))
        with capture_logs() as logged:
            await discord.slash("digest subscribe", WISH)
            await (await discord.slash("digest help")).reply()
    assert roster.dues == []
    assert "command.too_late" in {line["event"] for line in logged}
    assert not [line for line in logged if line["log_level"] == "error"]


async def test_what_was_acknowledged_before_has_no_second_effect() -> None:
    rooms = FakeRooms()
    async with LoopbackDiscord() as discord, running(discord, reception=Reception(desk=a_desk(rooms=rooms))):
        exchange = await discord.slash("digest now")
        await exchange.reply()
        discord.backend.emit("INTERACTION_CREATE", dict(exchange.sent))
        await (await discord.slash("digest help")).reply()
    assert len(rooms.composed) == 1
    assert len(discord.journal.of(Deed.REPLY)) == 2


async def test_a_refused_token_ends_the_bot_with_the_mend() -> None:
    async with LoopbackDiscord() as discord:
        with aimed_at(discord), pytest.raises(NeverWill, match="RUNDOWN_DISCORD_TOKEN") as refused:
            await asyncio.wait_for(a_bot(discord, token="a.wrong.token").run(), 5)
    assert "a.wrong.token" not in str(refused.value)


@pytest.mark.parametrize("code", [4004, 4014])
async def test_a_gateway_that_will_never_have_us_ends_the_bot(code: int) -> None:
    async with LoopbackDiscord() as discord:
        with aimed_at(discord):
            bot = a_bot(discord)
            task = asyncio.create_task(bot.run())
            await asyncio.wait_for(bot.connected.wait(), 5)
            await discord.gateway.close(code)
            with pytest.raises(NeverWill):
                await asyncio.wait_for(task, 5)


async def test_a_start_that_fails_is_tried_again_longer_after_each_time() -> None:
    waits: Trail[float] = Trail()

    async def pause(seconds: float) -> None:
        waits.add(seconds)

    async with LoopbackDiscord() as discord:
        discord.next("GET /users/@me", *[Fault.refusal("down", status=503)] * 3)
        async with running(discord, pause=pause):
            assert list(waits) == [1, 2, 4]


async def test_a_first_connect_that_fails_is_tried_again_with_a_new_client() -> None:
    async with LoopbackDiscord() as discord:

        async def pause(seconds: float) -> None:
            point_at(api_base=None, gateway_url=discord.gateway_url)

        async with running(discord, pause=pause, gateway_url="ws://127.0.0.1:9/gw"):
            assert (await (await discord.slash("digest help")).reply()).ephemeral


@pytest.mark.parametrize("lose", [Gateway.ask_to_reconnect, Gateway.cut])
async def test_the_bot_comes_back_after_it_lost_its_connection(lose: Callable[[Gateway], None]) -> None:
    async with LoopbackDiscord() as discord, running(discord):
        lose(discord.gateway)
        await discord.gateway.started.nth(1)
        assert (await (await discord.slash("digest help")).reply()).ephemeral


async def test_a_bot_that_resumes_for_ever_what_is_gone_is_replaced_by_a_new_one() -> None:
    async with LoopbackDiscord() as there, AsyncExitStack() as here:
        gone = await here.enter_async_context(LoopbackDiscord())
        async with running(gone, patience=timedelta(seconds=0.3)):
            point_at(api_base=there.api_base, gateway_url=there.gateway_url)
            await here.aclose()
            await there.gateway.connected()
            assert (await (await there.slash("digest help")).reply()).ephemeral
