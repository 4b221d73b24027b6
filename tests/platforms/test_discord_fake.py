"""The loopback Discord, met by the real and unpatched discord.py client as Discord would meet it."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import discord
import pytest
from aiohttp import ClientSession
from discord import app_commands

from tests.platforms.discord import LoopbackDiscord, aimed_at
from tests.platforms.discord_clients import a_bot, a_client
from tests.platforms.discord_people import NotOfferedError
from tests.platforms.faults import Fault
from tests.platforms.journal import Deed
from tests.platforms.watch import Watch

V2 = 1 << 15
POSTING = "POST /channels/*/messages"


def a_digest_group() -> app_commands.Group:
    """``/digest now`` with a topic that completes itself, and ``/digest where`` with a channel."""
    group = app_commands.Group(name="digest", description="Digests of the news")

    @group.command(name="now", description="A digest at once")
    async def now(call: discord.Interaction, topic: str = "all") -> None:
        await call.response.defer(ephemeral=True, thinking=True)
        await call.followup.send(f"Digest of {topic}", ephemeral=True)

    @now.autocomplete("topic")
    async def topics(call: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in ("sport", "science") if name.startswith(typed)]

    @group.command(name="where", description="Where digests go")
    async def where(call: discord.Interaction, channel: discord.TextChannel) -> None:
        await call.response.send_message(f"In {channel.name}")

    return group


async def test_a_command_is_deferred_in_time_and_answered_for_its_asker_alone() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform, a_digest_group()):
        exchange = await platform.slash("digest now", {"topic": "science"}, user=platform.world.reader)
        ack, reply = await exchange.ack(), await exchange.reply()

        assert ack.deferred
        assert ack.ephemeral
        assert ack.seconds < 3
        assert reply.ephemeral
        assert reply.body["content"] == "Digest of science"
        assert [taken.deed for taken in platform.journal] == [Deed.REPLY]
        assert not platform.missed


async def test_an_answer_for_everybody_is_a_post() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform, a_digest_group()):
        exchange = await platform.slash("digest where", {"channel": platform.world.channel})
        assert not (await exchange.ack()).deferred
        assert (await exchange.reply()).body["content"] == "In digests"
        assert [post.id for post in platform.journal.posts()] == [exchange.replies[0].message_id]


async def test_what_is_typed_is_completed() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform, a_digest_group()):
        exchange = await platform.autocomplete("digest now", "topic", "sc")
        assert [choice["value"] for choice in (await exchange.ack()).choices] == ["science"]


async def test_only_commands_that_were_synced_are_offered() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform, a_digest_group()) as bot:
        with pytest.raises(NotOfferedError, match=r"offered: \['digest'\]"):
            await platform.slash("ask")
        assert [command["name"] for command in platform.synced[-1]] == ["digest"]
        assert [command.name for command in await bot.tree.fetch_commands()] == ["digest"]


async def test_a_command_that_discord_would_not_register_is_refused() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        app = platform.backend.application_id
        for bad in (
            {"name": "Digest", "description": "x"},
            {"name": "digest", "description": "x" * 101},
            {"name": "digest", "description": "x", "options": [{"name": "at", "type": 3, "description": ""}]},
        ):
            with pytest.raises(discord.HTTPException) as refused:
                await bot.client.http.bulk_upsert_global_commands(app, [bad])
            assert refused.value.code == 50035


async def test_a_late_answer_is_refused_and_missed() -> None:
    late = asyncio.Event()
    errors: list[discord.NotFound] = []
    group = app_commands.Group(name="digest", description="Digests of the news")

    @group.command(name="now", description="A digest at once")
    async def now(call: discord.Interaction) -> None:
        await late.wait()
        try:
            await call.response.send_message("Too late")
        except discord.NotFound as error:
            errors.append(error)

    async with LoopbackDiscord(ack_within=0.05) as platform, a_bot(platform, group):
        exchange = await platform.slash("digest now")
        await platform.missed.nth(0)
        late.set()
        await platform.calls.until(lambda calls: calls[-1].error == "Unknown Interaction")

        assert exchange.missed
        assert not exchange.replies
    assert [error.code for error in errors] == [10062]


async def test_a_button_is_pressed() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        pressed: asyncio.Queue[str] = asyncio.Queue()

        class Buttons(discord.ui.View):
            @discord.ui.button(label="Why this?", custom_id="digest:why")
            async def why(self, call: discord.Interaction, button: discord.ui.Button[Any]) -> None:
                await call.response.send_message("Because it is new", ephemeral=True)
                pressed.put_nowait(str(button.custom_id))

        bot.client.add_view(Buttons(timeout=None))
        row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Why this?", "custom_id": "digest:why"}]}
        posted = await bot.post(content="Digest", components=[row])
        exchange = await platform.press("digest:why", message=int(posted["id"]))

        assert (await exchange.reply()).body["content"] == "Because it is new"
        assert await pressed.get() == "digest:why"


async def test_a_nonce_gives_one_message_however_often_it_is_sent() -> None:
    watch = Watch()
    async with LoopbackDiscord(now=watch) as platform, a_bot(platform) as bot:
        part = {"content": "Digest", "nonce": "part-1", "enforce_nonce": True, "allowed_mentions": {"parse": []}}
        first, again = await bot.post(**part), await bot.post(**part)
        assert first["id"] == again["id"]
        assert len(platform.journal.posts()) == 1

        watch.at += timedelta(minutes=6)
        later = await bot.post(**part)
        assert later["id"] != first["id"]

        await bot.client.http.delete_message(platform.world.channel, int(later["id"]))
        with pytest.raises(discord.NotFound) as gone:
            await bot.post(**part)
        assert gone.value.code == 10008


async def test_a_message_stored_behind_a_bad_gateway_is_not_doubled_by_its_nonce() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        platform.next(POSTING, Fault.status(503, taken=True))
        part = {"content": "Digest", "nonce": "part-1", "enforce_nonce": True}
        with pytest.raises(discord.DiscordServerError):
            await bot.post(**part)
        await bot.post(**part)
        assert len(platform.journal.posts()) == 1


async def test_a_message_stored_before_a_reset_is_found_in_the_history() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        before = discord.Object(id=discord.utils.time_snowflake(datetime.now(UTC) - timedelta(minutes=1)))
        platform.next(POSTING, Fault.ACCEPT_THEN_RESET)
        with pytest.raises(OSError, match="reset"):
            await bot.post(content="Digest")

        channel = bot.client.get_channel(platform.world.channel)
        assert isinstance(channel, discord.TextChannel)
        assert [message.content async for message in channel.history(after=before)] == ["Digest"]


async def test_a_page_of_history_is_the_one_nearest_to_its_start() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        ids = [(await bot.post(content=str(number)))["id"] for number in range(5)]
        page = await bot.client.http.logs_from(platform.world.channel, 2, after=int(ids[0]))
        assert [message["content"] for message in page] == ["2", "1"]
        with pytest.raises(discord.HTTPException):
            await bot.client.http.logs_from(platform.world.channel, 101)


async def test_too_many_requests_are_waited_for_and_posted_once() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        platform.next(POSTING, Fault.too_many(0.01))
        await bot.post(content="Digest")
        assert len(platform.journal.posts()) == 1

        platform.next(POSTING, Fault.too_many(3600), Fault.too_many(1, banned=True))
        with pytest.raises(discord.RateLimited):
            await bot.post(content="Digest")
        with pytest.raises(discord.HTTPException) as banned:
            await bot.post(content="Digest")
        assert banned.value.status == 429


async def test_a_refusal_carries_discords_own_code() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        platform.next(POSTING, Fault.refusal("Unknown Channel", status=404, code=10003))
        with pytest.raises(discord.NotFound) as refused:
            await bot.post(content="Digest")
        assert refused.value.code == 10003

        platform.world.forbid(platform.world.channel, send_messages=True)
        with pytest.raises(discord.Forbidden) as forbidden:
            await bot.post(content="Digest")
        assert forbidden.value.code == 50013


def a_text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def a_button(custom_id: str) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "More", "custom_id": custom_id}


@pytest.mark.parametrize(
    "payload",
    [
        {"content": "x" * 2_001},
        {"content": ""},
        {"content": "x", "nonce": "n" * 26, "enforce_nonce": True},
        {"embeds": [{"description": "x" * 4_000}, {"description": "x" * 2_001}]},
        {"embeds": [{"title": "x" * 257}]},
        {"embeds": [{"title": "x"}] * 11},
        {"flags": V2, "components": [a_text("x" * 2_001), a_text("x" * 2_000)]},
        {"flags": V2, "components": [{"type": 17, "components": [a_text("x")] * 40}]},
        {"flags": V2, "components": [{"type": 1, "components": [a_button("same"), a_button("same")]}]},
        {"flags": V2, "content": "x", "components": [a_text("x")]},
        {"components": [a_text("x")]},
    ],
)
async def test_a_message_over_discords_limits_is_refused(payload: dict[str, Any]) -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        with pytest.raises(discord.HTTPException) as refused:
            await bot.post(**payload)
        assert refused.value.code == 50035
        assert not platform.journal


async def test_a_layout_and_a_file_are_taken() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        await bot.post(flags=V2, components=[{"type": 17, "components": [a_text("Harbor tunnel to open in June")]}])
        channel = bot.client.get_channel(platform.world.channel)
        assert isinstance(channel, discord.TextChannel)
        sent = await channel.send("A chart", file=discord.File(BytesIO(b"chart"), filename="chart.txt"))
        assert [file.filename for file in sent.attachments] == ["chart.txt"]
        assert len(platform.journal.posts()) == 2


async def test_a_wrong_token_and_unapproved_intents_are_turned_away() -> None:
    async with LoopbackDiscord() as platform:
        with aimed_at(platform):
            async with a_client() as stranger:
                with pytest.raises(discord.LoginFailure):
                    await stranger.login("stolen")
            async with a_client(intents=discord.Intents(guilds=True, message_content=True)) as curious:
                with pytest.raises(discord.PrivilegedIntentsRequired):
                    await curious.start(platform.TOKEN)
        assert platform.gateway.live == 0


async def test_a_cut_session_is_resumed_and_hears_what_it_missed() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform, a_digest_group()):
        platform.gateway.cut()
        opened = platform.world.open_channel("sport")
        await platform.gateway.started.nth(1)
        assert platform.gateway.started[0] == platform.gateway.started[1]
        exchange = await platform.slash("digest where", {"channel": opened}, channel=opened)
        assert (await exchange.reply()).body["content"] == "In sport"


async def test_a_session_that_is_gone_is_not_resumed() -> None:
    async with (
        LoopbackDiscord() as platform,
        ClientSession() as session,
        session.ws_connect(platform.gateway_url) as socket,
    ):
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 6, "d": {"token": platform.TOKEN, "session_id": "session-9", "seq": 1}})
        assert await socket.receive_json() == {"op": 9, "d": False}


@pytest.mark.parametrize(("answering", "ops"), [(True, [10, 11]), (False, [10])])
async def test_a_gateway_may_stop_answering_heartbeats(answering: bool, ops: list[int]) -> None:
    async with LoopbackDiscord() as platform, ClientSession() as session:
        platform.gateway.answering = answering
        async with session.ws_connect(platform.gateway_url) as socket:
            await socket.send_json({"op": 1, "d": None})
            heard = [(await socket.receive_json())["op"] for _ in ops]
            await socket.send_json({"op": 99})
            assert (await socket.receive()).data == 4001
            assert heard == ops


CHILD = """
import asyncio, os, warnings
warnings.filterwarnings("ignore", category=DeprecationWarning)
import discord, yarl
discord.http.Route.BASE = os.environ["API"]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["GATEWAY"])

class Bot(discord.Client):
    async def on_message(self, message):
        await message.channel.send("heard in another process")
        await self.close()

Bot(intents=discord.Intents(guilds=True, guild_messages=True)).run(os.environ["TOKEN"], log_handler=None)
"""


async def test_a_bot_in_another_process_is_served_alike() -> None:
    async with LoopbackDiscord() as platform:
        told = {"TOKEN": platform.TOKEN, "API": platform.api_base, "GATEWAY": platform.gateway_url}
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", CHILD, env={**os.environ, **told})
        await platform.gateway.connected(within=20)
        platform.backend.create_message(platform.world.channel, platform.world.reader, "Hello")
        heard = await platform.journal.nth(0)
        assert heard.body["content"] == "heard in another process"
        assert await child.wait() == 0
