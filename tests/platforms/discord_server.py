"""The loopback Discord's server: REST and gateway over simcord's backend, and what becomes of each exchange."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiohttp import web
from simcord.backend import serializers
from simcord.backend.models import EPHEMERAL_FLAG
from simcord.enums import CallbackType, ChannelType, InteractionType
from simcord.interactions import base_payload

from tests.platforms.discord_gateway import Gateway
from tests.platforms.discord_people import NotOfferedError
from tests.platforms.discord_rest import Bridge, Outcome, Request, Upload, too_many
from tests.platforms.discord_world import World
from tests.platforms.exchange import ACK_WITHIN, Ack, Exchange, Reply
from tests.platforms.faults import Refusal, TooMany
from tests.platforms.journal import Deed, Json, Now, Trail, wall_clock
from tests.platforms.loopback import ERROR, Loopback

VERSION = "/api/v10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback(Ack):
    """The bot's first answer to an interaction."""

    @property
    def kind(self) -> CallbackType:
        return CallbackType(self.body["type"])

    @property
    def deferred(self) -> bool:
        return self.kind in {CallbackType.DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE, CallbackType.DEFERRED_UPDATE_MESSAGE}

    @property
    def ephemeral(self) -> bool:
        return bool(self._told.get("flags", 0) & EPHEMERAL_FLAG)

    @property
    def choices(self) -> list[Json]:
        """What was offered for completion."""
        return list(self._told.get("choices") or [])

    @property
    def modal(self) -> Json | None:
        """The modal that was opened; None where none was."""
        return self._told if self.kind is CallbackType.MODAL else None

    @property
    def _told(self) -> Json:
        return self.body.get("data") or {}


