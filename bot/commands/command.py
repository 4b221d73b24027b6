"""What a command is, and what its handler may ask for."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.commands.memory import Memory
from bot.conversation import Invocation, Reply, Right
from digests.answer import Answer, Question
from digests.article import Tenant
from digests.channel import Channel
from digests.digest import Digest
from digests.listing import Listing, StoryFile
from digests.ports import Complaints, Roster, Run
from digests.schedule import Edition


class FirstSlots(Protocol):
    """When an edition is due."""

    def __call__(self, edition: Edition, channel: Channel, *, after: datetime, count: int) -> Sequence[datetime]:
        """The next ``count`` instants after that one at which the channel is sent it, on the edition's own clock."""


class Told(Protocol):
    """What was told where: the ledger, as far as handlers use it."""

    async def run_told_by(self, tenant: Tenant, message_id: str) -> Run | None:
        """The digest of which that message is a part; None where it is none of ours."""


class Reference(Protocol):
    """Where things are looked up: ``digests.library.Library``, as far as handlers use it."""

    async def answer(self, question: Question) -> Answer:
        """One to three sentences, each with its claim, or that the record does not hold it."""

    async def search(self, question: Question) -> Listing:
        """The claims that speak of it, best first."""

    async def claims(self, question: Question) -> Listing:
        """What a speaker of that name said, else the claims of the story that is meant. Raises NotFound."""

    async def story(self, question: Question) -> StoryFile:
        """The story that is meant. Raises NotFound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whom the handlers ask: the books of the record, the library, and the parts of Rundown that compose and plan."""

    roster: Roster
    told: Told
    complaints: Complaints
    library: Reference
    compose_now: Callable[[Channel, datetime], Awaitable[Digest]]
    first_slots: FirstSlots
    memory: Memory = field(default_factory=Memory)


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
