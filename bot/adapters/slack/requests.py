"""Slack over HTTP: only what Slack has signed is heard, and what comes twice is answered as the first time."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

from bot.seen import MOST

_TIMESTAMP, _SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"
_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What Slack is told at once."""

    status: int
    headers: Mapping[str, str]
    body: str


_NOT_SLACK = Answered(status=HTTPStatus.UNAUTHORIZED, headers={}, body="not signed by Slack")


class Requests:
    """Takes requests whole. A timestamp more than five minutes from now, or no number, is not believed."""

    def __init__(self, app: AsyncApp, *, secret: str, now: Callable[[], datetime]) -> None:
        self._app = app
        self._verifier = SignatureVerifier(secret, clock=_Now(now))
        self._answers: dict[str, asyncio.Task[Answered]] = {}

    async def take(self, headers: Mapping[str, str], body: bytes) -> Answered:
        """``headers`` by their names in lower case."""
        timestamp, signature = headers.get(_TIMESTAMP, ""), headers.get(_SIGNATURE, "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) == _DIGITS):
            return _NOT_SLACK
        if not self._verifier.is_valid(body, timestamp, signature):
            return _NOT_SLACK
        if signature not in self._answers:
            self._answers[signature] = asyncio.create_task(self._dispatched(headers, body))
            if len(self._answers) > MOST:
                del self._answers[next(iter(self._answers))]
        return await asyncio.shield(self._answers[signature])

    async def _dispatched(self, headers: Mapping[str, str], body: bytes) -> Answered:
        request = AsyncBoltRequest(
            body=body.decode("utf-8", errors="replace"), headers={name: [value] for name, value in headers.items()}
        )
        answer = await self._app.async_dispatch(request)
        told = {name: values[0] for name, values in answer.headers.items()}
        return Answered(status=answer.status, headers=told, body=answer.body)


class _Now(Clock):
    """The library's clock is ours."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now().timestamp()
