"""Buttons, forms, threads and the app's page on Slack: the real slack-bolt, over a socket and over signed HTTP."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.adapters.slack.api import web_api
from bot.adapters.slack.manifest import ADD_TO_THE_RECORD
from bot.commands.reception import Reception
from bot.rendering.press import press
from digests.ports import Due
from tests.bot.adapters.test_slack_bot import running
from tests.bot.desks import FakeBooks, FakeRooms, FakeRoster, a_desk
from tests.builders import a_channel, a_digest, a_subscription, an_edition, an_item
from tests.platforms.journal import Deed
from tests.platforms.slack import LoopbackSlack

STORY = "story=harbor-tunnel"


async def posted(slack: LoopbackSlack, *, items: int = 1) -> str:
    """A digest in the channel; its timestamp."""
    digest = a_digest(*(an_item(story=f"harbor-tunnel{'' if n == 0 else n}") for n in range(items)))
    (sheet,) = press(digest, a_channel(tenant="slack:T1"))
    answer = await web_api(slack.bot_token, base_url=slack.api_url).api_call(
        "chat.postMessage", json={**sheet.payload, "channel": "C1"}
    )
    return str(answer["ts"])


@asynccontextmanager
async def a_bot_with(**desk: Any) -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(**desk))):
        yield slack


def action(button: str) -> str:
    return f"rd:{button}"


def actions_of(payload: Mapping[str, Any]) -> list[str]:
    """What its buttons say."""
    elements = (element for block in payload["blocks"] for element in block.get("elements", ()))
    return [element["action_id"] for element in elements if "action_id" in element]


@pytest.mark.parametrize("button", [f"claims?{STORY}", f"sources?{STORY}", f"why?{STORY}", f"mute?{STORY}"])
async def test_each_button_of_a_story_answers_its_presser_alone(button: str) -> None:
    async with a_bot_with() as slack:
        reply = await (await slack.press(action(button), ts=await posted(slack))).reply()
    assert reply.ephemeral
    assert "Something went wrong" not in str(reply.body)
    assert not slack.missed


async def test_one_of_several_stories_is_shown_whole_with_all_its_buttons() -> None:
    async with a_bot_with() as slack:
        ts = await posted(slack, items=3)
        reply = await (await slack.press(action("story?story=harbor-tunnel1"), ts=ts)).reply()
    says = {one.removeprefix("rd:").partition("?")[0] for one in actions_of(reply.body)}
    assert says == {"claims", "sources", "ask", "why", "mute", "wrong", "share"}


async def test_a_question_is_asked_in_a_form_and_read_with_its_story() -> None:
    rooms = FakeRooms()
    async with a_bot_with(rooms=rooms) as slack:
        exchange = await slack.press(action(f"ask?{STORY}"), ts=await posted(slack))
        await slack.journal.until(lambda taken: any(one.deed is Deed.VIEW for one in taken))
        modal = slack.modal()
        assert modal is not None
        await (await slack.submit(modal["id"], {"question": {"question": "When does it open?"}})).ack()
        reply = await exchange.reply()
    assert reply.ephemeral
    assert rooms.asked[-1].about == ("harbor-tunnel",)
    assert slack.modal() is None


async def test_settings_stay_open_over_a_fault_which_stands_beside_its_field() -> None:
    roster = FakeRoster()
    async with a_bot_with(roster=roster) as slack:
        await slack.command("/digest", "settings")
        await slack.journal.until(lambda taken: any(one.deed is Deed.VIEW for one in taken))
        modal = slack.modal()
        assert modal is not None
        ack = await (await slack.submit(modal["id"], {"zone": {"zone": "Mars/Phobos"}})).ack()
        assert ack.body["response_action"] == "errors"
        assert set(ack.body["errors"]) == {"zone"}
        assert slack.modal() is not None
        await (await slack.submit(modal["id"], {"zone": {"zone": "Asia/Tokyo"}})).ack()
        await slack.journal.until(lambda taken: any(one.deed is Deed.REPLY for one in taken))
    assert [channel.zone.key for channel in await roster.channels(None)] == ["Asia/Tokyo"]


async def test_an_answer_is_shared_to_the_channel_by_its_asker() -> None:
    async with a_bot_with() as slack:
        exchange = await slack.command("/ask", "when does it open?")
        reply = await exchange.reply()
        (share,) = (one for one in actions_of(reply.body) if one.startswith("rd:share"))
        await slack.press_reply(exchange, share)
        await slack.journal.until(lambda taken: any(one.deed is Deed.POST for one in taken))
    (post,) = slack.journal.posts("C1")
    assert post.body["blocks"][0] == reply.body["blocks"][0]


async def test_a_mention_in_a_digests_thread_is_answered_there_for_everybody() -> None:
    async with a_bot_with() as slack:
        ts = await posted(slack)
        await slack.mention("<@UBOT> when does it open?", thread_ts=ts)
        await slack.journal.until(lambda taken: len([one for one in taken if one.deed is Deed.POST]) == 2)
    assert slack.journal.posts("C1")[-1].body["thread_ts"] == ts


async def test_a_message_is_added_to_the_record_by_a_shortcut() -> None:
    rooms = FakeRooms()
    async with a_bot_with(rooms=rooms) as slack:
        message = slack.say("The council bought a ferry: <https://courier.example/ferry>")
        reply = await (await slack.shortcut(ADD_TO_THE_RECORD, ts=message.ts)).reply()
    assert "In the record" in str(reply.body)
    assert [source for _, source in rooms.added] == ["https://courier.example/ferry"]


async def test_the_apps_page_tells_what_is_sent_to_whom_and_is_kept_up_to_date() -> None:
    async with a_bot_with() as slack:
        await slack.open_home("U7")
        await slack.journal.until(lambda taken: any(one.deed is Deed.HOME for one in taken))
        assert "What I send to you" in str(slack.homes["U7"])


async def test_who_is_not_named_changes_nothing_and_is_told_who_may() -> None:
    roster = FakeRoster(Due(subscription=a_subscription(), edition=an_edition(), channel=a_channel()))
    async with a_bot_with(roster=roster) as slack:
        for line in ("unsubscribe", "pause", "schedule 9:00", "settings zone UTC", "mute sport", "add x"):
            reply = await (await slack.command("/digest", line, user="U9")).reply()
            assert "RUNDOWN_SLACK_ADMINS" in str(reply.body)
    assert len(roster.dues) == 1


@pytest.mark.parametrize("order", [("tokens_revoked", "app_uninstalled"), ("app_uninstalled", "tokens_revoked")])
async def test_an_app_that_was_removed_sends_nothing_more_in_whichever_order_it_is_told(order: tuple[str, ...]) -> None:
    channel = a_channel(tenant="slack:T1")
    roster = FakeRoster(Due(subscription=a_subscription(tenant="slack:T1"), edition=an_edition(), channel=channel))
    async with a_bot_with(roster=roster, books=FakeBooks()) as slack:
        for exchange in await slack.uninstall(order=order):
            await exchange.ack()
        await slack.command("/digest", "help")
    assert "removed from the workspace" in str(roster.dues[0].subscription.paused)


async def test_a_press_of_a_button_that_is_no_more_is_told_what_to_say_instead() -> None:
    async with a_bot_with() as slack:
        payload = {
            "text": "old",
            "blocks": [
                {
                    "type": "actions",
                    "elements": [
                        {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": "rd:juggle?x=1"}
                    ],
                }
            ],
        }
        answer = await web_api(slack.bot_token, base_url=slack.api_url).api_call(
            "chat.postMessage", json={**payload, "channel": "C1"}
        )
        reply = await (await slack.press("rd:juggle?x=1", ts=str(answer["ts"]))).reply()
    assert "older Rundown" in str(reply.body)
