"""The loopback Slack's signed HTTP requests, met by the real slack-bolt behind a URL."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from tests.platforms.journal import Deed
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_clients import SIGNING_SECRET, an_app, connected, quiet_app, served
from tests.platforms.slack_http import signature, signed

BUTTON = {"type": "button", "action_id": "why", "value": "v", "text": {"type": "plain_text", "text": "Why this?"}}
EVENT = b'{"type": "event_callback", "team_id": "T1", "event": {"type": "app_mention", "user": "U1", "text": "why?"}}'
Headers = dict[str, str]


@asynccontextmanager
async def a_server(answer: Any) -> AsyncIterator[str]:
    """An app that is nothing but this answer; its URL."""
    runner = web.ServerRunner(web.Server(answer), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def test_a_command_is_acknowledged_by_the_answer_itself() -> None:
    async with LoopbackSlack() as slack:
        app = an_app(slack)

        @app.command("/digest")
        async def digest(ack: Any, respond: Any, command: dict[str, str]) -> None:
            await ack(f"{command['text']}, one moment")
            await respond("Harbor tunnel to open in June")

        async with served(slack, app):
            exchange = await slack.command("/digest", "now")
            ack = await exchange.ack()
            await exchange.replies.until(lambda replies: len(replies) == 2)

        assert (ack.status, ack.body) == (200, {"text": "now, one moment"})
        assert ack.seconds < 3
        assert slack.requests[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert not slack.missed


@pytest.mark.parametrize("way", [connected, served])
async def test_presses_and_events_arrive_either_way(way: Callable[..., Any]) -> None:
    async with LoopbackSlack() as slack:
        app, heard = an_app(slack), []

        @app.action("why")
        async def why(ack: Any, respond: Any) -> None:
            await ack()
            await respond("Because it is new")

        @app.event("app_mention")
        async def mention(event: dict[str, Any]) -> None:
            heard.append(event["text"])

        async with way(slack, app) as client:
            blocks = [{"type": "actions", "elements": [BUTTON]}]
            posted = await client.chat_postMessage(channel="C1", text="Digest", blocks=blocks)
            press = await slack.press("why", ts=posted["ts"])
            assert (await press.reply()).body["text"] == "Because it is new"
            assert (await (await slack.mention("who said so?")).ack()).status == 200

        assert heard == ["<@UBOT1> who said so?"]
        assert [taken.deed for taken in slack.journal] == [Deed.POST, Deed.REPLY]


async def test_a_url_is_taken_for_its_challenge_alone() -> None:
    async with LoopbackSlack() as slack, served(slack, quiet_app(slack)):
        assert await slack.verify_url() is None
        slack.deliver_to(slack.api_url + "elsewhere", secret=SIGNING_SECRET)
        assert str(await slack.verify_url()).startswith("no challenge")


async def test_an_event_that_fails_is_delivered_three_times_more() -> None:
    tries: list[tuple[str | None, str | None]] = []

    async def failing(request: web.Request) -> web.Response:
        tries.append((request.headers.get("X-Slack-Retry-Num"), request.headers.get("X-Slack-Retry-Reason")))
        return web.Response(status=500)

    async with LoopbackSlack() as slack, a_server(failing) as url:
        slack.deliver_to(url, secret=SIGNING_SECRET)
        first = await slack.event({"type": "app_mention", "user": "U1", "text": "why?"})
        assert (await first.ack()).status == 500
        for _ in range(3):
            (again,) = await slack.redeliver_missed()
            await again.ack()

        assert not await slack.redeliver_missed()
        assert first.missed
        assert len(slack.missed) == 4
        assert len({json.loads(sent.body)["event_id"] for sent in slack.requests}) == 1
    assert tries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


async def test_an_event_is_not_delivered_again_to_whoever_asks_so() -> None:
    async def unwilling(_: web.Request) -> web.Response:
        return web.Response(status=500, headers={"X-Slack-No-Retry": "1"})

    async with LoopbackSlack() as slack, a_server(unwilling) as url:
        slack.deliver_to(url, secret=SIGNING_SECRET)
        await (await slack.event({"type": "app_mention", "user": "U1"})).ack()
        assert not await slack.redeliver_missed()


async def test_nobody_at_the_url_or_a_late_answer_is_a_miss() -> None:
    late = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        await late.wait()
        return web.Response()

    async with LoopbackSlack(ack_within=0.05) as slack, a_server(slow) as url:
        slack.deliver_to(url, secret=SIGNING_SECRET)
        await slack.command("/digest")
        await slack.missed.nth(0)
        late.set()
        slack.deliver_to("http://127.0.0.1:1/", secret=SIGNING_SECRET)
        await slack.event({"type": "app_mention", "user": "U1"})
        await slack.missed.nth(1)
        await slack.requests.nth(1)

        assert [sent.trouble for sent in slack.requests] == ["http_timeout", "connection_failed"]


def at(minutes: float, *, secret: str = SIGNING_SECRET, body: bytes = EVENT) -> Headers:
    return signed(body, secret=secret, at=datetime.now(UTC) + timedelta(minutes=minutes))


def without(name: str) -> Headers:
    return {other: value for other, value in at(0).items() if other != name}


def misdated() -> Headers:
    forged = signature(EVENT, secret=SIGNING_SECRET, timestamp="noon")
    return {**at(0), "X-Slack-Request-Timestamp": "noon", "X-Slack-Signature": forged}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (lambda: at(0), 200),
        (lambda: at(-4), 200),
        (lambda: at(-6), 401),
        (lambda: at(6), 401),
        (lambda: at(0, secret="stolen"), 401),
        (lambda: at(0, body=EVENT.replace(b"why?", b"when?")), 401),
        (lambda: without("X-Slack-Signature"), 401),
        (lambda: without("X-Slack-Request-Timestamp"), 401),
        (misdated, 500),
    ],
    ids="fresh four_minutes_old six_minutes_old ahead wrong_secret changed_body unsigned undated misdated".split(),
)
async def test_an_app_is_asked_what_it_thinks_of_a_hand_made_request(
    headers: Callable[[], Headers], status: int
) -> None:
    async with LoopbackSlack() as slack, served(slack, quiet_app(slack)):
        assert await slack.send_raw(EVENT, headers()) == status


async def test_a_request_can_be_sent_once_more_as_it_was() -> None:
    async with LoopbackSlack() as slack, served(slack, quiet_app(slack)):
        await (await slack.command("/digest")).ack()
        sent = slack.requests[0]
        assert await slack.send_raw(sent.body, sent.headers) == 200
        assert await slack.send_raw(sent.body.replace(b"T1", b"T2"), sent.headers) == 401
