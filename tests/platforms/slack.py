"""The loopback Slack: Web API, Socket Mode and response_url, and people who use the app."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import web

from tests.platforms import slack_methods as _methods  # noqa: F401 - fills the table of methods
from tests.platforms.exchange import ACK_WITHIN, Ack, Exchange, Reply
from tests.platforms.faults import Refusal, TooMany
from tests.platforms.journal import Deed, Json, Now, Trail, wall_clock
from tests.platforms.loopback import ERROR, Loopback
from tests.platforms.slack_payloads import (
    block_actions,
    command_form,
    event_callback,
    interaction,
    view_submission,
)
from tests.platforms.slack_rooms import Message, Room, Workspace
from tests.platforms.slack_socket import Sockets
from tests.platforms.slack_web import SlackRefusedError, WebApi, content_of

JSON_ARGUMENTS = {"attachments", "blocks", "metadata", "view"}
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """Where an exchange is answered, for half an hour and five times."""

    exchange: Exchange[Ack]
    team: Workspace
    room: Room
    until: float
    uses: int = 0


class LoopbackSlack(Loopback):
    """One app, installed in ``home`` with channel C1; people act through ``command``, ``press`` and their like.

    ``seconds_between_posts`` is 1.0 on Slack; ``outside_marketplace`` gives one page of 15 messages a minute.
    """

    APP_ID = "A1"
    APP_TOKEN = "xapp-loopback"

    def __init__(
        self,
        *,
        now: Now = wall_clock,
        port: int = 0,
        seconds_between_posts: float = 0.0,
        outside_marketplace: bool = False,
        ack_within: float = ACK_WITHIN,
    ) -> None:
        super().__init__(now=now, port=port)
        self.missed: Trail[Exchange[Ack]] = Trail()
        """What the bot did not acknowledge in time."""
        self.sockets = Sockets(app_id=self.APP_ID, on_answer=self._acknowledged)
        self.api = WebApi(
            app_id=self.APP_ID, app_token=self.APP_TOKEN, now=now, took=self._noted, socket_url=self._socket_url
        )
        self.api.posting.gap = seconds_between_posts
        if outside_marketplace:
            self.api.reading.gap, self.api.most_read = 60.0, 15
        self.ack_within = ack_within
        self._open: dict[str, Exchange[Ack]] = {}
        self._urls: dict[str, ResponseUrl] = {}
        self._numbers = count(1)
        self.home = self.install("T1")
        self.home.open_room("C1", name="newsroom")

    @property
    def api_url(self) -> str:
        return f"http://{self.authority}/api/"

    @property
    def bot_token(self) -> str:
        return self.home.bot_token

    def install(self, team_id: str) -> Workspace:
        """The app in one more workspace, with a token of its own and no channels yet."""
        team = Workspace(team_id=team_id, bot_token=f"xoxb-loopback-{team_id}", app_id=self.APP_ID)
        return self.api.teams.setdefault(team_id, team)

    def say(self, text: str, *, user: str = "U1", channel: str = "C1", team: Workspace | None = None) -> Message:
        """A person writes in a channel; the app gets no event of it unless a test sends one."""
        message = Message(ts=self.api.stamps.new(), user=user, text=text)
        (team or self.home).rooms[channel].messages[message.ts] = message
        return message

    async def command(
        self, command: str, text: str = "", *, user: str = "U1", channel: str = "C1", team: Workspace | None = None
    ) -> Exchange[Ack]:
        """A person types ``command`` and ``text`` in a channel."""
        where = team or self.home
        room = where.rooms[channel]
        form = command_form(where, room, user=user, command=command, text=text)
        return await self._send("slash_commands", form, where, room=room, triggers=True)

    async def event(self, event: Mapping[str, Any], *, team: Workspace | None = None) -> Exchange[Ack]:
        """Something happened, such as ``{"type": "app_mention", ...}``."""
        where = team or self.home
        number, at = next(self._numbers), int(self.now().timestamp())
        return await self._send("events_api", event_callback(where, event, event_id=f"Ev{number}", at=at), where)

    async def press(
        self, action_id: str, *, ts: str, user: str = "U1", channel: str = "C1", team: Workspace | None = None
    ) -> Exchange[Ack]:
        """A person presses a button of a posted message."""
        where = team or self.home
        room = where.rooms[channel]
        payload = block_actions(where, room, room.messages[ts], action_id=action_id, user=user)
        return await self._send("interactive", payload, where, room=room, triggers=True)

    async def submit(
        self,
        view_id: str,
        values: Mapping[str, Mapping[str, Json]],
        *,
        user: str = "U1",
        team: Workspace | None = None,
    ) -> Exchange[Ack]:
        """A person submits an opened modal."""
        where = team or self.home
        payload = view_submission(where, self.api.views[view_id], values, user=user)
        return await self._send("interactive", payload, where, triggers=True)

    async def interact(
        self, kind: str, payload: Mapping[str, Any], *, user: str = "U1", team: Workspace | None = None
    ) -> Exchange[Ack]:
        """Any other interaction, such as a shortcut, with what ``payload`` adds to the common fields."""
        where = team or self.home
        whole = {**interaction(where, kind, user=user), **payload}
        return await self._send("interactive", whole, where, triggers=True)

    async def redeliver(self, exchange: Exchange[Ack], *, attempt: int = 1) -> Exchange[Ack]:
        """The same event, command or press once more, in a new envelope."""
        await self.sockets.connected()
        envelope = {**exchange.sent, "retry_attempt": attempt, "retry_reason": "timeout"}
        return await self._deliver(envelope)

    async def _send(
        self, kind: str, payload: Json, team: Workspace, *, room: Room | None = None, triggers: bool = False
    ) -> Exchange[Ack]:
        await self.sockets.connected()
        if triggers:
            payload = {**payload, "trigger_id": self.api.trigger()}
        envelope = {"type": kind, "payload": payload, "accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            envelope |= {"retry_attempt": 0, "retry_reason": ""}
        if room is None:
            return await self._deliver(envelope)
        name = f"answer{next(self._numbers)}"
        payload["response_url"] = f"http://{self.authority}/response/{name}"
        exchange = self._exchange(envelope)
        until = self.now().timestamp() + RESPONSE_URL_SECONDS
        self._urls[name] = ResponseUrl(exchange=exchange, team=team, room=room, until=until)
        return await self._deliver(envelope, exchange)

    def _exchange(self, envelope: Json) -> Exchange[Ack]:
        id_ = f"envelope-{next(self._numbers)}"
        envelope["envelope_id"] = id_
        self._open[id_] = Exchange(
            id_=id_, sent=envelope, within=self.ack_within, on_miss=lambda: self.missed.add(self._open[id_])
        )
        return self._open[id_]

    async def _deliver(self, envelope: Json, exchange: Exchange[Ack] | None = None) -> Exchange[Ack]:
        begun = exchange or self._exchange(envelope)
        await self.sockets.deliver(envelope)
        return begun

    def _acknowledged(self, frame: Json) -> None:
        exchange = self._open.get(str(frame.get("envelope_id")))
        if exchange is None:
            return
        body = frame.get("payload") or {}
        exchange.acknowledge(Ack(seconds=exchange.seconds, body=body))
        if body.get("text") or body.get("blocks"):
            self._replied(exchange, body, message_id="")

    def _replied(self, exchange: Exchange[Ack], body: Json, *, message_id: str) -> None:
        ephemeral = body.get("response_type") != "in_channel"
        exchange.replies.add(Reply(body=body, ephemeral=ephemeral, message_id=message_id))

    def _noted(self, deed: Deed, channel: str, id_: str, body: Json) -> None:
        self._took(deed, channel=channel, id_=id_, body=body)

    def _socket_url(self) -> str:
        return f"ws://{self.authority}/link?ticket={self.sockets.ticket()}&app_id={self.APP_ID}"

    async def _hang_up(self, app: web.Application) -> None:
        for exchange in self._open.values():
            exchange.close()
        await self.sockets.close()

    def _equip(self, app: web.Application) -> None:
        app.router.add_get("/api/{method}", self._web_api)
        app.router.add_post("/api/{method}", self._web_api)
        app.router.add_post("/response/{name}", self._response_url)
        app.router.add_get("/link", self.sockets.serve)
        app.on_shutdown.append(self._hang_up)

    async def _web_api(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        token, args = await _arguments(request)

        def take() -> web.Response:
            try:
                told = self.api.call(name, token, args)
            except SlackRefusedError as refusal:
                return _refusal(refusal)
            return web.json_response({"ok": True, **told}, headers=self._scopes_of(token))

        return await self._answered(request, name, take)

    def _scopes_of(self, token: str | None) -> dict[str, str]:
        scopes = next((team.scopes for team in self.api.teams.values() if team.bot_token == token), set[str]())
        return {"x-oauth-scopes": ",".join(sorted(scopes))}

    async def _response_url(self, request: web.Request) -> web.Response:
        url = self._urls.get(request.match_info["name"])
        body = await request.json()

        def take() -> web.Response:
            if url is None or url.uses == RESPONSE_URL_USES:
                return _refusal(SlackRefusedError("used_url"), status=404)
            if self.now().timestamp() > url.until:
                return _refusal(SlackRefusedError("expired_url"), status=404)
            try:
                self._reply(url, body)
            except SlackRefusedError as refusal:
                return _refusal(refusal)
            return web.Response(text="ok")

        return await self._answered(request, "response_url", take)

    def _reply(self, url: ResponseUrl, body: Json) -> None:
        if body.get("response_type") == "in_channel":
            ts = self.api.post(url.team, url.room, body).ts
        else:
            if not body.get("delete_original"):
                content_of(body)
            ts = self.api.stamps.new()
            self._took(Deed.REPLY, channel=url.room.id, id_=ts, body=body)
        url.uses += 1
        self._replied(url.exchange, body, message_id=ts)

    def _too_many(self, route: str, ending: TooMany) -> web.Response:
        headers = {} if ending.retry_after is None else {"Retry-After": str(ending.retry_after)}
        return _refusal(SlackRefusedError("ratelimited"), status=429, headers=headers)

    def _refused(self, route: str, ending: Refusal) -> web.Response:
        return _refusal(SlackRefusedError(ending.error))


def _refusal(
    refusal: SlackRefusedError, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> web.Response:
    """``ok: false`` with status 200, as Slack does it, or 429 where the client must wait."""
    waiting = {"Retry-After": str(refusal.wait)} if refusal.wait else {}
    response = web.json_response(
        {"ok": False, "error": refusal.error, **refusal.more},
        status=status or (429 if refusal.wait else 200),
        headers={**waiting, **(headers or {})},
    )
    response[ERROR] = refusal.error
    return response


async def _arguments(request: web.Request) -> tuple[str | None, Json]:
    """The token and the arguments, whether they came as JSON, form or query."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    else:
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    for name in JSON_ARGUMENTS & args.keys():
        if isinstance(args[name], str):
            args[name] = _unpacked(args[name])
    given = str(args.pop("token", "")) or request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return given or None, args


def _unpacked(value: str) -> Any:
    """What a form says in JSON; as it stands where it is none, so that the method can refuse it."""
    try:
        return json.loads(value)
    except ValueError:
        return value
