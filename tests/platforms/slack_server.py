"""The loopback Slack's own addresses: the Web API, and the URLs under which an exchange is answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.platforms import slack_methods as _methods  # noqa: F401 - fills the table of methods
from tests.platforms.exchange import ACK_WITHIN, Ack, Exchange, Reply
from tests.platforms.faults import Refusal, TooMany
from tests.platforms.journal import Deed, Json, Now, wall_clock
from tests.platforms.loopback import ERROR
from tests.platforms.slack_delivery import COMMAND, EVENT, SlackDelivery
from tests.platforms.slack_rooms import Message, Room, Workspace
from tests.platforms.slack_views import settle
from tests.platforms.slack_web import SlackRefusedError, WebApi, content_of, is_true

JSON_ARGUMENTS = {"attachments", "blocks", "metadata", "view"}
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where a person acted: in a room, maybe on a message there, or in a view."""

    team: Workspace
    user: str
    room: Room | None = None
    message: Message | None = None
    view: Json | None = None


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """Where an exchange is answered, for half an hour and five times."""

    exchange: Exchange[Ack]
    scene: Scene
    until: float
    uses: int = 0


class SlackServer(SlackDelivery):
    """The app is installed in ``home`` with channel C1."""

    def __init__(
        self,
        *,
        now: Now = wall_clock,
        port: int = 0,
        seconds_between_posts: float = 0.0,
        outside_marketplace: bool = False,
        ack_within: float = ACK_WITHIN,
    ) -> None:
        super().__init__(now=now, port=port, ack_within=ack_within)
        self.api = WebApi(
            app_id=self.APP_ID, app_token=self.APP_TOKEN, now=now, took=self._noted, socket_url=self._socket_url
        )
        self.api.posting.gap = seconds_between_posts
        if outside_marketplace:
            self.api.reading.gap, self.api.most_read = 60.0, 15
        self._scenes: dict[str, Scene] = {}
        self._urls: dict[str, ResponseUrl] = {}
        self.home = self.install("T1")
        self.home.open_room("C1", name="newsroom")

    @property
    def api_url(self) -> str:
        return f"http://{self.authority}/api/"

    @property
    def bot_token(self) -> str:
        return self.home.bot_token

    def install(self, team_id: str) -> Workspace:
        """The app in one more workspace, with a token of its own and no channels yet; or in one that took it out."""
        team = Workspace(team_id=team_id, bot_token=f"xoxb-loopback-{team_id}", app_id=self.APP_ID)
        known = self.api.teams.setdefault(team_id, team)
        known.refused = None
        return known

    async def _send(self, kind: str, payload: Json, scene: Scene) -> Exchange[Ack]:
        """Deliver what a person did, with the trigger and the response_url that belong to it."""
        await self._ready()
        envelope: Json = {"type": kind, "payload": dict(payload), "accepts_response_payload": kind != EVENT}
        if kind == EVENT:
            envelope |= {"retry_attempt": 0, "retry_reason": ""}
        else:
            view = scene.view["id"] if scene.view is not None else None
            envelope["payload"]["trigger_id"] = self.api.trigger(user=scene.user, view=view)
        name = f"answer{next(self._numbers)}"
        if scene.room is not None:
            envelope["payload"]["response_url"] = f"http://{self.authority}/response/{name}"
        exchange = self._exchange(envelope)
        self._scenes[exchange.id] = scene
        until = self.now().timestamp() + RESPONSE_URL_SECONDS
        self._urls[name] = ResponseUrl(exchange=exchange, scene=scene, until=until)
        return await self._deliver(envelope, exchange)

    def _settle(self, exchange: Exchange[Ack], body: Json) -> list[str]:
        scene = self._scenes.get(exchange.id)
        payload = exchange.sent["payload"]
        if scene is not None and scene.view is not None and payload["type"] == "view_submission":
            return settle(self.api, scene.team, scene.view, user=scene.user, answer=body)
        if scene is not None and exchange.sent["type"] == COMMAND and (body.get("text") or body.get("blocks")):
            try:
                self._reply(exchange, scene, body)
            except SlackRefusedError as refusal:
                return [refusal.error]
        return []

    def _reply(self, exchange: Exchange[Ack], scene: Scene, body: Json) -> None:
        """Words within an exchange: for the person alone, for the channel, or in place of the message acted on."""
        assert scene.room is not None
        source, shared = scene.message, body.get("response_type") == "in_channel"
        if source is not None and is_true(body.get("delete_original")):
            scene.room.messages.pop(source.ts, None)
            scene.room.ephemerals.pop(source.ts, None)
            ts, shared = source.ts, source.only_for is None
            self._took(Deed.REPLY, channel=scene.room.id, id_=ts, body=body)
        elif source is not None and is_true(body.get("replace_original")):
            source.text, blocks = content_of(body)
            source.blocks = blocks or ()
            ts, shared = source.ts, source.only_for is None
            self._took(Deed.EDIT if shared else Deed.REPLY, channel=scene.room.id, id_=ts, body=body)
        elif shared:
            ts = self.api.post(scene.team, scene.room, body).ts
        else:
            ts = self._show(scene, body)
        exchange.replies.add(Reply(body=body, ephemeral=not shared, message_id=ts))

    def _show(self, scene: Scene, body: Json) -> str:
        assert scene.room is not None
        if body.get("delete_original"):
            ts = self.api.stamps.new()
        else:
            ts = self.api.show(scene.room, body, user=scene.user, bot=scene.team.bot_profile).ts
        self._took(Deed.REPLY, channel=scene.room.id, id_=ts, body=body)
        return ts

    def _noted(self, deed: Deed, channel: str, id_: str, body: Json) -> None:
        self._took(deed, channel=channel, id_=id_, body=body)

    def _socket_url(self) -> str:
        return f"ws://{self.authority}/link?ticket={self.sockets.ticket()}&app_id={self.APP_ID}"

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
                self._reply(url.exchange, url.scene, body)
            except SlackRefusedError as refusal:
                return _refusal(refusal)
            url.uses += 1
            return web.Response(text="ok")

        return await self._answered(request, "response_url", take)

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
