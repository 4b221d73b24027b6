"""The real Slack clients, pointed at the loopback, for tests in this process."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack import LoopbackSlack

SIGNING_SECRET = "loopback-signing-secret"


def a_client(slack: LoopbackSlack, **changes: Any) -> AsyncWebClient:
    """The home workspace's bot, which never retries on its own."""
    return AsyncWebClient(**{"token": slack.bot_token, "base_url": slack.api_url, "retry_handlers": [], **changes})


@asynccontextmanager
async def connected(slack: LoopbackSlack, app: AsyncApp) -> AsyncIterator[AsyncWebClient]:
    """The app in Socket Mode, until the end of the block."""
    bolt = AsyncSocketModeHandler(app, slack.APP_TOKEN)
    await bolt.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield app.client
    finally:
        await bolt.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def served(slack: LoopbackSlack, app: AsyncApp) -> AsyncIterator[AsyncWebClient]:
    """The app behind a URL of its own, reached by signed requests, until the end of the block."""
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", secret=SIGNING_SECRET)
    try:
        yield app.client
    finally:
        await runner.cleanup()


def an_app(slack: LoopbackSlack) -> AsyncApp:
    """An app that says nothing yet, for either way of delivery."""
    return AsyncApp(client=a_client(slack), signing_secret=SIGNING_SECRET)


def quiet_app(slack: LoopbackSlack) -> AsyncApp:
    """An app that acknowledges everything and says nothing."""
    app = an_app(slack)

    @app.command("/digest")
    async def digest(ack: Any) -> None:
        await ack()

    @app.event("app_mention")
    async def mention() -> None:
        return

    return app


async def error_of(call: Awaitable[Any]) -> str:
    """The name of the refusal that the call meets."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])
