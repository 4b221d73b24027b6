"""Discord's gateway: plain text frames, sessions that can be resumed, events as the bot's intents allow."""

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Any

import discord
from aiohttp import WSMsgType, web
from simcord.backend import Backend, serializers
from simcord.backend.models import Guild
from simcord.gateway import FakeGateway
from simcord.intents import missing_privileged_intents

from tests.platforms.journal import PATIENCE, Json, Trail
from tests.platforms.loopback import cut_off

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE = 0, 1, 2, 3
RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 6, 7, 9, 10, 11
UNKNOWN_OPCODE, WRONG_TOKEN, DISALLOWED_INTENTS = 4001, 4004, 4014


class Session:
    """What one IDENTIFY began: its numbered events, kept for a RESUME, and the socket that they go to now."""

    def __init__(self, id_: str, backend: Backend, intents: discord.Intents) -> None:
        self.id = id_
        self.intents = intents
        self.parsers = self
        self.outbox: asyncio.Queue[str] | None = None
        self._sent: list[Json] = []
        self._backend = backend
        self._shaped = FakeGateway(backend, self)

    def __getitem__(self, event: str) -> Callable[[Mapping[str, Any]], None]:
        """Where simcord looks for the client's parser of an event: what it passes on is sent instead."""
        return partial(self.send, event)

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        """Send an event, if the intents let it through and as much of it as they allow."""
        guild = self._backend.guilds.get(int(payload.get("guild_id") or 0))
        if guild is None or self._backend.bot_user.id in guild.members:
            self._shaped.feed(event, payload)

    def send(self, event: str, payload: Mapping[str, Any]) -> None:
        frame = {"op": DISPATCH, "t": event, "s": len(self._sent) + 1, "d": payload}
        self._sent.append(frame)
        if self.outbox is not None:
            self.outbox.put_nowait(json.dumps(frame))

    def replay(self, after: int) -> None:
        for frame in self._sent[after:]:
            if self.outbox is not None:
                self.outbox.put_nowait(json.dumps(frame))


class Gateway:
    """A test may stop ``answering`` heartbeats, forbid resuming, or ``approve`` privileged intents."""

    def __init__(self, backend: Backend, *, token: str, url: Callable[[], str]) -> None:
        self.answering = True
        self.resumable = True
        self.approved = discord.Intents.default()
        self.heartbeat_seconds = 41.25
        self.started: Trail[str] = Trail()
        """Session ids, one for each READY or RESUMED."""
        self._backend = backend
        self._token = token
        self._url = url
        self._numbers = count(1)
        self._sessions: dict[str, Session] = {}
        self._sockets: dict[web.WebSocketResponse, web.Request] = {}

    @property
    def live(self) -> int:
        """Sessions with an open socket."""
        return sum(session.outbox is not None for session in self._sessions.values())

    async def connected(self, *, within: float = PATIENCE) -> None:
        """Wait for a session that is ready. Raises TimeoutError where none comes."""
        await self.started.until(lambda _: self.live > 0, within=within)

    async def close(self, code: int = 1001) -> None:
        """Close every socket, as for a deploy (1001) or an error (4000 and up)."""
        for socket in list(self._sockets):
            await socket.close(code=code)

    def cut(self) -> None:
        """Break every connection without a closing frame."""
        for request in self._sockets.values():
            cut_off(request)

    def ask_to_reconnect(self) -> None:
        """Opcode 7, as Discord sends it before it moves a session."""
        for session in self._sessions.values():
            if session.outbox is not None:
                session.outbox.put_nowait(json.dumps({"op": RECONNECT, "d": None}))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        outbox: asyncio.Queue[str] = asyncio.Queue()
        outbox.put_nowait(json.dumps({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_seconds * 1000}}))
        self._sockets[socket] = request
        writer = asyncio.create_task(_write(socket, outbox))
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    code = self._received(json.loads(frame.data), outbox)
                    if code is not None:
                        await socket.close(code=code)
        finally:
            writer.cancel()
            del self._sockets[socket]
            self._left(outbox, ended=socket.close_code == 1000)
        return socket

    def _received(self, frame: Json, outbox: asyncio.Queue[str]) -> int | None:
        """Answer a frame of the client; a code where the socket must be closed for it."""
        op, wanted = frame.get("op"), frame.get("d") or {}
        if op == HEARTBEAT and self.answering:
            outbox.put_nowait(json.dumps({"op": HEARTBEAT_ACK}))
        elif op == IDENTIFY:
            return self._identify(wanted, outbox)
        elif op == RESUME:
            return self._resume(wanted, outbox)
        elif op not in {HEARTBEAT, PRESENCE}:
            return UNKNOWN_OPCODE
        return None

    def _identify(self, wanted: Json, outbox: asyncio.Queue[str]) -> int | None:
        if wanted.get("token") != self._token:
            return WRONG_TOKEN
        intents = discord.Intents.none()
        intents.value = int(wanted.get("intents", 0))
        if missing_privileged_intents(intents, self.approved):
            return DISALLOWED_INTENTS
        session = Session(f"session-{next(self._numbers)}", self._backend, intents)
        session.outbox = outbox
        self._sessions[session.id] = session
        session.send("READY", self._ready(session.id))
        self._backend.subscribers.append(session.feed)
        for guild in self._guilds():
            session.feed("GUILD_CREATE", serializers.guild_create_payload(self._backend, guild))
        self.started.add(session.id)
        return None

    def _resume(self, wanted: Json, outbox: asyncio.Queue[str]) -> int | None:
        session = self._sessions.get(str(wanted.get("session_id")))
        if wanted.get("token") != self._token:
            return WRONG_TOKEN
        if session is None or not self.resumable:
            outbox.put_nowait(json.dumps({"op": INVALID_SESSION, "d": False}))
            return None
        session.outbox = outbox
        session.replay(int(wanted.get("seq") or 0))
        session.send("RESUMED", {})
        self.started.add(session.id)
        return None

    def _left(self, outbox: asyncio.Queue[str], *, ended: bool) -> None:
        """The socket is gone; a session that its client ended is forgotten, any other waits to be resumed."""
        for session in [held for held in self._sessions.values() if held.outbox is outbox]:
            session.outbox = None
            if ended:
                del self._sessions[session.id]
                self._backend.subscribers.remove(session.feed)

    def _guilds(self) -> list[Guild]:
        """The servers that the bot is in."""
        return [guild for guild in self._backend.guilds.values() if self._backend.bot_user.id in guild.members]

    def _ready(self, session_id: str) -> Json:
        return {
            "v": 10,
            "user": dict(serializers.user_payload(self._backend.bot_user)),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in self._guilds()],
            "session_id": session_id,
            "resume_gateway_url": self._url(),
            "application": {"id": str(self._backend.application_id), "flags": 0},
        }


async def _write(socket: web.WebSocketResponse, outbox: asyncio.Queue[str]) -> None:
    while not socket.closed:
        await socket.send_str(await outbox.get())