class DiscordServer(Loopback):
    """One bot in the server of ``world``."""

    TOKEN = "loopback.discord.token"

    def __init__(self, *, now: Now = wall_clock, port: int = 0, ack_within: float = ACK_WITHIN) -> None:
        super().__init__(now=now, port=port)
        self.world = World(now)
        self.backend = self.world.backend
        self.bridge = Bridge(self.world, token=self.TOKEN, now=now)
        self.gateway = Gateway(self.backend, token=self.TOKEN, url=lambda: self.gateway_url)
        self.missed: Trail[Exchange[Callback]] = Trail()
        """What the bot did not acknowledge in time."""
        self.synced: Trail[list[Json]] = Trail()
        """The commands, each time that the bot set them."""
        self.ack_within = ack_within
        self._exchanges: dict[str, Exchange[Callback]] = {}

    @property
    def api_base(self) -> str:
        return f"http://{self.authority}{VERSION}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self.authority}/gw"

    async def _begin(
        self,
        kind: InteractionType,
        data: Json,
        *,
        user: int,
        channel: int,
        locale: str,
        message: int | None = None,
    ) -> Exchange[Callback]:
        await self.gateway.connected()
        guild = self.backend.get_channel(channel).guild_id
        if guild is not None and self.world.bot not in self.backend.get_guild(guild).members:
            raise NotOfferedError("the bot is not in this server any more")
        record, payload = base_payload(
            self.backend, type=kind, channel_id=channel, guild_id=guild, user_id=user, data=data
        )
        payload["locale"] = locale
        if guild is not None:
            payload["guild_locale"] = self.backend.get_guild(guild).preferred_locale
        record.initial_response_deadline = self.backend.iso_after(self.ack_within)
        if message is not None:
            record.source_message_id = message
            shown = self.backend.get_message(channel, message)
            payload["message"] = dict(serializers.message_payload(self.backend, shown))
        exchange = Exchange[Callback](
            id_=str(record.id),
            sent=payload,
            within=self.ack_within,
            on_miss=lambda: self.missed.add(self._exchanges[record.token]),
        )
        self._exchanges[record.token] = exchange
        self.backend.emit("INTERACTION_CREATE", payload)
        return exchange

    def _equip(self, app: web.Application) -> None:
        app.router.add_route("*", VERSION + "/{path:.*}", self._rest)
        app.router.add_get("/gw", self.gateway.serve)
        app.router.add_get("/gw/", self.gateway.serve)
        app.on_shutdown.append(self._hang_up)

    async def _hang_up(self, app: web.Application) -> None:
        for exchange in self._exchanges.values():
            exchange.close()
        await self.gateway.close()

    async def _rest(self, request: web.Request) -> web.Response:
        asked = await read_request(request, path="/" + request.match_info["path"])

        def take() -> web.Response:
            outcome = self.bridge.call(asked)
            if outcome.error is None:
                self._note(asked, outcome)
            return as_response(outcome)

        return await self._answered(request, f"{asked.method} {asked.path}", take)

    def _note(self, asked: Request, outcome: Outcome) -> None:
        """Write what took effect into the journal, and tell whoever waits for it."""
        match asked.method, asked.steps:
            case "POST", ["channels", channel, "messages"] if outcome.created:
                self._took(Deed.POST, channel=channel, id_=outcome.body["id"], body=asked.body)
            case "POST", ["channels", channel, "threads"] | ["channels", channel, "messages", _, "threads"]:
                deed = Deed.POST if self.world.kind(int(channel)) is ChannelType.FORUM else Deed.THREAD
                self._took(deed, channel=channel, id_=outcome.body["id"], body=asked.body)
            case "POST", ["channels", channel, "messages", message, "crosspost"]:
                self._took(Deed.CROSSPOST, channel=channel, id_=message, body={})
            case "PATCH", ["channels", channel, "messages", message]:
                self._took(Deed.EDIT, channel=channel, id_=message, body=asked.body)
            case "POST", ["interactions", _, token, "callback"] if token in self._exchanges:
                self._called_back(token, asked.body, outcome)
            case (("POST" | "PATCH"), ["webhooks", _, token, *_]) if token in self._exchanges:
                self._replied(token, asked.body, outcome.body)
            case "POST", ["webhooks", _, _]:
                self._took(Deed.WEBHOOK, channel=outcome.body["channel_id"], id_=outcome.body["id"], body=asked.body)
            case "PUT", [*_, "commands"]:
                self.synced.add(asked.body)
            case _:
                pass

    def _called_back(self, token: str, body: Json, outcome: Outcome) -> None:
        exchange = self._exchanges[token]
        exchange.acknowledge(Callback(seconds=exchange.seconds, body=body))
        message = (outcome.body.get("resource") or {}).get("message")
        if message is not None:
            self._replied(token, body.get("data") or {}, message)

    def _replied(self, token: str, body: Json, message: Json) -> None:
        """Words for everybody count as a post, words for one person as a reply."""
        ephemeral = bool(message["flags"] & EPHEMERAL_FLAG)
        deed = Deed.REPLY if ephemeral else Deed.POST
        self._took(deed, channel=message["channel_id"], id_=message["id"], body=body)
        self._exchanges[token].replies.add(Reply(body=body, ephemeral=ephemeral, message_id=message["id"]))

    def _too_many(self, route: str, ending: TooMany) -> web.Response:
        return as_response(too_many(ending.retry_after, banned=ending.banned))

    def _refused(self, route: str, ending: Refusal) -> web.Response:
        told = {"message": ending.error, "code": ending.code}
        return as_response(Outcome(status=ending.status, body=told, error=ending.error))


def as_response(outcome: Outcome) -> web.Response:
    """The content type is exactly ``application/json``: discord.py takes anything longer for text."""
    kind = {} if outcome.body is None else {"Content-Type": "application/json"}
    body = None if outcome.body is None else json.dumps(outcome.body).encode()
    response = web.Response(status=outcome.status, body=body, headers={**kind, **outcome.headers})
    if outcome.error is not None:
        response[ERROR] = outcome.error
    return response


async def read_request(request: web.Request, *, path: str) -> Request:
    """A request in JSON, in parts with ``payload_json``, or without a body."""
    body: Any = None
    files: Sequence[Upload] = ()
    if request.content_type == "application/json" and request.can_read_body:
        body = await request.json()
    elif request.content_type == "multipart/form-data":
        parts = await request.post()
        body = json.loads(str(parts.get("payload_json", "null")))
        sent = [part for part in parts.values() if isinstance(part, web.FileField)]
        files = [Upload(fp=BytesIO(part.file.read()), filename=part.filename) for part in sent]
    return Request(
        method=request.method,
        path=path,
        params=dict(request.query),
        body=body,
        files=files,
        authorization=request.headers.get("Authorization", ""),
        reason=request.headers.get("X-Audit-Log-Reason"),
    )
