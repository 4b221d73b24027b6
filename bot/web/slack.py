"""POST /slack/events: Slack calls us, with commands, buttons, forms and events alike."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.web.bodies import whole

MOST_BYTES = 1024 * 1024
SECONDS = 3.0
"""In which a request must have come in whole: Slack waits no longer for its answer."""


class Answered(Protocol):
    """What Slack is told at once."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> str: ...


class Hearing(Protocol):
    """Hears what Slack has signed."""

    async def take(self, headers: Mapping[str, str], body: bytes) -> Answered:
        """``headers`` by their names in lower case."""


class SlackRoute:
    """Hands each request over whole."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing

    async def answer(self, request: Request) -> Response:
        try:
            async with asyncio.timeout(SECONDS):
                body = await whole(request, most=MOST_BYTES)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=HTTPStatus.REQUEST_TIMEOUT, headers={"Connection": "close"})
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers={"Connection": "close"})
        told = await self._hearing.take(dict(request.headers), body)
        return Response(told.body, told.status, headers=dict(told.headers))
