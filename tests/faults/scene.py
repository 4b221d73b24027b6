"""A record with digests due on both platforms, workers that may be killed, and the count of what arrived."""

import asyncio
import multiprocessing
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform
from digests.delivery import DEADLINE, Delivery, State
from digests.ports import Owed, Run
from digests.schedule import Cadence, Edition, Slot, Subscription
from digests.seeding import read_seeds, shipped_seeds
from digests.store.opening import Store, opened
from tests.builders import BERLIN, MORNING, a_proof, a_subscription
from tests.faults.worker import BROKEN, UNSETTLED, Job, work
from tests.platforms.discord import LoopbackDiscord, aimed_at
from tests.platforms.slack import LoopbackSlack

PARTS = 3
NEVER = MORNING + timedelta(days=10_000)
PATIENCE = 30.0
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.worker", "bot.adapters.slack.courier", "bot.adapters.discord.courier"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What came of a group of faults: none lost, none doubled, none unproven is what is promised."""

    runs: int
    parts: int
    lost: int
    doubled: int
    unproven: int
    why: tuple[str, ...] = ()
    """The reasons of parts that did not arrive once."""

    @property
    def holds(self) -> bool:
        return self.lost == self.doubled == self.unproven == 0


@dataclass(slots=True)
class SharedWatch:
    """A watch that workers see as it is set forward, also one that was stopped meanwhile."""

    shown: Any

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.shown.value, UTC)

    @at.setter
    def at(self, at: datetime) -> None:
        self.shown.value = at.timestamp()

    def __call__(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Scene:
    """Both platforms on loopback, and a record of which this process reads only while no worker is at it."""

    record: Path
    slack: LoopbackSlack
    discord: LoopbackDiscord
    watch: "SharedWatch"
    slots: list[Slot] = field(default_factory=list)

    @property
    def channels(self) -> tuple[Channel, Channel]:
        world = self.discord.world
        return (
            _channel(Platform.SLACK, "T1", "C1"),
            _channel(Platform.DISCORD, str(world.guild), str(world.channel)),
        )

    async def digests_fall_due(self) -> None:
        """On each platform one of three parts that is fixed already, and one that is still to be composed.

        Both belong to editions that come every morning.
        """
        async with opened(f"sqlite:///{self.record}") as store:
            for channel in self.channels:
                await store.roster.enter(channel, by="test", at=MORNING)
                await self._fixed(store, channel)
                await self._to_be_composed(store, channel)

    async def _fixed(self, store: Store, channel: Channel) -> None:
        slot = self._slot(channel, "fixed")
        await store.roster.subscribe(_edition(channel, slot), _taken(slot, next_due=NEVER))
        parts = tuple(
            Delivery(
                slot=slot,
                part=part,
                parts=PARTS,
                channel=channel,
                payload=_payload(channel.platform, f"Part {part} of {PARTS}"),
                carries=(),
                not_before=slot.due,
                expires=slot.due + DEADLINE,
            )
            for part in range(1, PARTS + 1)
        )
        run = Run(slot=slot, title="News", proof=a_proof())
        assert await store.ledger.enqueue([Owed(run=run, parts=parts, next_due=NEVER)])

    async def _to_be_composed(self, store: Store, channel: Channel) -> None:
        slot = self._slot(channel, "composed")
        await store.roster.subscribe(_edition(channel, slot), _taken(slot, next_due=slot.due))

    def _slot(self, channel: Channel, name: str) -> Slot:
        due = self.watch.at.replace(second=0, microsecond=0)
        local = due.astimezone(BERLIN)
        slot = Slot(
            tenant=channel.tenant,
            channel=channel.id,
            edition=name,
            local_date=local.date(),
            wall=local.time(),
            due=due,
        )
        self.slots.append(slot)
        return slot

    def worker(self, **wrong: int) -> tuple[BaseProcess, "asyncio.Future[None]"]:
        """A newsroom at work on the watch's time; the future is done once its first tick has begun."""
        job = Job(
            record=self.record,
            shown=self.watch.shown,
            slack_url=self.slack.api_url,
            slack_token=self.slack.bot_token,
            discord_url=self.discord.api_base,
            discord_token=self.discord.TOKEN,
            **wrong,
        )
        begun = _FORKS.Event()
        process = _FORKS.Process(target=work, args=(job, begun), daemon=True)
        process.start()
        waited = asyncio.get_running_loop().run_in_executor(None, begun.wait, PATIENCE)
        return process, asyncio.ensure_future(_done(waited))

    def heal(self) -> None:
        """No fault is left to come."""
        self.slack.heal()
        self.discord.heal()

    async def finished(self) -> bool:
        """Whether every digest that fell due was composed, and every part of it has come to an end."""
        async with opened(f"sqlite:///{self.record}") as store:
            owed = await store.roster.due(at=self.watch.at, most=1)
            parts = await store.ledger.deliveries(None)
        return not owed and not any(part.state in UNSETTLED for part in parts)

    async def tally(self, runs: int) -> Tally:
        """Every part of the ledger held against what the platforms took."""
        async with opened(f"sqlite:///{self.record}") as store:
            parts = await store.ledger.deliveries(None)
        arrived = Counter(self.arrived())
        counts = [arrived[part.token] for part in parts if part.state is not State.SKIPPED]
        assert len(parts) >= len(self.slots), "a digest was never fixed"
        assert not arrived.keys() - {part.token for part in parts}, "something arrived that nobody owed"
        return Tally(
            runs=runs,
            parts=len(counts),
            lost=sum(count == 0 for count in counts),
            doubled=sum(count > 1 for count in counts),
            unproven=sum(part.state is State.UNPROVEN for part in parts),
            why=tuple(
                f"{part.channel.platform} {part.state}: {part.reason}" for part in parts if arrived[part.token] != 1
            ),
        )

    def arrived(self) -> Iterable[str]:
        """The token of every message that stands in a channel."""
        yield from (post.body["metadata"]["event_payload"]["key"] for post in self.slack.journal.posts())
        yield from (post.body["nonce"] for post in self.discord.journal.posts())


@asynccontextmanager
async def a_scene() -> AsyncIterator[Scene]:
    """An empty scene at MORNING whose record holds the seeds."""
    watch = SharedWatch(_FORKS.Value("d", MORNING.timestamp()))
    with TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        async with LoopbackSlack(now=watch) as slack, LoopbackDiscord(now=watch) as discord:
            with aimed_at(discord):
                async with opened(f"sqlite:///{record}") as store:
                    assert await store.identity.stranger() is None
                    for seed in read_seeds(shipped_seeds(), received=MORNING):
                        await store.archive.keep(seed.article, story=seed.story)
                try:
                    yield Scene(record=record, slack=slack, discord=discord, watch=watch)
                finally:
                    for worker in multiprocessing.active_children():
                        worker.kill()


async def ended(process: BaseProcess) -> bool:
    """True where it came to its end and nothing went wrong; a worker that breaks in any other way ends the test."""
    await asyncio.get_running_loop().run_in_executor(None, process.join, PATIENCE)
    assert process.exitcode in {0, BROKEN, -signal.SIGKILL}, f"the worker ended with {process.exitcode}"
    return process.exitcode == 0


async def _done(waited: "asyncio.Future[bool]") -> None:
    assert await waited, "the worker did not begin"


def _payload(platform: Platform, text: str) -> dict[str, Any]:
    """The same words in every digest: what is looked for must be told from all that look like it."""
    if platform is Platform.SLACK:
        return {"text": text}
    card = {"type": 17, "components": [{"type": 10, "content": text}]}
    return {"flags": 1 << 15, "components": [card], "allowed_mentions": {"parse": []}}


def _channel(platform: Platform, workspace: str, address: str) -> Channel:
    tenant = Tenant(f"{platform}:{workspace}")
    place = ChannelId(f"{tenant}/{address}")
    return Channel(tenant=tenant, id=place, platform=platform, address=address, name="newsroom", zone=BERLIN)


def _edition(channel: Channel, slot: Slot) -> Edition:
    return Edition(tenant=channel.tenant, name=slot.edition, cadence=Cadence(times=(slot.wall,)), zone=BERLIN)


def _taken(slot: Slot, *, next_due: datetime) -> Subscription:
    return a_subscription(tenant=slot.tenant, channel=slot.channel, edition=slot.edition, next_due=next_due)
