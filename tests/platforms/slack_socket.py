"""Socket Mode: addresses that work once, up to ten sockets, each envelope to one of them."""

import json
from collections.abc import Callable
from itertools import count

from aiohttp import WSMsgType, web

from tests.platforms.journal import PATIENCE, Json, Trail
from tests.platforms.loopback import cut_off

MOST_SOCKETS = 10


class Sockets:
    """The app's open sockets, oldest first, and which of them is served next."""

    def __init__(self, *, app_id: str, on_answer: Callable[[Json], None]) -> None:
        self.opened: Trail[int] = Trail()
        """How many sockets were open after each connect."""
        self._app_id = app_id
        self._on_answer = on_answer
        self._tickets: set[str] = set()
        self._numbers = count(1)
        self._live: dict[web.WebSocketResponse, web.Request] = {}
        self._turn = 0

    def __len__(self) -> int:
        return len(self._live)

    def ticket(self) -> str:
        """What opens one socket, once."""
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404, text="this address was used or never given")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._live) >= MOST_SOCKETS:
            await self._disconnect(socket, "too_many_websockets")
            await socket.close()
            return socket
        self._live[socket] = request
        try:
            await socket.send_json(self._hello())
            self.opened.add(len(self._live))
            async for frame in socket:
                if frame.type is WSMsgType.TEXT and frame.data.startswith("{"):
                    self._on_answer(json.loads(frame.data))
        finally:
            del self._live[socket]
        return socket

    async def connected(self, *, within: float = PATIENCE) -> None:
        """Wait for an open socket. Raises TimeoutError where none comes."""
        await self.opened.until(lambda _: bool(self._live), within=within)

    async def deliver(self, envelope: Json) -> None:
        """Send to one of the open sockets, each in its turn."""
        self._turn += 1
        await list(self._live)[self._turn % len(self._live)].send_json(envelope)

    async def disconnect(self, reason: str) -> None:
        """Tell every socket to come back through a new address; as on Slack this is no fault."""
        for socket in list(self._live):
            await self._disconnect(socket, reason)

    def cut(self) -> None:
        """Break every connection without a closing frame."""
        for request in self._live.values():
            cut_off(request)

    async def close(self) -> None:
        for socket in list(self._live):
            await socket.close()

    async def _disconnect(self, socket: web.WebSocketResponse, reason: str) -> None:
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._live),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060},
        }
