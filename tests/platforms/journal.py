"""What a loopback platform took, in order, and how a test waits for it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
Json = dict[str, Any]
Now = Callable[[], datetime]

PATIENCE = 5.0
"""Seconds that a test waits for what should come."""


def wall_clock() -> datetime:
    return datetime.now(UTC)


class Deed(Enum):
    """What an accepted request did."""

    POST = "a message in a channel"
    EDIT = "a change of a message"
    EPHEMERAL = "a message that one person sees"
    REPLY = "an answer within an exchange: response_url, callback, follow-up"
    VIEW = "a modal that was opened, pushed or changed"
    HOME = "a published App Home"
    THREAD = "a thread that was opened, with no words of its own"
    CROSSPOST = "a post that was passed on to the channels that follow"
    WEBHOOK = "a message through an incoming webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One request that took effect; ``id`` is the platform's own, ``body`` what the client sent."""

    deed: Deed
    channel: str
    id: str
    body: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it was answered; a status of 0 means that the connection was cut instead."""

    route: str
    status: int
    error: str | None = None


class Trail(Sequence[T], Generic[T]):
    """Things as they happen, oldest first; nothing is ever taken out."""

    def __init__(self) -> None:
        self._things: list[T] = []
        self._grown = asyncio.Event()

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._things[index]

    def __len__(self) -> int:
        return len(self._things)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._things!r})"

    def add(self, thing: T) -> None:
        self._things.append(thing)
        self._grown.set()
        self._grown = asyncio.Event()

    async def nth(self, index: int, *, within: float = PATIENCE) -> T:
        """The thing at ``index``, as soon as it is there. Raises TimeoutError, saying what there is instead."""
        await self.until(lambda things: len(things) > index, within=within)
        return self._things[index]

    async def until(self, holds: Callable[[Sequence[T]], bool], *, within: float = PATIENCE) -> None:
        """Wait until the trail is as wanted. Raises TimeoutError, saying what there is instead."""
        try:
            async with asyncio.timeout(within):
                while not holds(self._things):
                    await self._grown.wait()
        except TimeoutError:
            raise TimeoutError(f"not within {within} s; so far: {self._things!r}") from None


class Journal(Trail[Accepted]):
    """What a platform took."""

    def of(self, deed: Deed, *, channel: str | None = None) -> list[Accepted]:
        return [taken for taken in self if taken.deed is deed and channel in {None, taken.channel}]

    def posts(self, channel: str | None = None) -> list[Accepted]:
        """The messages that everybody in a channel sees."""
        return self.of(Deed.POST, channel=channel)
