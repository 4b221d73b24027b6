"""Where a digest was expected and none came, the channel is told once, and so are those who run this."""

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta

import pytest
from structlog.testing import capture_logs

from digests.alarming import ALARM_AFTER, Alarm
from digests.article import HOUSE
from digests.channel import Channel, ChannelId, Quiet
from digests.delivery import Delivery, State
from digests.digest import Silence
from digests.ports import Owed, Run, Sheet
from digests.store.opening import Store, opened
from tests.builders import MORNING, a_channel, a_delivery, a_proof, a_slot, a_subscription, an_edition

OPERATORS = a_channel(id=ChannelId("slack:T1/OPS"), address="OPS", name="ops")
LATER = MORNING + ALARM_AFTER


def crier(silence: Silence, channel: Channel) -> tuple[Sheet, ...]:
    lines = [f"{channel.name}: {one.channel or 'here'} {one.edition} {one.why}" for one in silence.absences]
    return (Sheet(payload={"text": " / ".join(lines)}, carries=()),)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        for channel in (a_channel(), OPERATORS):
            await store.roster.enter(channel, by="test", at=MORNING)
        await store.roster.subscribe(an_edition(), a_subscription(next_due=MORNING + timedelta(days=1)))
        yield store


async def owe(store: Store, **changes: object) -> None:
    run = Run(slot=a_slot(), title="Morning", proof=a_proof())
    owed = Owed(run=run, parts=(a_delivery(**changes),), next_due=MORNING + timedelta(days=1))
    await store.ledger.enqueue([owed])


async def cried(store: Store, *, at: datetime = LATER, operators: Channel | None = OPERATORS) -> list[str]:
    """What is told of silence then, oldest first, all of it so far."""
    with capture_logs():
        await Alarm(ledger=store.ledger, roster=store.roster, crier=crier, operators=operators).raise_due(at=at)
    told: list[Delivery] = [part for part in await store.ledger.deliveries(HOUSE) if part.slot.edition[:5] == "alarm"]
    return sorted(part.payload["text"] for part in told)


async def test_a_digest_that_will_not_come_is_told_to_its_channel_and_to_the_operators_once(store: Store) -> None:
    await owe(store, state=State.QUARANTINED, reason="The message is malformed.")
    told = ["newsroom: here morning The message is malformed.", "ops: newsroom morning The message is malformed."]
    assert await cried(store) == told
    assert await cried(store, at=LATER + timedelta(minutes=1)) == told


async def test_nobody_is_alarmed_within_the_hour_nor_by_what_arrived(store: Store) -> None:
    await owe(store, state=State.QUARANTINED, reason="x")
    assert await cried(store, at=LATER - timedelta(seconds=1)) == []
    part = (await store.ledger.deliveries(HOUSE))[0]
    await store.ledger.decide(part.moved(State.PLANNED), by="ada", at=MORNING)
    (leased,) = await store.ledger.lease(holder="one", at=MORNING, until=LATER, most=1)
    await store.ledger.settle(sending := leased.moved(State.SENDING, attempts=1))
    await store.ledger.settle(sending.moved(State.POSTED))
    assert await cried(store) == []


async def test_what_may_still_come_alarms_the_operators_alone_and_its_channel_when_it_is_given_up(store: Store) -> None:
    await owe(store, not_before=LATER + timedelta(hours=3), reason="Slack asks us to wait")
    assert await cried(store) == ["ops: newsroom morning Slack asks us to wait"]
    await store.ledger.lease(holder="one", at=MORNING + timedelta(hours=13), until=LATER, most=1)
    told = await cried(store, at=MORNING + timedelta(hours=13))
    assert [line.split()[0] for line in told] == ["newsroom:", "ops:"]


async def test_a_channel_that_takes_nothing_is_not_knocked_at(store: Store) -> None:
    await owe(store, state=State.QUARANTINED, reason="gone")
    await store.roster.pause(HOUSE, a_channel().id, reason="gone", by="Rundown", at=MORNING)
    assert await cried(store, operators=None) == []


async def test_quiet_hours_are_kept(store: Store) -> None:
    asleep = a_channel(quiet=Quiet(start=time(8), end=time(10)))
    await store.roster.enter(asleep, by="test", at=MORNING)
    await owe(store, state=State.QUARANTINED, reason="gone")
    assert await cried(store, operators=None) == []
    assert len(await cried(store, operators=None, at=MORNING + timedelta(hours=2))) == 1


async def test_the_log_tells_where_no_channel_of_operators_is_named(store: Store) -> None:
    await owe(store, state=State.UNPROVEN, reason="nobody could look")
    with capture_logs() as logged:
        await Alarm(ledger=store.ledger, roster=store.roster, crier=crier).raise_due(at=LATER)
    assert [(line["event"], line["reason"]) for line in logged] == [("channel.silent", "nobody could look")]
