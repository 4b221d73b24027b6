"""One thing that a person did, and what the bot answered: at once, within three seconds, and later."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tests.platforms.journal import PATIENCE, Trail

ACK_WITHIN = 3.0
"""Seconds after which both platforms stop waiting for a first answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """The first answer; ``seconds`` since the person acted, ``body`` empty where the bot said nothing yet.

    ``status`` is that of an answer over HTTP; ``faults`` are what the platform could not use of it.
    """

    seconds: float
    body: Mapping[str, Any]
    status: int = 200
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words that reached the person: ``body`` as the bot sent it."""

    body: Mapping[str, Any]
    ephemeral: bool
    message_id: str


AckT = TypeVar("AckT", bound=Ack)


class Exchange(Generic[AckT]):
    """What was sent to the bot, its first answer, and its replies in the order in which they came."""

    def __init__(self, *, id_: str, sent: Mapping[str, Any], within: float, on_miss: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        self.id = id_
        self.sent = sent
        self.missed = False
        self.replies: Trail[Reply] = Trail()
        self._acks: Trail[AckT] = Trail()
        self._began = loop.time()
        self._on_miss = on_miss
        self._deadline = loop.call_later(within, self.miss)

    async def ack(self, *, within: float = PATIENCE) -> AckT:
        """The first answer, also where it came too late (then ``missed`` is true). Raises TimeoutError without one."""
        return await self._acks.nth(0, within=within)

    async def reply(self, index: int = 0, *, within: float = PATIENCE) -> Reply:
        """The first, second ... words to the person. Raises TimeoutError, saying which came instead."""
        return await self.replies.nth(index, within=within)

    @property
    def seconds(self) -> float:
        """Since the person acted."""
        return asyncio.get_running_loop().time() - self._began

    def acknowledge(self, ack: AckT) -> None:
        """The platform saw the first answer."""
        self._deadline.cancel()
        self._acks.add(ack)

    def reject(self, ack: AckT) -> None:
        """The platform saw a first answer that it cannot use: to the person it is none."""
        self.acknowledge(ack)
        self.miss()

    def miss(self) -> None:
        """No answer will count any more."""
        self._deadline.cancel()
        if not self.missed:
            self.missed = True
            self._on_miss()

    def close(self) -> None:
        """Stop the clock."""
        self._deadline.cancel()
