"""The bot on Slack: connected by Socket Mode, it hears commands and answers the asker alone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.api import SECONDS, web_api
from bot.adapters.slack.courier import refusal
from bot.adapters.slack.forms import invocation, workspace
from bot.adapters.slack.seen import Seen
from bot.commands.command import Desk
from bot.commands.dispatching import dispatch, introduced
from bot.commands.table import ROOTS
from bot.conversation import Audience
from bot.rendering import press
from digests.article import Tenant
from digests.channel import Platform, Workspace
from digests.errors import NeverWill, StoreError

MOST_DOUBLINGS = 6
"""Of the second between two attempts to connect: a minute and a little at the longest."""

_RESPONSE_TYPES = {Audience.ASKER_ALONE: "ephemeral", Audience.CHANNEL: "in_channel"}

log = structlog.get_logger()


class SlackBot:
    """One app in one workspace. ``run`` connects it; ``connected`` is set while it hears commands."""

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str,
        desk: Desk,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        base_url: str | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.connected = asyncio.Event()
        self._app_token = app_token
        self._desk = desk
        self._now = now
        self._zone = zone
        self._pause = pause
        self._seen = Seen()
        self._api = web_api(bot_token, base_url=base_url)
        self._me: AuthorizeResult | None = None
        self._app = self._app_for(web_api(None, base_url=base_url))

    async def run(self) -> None:
        """Hear commands until cancelled. Raises NeverWill where Slack refuses a token; waits out any other trouble."""
        for attempt in count():
            try:
                await self._introduce()
                await self._listen()
            except SlackApiError as fault:
                refused = refusal(fault)
                if isinstance(refused, NeverWill):
                    raise refused from None
                log.warning("slack.unreachable", why=str(refused))
            except (OSError, ClientError, StoreError, AttributeError) as fault:
                # The client library stumbles with an AttributeError over plain text where it was promised JSON.
                log.warning("slack.unreachable", why=type(fault).__name__)
            await self._pause(2.0 ** min(attempt, MOST_DOUBLINGS))

    async def _introduce(self) -> None:
        """Learn who we are, and where, before the first command comes."""
        answer = await self._api.auth_test()
        self._me = AuthorizeResult.from_auth_test_response(auth_test_response=answer, bot_token=self._api.token)
        home = Tenant(f"slack:{answer['team_id']}")
        await self._desk.roster.join(Workspace(tenant=home, platform=Platform.SLACK, name=answer["team"]))

    async def _listen(self) -> None:
        """The first address is asked for here: the client library would go on with a token that is refused."""
        opened = await self._api.apps_connections_open(app_token=self._app_token)
        handler = AsyncSocketModeHandler(self._app, self._app_token)
        handler.client.proxy = None
        handler.client.wss_uri = opened["url"]
        try:
            async with asyncio.timeout(SECONDS):
                await handler.connect_async()  # type: ignore[no-untyped-call]
            self.connected.set()
            await asyncio.Event().wait()
        finally:
            self.connected.clear()
            await handler.close_async()  # type: ignore[no-untyped-call]

    def _app_for(self, api: AsyncWebClient) -> AsyncApp:
        """It hears our own workspace alone, by a token that needs no question to Slack: a command has three seconds."""

        async def authorized(team_id: str | None) -> AuthorizeResult | None:
            return self._me if self._me is not None and self._me.team_id == team_id else None

        stranger = "Rundown is not set up for this workspace."
        app = AsyncApp(
            client=api,
            authorize=authorized,  # type: ignore[arg-type]  # None is a stranger, says its documentation
            user_facing_authorize_error_message=stranger,
        )
        for root in ROOTS:
            app.command(f"/{root}")(self._heard)
        return app

    async def _heard(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Acknowledge, then work; a command that Slack sends again has no second effect."""
        await ack()
        if not self._seen.first(body["trigger_id"]):
            return
        typed = invocation(body, at=self._now(), zone=self._zone)
        call = await introduced(typed, self._desk.roster, workspace=workspace(body))
        reply = await dispatch(call, self._desk)
        for payload in press.reply(reply.body, call.channel):
            await self._say(payload, reply.audience, url=body["response_url"])

    async def _say(self, payload: Mapping[str, Any], audience: Audience, *, url: str) -> None:
        """An answer that cannot be given is told of in the log: there is nobody else to tell."""
        client = AsyncWebhookClient(url, timeout=SECONDS, retry_handlers=[])
        client.proxy = None
        try:
            answer = await client.send_dict({**payload, "response_type": _RESPONSE_TYPES[audience]})
        except (OSError, ClientError) as fault:
            log.warning("reply.lost", platform="slack", why=type(fault).__name__)
            return
        if answer.status_code != HTTPStatus.OK:
            log.warning("reply.lost", platform="slack", why=answer.body)
