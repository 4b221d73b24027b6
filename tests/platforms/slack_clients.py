"""The real Slack clients, pointed at the loopback, for tests in this process."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack import LoopbackSlack


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


def quiet_app(slack: LoopbackSlack) -> AsyncApp:
    """An app that acknowledges everything and says nothing."""
    app = AsyncApp(client=a_client(slack))

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
