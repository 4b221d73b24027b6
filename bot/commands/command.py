"""What a command is, and what its handler may ask for."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.conversation import Invocation, Reply, Right
from digests.answer import Answer, Question
from digests.channel import Channel
from digests.digest import Digest
from digests.ports import Roster
from digests.schedule import Edition


class FirstSlots(Protocol):
    """When an edition is due."""

    def __call__(self, edition: Edition, *, after: datetime, count: int) -> Sequence[datetime]:
        """The next ``count`` instants after that one, on the edition's own clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whom the handlers ask: the roster, and the parts of Rundown that compose, answer and plan."""

    roster: Roster
    compose_now: Callable[[Channel, datetime], Awaitable[Digest]]
    answer: Callable[[Question], Awaitable[Answer]]
    first_slots: FirstSlots


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A word that a command takes: a field of its own on Discord, a place in the typed line elsewhere."""

    name: str
    help: str
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``name`` is what is typed after the slash ("digest subscribe"), ``usage`` what follows it, empty for nothing."""

    name: str
    help: str
    example: str
    handler: Callable[[Invocation, Desk], Awaitable[Reply]]
    usage: str = ""
    options: tuple[Option, ...] = ()
    right: Right = Right.READ

    @property
    def line(self) -> str:
        """How it is typed: ``/digest subscribe TOPIC at TIME [ZONE]``."""
        return f"/{self.name} {self.usage}".rstrip()
