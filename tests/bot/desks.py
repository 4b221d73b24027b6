"""A desk to give commands to: an invented newsroom that remembers what it is told."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from bot.commands.command import Desk
from bot.commands.memory import Memory
from bot.commands.reception import Reception
from bot.conversation import Invocation, Reply, Right
from digests.answer import Answer, Citation, Exchange, Question, Sentence
from digests.article import HOUSE, StoryId, Tenant
from digests.channel import Channel, ChannelId, Platform, Workspace
from digests.complaint import Complaint
from digests.delivery import Delivery, State
from digests.digest import Digest, Weighed
from digests.errors import NotFound
from digests.feed import Feed
from digests.gathering import Outcome, Taken
from digests.listing import Listing, StoryFile
from digests.planning import upcoming
from digests.ports import Due, FeedBook, Run
from digests.schedule import Edition, Slot, Subscription
from digests.taste import Mute
from digests.topics import Topic
from tests.builders import BERLIN, MORNING, a_channel, a_claim, a_digest, a_proof, a_slot, an_article, an_item


class FakeRoster:
    """Kept in memory; when things are due is not its business, but what is paused is."""

    def __init__(self, *dues: Due) -> None:
        self.known: dict[str, Workspace] = {}
        self.entered: dict[tuple[str, str], Channel] = {
            (due.channel.tenant, due.channel.id): due.channel for due in dues
        }
        self.dues: list[Due] = list(dues)
        self.muted: dict[ChannelId, tuple[Mute, ...]] = {}
        self.changed = asyncio.Event()

    async def join(self, workspace: Workspace) -> None:
        self.known[workspace.tenant] = workspace

    async def workspaces(self) -> tuple[Workspace, ...]:
        return tuple(self.known.values())

    async def enter(self, channel: Channel, *, by: str, at: datetime) -> None:
        self.entered[channel.tenant, channel.id] = channel

    async def channel(self, tenant: Tenant, channel: ChannelId) -> Channel:
        if (tenant, channel) not in self.entered:
            raise NotFound(f"{channel} is not known here.")
        return self.entered[tenant, channel]

    async def channels(self, tenant: Tenant | None) -> tuple[Channel, ...]:
        return tuple(channel for channel in self.entered.values() if tenant in {None, channel.tenant})

    async def subscribe(self, edition: Edition, subscription: Subscription) -> bool:
        held = [due for due in self.dues if due.subscription.channel == subscription.channel]
        channel = self.entered.get((subscription.tenant, subscription.channel)) or a_channel(id=subscription.channel)
        self.dues.append(Due(subscription=subscription, edition=edition, channel=channel))
        return edition.name not in {due.edition.name for due in held}

    async def unsubscribe(self, tenant: Tenant, channel: ChannelId, edition: str, *, by: str, at: datetime) -> bool:
        left = [due for due in self.dues if (due.subscription.channel, due.edition.name) != (channel, edition)]
        self.dues, before = left, len(self.dues)
        return len(left) < before

    async def pause(self, tenant: Tenant, channel: ChannelId, *, reason: str, by: str, at: datetime) -> bool:
        return self._changed(tenant, channel, paused=reason)

    async def pause_until(self, tenant: Tenant, channel: ChannelId, *, until: datetime, by: str, at: datetime) -> bool:
        return self._changed(tenant, channel, resumes=until, next_due=until)

    async def resume(self, tenant: Tenant, channel: ChannelId, *, by: str, at: datetime) -> bool:
        rested = any(due.subscription.paused or due.subscription.resumes for due in self.dues)
        self._changed(tenant, channel, paused=None, resumes=None)
        return rested

    def _changed(self, tenant: Tenant, channel: ChannelId, **changes: Any) -> bool:
        self.changed.set()
        dues = self.dues
        self.dues = [replace(due, subscription=replace(due.subscription, **changes)) for due in dues]
        return any((due.subscription.tenant, due.subscription.channel) == (tenant, channel) for due in dues)

    async def pass_over(self, due: Due, *, by: str, at: datetime) -> None:
        raise NotImplementedError

    async def keep_time(self, *, at: datetime) -> None:
        raise NotImplementedError

    async def failed(self, subscription: Subscription) -> int:
        raise NotImplementedError

    async def subscriptions(self, tenant: Tenant, channel: ChannelId) -> tuple[Due, ...]:
        return tuple(
            due for due in self.dues if (due.subscription.tenant, due.subscription.channel) == (tenant, channel)
        )

    async def due(self, *, at: datetime, most: int) -> tuple[Due, ...]:
        return tuple(due for due in self.dues if due.subscription.next_due <= at)[:most]

    async def exchange(
        self,
        tenant: Tenant,
        channel: ChannelId,
        old_edition: str,
        edition: Edition,
        subscription: Subscription,
        *,
        by: str,
        at: datetime,
    ) -> bool:
        await self.unsubscribe(tenant, channel, old_edition, by=by, at=at)
        return await self.subscribe(edition, subscription)

    async def mute(self, tenant: Tenant, channel: ChannelId, mute: Mute) -> bool:
        before = self.muted.get(channel, ())
        self.muted[channel] = (*(one for one in before if one.what != mute.what), mute)
        return mute.what not in {one.what for one in before}

    async def unmute(self, tenant: Tenant, channel: ChannelId, what: StoryId | Topic, *, by: str, at: datetime) -> bool:
        before = self.muted.get(channel, ())
        self.muted[channel] = tuple(one for one in before if one.what != what)
        return len(self.muted[channel]) < len(before)

    async def mutes(self, tenant: Tenant, channels: Collection[ChannelId]) -> Mapping[ChannelId, tuple[Mute, ...]]:
        return {channel: mutes for channel, mutes in self.muted.items() if channel in channels}


class StuckRoster(FakeRoster):
    """A record that never answers."""

    async def channel(self, tenant: Tenant, channel: ChannelId) -> Channel:
        await asyncio.Event().wait()
        raise AssertionError("it answered")


STORY = StoryId("tunnel")
CITED = Citation(claim=a_claim(), article=an_article())


class FakeFeeds:
    """One feed is followed, and it is well."""

    async def followed(self, tenant: Tenant) -> tuple[Feed, ...]:
        feed = Feed(
            tenant=HOUSE,
            url="https://courier.example/rss",
            added=MORNING,
            next_look=MORNING,
            title="Harbor Courier",
            last_good=MORNING,
        )
        return (feed,) if tenant == HOUSE else ()


class FakeRooms:
    """Composes one invented digest, holds one invented claim, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.composed: list[tuple[Channel, datetime]] = []
        self.added: list[tuple[Tenant, str]] = []

    async def compose_now(self, channel: Channel, at: datetime) -> Digest:
        self.composed.append((channel, at))
        return a_digest(an_item())

    async def answer(self, question: Question) -> Answer:
        self.asked.append(question)
        sentence = Sentence(text=CITED.claim.text, citations=(CITED,))
        return Answer(question=question, sentences=(sentence,), confidence=0.9)

    async def search(self, question: Question) -> Listing:
        self.asked.append(question)
        return Listing(heading=f"Claims on: {question.text}", at=question.at, citations=(CITED, CITED))

    async def claims(self, question: Question) -> Listing:
        return await self.search(question)

    async def claims_of(self, question: Question) -> Listing:
        return await self.search(question)

    async def headlines(self, tenant: Tenant, words: str, *, at: datetime, most: int) -> Sequence[tuple[str, str]]:
        return [(STORY, CITED.article.headline)][:most]

    async def take_in(self, source: str, *, tenant: Tenant, at: datetime) -> AsyncIterator[Taken]:
        self.added.append((tenant, source))
        yield Taken(source=source, outcome=Outcome.STORED, article=CITED.article)

    async def story(self, question: Question) -> StoryFile:
        self.asked.append(question)
        return StoryFile(item=an_item(), articles=(CITED.article,), at=question.at)


