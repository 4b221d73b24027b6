"""Buttons, forms, threads and messages to one person on Discord: the real discord.py over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.adapters.discord.courier import DiscordCourier
from bot.adapters.discord.tree import ADD_TO_THE_RECORD
from bot.commands.reception import Reception
from bot.rendering.press import press
from digests.channel import Platform, Room
from digests.ports import Due
from tests.bot.adapters.test_discord_bot import running
from tests.bot.desks import FakeRooms, FakeRoster, a_desk
from tests.builders import a_channel, a_delivery, a_digest, a_subscription, an_edition, an_item
from tests.platforms.discord import LoopbackDiscord

STORY = "story=harbor-tunnel"


@asynccontextmanager
async def a_bot_with(**desk: Any) -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as discord, running(discord, reception=Reception(desk=a_desk(**desk))):
        yield discord


async def posted(discord: LoopbackDiscord, *, items: int = 1) -> int:
    """A digest that the bot posted; its id."""
    channel = a_channel(
        tenant=f"discord:{discord.world.guild}", platform=Platform.DISCORD, address=str(discord.world.channel)
    )
    (sheet,) = press(a_digest(*(an_item(story=f"harbor-tunnel{n or ''}") for n in range(items))), channel)
    courier = DiscordCourier(discord.TOKEN, api_base=discord.api_base)
    message = await courier.carry(a_delivery(channel=channel, payload=sheet.payload))
    await courier.close()
    return int(message)


@pytest.mark.parametrize("button", [f"claims?{STORY}", f"sources?{STORY}", f"why?{STORY}", f"mute?{STORY}"])
async def test_each_button_of_a_story_answers_its_presser_alone(button: str) -> None:
    async with a_bot_with() as discord:
        reply = await (await discord.press(f"rd:{button}", message=await posted(discord))).reply()
    assert reply.ephemeral
    assert "Something went wrong" not in str(reply.body)
    assert not discord.missed


async def test_a_button_of_before_a_restart_is_understood() -> None:
    async with LoopbackDiscord() as discord:
        async with running(discord, reception=Reception(desk=a_desk())):
            message = await posted(discord, items=3)
        async with running(discord, reception=Reception(desk=a_desk())):
            reply = await (await discord.press("rd:story?story=harbor-tunnel2", message=message)).reply()
    assert "Share to channel" in str(reply.body)


async def test_a_question_is_asked_in_a_form_and_read_with_its_story() -> None:
    rooms = FakeRooms()
    async with a_bot_with(rooms=rooms) as discord:
        exchange = await discord.press(f"rd:ask?{STORY}", message=await posted(discord))
        reply = await (await discord.submit(exchange, {"question": "When does it open?"})).reply()
    assert reply.ephemeral
    assert rooms.asked[-1].about == ("harbor-tunnel",)


async def test_a_form_with_a_fault_is_told_and_opens_again_as_it_was_left() -> None:
    async with a_bot_with() as discord:
        told = await discord.submit(await discord.slash("digest settings"), {"filter": "colour:red"})
        assert "colour" in str((await told.reply()).body)
        again = await discord.press_reply(told, "rd:settings")
        modal = (await again.ack()).modal
    assert "colour:red" in str(modal)


async def test_an_answer_is_shared_by_its_asker_and_seen_by_everybody() -> None:
    async with a_bot_with() as discord:
        exchange = await discord.slash("ask", {"question": "When does it open?"})
        row = (await exchange.reply()).body["components"][0]["components"][-1]["components"]
        (share,) = (one["custom_id"] for one in row if one["custom_id"].startswith("rd:share"))
        shared = await discord.press_reply(exchange, share)
        await shared.replies.until(lambda told: any(not one.ephemeral for one in told))


async def test_a_mention_under_a_digest_is_answered_there_for_everybody() -> None:
    async with a_bot_with() as discord:
        message = await posted(discord)
        said = await discord.say("when does it open?", mention=True, reply_to=message)
        post = await discord.journal.nth(1)
    assert post.body["message_reference"]["message_id"] == str(said)
    assert post.body["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_a_message_is_added_to_the_record_from_its_menu() -> None:
    rooms = FakeRooms()
    async with a_bot_with(rooms=rooms) as discord:
        said = await discord.say("The council bought a ferry: https://courier.example/ferry")
        reply = await (await discord.on_message(ADD_TO_THE_RECORD, message=said)).reply()
    assert "In the record" in str(reply.body)
    assert [source for _, source in rooms.added] == ["https://courier.example/ferry"]


async def test_what_is_typed_is_completed() -> None:
    async with a_bot_with() as discord:
        ack = await (await discord.autocomplete("digest subscribe", "zone", "berl")).ack()
        stories = await (await discord.autocomplete("story", "words", "tun")).ack()
    assert ack.choices[0]["value"] == "Europe/Berlin"
    assert [choice["value"] for choice in stories.choices] == ["tunnel"]


async def test_everybody_is_sent_their_own_digests_in_person() -> None:
    roster = FakeRoster()
    async with a_bot_with(roster=roster) as discord:
        wish = {"topic": "sport", "time": "18:00", "whose": "me"}
        told = await (await discord.slash("digest subscribe", wish, user=discord.world.reader)).reply()
    assert "Subscribed: sport" in str(told.body)
    assert roster.dues[0].subscription.channel == f"discord:{discord.world.guild}/@{discord.world.reader}"


async def test_a_forum_is_subscribed_from_another_channel() -> None:
    roster = FakeRoster()
    async with a_bot_with(roster=roster) as discord:
        forum = discord.world.open_forum("news")
        await (await discord.slash("digest subscribe", {"topic": "sport", "time": "18:00", "where": forum})).reply()
    (channel,) = await roster.channels(None)
    assert (channel.address, channel.look.room) == (str(forum), Room.FORUM)


async def test_who_may_not_manage_the_server_changes_nothing_by_buttons_either() -> None:
    roster = FakeRoster()
    async with a_bot_with(roster=roster) as discord:
        message = await posted(discord)
        reply = await (await discord.press(f"rd:mute?{STORY}", message=message, user=discord.world.reader)).reply()
    assert "manage this server" in str(reply.body)
    assert roster.muted == {}


async def test_a_server_that_the_bot_left_is_sent_nothing_more() -> None:
    async with LoopbackDiscord() as discord:
        tenant = f"discord:{discord.world.guild}"
        channel = a_channel(tenant=tenant, platform=Platform.DISCORD)
        due = Due(subscription=a_subscription(tenant=tenant), edition=an_edition(), channel=channel)
        roster = FakeRoster(due)
        async with running(discord, reception=Reception(desk=a_desk(roster=roster))):
            await discord.remove_bot()
            await asyncio.wait_for(roster.changed.wait(), 5)
    assert "removed from the server" in str(roster.dues[0].subscription.paused)
