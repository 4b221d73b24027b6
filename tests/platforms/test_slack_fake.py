"""The loopback Slack's Web API, met by the real slack_sdk client as Slack's own would meet it."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError

from tests.platforms.faults import Fault
from tests.platforms.journal import Deed
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_clients import a_client, error_of
from tests.platforms.watch import NOON, Watch

KEY = {"event_type": "digest_part", "event_payload": {"key": "k1"}}


def a_section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


async def test_a_post_is_read_back_by_its_metadata() -> None:
    async with LoopbackSlack(now=lambda: NOON) as slack:
        client = a_client(slack)
        slack.say("Good morning")
        sent = await client.chat_postMessage(channel="C1", text="Digest", metadata=KEY)
        since = str(NOON.timestamp() - 60)

        page = await client.conversations_history(
            channel="C1", oldest=since, inclusive=True, limit=15, include_all_metadata=True
        )
        found = [it for it in page["messages"] if it.get("metadata") == KEY and it.get("bot_id") == slack.home.bot_id]
        blind = await client.conversations_history(channel="C1", oldest=since)

        assert [it["ts"] for it in found] == [sent["ts"]]
        assert [it["text"] for it in blind["messages"]] == ["Digest", "Good morning"]
        assert not any("metadata" in it for it in blind["messages"])


@pytest.mark.parametrize(
    ("fault", "stored"),
    [
        (Fault.DROP, 0),
        (Fault.ACCEPT_THEN_DROP, 1),
        (Fault.ACCEPT_THEN_RESET, 1),
        (Fault.status(500), 0),
        (Fault.status(502, taken=True), 1),
        (Fault.html(), 0),
        (Fault.html(taken=True), 1),
        (Fault.broken(taken=True), 1),
        (Fault.silence(0.02, taken=False), 0),
        (Fault.silence(0.02, taken=True), 1),
        (Fault.refusal("is_archived"), 0),
        (Fault.too_many(30), 0),
        (Fault.too_many(None), 0),
    ],
)
async def test_a_fault_leaves_what_it_says_in_the_channel(fault: Fault, stored: int) -> None:
    async with LoopbackSlack() as slack:
        slack.next("chat.postMessage", fault)
        client = a_client(slack)
        with pytest.raises((SlackApiError, ClientError)):
            await client.chat_postMessage(channel="C1", text="Digest")

        assert len(slack.journal.posts("C1")) == stored
        assert len(slack.home.rooms["C1"].messages) == stored
        assert (await client.chat_postMessage(channel="C1", text="The next one"))["ok"]


async def test_a_slow_slack_may_take_a_post_after_its_sender_gave_up() -> None:
    async with LoopbackSlack() as slack:
        slack.next("chat.postMessage", Fault.delay(0.05, taken=False))
        post = asyncio.create_task(a_client(slack).chat_postMessage(channel="C1", text="Digest"))
        await slack.arrived.nth(0)
        post.cancel()

        assert not slack.journal
        assert (await slack.journal.nth(0)).body["text"] == "Digest"


async def test_a_lasting_fault_lasts_until_it_is_healed() -> None:
    async with LoopbackSlack() as slack:
        client = a_client(slack)
        slack.always("chat.*", Fault.refusal("account_inactive"))
        assert await error_of(client.chat_postMessage(channel="C1", text="Digest")) == "account_inactive"
        assert await error_of(client.chat_postMessage(channel="C1", text="Digest")) == "account_inactive"
        slack.heal()
        assert (await client.chat_postMessage(channel="C1", text="Digest"))["ok"]
        assert [call.error for call in slack.calls] == ["account_inactive", "account_inactive", None]


async def test_a_wrong_token_opens_nothing() -> None:
    async with LoopbackSlack() as slack:
        assert await error_of(a_client(slack, token="xoxb-stolen").auth_test()) == "invalid_auth"
        assert await error_of(a_client(slack, token="").auth_test()) == "not_authed"
        assert await error_of(a_client(slack).apps_connections_open(app_token="xapp-stolen")) == "invalid_auth"
        assert (
            await error_of(a_client(slack).apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"
        )
        assert (await a_client(slack).auth_test())["bot_id"] == slack.home.bot_id


async def test_history_needs_its_scope() -> None:
    async with LoopbackSlack() as slack:
        slack.home.scopes.remove("channels:history")
        assert await error_of(a_client(slack).conversations_history(channel="C1")) == "missing_scope"


async def test_a_channel_that_is_closed_to_the_bot_takes_nothing() -> None:
    async with LoopbackSlack() as slack:
        client = a_client(slack)
        slack.home.open_room("C2").archived = True
        slack.home.open_room("C3").member = False
        errors = [await error_of(client.chat_postMessage(channel=name, text="x")) for name in ("C2", "C3", "C4")]
        assert errors == ["is_archived", "not_in_channel", "channel_not_found"]
        shown = await client.conversations_info(channel="C2")
        assert shown["channel"]["is_archived"]


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [a_section("x" * 3_001)]}, "invalid_blocks"),
        ({"text": "x", "blocks": [a_section("x" * 2_900)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "blocks": "no list"}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": "digest_part"}}, "invalid_metadata_format"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
    ],
)
async def test_a_message_over_slacks_limits_is_refused(message: dict[str, Any], error: str) -> None:
    async with LoopbackSlack() as slack:
        assert await error_of(a_client(slack).api_call("chat.postMessage", json={"channel": "C1", **message})) == error
        assert not slack.journal


async def test_one_message_a_second_and_channel_where_that_is_switched_on() -> None:
    watch = Watch()
    async with LoopbackSlack(now=watch, seconds_between_posts=1.0) as slack:
        client = a_client(slack)
        slack.home.open_room("C2")
        await client.chat_postMessage(channel="C1", text="one")
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel="C1", text="two")
        await client.chat_postMessage(channel="C2", text="elsewhere")
        watch.at += timedelta(seconds=1)
        await client.chat_postMessage(channel="C1", text="two")

        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "1"
        assert [post.body["text"] for post in slack.journal.posts()] == ["one", "elsewhere", "two"]


async def test_history_is_read_from_either_end() -> None:
    async with LoopbackSlack() as slack:
        client = a_client(slack)
        stamps = [slack.say(str(number)).ts for number in range(5)]

        async def read(**args: Any) -> tuple[str, bool, str]:
            page = await client.conversations_history(channel="C1", **args)
            said = "".join(it["text"] for it in page["messages"])
            return said, page["has_more"], page["response_metadata"]["next_cursor"]

        latest, more, cursor = await read(limit=2)
        assert (latest, more) == ("43", True)
        assert (await read(limit=9, cursor=cursor))[:2] == ("210", False)
        nearest, more, cursor = await read(oldest=stamps[0], limit=2)
        assert (nearest, more) == ("21", True)
        assert (await read(oldest=stamps[0], limit=9, cursor=cursor))[:2] == ("43", False)
        assert (await read(oldest=stamps[1], inclusive=True))[0] == "4321"
        assert (await read(oldest=stamps[1], latest=stamps[3]))[0] == "2"


async def test_outside_the_marketplace_history_is_one_page_of_fifteen_a_minute() -> None:
    watch = Watch()
    async with LoopbackSlack(now=watch, outside_marketplace=True) as slack:
        client = a_client(slack)
        for number in range(20):
            slack.say(str(number))
        page = await client.conversations_history(channel="C1", limit=100)
        assert len(page["messages"]) == 15
        assert await error_of(client.conversations_history(channel="C1")) == "ratelimited"
        watch.at += timedelta(minutes=1)
        assert (await client.conversations_history(channel="C1"))["ok"]


async def test_a_thread_is_read_with_its_parent_first_and_stays_out_of_the_channel() -> None:
    async with LoopbackSlack() as slack:
        client = a_client(slack)
        parent = (await client.chat_postMessage(channel="C1", text="Digest"))["ts"]
        for part in ("one", "two"):
            await client.chat_postMessage(channel="C1", text=part, thread_ts=parent, metadata=KEY)

        thread = await client.conversations_replies(channel="C1", ts=parent, include_all_metadata=True)
        channel = await client.conversations_history(channel="C1")

        assert [it["text"] for it in thread["messages"]] == ["Digest", "one", "two"]
        assert thread["messages"][1]["metadata"] == KEY
        assert [it["text"] for it in channel["messages"]] == ["Digest"]


async def test_a_message_is_changed_linked_and_shown_to_one_person() -> None:
    async with LoopbackSlack() as slack:
        client = a_client(slack)
        ts = (await client.chat_postMessage(channel="C1", text="Digest"))["ts"]
        await client.chat_update(channel="C1", ts=ts, text="Digest, corrected")
        await client.chat_postEphemeral(channel="C1", user="U1", text="Only you see this")
        link = (await client.chat_getPermalink(channel="C1", message_ts=ts))["permalink"]
        theirs = slack.say("Not yours to change").ts

        assert slack.home.rooms["C1"].messages[ts].text == "Digest, corrected"
        assert link.endswith(f"/archives/C1/p{ts.replace('.', '')}")
        assert [taken.deed for taken in slack.journal] == [Deed.POST, Deed.EDIT, Deed.EPHEMERAL]
        assert await error_of(client.chat_update(channel="C1", ts=theirs, text="x")) == "cant_update_message"
        assert await error_of(client.chat_update(channel="C1", ts="1.000001", text="x")) == "message_not_found"


async def test_json_form_and_query_say_the_same() -> None:
    async with LoopbackSlack() as slack, ClientSession() as session:
        url, key = f"{slack.api_url}chat.postMessage", {"Authorization": f"Bearer {slack.bot_token}"}
        blocks = [a_section("Digest")]
        told = {"channel": "C1", "text": "Digest"}
        asked: list[dict[str, Any]] = [
            {"json": {**told, "blocks": blocks}},
            {"data": {**told, "blocks": json.dumps(blocks)}},
            {"params": {**told, "blocks": json.dumps(blocks)}},
        ]
        for form in asked:
            async with session.post(url, headers=key, **form) as answer:
                assert (await answer.json())["ok"]
        async with session.get(f"{slack.api_url}auth.test", params={"token": slack.bot_token}) as answer:
            assert (await answer.json())["team_id"] == "T1"
        assert all(post.body["blocks"] == blocks for post in slack.journal.posts())