class FakeBooks:
    """Knows of one message, ``42``, which told of the story of ``a_proof``; keeps what readers say is wrong."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self.parts: list[Delivery] = []

    async def run_told_by(self, tenant: Tenant, message_id: str) -> Run | None:
        told = Weighed(story=STORY, headline="Harbor tunnel opens", why="first")
        return Run(slot=a_slot(), title="Morning", proof=a_proof(told=(told,))) if message_id == "42" else None

    async def last_run(self, tenant: Tenant | None, channel: ChannelId | None = None) -> Run | None:
        told = Weighed(story=STORY, headline="Harbor tunnel opens", why="first")
        left = Weighed(story=StoryId("ferry"), headline="Ferry sold", why="not about politics")
        return Run(slot=a_slot(), title="Morning", proof=a_proof(told=(told,), left_out=(left,)))

    async def deliveries(
        self, tenant: Tenant | None, *, state: State | None = None, slot: Slot | None = None
    ) -> tuple[Delivery, ...]:
        return tuple(part for part in self.parts if state in {None, part.state} and tenant in {None, part.slot.tenant})

    async def decide(self, delivery: Delivery, *, by: str, at: datetime) -> None:
        self.parts = [delivery if part.token == delivery.token else part for part in self.parts]

    async def hand_in(self, complaint: Complaint) -> None:
        self.complaints.append(complaint)

    async def since(self, tenant: Tenant | None, at: datetime) -> tuple[Complaint, ...]:
        return tuple(one for one in self.complaints if one.at > at and tenant in {None, one.tenant})


def a_desk(
    *dues: Due, roster: FakeRoster | None = None, rooms: FakeRooms | None = None, books: FakeBooks | None = None
) -> Desk:
    """Plans as Rundown does; all else is invented. What it showed lately is its claim, twice."""
    asked, kept = rooms or FakeRooms(), books or FakeBooks()
    memory = Memory()
    memory.keep(a_call(), (Exchange(question="When does it open?", answer=CITED.claim.text),), (CITED, CITED))
    return Desk(
        roster=roster or FakeRoster(*dues),
        told=kept,
        complaints=kept,
        feeds=cast("FeedBook", FakeFeeds()),
        take_in=asked.take_in,
        library=asked,
        compose_now=asked.compose_now,
        first_slots=upcoming,
        memory=memory,
    )


def a_call(line: str = "digest help", **changes: Any) -> Invocation:
    """``line`` typed after the slash at MORNING in the Slack channel, by somebody who may do everything."""
    command, _, text = line.partition(" ")
    channel = a_channel()
    base: dict[str, Any] = {
        "command": command,
        "tenant": channel.tenant,
        "channel": channel,
        "asker": "slack:T1/U1",
        "at": MORNING.astimezone(BERLIN),
        "text": text,
        "rights": frozenset(Right),
        "in_person": a_channel(id=ChannelId("slack:T1/U1"), address="U1", name="U1"),
    }
    return Invocation(**{**base, **changes})


HERE = Workspace(tenant=Tenant("slack:T1"), platform=Platform.SLACK, name="courier")


async def heard(call: Invocation, desk: Desk) -> Reply:
    """What is said back to the call."""
    return (await Reception(desk=desk).hear(call, HERE)).body


def lines_of(body: object) -> Sequence[str]:
    """A note's heading and lines."""
    return (getattr(body, "heading", ""), *getattr(body, "lines", ()))
