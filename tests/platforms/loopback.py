"""The server under every loopback platform: a port on 127.0.0.1, a script of faults, a journal."""

import asyncio
import socket
import struct
from abc import ABC, abstractmethod
from collections.abc import Callable
from math import ceil
from types import TracebackType
from typing import Self, assert_never

from aiohttp import web

from tests.platforms.faults import Answer, End, Fault, Refusal, Script, TooMany
from tests.platforms.journal import Accepted, Call, Deed, Journal, Json, Now, Trail, wall_clock

ERROR = web.ResponseKey("error", str)
"""What a platform's answer says went wrong; absent where nothing did."""

RST = struct.pack("ii", 1, 0)
"""SO_LINGER with no time to linger: closing the socket then resets the connection."""


class Pace:
    """At most one request per key in each ``gap`` seconds; a gap of 0 lets everything pass."""

    def __init__(self, gap: float, now: Now) -> None:
        self.gap = gap
        self._now = now
        self._free: dict[str, float] = {}

    def wait(self, key: str) -> int:
        """Whole seconds until ``key`` may pass; 0 means that it passes now, and that this counts."""
        at = self._now().timestamp()
        left = self._free.get(key, at) - at
        if self.gap and left > 0:
            return ceil(left)
        self._free[key] = at + self.gap
        return 0


class Loopback(ABC):
    """Use it as ``async with``; it is reachable from this process and from any other on this machine."""

    def __init__(self, *, now: Now = wall_clock, port: int = 0) -> None:
        self.now = now
        self.journal = Journal()
        self.arrived: Trail[str] = Trail()
        """Routes of requests as they come in, before any fault or effect: the moment to kill a bot in mid-send."""
        self.calls: Trail[Call] = Trail()
        """The same requests as they were answered."""
        self.script = Script()
        self._port = port
        self._runner: web.AppRunner | None = None

    @abstractmethod
    def _equip(self, app: web.Application) -> None:
        """Add the platform's routes, and to ``on_shutdown`` what ends its open sockets."""

    @abstractmethod
    def _too_many(self, route: str, ending: TooMany) -> web.Response: ...

    @abstractmethod
    def _refused(self, route: str, ending: Refusal) -> web.Response: ...

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**26)
        self._equip(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self._port}"

    def next(self, route: str, *faults: Fault) -> None:
        """The coming requests to ``route``, a name or pattern as ``calls`` shows it, meet these faults, one each."""
        self.script.next(route, *faults)

    def always(self, route: str, fault: Fault) -> None:
        """Every request to ``route`` meets this fault until ``heal``."""
        self.script.always(route, fault)

    def heal(self) -> None:
        """From now on all goes well."""
        self.script.heal()

    def _took(self, deed: Deed, *, channel: str, id_: str, body: Json) -> None:
        self.journal.add(Accepted(deed=deed, channel=channel, id=id_, body=body, at=self.now()))

    async def _answered(self, request: web.Request, route: str, take: Callable[[], web.Response]) -> web.Response:
        """Let a request take effect (``take``) and be answered, or meet the fault that awaits it."""
        self.arrived.add(route)
        fault = self.script.draw(route)
        if fault is None:
            response = take()
        else:
            usual = take() if fault.taken else None
            await asyncio.sleep(fault.hang)
            response = self._end_of(request, route, fault, lambda: usual or take())
        cut = request.transport is None or request.transport.is_closing()
        self.calls.add(Call(route=route, status=0 if cut else response.status, error=response.get(ERROR)))
        return response

    def _end_of(
        self, request: web.Request, route: str, fault: Fault, usual: Callable[[], web.Response]
    ) -> web.Response:
        match fault.ending:
            case End.AS_USUAL:
                return usual()
            case End.CLOSED | End.RESET:
                return cut_off(request, reset=fault.ending is End.RESET)
            case Answer(status=status, body=body, content_type=kind, headers=headers):
                return web.Response(status=status, body=body.encode(), headers={"Content-Type": kind, **headers})
            case TooMany():
                return self._too_many(route, fault.ending)
            case Refusal():
                return self._refused(route, fault.ending)
            case _:
                assert_never(fault.ending)


def cut_off(request: web.Request, *, reset: bool = False) -> web.Response:
    """Break the request's connection; the response is for aiohttp alone and reaches nobody."""
    if request.transport is not None:
        held = request.transport.get_extra_info("socket")
        if reset and held is not None:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
        request.transport.abort()
    return web.Response(status=500)
