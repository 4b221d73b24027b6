"""A desk to give commands to: an invented newsroom that remembers what it is told."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.commands.command import Desk
from bot.conversation import Invocation, Right
from digests.answer import Answer, Citation, Question, Sentence
from digests.article import Tenant
from digests.channel import Channel, ChannelId, Workspace
from digests.digest import Digest
from digests.errors import NotFound
from digests.planning import upcoming
from digests.ports import Due
from digests.schedule import Edition, Subscription
from tests.builders import BERLIN, MORNING, a_channel, a_claim, a_digest, an_article, an_item


class FakeRoster:
    """Kept in memory; ``pause`` and the plan are not its business."""

    def __init__(self, *dues: Due) -> None:
        self.known: dict[str, Workspace] = {}
        self.entered: dict[tuple[str, str], Channel] = {
            (due.channel.tenant, due.channel.id): due.channel for due in dues
        }
        self.dues: list[Due] = list(dues)

    async def join(self, workspace: Workspace) -> None:
        self.known[workspace.tenant] = workspace

    async def workspaces(self) -> tuple[Workspace, ...]:
        return tuple(self.known.values())

    async def enter(self, channel: Channel) -> None:
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

    async def unsubscribe(self, tenant: Tenant, channel: ChannelId, edition: str) -> bool:
        left = [due for due in self.dues if (due.subscription.channel, due.edition.name) != (channel, edition)]
        self.dues, before = left, len(self.dues)
        return len(left) < before

    async def subscriptions(self, tenant: Tenant, channel: ChannelId) -> tuple[Due, ...]:
        return tuple(
            due for due in self.dues if (due.subscription.tenant, due.subscription.channel) == (tenant, channel)
        )

    async def due(self, *, at: datetime, most: int) -> tuple[Due, ...]:
        return tuple(due for due in self.dues if due.subscription.next_due <= at)[:most]


class StuckRoster(FakeRoster):
    """A record that never answers."""

    async def channel(self, tenant: Tenant, channel: ChannelId) -> Channel:
        await asyncio.Event().wait()
        raise AssertionError("it answered")


class FakeRooms:
    """Composes one invented digest, answers with one invented claim, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.composed: list[tuple[Channel, datetime]] = []

    async def compose_now(self, channel: Channel, at: datetime) -> Digest:
        self.composed.append((channel, at))
        return a_digest(an_item())

    async def answer(self, question: Question) -> Answer:
        self.asked.append(question)
        cited = Citation(claim=a_claim(), article=an_article())
        return Answer(
            question=question, sentences=(Sentence(text=cited.claim.text, citations=(cited,)),), confidence=0.9
        )


def a_desk(*dues: Due, roster: FakeRoster | None = None, rooms: FakeRooms | None = None) -> Desk:
    """Plans as Rundown does; all else is invented."""
    asked = rooms or FakeRooms()
    return Desk(
        roster=roster or FakeRoster(*dues),
        compose_now=asked.compose_now,
        answer=asked.answer,
        first_slots=upcoming,
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
    }
    return Invocation(**{**base, **changes})


def lines_of(body: object) -> Sequence[str]:
    """A note's heading and lines."""
    return (getattr(body, "heading", ""), *getattr(body, "lines", ()))
