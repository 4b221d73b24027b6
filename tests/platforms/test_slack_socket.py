"""The loopback Slack's people: their commands, presses and events reach the real slack-bolt over Socket Mode."""

import asyncio
import os
import sys
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.journal import Deed
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_clients import a_client, connected, error_of, quiet_app
from tests.platforms.watch import Watch

BUTTON = {"type": "button", "action_id": "why", "value": "v", "text": {"type": "plain_text", "text": "Why this?"}}
QUESTION = {
    "type": "input",
    "block_id": "q",
    "label": {"type": "plain_text", "text": "Question"},
    "element": {"type": "plain_text_input", "action_id": "a"},
}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Ask"},
    "blocks": [QUESTION],
}


async def test_a_command_is_acknowledged_in_time_and_answered_for_its_asker_alone() -> None:
    async with LoopbackSlack() as slack:
        app = AsyncApp(client=a_client(slack))

        @app.command("/digest")
        async def digest(ack: Any, respond: Any, command: dict[str, str]) -> None:
            await ack()
            await respond(f"{command['text']} in {command['channel_name']}")

        async with connected(slack, app):
            exchange = await slack.command("/digest", "now")
            ack, reply = await exchange.ack(), await exchange.reply()

        assert ack.seconds < 3
        assert ack.body == {}
        assert reply.ephemeral
        assert reply.body["text"] == "now in newsroom"
        assert [taken.deed for taken in slack.journal] == [Deed.REPLY]
        assert not slack.missed


async def test_an_answer_shared_with_the_channel_is_a_post_and_one_within_the_acknowledgement_is_not() -> None:
    async with LoopbackSlack() as slack:
        app = AsyncApp(client=a_client(slack))

        @app.command("/digest")
        async def digest(ack: Any, respond: Any) -> None:
            await ack("One moment.")
            await respond("Harbor tunnel to open in June", response_type="in_channel")

        async with connected(slack, app):
            exchange = await slack.command("/digest")
            await exchange.replies.until(lambda replies: len(replies) == 2)

        shown = {reply.body["text"]: reply.ephemeral for reply in exchange.replies}
        assert shown == {"One moment.": True, "Harbor tunnel to open in June": False}
        assert [post.body["text"] for post in slack.journal.posts("C1")] == ["Harbor tunnel to open in June"]


@pytest.mark.parametrize(("uses", "minutes", "error"), [(5, 0, "used_url"), (1, 31, "expired_url")])
async def test_a_response_url_serves_five_times_within_half_an_hour(uses: int, minutes: int, error: str) -> None:
    watch = Watch()
    async with LoopbackSlack(now=watch) as slack, ClientSession() as session, connected(slack, quiet_app(slack)):
        url = (await slack.command("/digest")).sent["payload"]["response_url"]
        for _ in range(uses):
            async with session.post(url, json={"text": "more"}) as answer:
                assert await answer.text() == "ok"
        watch.at += timedelta(minutes=minutes)
        async with session.post(url, json={"text": "too much"}) as answer:
            assert answer.status == 404
            assert (await answer.json())["error"] == error
        assert len(slack.journal) == uses


async def test_an_envelope_goes_to_one_socket_and_an_address_works_once() -> None:
    async with LoopbackSlack() as slack, ClientSession() as session:
        client = a_client(slack)
        first = str((await client.apps_connections_open(app_token=slack.APP_TOKEN))["url"])
        second = str((await client.apps_connections_open(app_token=slack.APP_TOKEN))["url"])
        async with session.ws_connect(first) as one, session.ws_connect(second) as other:
            assert [(await socket.receive_json())["type"] for socket in (one, other)] == ["hello", "hello"]
            with pytest.raises(WSServerHandshakeError):
                await session.ws_connect(first)
            sent = [(await slack.command("/digest")).id for _ in range(2)]
            got = [(await socket.receive_json())["envelope_id"] for socket in (other, one)]
            assert got == sent


async def test_what_nobody_acknowledges_is_missed_and_delivered_again() -> None:
    async with LoopbackSlack(ack_within=0.05) as slack, ClientSession() as session:
        url = str((await a_client(slack).apps_connections_open(app_token=slack.APP_TOKEN))["url"])
        async with session.ws_connect(url) as socket:
            await socket.receive_json()
            exchange = await slack.event({"type": "app_mention", "channel": "C1", "user": "U1", "text": "why?"})
            await slack.missed.nth(0)
            slack.ack_within = 3.0
            again = await slack.redeliver(exchange)
            first, second = await socket.receive_json(), await socket.receive_json()
            await socket.send_json({"envelope_id": second["envelope_id"]})
            await again.ack()

        assert exchange.missed
        assert not again.missed
        assert first["envelope_id"] != second["envelope_id"]
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)


async def test_an_app_comes_back_after_a_disconnect_frame() -> None:
    async with LoopbackSlack() as slack, connected(slack, quiet_app(slack)):
        await slack.sockets.disconnect("refresh_requested")
        await slack.sockets.opened.nth(1)
        command = await slack.command("/digest")
        event = await slack.event({"type": "app_mention", "user": "U1", "text": "why?"})
        assert (await command.ack()).seconds < 3
        assert (await event.ack()).seconds < 3


async def test_a_button_opens_a_modal_once_and_the_modal_is_submitted() -> None:
    async with LoopbackSlack() as slack:
        app = AsyncApp(client=a_client(slack))

        @app.action("why")
        async def why(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view={**MODAL, "callback_id": "question"})

        @app.view("question")
        async def question(ack: Any, view: dict[str, Any]) -> None:
            await ack(response_action="errors", errors={"q": view["state"]["values"]["q"]["a"]["value"]})

        async with connected(slack, app) as client:
            posted = await client.chat_postMessage(
                channel="C1", text="Digest", blocks=[{"type": "actions", "elements": [BUTTON]}]
            )
            press = await slack.press("why", ts=posted["ts"])
            await slack.journal.until(lambda taken: taken[-1].deed is Deed.VIEW)
            submission = await slack.submit(slack.journal[-1].id, {"q": {"a": {"value": "Who said so?"}}})
            ack = await submission.ack()
            trigger = press.sent["payload"]["trigger_id"]

            assert ack.body == {"response_action": "errors", "errors": {"q": "Who said so?"}}
            assert await error_of(client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"


CHILD = """
import asyncio, os
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

async def main():
    app = AsyncApp(client=AsyncWebClient(token=os.environ["TOKEN"], base_url=os.environ["API"], retry_handlers=[]))
    done = asyncio.Event()

    @app.command("/digest")
    async def digest(ack, respond):
        await ack()
        await respond("from another process")
        done.set()

    bolt = AsyncSocketModeHandler(app, os.environ["APP_TOKEN"])
    await bolt.connect_async()
    await done.wait()
    await bolt.close_async()

asyncio.run(main())
"""


async def test_a_bot_in_another_process_is_served_alike() -> None:
    async with LoopbackSlack() as slack:
        told = {"TOKEN": slack.bot_token, "API": slack.api_url, "APP_TOKEN": slack.APP_TOKEN}
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", CHILD, env={**os.environ, **told})
        await slack.sockets.connected(within=20)
        exchange = await slack.command("/digest")
        assert (await exchange.reply()).body["text"] == "from another process"
        assert await child.wait() == 0
