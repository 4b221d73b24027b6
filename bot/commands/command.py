"""What a command is, and what its handler may ask for."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bot.commands.memory import Memory
from bot.conversation import Choice, Form, Invocation, Reply, Right, Said
from digests.answer import Answer, Question
from digests.article import Tenant
from digests.channel import Channel, ChannelId
from digests.delivery import Delivery, State
from digests.digest import Digest
from digests.listing import Listing, StoryFile
from digests.ports import Complaints, FeedBook, Roster, Run
from digests.schedule import Edition, Slot

if TYPE_CHECKING:
    from digests.gathering import Taken


class FirstSlots(Protocol):
    """When an edition is due."""

    def __call__(self, edition: Edition, channel: Channel, *, after: datetime, count: int) -> Sequence[datetime]:
        """The next ``count`` instants after that one at which the channel is sent it, on the edition's own clock."""


class Told(Protocol):
    """What was told where: the ledger, as far as handlers use it."""

    async def run_told_by(self, tenant: Tenant, message_id: str) -> Run | None:
        """The digest of which that message is a part; None where it is none of ours."""

    async def last_run(self, tenant: Tenant | None, channel: ChannelId | None = None) -> Run | None:
        """The newest digest that was fixed for the channel."""

    async def deliveries(
        self, tenant: Tenant | None, *, state: State | None = None, slot: Slot | None = None
    ) -> tuple[Delivery, ...]:
        """A tenant's parts in that state, newest first."""

    async def decide(self, delivery: Delivery, *, by: str, at: datetime) -> None:
        """Write what was ruled of a part that nobody holds."""


class Reference(Protocol):
    """Where things are looked up: ``digests.library.Library``, as far as handlers use it."""

    async def answer(self, question: Question) -> Answer:
        """One to three sentences, each with its claim, or that the record does not hold it."""

    async def search(self, question: Question) -> Listing:
        """The claims that speak of it, best first."""

    async def claims(self, question: Question) -> Listing:
        """What a speaker of that name said, else the claims of the story that is meant. Raises NotFound."""

    async def claims_of(self, question: Question) -> Listing:
        """All claims of the story of that very id. Raises NotFound."""

    async def story(self, question: Question) -> StoryFile:
        """The story that is meant. Raises NotFound."""

    async def headlines(self, tenant: Tenant, words: str, *, at: datetime, most: int) -> Sequence[tuple[str, str]]:
        """Ids and headlines of the newest stories in which those words stand; of all of them without words."""


class Intake(Protocol):
    """Takes what people add into their tenant's own record."""

    def __call__(self, source: str, *, tenant: Tenant, at: datetime) -> "AsyncIterator[Taken]":
        """An address, or a report in somebody's own words. What became of each article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whom the handlers ask: the books of the record, the library, and the parts of Rundown that compose and plan."""

    roster: Roster
    told: Told
    complaints: Complaints
    feeds: FeedBook
    library: Reference
    take_in: Intake
    compose_now: Callable[[Channel, datetime], Awaitable[Digest]]
    first_slots: FirstSlots
    memory: Memory = field(default_factory=Memory)


Suggest = Callable[[Invocation, str, Desk], Awaitable[Sequence[Choice]]]
"""What may be meant by what somebody has typed so far, likeliest first; at most 25 are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A word that a command takes: a field of its own on Discord, a place in the typed line elsewhere.

    ``choices`` where only these words are taken, ``suggest`` where what people type may be completed.
    """

    name: str
    help: str
    required: bool = True
    choices: tuple[str, ...] = ()
    suggest: Suggest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``name`` is what is typed after the slash ("digest subscribe"), ``usage`` what follows it, empty for nothing.

    ``form`` asks for what its options still lack. ``typed`` is False where only buttons and shortcuts say it;
    ``for_me`` where a person may say it of the messages from the app to themself.
    """

    name: str
    help: str
    example: str
    handler: Callable[[Invocation, Desk], Awaitable[Reply | Said]]
    usage: str = ""
    options: tuple[Option, ...] = ()
    right: Right = Right.READ
    form: Callable[[Invocation, Desk], Awaitable[Form]] | None = None
    typed: bool = True
    for_me: bool = False

    @property
    def line(self) -> str:
        """How it is typed: ``/digest subscribe TOPIC at TIME [ZONE]``."""
        return f"/{self.name} {self.usage}".rstrip()

    @property
    def leaf(self) -> str:
        """The last word of its name, by which buttons call it; no two commands share one."""
        return self.name.rpartition(" ")[2]

    def lacks_words(self, call: Invocation) -> bool:
        """Whether there is a form, and the call holds nothing of what that asks for."""
        return (
            self.form is not None and not call.text and call.words.keys().isdisjoint(one.name for one in self.options)
        )
