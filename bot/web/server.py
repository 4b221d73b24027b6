"""The web server: uvicorn within the bot's own loop, stopped with it."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.applications import Starlette

from digests.errors import BadSettings

log = structlog.get_logger()

MOST_AT_ONCE = 100
"""Connections that are served at the same time; further ones are told to come back."""


class _Server(uvicorn.Server):
    """Leaves signals to the bot, which drains before it ends."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """Serves an application on a socket that is bound already."""

    def __init__(self, app: Starlette, bound: socket.socket) -> None:
        self._bound = bound
        self._server = _Server(
            uvicorn.Config(
                app,
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=MOST_AT_ONCE,
                timeout_graceful_shutdown=2,
            )
        )

    async def run(self) -> None:
        """Until cancelled; what is being answered then is answered."""
        serving = asyncio.create_task(self._server.serve(sockets=[self._bound]))
        try:
            await asyncio.shield(serving)
        finally:
            self._server.should_exit = True
            await serving


def bound_to(place: str) -> socket.socket:
    """A socket that listens at ``host:port``. Raises BadSettings with the mend where that cannot be."""
    host, _, port = place.rpartition(":")
    address = host.strip("[]")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        bound = socket.create_server((address, int(port)), family=family, backlog=MOST_AT_ONCE)
    except OSError as error:
        mend = "Choose another port, or end what listens there"
        raise BadSettings([f"RUNDOWN_WEB_BIND: {place} cannot be listened at ({error.strerror}). {mend}."]) from None
    if not _is_loopback(address):
        log.warning("web.open_to_others", place=place, mend="put a proxy with TLS in front, or bind 127.0.0.1")
    return bound


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
