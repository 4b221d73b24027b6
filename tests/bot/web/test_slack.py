"""Slack over HTTP: the real slack-bolt behind the real web server; only what Slack has signed is heard, and once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import NamedTuple

import pytest

from bot.adapters.slack.bot import SlackBot
from bot.adapters.slack.forms import House
from bot.commands.reception import Reception
from bot.web.app import SLACK, web_app
from bot.web.server import WebServer, bound_to
from bot.web.slack import SlackRoute
from tests.bot.desks import FakeRooms, a_desk
from tests.builders import BERLIN
from tests.platforms.journal import wall_clock
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_http import FORM, signature, signed

SECRET = "0123456789abcdef0123456789abcdef"
BODY = (
    b"command=%2Fdigest&text=now&team_id=T1&user_id=U1&channel_id=C1&channel_name=newsroom&trigger_id=7.t&response_url="
)
SIGNED_SOON = signature(BODY, secret=SECRET, timestamp="soon")


class Served(NamedTuple):
    """A loopback Slack that calls the bot over HTTP."""

    slack: LoopbackSlack
    rooms: FakeRooms


@asynccontextmanager
async def served() -> AsyncIterator[Served]:
    rooms = FakeRooms()
    async with LoopbackSlack() as slack:
        bot = SlackBot(
            bot_token=slack.bot_token,
            app_token=None,
            signing_secret=SECRET,
            reception=Reception(desk=a_desk(rooms=rooms)),
            house=House(admins={"U1"}, zone=BERLIN),
            now=wall_clock,
            base_url=slack.api_url,
        )
        assert bot.requests is not None
        bound = bound_to("127.0.0.1:0")
        server = WebServer(web_app(slack=SlackRoute(bot.requests)), bound)
        slack.deliver_to(f"http://127.0.0.1:{bound.getsockname()[1]}{SLACK}", secret=SECRET)
        running = [asyncio.create_task(bot.run()), asyncio.create_task(server.run())]
        try:
            await asyncio.wait_for(bot.connected.wait(), 5)
            yield Served(slack=slack, rooms=rooms)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


async def test_commands_buttons_and_events_are_heard_over_http_and_acknowledged_in_time() -> None:
    async with served() as (slack, rooms):
        assert await slack.verify_url() is None
        exchange = await slack.command("/ask", "when does it open?")
        assert (await exchange.ack()).seconds < 3
        assert (await exchange.reply()).ephemeral
        await (await slack.open_home("U7")).ack()
        assert not slack.missed
    assert rooms.asked[0].text == "when does it open?"


async def test_what_slack_sends_again_has_one_effect() -> None:
    async with served() as (slack, rooms):
        exchange = await slack.command("/digest", "now")
        await exchange.reply()
        await (await slack.redeliver(exchange)).ack()
        await (await slack.command("/digest", "help")).reply()
    assert len(rooms.composed) == 1


Headers = Mapping[str, str]


def headers(*, shift: timedelta = timedelta(), secret: str = SECRET, body: bytes = BODY, **changed: str) -> Headers:
    made = signed(body, secret=secret, at=wall_clock() + shift, content_type=FORM)
    return {**made, **{name.replace("_", "-"): value for name, value in changed.items()}}


def without(name: str) -> Headers:
    return {key: value for key, value in headers().items() if key != name}


FORGED: Mapping[str, Callable[[], Headers]] = {
    "no signature": lambda: without("X-Slack-Signature"),
    "no time": lambda: without("X-Slack-Request-Timestamp"),
    "a wrong signature": lambda: headers(X_Slack_Signature="v0=" + "0" * 64),
    "an empty signature": lambda: headers(X_Slack_Signature=""),
    "another version": lambda: headers(X_Slack_Signature="v1=" + "0" * 64),
    "too old": lambda: headers(shift=timedelta(minutes=-6)),
    "too new": lambda: headers(shift=timedelta(minutes=6)),
    "another secret": lambda: headers(secret="another workspace's secret"),
    "another body": lambda: headers(body=BODY.replace(b"now", b"pause")),
    "no number": lambda: headers(X_Slack_Request_Timestamp="soon"),
    "no number, signed": lambda: headers(X_Slack_Request_Timestamp="soon", X_Slack_Signature=SIGNED_SOON),
    "before the beginning": lambda: headers(X_Slack_Request_Timestamp="-1"),
    "a number without end": lambda: headers(X_Slack_Request_Timestamp="9" * 400),
}


@pytest.mark.parametrize("forged", FORGED)
async def test_what_slack_has_not_signed_is_refused_and_has_no_effect(forged: str) -> None:
    async with served() as (slack, rooms):
        assert await slack.send_raw(BODY, FORGED[forged]()) == 401
    assert rooms.composed == []


async def test_the_same_request_a_second_time_gets_the_same_answer_and_has_no_effect() -> None:
    async with served() as (slack, rooms):
        same = headers()
        assert [await slack.send_raw(BODY, same) for _ in range(3)] == [200, 200, 200]
        await (await slack.command("/digest", "help")).reply()
    assert len(rooms.composed) == 1
