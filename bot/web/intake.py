"""POST /intake: a newsroom's own system hands us its articles."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.web.bodies import whole
from bot.web.signing import HEADER, Answered, fault_in
from digests.errors import BadInput, StoreError
from digests.gathering import Taken

MOST_BYTES = 10 * 1024 * 1024
SECONDS = 20.0
"""In which a request must have come in whole."""
_UNCACHED = {"Cache-Control": "no-store"}
_UNREAD = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
"""Answers before all of the request was read: the connection ends with them."""


class Door(Protocol):
    """Takes the articles of a request into the record."""

    def __call__(self, body: bytes, *, at: datetime) -> AsyncIterator[Taken]:
        """What became of each, as it is kept. Raises BadInput for a body that holds none, StoreError where the record
        cannot be used.
        """


class IntakeRoute:
    """Answers 202 with what became of each article, all of them kept; one request after the other."""

    def __init__(
        self, door: Door, *, secrets: Sequence[str], now: Callable[[], datetime], seconds: float = SECONDS
    ) -> None:
        self._door = door
        self._secrets = secrets
        self._now = now
        self._seconds = seconds
        self._answered = Answered[Response]()
        self._one_at_a_time = asyncio.Lock()

    async def answer(self, request: Request) -> Response:
        try:
            async with asyncio.timeout(self._seconds):
                body = await whole(request, most=MOST_BYTES)
        except TimeoutError:
            return _refused(HTTPStatus.REQUEST_TIMEOUT, f"The request took longer than {self._seconds:g} s to come in.")
        except ClientDisconnect:
            return _refused(HTTPStatus.BAD_REQUEST, "The request broke off.")
        if body is None:
            why = f"More than {MOST_BYTES >> 20} MiB in one request. Send fewer articles at once."
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, why)
        header = request.headers.get(HEADER)
        if fault := fault_in(header, body, secrets=self._secrets, at=self._now()):
            return _refused(HTTPStatus.UNAUTHORIZED, fault)
        async with self._one_at_a_time:
            return await self._taken(header or "", body)

    async def _taken(self, header: str, body: bytes) -> Response:
        if (answer := self._answered.before(header)) is not None:
            return answer
        at = self._now()
        try:
            rows = [_row(taken) async for taken in self._door(body, at=at)]
        except BadInput as fault:
            return _refused(HTTPStatus.BAD_REQUEST, str(fault))
        except StoreError as fault:
            return _refused(HTTPStatus.SERVICE_UNAVAILABLE, str(fault))
        answer = JSONResponse({"articles": rows}, HTTPStatus.ACCEPTED, headers=_UNCACHED)
        self._answered.note(header, answer)
        return answer


def _row(taken: Taken) -> dict[str, str | None]:
    """``id`` is our name for the article, by which commands know it."""
    article = taken.article
    return {
        "source_id": article.source_id if article else None,
        "id": article.slug if article else None,
        "status": taken.outcome,
        "headline": article.headline if article else None,
        "reason": taken.reason,
    }


def _refused(status: HTTPStatus, why: str) -> Response:
    ends = {"Connection": "close"} if status in _UNREAD else {}
    return JSONResponse({"error": why}, status, headers={**_UNCACHED, **ends})
