"""The bot on Slack: it hears commands, buttons, forms and mentions, over a socket of ours or over HTTP."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Never

import structlog
from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.adapters.slack import forms, views
from bot.adapters.slack.answering import Answers, Asker
from bot.adapters.slack.api import SECONDS, web_api
from bot.adapters.slack.courier import refusal
from bot.adapters.slack.forms import House, Place
from bot.adapters.slack.manifest import ADD_TO_THE_RECORD
from bot.adapters.slack.requests import Requests
from bot.adapters.slack.views import Origin
from bot.commands.reception import Reception, language_of
from bot.conversation import Audience, Form, Invocation, Note, Said
from bot.rendering.offering import PREFIX
from bot.seen import Seen
from bot.waiting import Pause, kept_up
from digests.article import Tenant
from digests.channel import Platform, Workspace
from digests.errors import BadInput, NeverWill, StoreError, TryLater
from digests.language import _, speaking

PING_SECONDS = 5.0
"""Between two looks at whether the connection still stands; four without an answer are its end."""
PATIENCE = 2.0
"""Seconds after which an asker is told that we are at work, and a form is closed without an answer."""

log = structlog.get_logger()
Json = Mapping[str, Any]


class SlackBot:
    """One app in one workspace. ``run`` has it hear; ``connected`` is set while it does.

    With an ``app_token`` it opens a socket to Slack; without one it is told by ``requests``.
    """

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str | None,
        signing_secret: str | None = None,
        reception: Reception,
        house: House,
        now: Callable[[], datetime],
        base_url: str | None = None,
        pause: Pause = asyncio.sleep,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self.connected = asyncio.Event()
        self._app_token = app_token
        self._reception = reception
        self._house = house
        self._now = now
        self._pause = pause
        self._ping_seconds = ping_seconds
        self._seen = Seen()
        self._api = web_api(bot_token, base_url=base_url)
        self._answers = Answers(self._api)
        self._me: AuthorizeResult | None = None
        self._app = self._app_for(base_url)
        self.requests = Requests(self._app, secret=signing_secret, now=now) if signing_secret else None

    async def run(self) -> Never:
        """Hear until cancelled. Raises NeverWill where Slack refuses a token; waits out any other trouble."""
        await kept_up(self._connection, pause=self._pause)

    async def _connection(self) -> timedelta | None:
        """From our introduction to the end of one connection; the wait that Slack asks for after it."""
        try:
            await self._introduce()
            await (self._listen(self._app_token) if self._app_token else self._stand_by())
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
            workspace = Workspace(tenant=home, platform=Platform.SLACK, name=answer["team"])
            await self._reception.desk.roster.join(workspace)
        self._me = AuthorizeResult.from_auth_test_response(auth_test_response=answer, bot_token=self._api.token)

    async def _stand_by(self) -> Never:
        """Slack calls us: there is nothing to keep open."""
        self.connected.set()
        log.info("slack.connected", by="http")
        try:
            await asyncio.Event().wait()
        finally:
            self.connected.clear()
        raise AssertionError("it waits for ever")

    async def _listen(self, app_token: str) -> None:
        """Until the connection ends, is silent from its start, or Slack asks for another.

        Opening one is ours alone. The client library would go on at once with a token that is refused, with an
        address that was used, or where there are too many connections already: a thousand requests in three seconds.
        """
        opened = await self._api.apps_connections_open(app_token=app_token)
        handler = AsyncSocketModeHandler(self._app, app_token, ping_interval=self._ping_seconds)
        begun, ended = asyncio.Event(), asyncio.Event()

        async def listened(_client: object, message: Json, _raw: str | None) -> None:
            begun.set()
            if message.get("type") == "hello":
                self.connected.set()
                log.info("slack.connected", by="socket")

        async def end(force: bool = False) -> None:  # noqa: ARG001, FBT001, FBT002 - as the library calls it
            begun.set()
            ended.set()

        handler.client.message_listeners.append(listened)
        handler.client.connect_to_new_endpoint = end  # type: ignore[method-assign]
        handler.client.proxy = None
        handler.client.wss_uri = opened["url"]
        try:
            async with asyncio.timeout(SECONDS):
                await handler.connect_async()  # type: ignore[no-untyped-call]
                await begun.wait()
            await ended.wait()
            log.info("slack.connection_ended")
        finally:
            self.connected.clear()
            await handler.close_async()  # type: ignore[no-untyped-call]

    def _app_for(self, base_url: str | None) -> AsyncApp:
        """It hears our own workspace alone, by a token that needs no question to Slack: a command has three seconds."""

        async def authorized(team_id: str | None) -> AuthorizeResult | None:
            return self._me if self._me is not None and self._me.team_id == team_id else None

        stranger = "Rundown is not set up for this workspace."
        app = AsyncApp(
            client=web_api(None, base_url=base_url),
            authorize=authorized,  # type: ignore[arg-type]  # None is a stranger, says its documentation
            request_verification_enabled=False,
            user_facing_authorize_error_message=stranger,
        )
        app.command(re.compile(""))(self._once(self._typed))
        app.action(re.compile(f"^{PREFIX}"))(self._once(self._pressed))
        app.view(views.CALLBACK)(self._handed_in)
        app.message_shortcut(ADD_TO_THE_RECORD)(self._once(self._add))
        app.event("app_mention")(self._once(self._mentioned))
        app.event("app_home_opened")(self._once(self._home_opened))
        app.event("app_uninstalled")(self._once(self._uninstalled))
        app.event("tokens_revoked")(self._once(self._uninstalled))
        return app

    def _once(self, hears: Callable[[Json], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Acknowledge, then work; what Slack sends again has no second effect."""

        async def heard(ack: AsyncAck, body: dict[str, Any]) -> None:
            await ack()
            if self._seen.first(body.get("event_id") or body["trigger_id"]):
                try:
                    await hears(body)
                except Exception:
                    log.exception("slack.broke", kind=body.get("type", "command"))

        return heard

    async def _typed(self, body: Json) -> None:
        call = forms.typed(body, at=self._now(), house=self._house)
        await self._answer(call, forms.place_of_command(body), body)

    async def _pressed(self, body: Json) -> None:
        """On the app's own page what a button did is seen there; elsewhere the presser alone is told."""
        place = forms.place_of_press(body)
        try:
            call = forms.button(body, at=self._now(), house=self._house)
        except BadInput as fault:
            note = Note(heading=_("Not done"), lines=(str(fault),))
            call = forms.invocation(place, "digest help", at=self._now(), house=self._house)
            return await self._answers.say(Said(body=note), _asker(place, body), call.channel)
        await self._answer(call, place, body)
        if (body.get("view") or {}).get("type") == "home":
            await self._show_home(place)
        return None

    async def _add(self, body: Json) -> None:
        call = forms.message_to_add(body, at=self._now(), house=self._house)
        await self._answer(call, forms.place_of_press(body), body)

    async def _mentioned(self, body: Json) -> None:
        place = forms.place_of_event(body)
        call = forms.mention(body, at=self._now(), house=self._house)
        if call is not None:
            said = await self._reception.hear(call, place.workspace)
            await self._answers.say(_to_all_in_thread(said, call), _asker(place, body), call.channel)

    async def _home_opened(self, body: Json) -> None:
        if body["event"].get("tab") == "home":
            place = forms.place_of_event(body)
            await self._show_home(Place(team=place.team, domain="", user=place.user, user_team=place.team))

    async def _uninstalled(self, body: Json) -> None:
        """Either event may come first; the second changes nothing more. Only the app's own tokens count."""
        tokens = body["event"].get("tokens")
        if tokens is None or tokens.get("bot"):
            why = "the app was removed from the workspace; install it again, then: /digest resume"
            await self._reception.left(forms.place_of_event(body).tenant, why=why, at=self._now())

    async def _answer(self, call: Invocation, place: Place, body: Json) -> None:
        """By a form where one is wanted, else in words; who waits longer than a moment is told that we are at work."""
        asker = _asker(place, body)
        form = await self._reception.form(call, place.workspace)
        if isinstance(form, Form):
            return await self._open(form, call, place, body)
        said = form or await self._in_time(call, place.workspace, asker)
        return await self._answers.say(said, asker, call.channel)

    async def _in_time(self, call: Invocation, workspace: Workspace, asker: Asker) -> Said:
        working = asyncio.create_task(self._reception.hear(call, workspace))
        done, _pending = await asyncio.wait({working}, timeout=PATIENCE)
        if not done and asker.reply_to:
            with speaking(language_of(call)):
                patience = Note(heading=_("One moment …"), lines=(_("I am at work on it."),))
            await self._answers.say(Said(body=patience, language=language_of(call)), asker, call.channel)
        return await working

    async def _open(self, form: Form, call: Invocation, place: Place, body: Json) -> None:
        origin = Origin(
            command=form.command,
            words=form.words,
            channel=place.channel,
            channel_name=place.channel_name,
            reply_to=body.get("response_url"),
            thread_of=call.thread_of,
        )
        view = views.modal(form, origin, language=language_of(call))
        await self._api.views_open(trigger_id=body["trigger_id"], view=view)

    async def _handed_in(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A form stays open over its faults; it is closed once it is taken, or once that takes longer than a moment."""
        view, at = body["view"], self._now()
        origin = Origin.unpacked(view["private_metadata"])
        place = _opened_at(origin, forms.place_of_press(body))
        words = {**origin.words, **views.handed_in(view)}
        call = forms.invocation(
            place, origin.command, at=at, house=self._house, words=words, thread_of=origin.thread_of
        )
        if not self._seen.first(body["trigger_id"]):
            await ack()
            return
        working = asyncio.create_task(self._reception.submit(call, place.workspace))
        done, _pending = await asyncio.wait({working}, timeout=PATIENCE)
        if done and not isinstance(faults := working.result(), Said):
            await ack(views.errors(faults, view))
            return
        await ack()
        try:
            said = await working
            if not isinstance(said, Said):
                said = Said(body=Note(heading=_("Not done"), lines=tuple(said.values())))
            asker = Asker(user=place.user, channel=origin.channel, reply_to=origin.reply_to)
            await self._answers.say(said, asker, call.channel)
            if origin.channel is None:
                await self._show_home(place)
        except Exception:
            log.exception("slack.broke", kind="view_submission")

    async def _show_home(self, place: Place) -> None:
        call = forms.invocation(place, "digest list", at=self._now(), house=self._house)
        try:
            shown = await self._reception.home(call, place.workspace)
            view = views.page(shown, call.channel, language=language_of(call))
            await self._api.views_publish(user_id=place.user, view=view)
        except (StoreError, SlackClientError) as fault:
            log.warning("slack.no_home", why=type(fault).__name__)


def _asker(place: Place, body: Json) -> Asker:
    return Asker(user=place.user, channel=place.channel, reply_to=body.get("response_url"))


def _opened_at(origin: Origin, place: Place) -> Place:
    """Slack does not tell again where a form was opened; what it was given then comes back signed."""
    return replace(place, channel=origin.channel, channel_name=origin.channel_name)


def _to_all_in_thread(said: Said, call: Invocation) -> Said:
    """Who asks in front of everybody is answered there."""
    return replace(said, audience=Audience.CHANNEL, offers=(), thread_of=call.thread_of)
