"""Discord's REST interface: simcord's routes behind the token, the nonce and the schema."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import simcord.http.routes  # noqa: F401 - fills the router's table
from simcord.backend import serializers
from simcord.backend.errors import BackendError, invalid_form_body, unknown_message
from simcord.http.router import dispatch

from tests.platforms.discord_doors import Doors, TooManyError
from tests.platforms.discord_rules import Judge, command_faults, nonce_faults
from tests.platforms.discord_schema import schema_faults
from tests.platforms.discord_world import World
from tests.platforms.journal import Json, Now

NONCE_MEMORY = timedelta(minutes=5)
"""Discord says "the past few minutes"."""
LONGEST_PAGE = 100
OPEN_DOORS = ("/interactions/", "/webhooks/")
"""Here the token in the path is the key, and none in the header is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file of a multipart request, as simcord wants it."""

    fp: BytesIO
    filename: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asks; ``path`` begins after the version."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: Sequence[Upload] = ()
    authorization: str = ""
    reason: str | None = None

    @property
    def steps(self) -> list[str]:
        return self.path.strip("/").split("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What Discord answers; ``created`` is false where a nonce led back to an earlier message."""

    status: int
    body: Any = None
    error: str | None = None
    created: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A message that was posted under a nonce."""

    channel: int
    message: int
    until: datetime


class Bridge:
    """Requests to outcomes. ``judges`` may refuse any body before it takes effect; a test may add its own."""

    def __init__(self, world: World, *, token: str, now: Now) -> None:
        self.judges: list[Judge] = [schema_faults, nonce_faults, command_faults]
        self._backend = world.backend
        self._doors = Doors(world, now=now)
        self._token = token
        self._now = now
        self._nonces: dict[str, Remembered] = {}

    def call(self, request: Request) -> Outcome:
        """Let a request take effect. What simcord does not know is a loud 501, never a quiet success."""
        if request.authorization != f"Bot {self._token}" and not request.path.startswith(OPEN_DOORS):
            return Outcome(status=401, body={"message": "401: Unauthorized", "code": 0}, error="401: Unauthorized")
        try:
            return self._judged(request)
        except BackendError as refusal:
            return Outcome(status=refusal.status, body=refusal.to_json(), error=refusal.message)
        except TooManyError as refusal:
            return too_many(refusal.wait)

    def _judged(self, request: Request) -> Outcome:
        faults = [fault for judge in self.judges for fault in judge(request.method, request.path, request.body)]
        if faults:
            raise invalid_form_body("; ".join(faults))
        self._doors.pass_through(request.method, request.steps)
        nonce = _enforced_nonce(request)
        if nonce is not None and (earlier := self._earlier(nonce)) is not None:
            return Outcome(status=200, body={**earlier, "nonce": nonce}, created=False)
        told = self._page(request) if _is_history(request) else self._dispatched(request)
        if nonce is not None:
            kept = self._now() + NONCE_MEMORY
            self._nonces[nonce] = Remembered(channel=int(told["channel_id"]), message=int(told["id"]), until=kept)
            told = {**told, "nonce": nonce}
        return Outcome(status=204) if told is None else Outcome(status=200, body=told)

    def _page(self, request: Request) -> Any:
        """Up to 100 messages, newest first; those nearest to ``after``, where simcord gives the newest of all."""
        limit = int(request.params.get("limit", 50))
        if not 1 <= limit <= LONGEST_PAGE:
            raise invalid_form_body(f"limit: int value should be between 1 and {LONGEST_PAGE}.")
        if "after" not in request.params:
            return self._dispatched(request)
        return self._dispatched(replace(request, params={**request.params, "limit": str(sys.maxsize)}))[-limit:]

    def _dispatched(self, request: Request) -> Any:
        try:
            return dispatch(
                self._backend,
                request.method,
                request.path,
                json=request.body,
                params=dict(request.params),
                files=list(request.files),
                reason=request.reason,
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise invalid_form_body(repr(error)) from error

    def _earlier(self, nonce: str) -> Json | None:
        """The message under this nonce; None where there is none. Raises BackendError where it was deleted."""
        known = self._nonces.get(nonce)
        if known is None or self._now() > known.until:
            return None
        message = self._backend.messages.get(known.channel, {}).get(known.message)
        if message is None:
            raise unknown_message()
        return dict(serializers.message_payload(self._backend, message))


def too_many(retry_after: float | str | None, *, banned: bool = False) -> Outcome:
    """Discord's own 429 says ``Via``; without it discord.py takes it for a ban by the proxy before Discord."""
    told = {"message": "You are being rate limited.", "retry_after": retry_after, "global": False}
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Outcome(
        status=429, body=told, error="rate limited", headers=headers | ({} if banned else {"Via": "1.1 google"})
    )


def _is_history(request: Request) -> bool:
    return request.method == "GET" and request.steps[::2] == ["channels", "messages"] and len(request.steps) == 3


def _enforced_nonce(request: Request) -> str | None:
    match request.method, request.steps, request.body:
        case "POST", ["channels", _, "messages"], {"nonce": str() | int() as nonce, "enforce_nonce": True}:
            return str(nonce)
        case _:
            return None
