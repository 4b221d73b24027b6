"""The bot on Slack: connected by Socket Mode, it hears commands and answers the asker alone."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from secrets import token_hex
from typing import Any, Never
from zoneinfo import ZoneInfo

import structlog
from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.api import SECONDS, web_api
from bot.adapters.slack.courier import refusal
from bot.adapters.slack.forms import invocation, workspace
from bot.adapters.slack.seen import Seen
from bot.commands.command import Desk
from bot.commands.dispatching import dispatch, introduced
from bot.commands.table import ROOTS
from bot.commands.wording import WENT_WRONG, whom_to_tell
from bot.rendering import press
from bot.waiting import Pause, kept_up
from digests.article import Tenant
from digests.channel import Platform, Workspace
from digests.errors import NeverWill, StoreError, TryLater

_REFUSED = '"ok":false'
"""What Slack says of an answer that it does not show, with status 200 too."""

PING_SECONDS = 5.0
"""Between two looks at whether the connection still stands; four without an answer are its end."""

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
        pause: Pause = asyncio.sleep,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self.connected = asyncio.Event()
        self._app_token = app_token
        self._desk = desk
        self._now = now
        self._zone = zone
        self._pause = pause
        self._ping_seconds = ping_seconds
        self._seen = Seen()
        self._api = web_api(bot_token, base_url=base_url)
        self._me: AuthorizeResult | None = None
        self._app = self._app_for(web_api(None, base_url=base_url))

    async def run(self) -> Never:
        """Hear commands until cancelled. Raises NeverWill where Slack refuses a token; waits out any other trouble."""
        await kept_up(self._connection, pause=self._pause)

    async def _connection(self) -> timedelta | None:
        """From our introduction to the end of one connection; the wait that Slack asks for after it."""
        try:
            await self._introduce()
            await self._listen()
        except SlackApiError as fault:
            refused = refusal(fault)
            if isinstance(refused, NeverWill):
                raise refused from None
            log.warning("slack.unreachable", why=str(refused))
            return refused.wait if isinstance(refused, TryLater) else None
        except (AttributeError, OSError, ClientError, StoreError) as fault:
            # The client library stumbles with an AttributeError over plain text where it was promised JSON.
            log.warning("slack.unreachable", why=type(fault).__name__)
        except Exception:
            log.exception("slack.unreachable")
        return None

    async def _introduce(self) -> None:
        """Learn who we are, and where, before the first command comes; the record need not answer a second time."""
        answer = await self._api.auth_test()
        if self._me is None:
            home = Tenant(f"slack:{answer['team_id']}")
            await self._desk.roster.join(Workspace(tenant=home, platform=Platform.SLACK, name=answer["team"]))
        self._me = AuthorizeResult.from_auth_test_response(auth_test_response=answer, bot_token=self._api.token)

    async def _listen(self) -> None:
        """Until the connection ends, or Slack asks for another.

        Opening one is ours alone. The client library would go on at once with a token that is refused, with an
        address that was used, or where there are too many connections already: a thousand requests in three seconds.
        """
        opened = await self._api.apps_connections_open(app_token=self._app_token)
        handler = AsyncSocketModeHandler(self._app, self._app_token, ping_interval=self._ping_seconds)
        ended = asyncio.Event()

        async def listened(_client: object, message: Mapping[str, Any], _raw: str | None) -> None:
            if message.get("type") == "hello":
                self.connected.set()
                log.info("slack.connected")

        async def end(force: bool = False) -> None:  # noqa: ARG001, FBT001, FBT002 - as the library calls it
            ended.set()

        handler.client.message_listeners.append(listened)
        handler.client.connect_to_new_endpoint = end  # type: ignore[method-assign]
        handler.client.proxy = None
        handler.client.wss_uri = opened["url"]
        try:
            async with asyncio.timeout(SECONDS):
                await handler.connect_async()  # type: ignore[no-untyped-call]
            await ended.wait()
            log.info("slack.connection_ended")
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
        try:
            await self._answer(body)
        except Exception:
            quote = token_hex(3)
            log.exception("command.broke", quote=quote, platform="slack", command=body["command"])
            with suppress(OSError, ClientError, SlackRequestError):
                await _say({"text": f"{WENT_WRONG}. {whom_to_tell(quote)}"}, url=body["response_url"])

    async def _answer(self, body: Mapping[str, Any]) -> None:
        typed = invocation(body, at=self._now(), zone=self._zone)
        call = await introduced(typed, self._desk.roster, workspace=workspace(body))
        for payload in press.reply(await dispatch(call, self._desk), call.channel):
            await _say(payload, url=body["response_url"])


async def _say(payload: Mapping[str, Any], *, url: str) -> None:
    """To the asker alone. Raises SlackRequestError where Slack does not show it."""
    client = AsyncWebhookClient(url, timeout=SECONDS, retry_handlers=[])
    client.proxy = None
    answer = await client.send_dict({**payload, "response_type": "ephemeral"})
    if answer.status_code != HTTPStatus.OK or _REFUSED in answer.body.replace(" ", ""):
        raise SlackRequestError(f"The answer was not shown: status {answer.status_code}, {answer.body[:200]!r}")
