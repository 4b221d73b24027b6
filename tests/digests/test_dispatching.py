"""Parts go out once each: what is waited for, what is left to later, what is given up, and what nobody may repeat."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from digests.article import HOUSE, ClaimId
from digests.channel import ChannelId, Platform
from digests.delivery import DEADLINE, LAWFUL, SETTLING, Delivery, State
from digests.dispatching import LEASE, PATIENCE, Dispatcher
from digests.errors import CannotTell, NeverWill, OutcomeUnknown, StoreBusy, TryLater, Unlawful
from digests.pacing import Pace
from digests.ports import Courier, Ledger, Owed, Run
from digests.store.opening import Store, opened
from tests.builders import MORNING, a_channel, a_delivery, a_proof, a_slot, a_subscription, an_edition

SECOND = timedelta(seconds=1)


class Clock:
    """Shows MORNING, and moves on as far as somebody waits."""

    def __init__(self) -> None:
        self.at = MORNING
        self.waits: list[float] = []

    def __call__(self) -> datetime:
        return self.at

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += timedelta(seconds=seconds)


class Mailbox:
    """A courier that remembers which parts it was given, and fails as it is told to, in order.

    With ``takes`` it takes a part before it fails. ``sight`` is what keeps it from being looked into, in order.
    """

    def __init__(self, *failures: Exception | None, takes: bool = False, sight: Sequence[Exception] = ()) -> None:
        self.parts: list[int] = []
        self.posted: dict[str, str] = {}
        self.looks = 0
        self._failures = list(failures)
        self._takes = takes
        self._sight = list(sight)

    async def carry(self, delivery: Delivery) -> str | None:
        self.parts.append(delivery.part)
        failure = self._failures.pop(0) if self._failures else None
        if failure is None or self._takes:
            assert delivery.token not in self.posted, "posted twice"
            self.posted[delivery.token] = f"ts-{len(self.parts)}"
        if failure is not None:
            raise failure
        return self.posted[delivery.token]

    async def found(self, delivery: Delivery) -> str | None:
        self.looks += 1
        if self._sight:
            raise self._sight.pop(0)
        return self.posted.get(delivery.token)


class Forgetful:
    """A ledger that cannot write what became of the first send that it is told of."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.broken = True

    async def lease(self, *, holder: str, at: datetime, until: datetime, most: int) -> tuple[Delivery, ...]:
        return await self.ledger.lease(holder=holder, at=at, until=until, most=most)

    async def settle(self, delivery: Delivery) -> None:
        if self.broken and delivery.state is State.POSTED:
            self.broken = False
            raise StoreBusy("The record is locked by another program.")
        await self.ledger.settle(delivery)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        yield store


async def owe(store: Store, *, parts: int = 1, channel: str = "C1") -> None:
    """A digest of so many parts to that channel, due at MORNING."""
    place = a_channel(id=ChannelId(f"slack:T1/{channel}"), address=channel)
    slot = a_slot(channel=place.id)
    await store.roster.enter(place, by="test", at=MORNING)
    await store.roster.subscribe(an_edition(), a_subscription(channel=place.id))
    owed = tuple(a_delivery(slot=slot, channel=place, part=part, parts=parts) for part in range(1, parts + 1))
    run = Run(slot=slot, title="Morning rundown", proof=a_proof())
    assert await store.ledger.enqueue([Owed(run=run, parts=owed, next_due=MORNING + timedelta(days=1))])


async def send(store: Store, courier: Courier, clock: Clock, **changes: object) -> int:
    given: Mapping[str, Any] = {"ledger": store.ledger, "roster": store.roster, "pause": clock.pause, **changes}
    return await Dispatcher(holder="one", now=clock, couriers={Platform.SLACK: courier}, **given).dispatch_due()


async def states(store: Store) -> list[State]:
    return [part.state for part in await store.ledger.deliveries(HOUSE)]


async def test_a_digest_of_three_parts_goes_out_whole_though_each_must_wait_a_second(store: Store) -> None:
    await owe(store, parts=3)
    clock, wait = Clock(), TryLater("Slack", SECOND)
    mailbox = Mailbox(None, wait, None, wait)
    assert await send(store, mailbox, clock) == 3
    assert clock.waits == [1, 1]
    assert mailbox.parts == [1, 2, 2, 3, 3]


async def test_a_long_wait_is_left_to_a_later_call_and_then_obeyed(store: Store) -> None:
    await owe(store)
    clock, mailbox = Clock(), Mailbox(TryLater("Slack", 2 * PATIENCE))
    assert await send(store, mailbox, clock) == 0
    clock.at += PATIENCE
    assert await send(store, mailbox, clock) == 0
    assert (clock.waits, mailbox.parts) == ([], [1])
    clock.at += PATIENCE
    assert await send(store, mailbox, clock) == 1


async def test_a_platform_that_always_asks_us_to_wait_does_not_hold_a_call_for_ever(store: Store) -> None:
    await owe(store)
    clock = Clock()
    assert await send(store, Mailbox(*[TryLater("Slack", SECOND)] * 100), clock) == 0
    assert clock.at <= MORNING + PATIENCE
    assert await states(store) == [State.PLANNED]


async def test_on_a_clock_that_stands_still_nothing_is_waited_for(store: Store) -> None:
    await owe(store)
    assert await send(store, Mailbox(TryLater("Slack", SECOND)), Clock(), pause=None) == 0
    assert await states(store) == [State.PLANNED]


async def test_told_to_stop_it_finishes_what_is_under_way_and_takes_up_nothing_more(store: Store) -> None:
    await owe(store, parts=2)
    stopping = asyncio.Event()

    class Last(Mailbox):
        async def carry(self, delivery: Delivery) -> str | None:
            stopping.set()
            return await super().carry(delivery)

    assert await send(store, Last(), Clock(), stopping=stopping) == 1
    assert await states(store) == [State.POSTED, State.PLANNED]


async def test_what_an_outage_has_made_too_late_is_skipped_and_stays_news(store: Store) -> None:
    await owe(store, parts=2)
    clock, mailbox = Clock(), Mailbox()
    clock.at += DEADLINE + SECOND
    assert await send(store, mailbox, clock) == 0
    assert mailbox.parts == []
    parts = await store.ledger.deliveries(HOUSE)
    assert [(part.state, part.attempts) for part in parts] == [(State.SKIPPED, 0)] * 2
    assert all("open the next digest" in (part.reason or "") for part in parts)
    assert await store.ledger.carried(HOUSE, [a_channel().id], [ClaimId("harbor-tunnel/toll")]) == {}


async def test_a_part_is_still_sent_at_its_deadline(store: Store) -> None:
    await owe(store)
    clock = Clock()
    clock.at += DEADLINE
    assert await send(store, Mailbox(), clock) == 1


async def test_a_receipt_that_cannot_be_written_stops_no_other_part_and_brings_no_second_post(store: Store) -> None:
    await owe(store, channel="C1")
    await owe(store, channel="C2")
    clock, mailbox, ledger = Clock(), Mailbox(), Forgetful(store.ledger)
    with capture_logs() as logged:
        await send(store, mailbox, clock, ledger=ledger)
    assert sorted(await states(store)) == [State.POSTED, State.SENDING]
    assert [line["state"] for line in logged if line["event"] == "delivery.not_recorded"] == [State.POSTED]
    clock.at += LEASE
    assert await send(store, mailbox, clock, ledger=ledger) == 1
    assert await states(store) == [State.POSTED, State.POSTED]
    assert (len(mailbox.parts), mailbox.looks) == (2, 1)


async def test_a_record_that_cannot_say_what_is_due_is_told_to_the_caller(store: Store) -> None:
    class Locked(Forgetful):
        async def lease(self, *, holder: str, at: datetime, until: datetime, most: int) -> tuple[Delivery, ...]:
            raise StoreBusy("The record is locked by another program.")

    with pytest.raises(StoreBusy):
        await send(store, Mailbox(), Clock(), ledger=Locked(store.ledger))


@pytest.mark.parametrize(
    ("failure", "level"),
    [
        (None, "info"),
        (TryLater("Slack", timedelta(hours=1)), "info"),
        (NeverWill("Slack", "the channel is archived", "Choose another"), "warning"),
        (OutcomeUnknown("Slack did not answer."), "warning"),
    ],
)
async def test_what_needs_attention_stands_out_in_the_log(store: Store, failure: Exception | None, level: str) -> None:
    await owe(store)
    with capture_logs() as logged:
        await send(store, Mailbox(failure), Clock())
    assert [line["log_level"] for line in logged if line["event"] == "delivery.settled"] == [level]


async def test_a_channel_that_refuses_the_bot_is_left_alone_and_says_why(store: Store) -> None:
    await owe(store)
    await send(store, Mailbox(NeverWill("Slack", "the channel is archived", "Choose another")), Clock())
    (due,) = await store.roster.subscriptions(HOUSE, a_channel().id)
    assert due.subscription.paused == "Slack refused: the channel is archived. Choose another"


async def test_a_message_that_is_refused_for_itself_stops_no_later_digest(store: Store) -> None:
    await owe(store)
    malformed = NeverWill("Slack", "the message is malformed", "Report it", only_this=True)
    await send(store, Mailbox(malformed), Clock())
    (due,) = await store.roster.subscriptions(HOUSE, a_channel().id)
    assert (due.subscription.paused, await states(store)) == (None, [State.QUARANTINED])


LOST = OutcomeUnknown("Slack did not answer.")


async def test_a_part_in_doubt_that_was_posted_is_found_and_not_sent_again(store: Store) -> None:
    await owe(store)
    clock, mailbox = Clock(), Mailbox(LOST, takes=True)
    assert await send(store, mailbox, clock) == 0
    assert await states(store) == [State.UNKNOWN]
    clock.at += SETTLING
    assert await send(store, mailbox, clock) == 1
    (part,) = await store.ledger.deliveries(HOUSE)
    assert part.receipt is not None
    assert (part.receipt.message_id, mailbox.parts) == ("ts-1", [1])


async def test_a_part_in_doubt_that_is_not_there_is_sent_again_at_once(store: Store) -> None:
    await owe(store)
    clock, mailbox = Clock(), Mailbox(LOST)
    await send(store, mailbox, clock)
    clock.at += SETTLING
    assert await send(store, mailbox, clock) == 1
    assert (await states(store), mailbox.parts) == ([State.POSTED], [1, 1])


async def test_it_is_not_looked_for_before_a_history_could_show_it(store: Store) -> None:
    await owe(store)
    clock, mailbox = Clock(), Mailbox(LOST)
    await send(store, mailbox, clock)
    clock.at += SETTLING - SECOND
    await send(store, mailbox, clock)
    assert (mailbox.looks, await states(store)) == (0, [State.UNKNOWN])


async def test_where_nobody_may_look_a_person_has_to(store: Store) -> None:
    await owe(store)
    clock, mailbox = Clock(), Mailbox(LOST, sight=[CannotTell("Slack", "it lacks a scope", "Look yourself")])
    await send(store, mailbox, clock)
    clock.at += SETTLING
    await send(store, mailbox, clock)
    (part,) = await store.ledger.deliveries(HOUSE)
    assert (part.state, mailbox.parts) == (State.UNPROVEN, [1])
    assert "Look yourself" in (part.reason or "")


async def test_a_look_that_fails_is_tried_again_as_late_as_the_platform_asks(store: Store) -> None:
    await owe(store)
    clock = Clock()
    sight = [TryLater("Slack", timedelta(minutes=5)), OutcomeUnknown("no history"), RuntimeError("broken")]
    mailbox = Mailbox(LOST, takes=True, sight=sight)
    await send(store, mailbox, clock)
    clock.at += SETTLING
    await send(store, mailbox, clock)
    clock.at += timedelta(minutes=4)
    await send(store, mailbox, clock)
    assert mailbox.looks == 1
    for _ in range(3):
        clock.at += timedelta(minutes=1)
        await send(store, mailbox, clock)
    assert (mailbox.looks, await states(store), mailbox.parts) == (4, [State.POSTED], [1])


async def test_what_nobody_could_look_for_until_its_deadline_needs_a_person(store: Store) -> None:
    await owe(store)
    clock, mailbox = Clock(), Mailbox(LOST, takes=True, sight=[OutcomeUnknown("no history")])
    await send(store, mailbox, clock)
    clock.at += DEADLINE
    await send(store, mailbox, clock)
    assert await states(store) == [State.UNPROVEN]


async def test_later_parts_wait_until_it_is_known_what_became_of_the_one_before(store: Store) -> None:
    await owe(store, parts=3)
    clock, mailbox = Clock(), Mailbox(LOST, takes=True)
    await send(store, mailbox, clock)
    assert mailbox.parts == [1]
    clock.at += SETTLING
    assert await send(store, mailbox, clock) == 3
    assert mailbox.parts == [1, 2, 3]


def test_no_state_is_left_out_of_the_lawful_moves_and_what_ended_stays_so() -> None:
    assert set(LAWFUL) == set(State)
    assert {state for state, moves in LAWFUL.items() if not moves} == {State.POSTED, State.SKIPPED}
    with pytest.raises(Unlawful):
        a_delivery(state=State.UNKNOWN).moved(State.SENDING)


def test_a_part_has_one_token_on_every_machine_and_no_other_part_has_it() -> None:
    part = a_delivery()
    assert part.token == "clh3hvobzmuancqaliznuy4hy"
    others = [
        a_delivery(part=2),
        a_delivery(slot=a_slot(edition="evening")),
        a_delivery(slot=a_slot(channel=ChannelId("slack:T1/C2"))),
        a_delivery(slot=a_slot(local_date=MORNING.date() + timedelta(days=1))),
        a_delivery(slot=a_slot(tenant="slack:T2")),
    ]
    assert len({part.token, *(other.token for other in others)}) == 6
    assert replace(part, payload={"text": "other words"}, attempts=3).token == part.token


class Slow:
    """A ledger whose disk takes longer than a lease to write that the first send begins."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger = ledger
        self.clock = clock
        self.slow = True

    async def lease(self, *, holder: str, at: datetime, until: datetime, most: int) -> tuple[Delivery, ...]:
        return await self.ledger.lease(holder=holder, at=at, until=until, most=most)

    async def settle(self, delivery: Delivery) -> None:
        await self.ledger.settle(delivery)
        if self.slow and delivery.state is State.SENDING:
            self.slow = False
            await self.clock.pause(LEASE.total_seconds())


async def test_a_worker_that_slept_past_its_lease_sends_nothing(store: Store) -> None:
    await owe(store)
    courier, clock = Mailbox(), Clock()
    assert await send(store, courier, clock, ledger=Slow(store.ledger, clock)) == 1
    assert (courier.parts, courier.looks) == ([1], 1)


async def test_parts_wait_for_their_turn_and_all_are_sent_in_one_call(store: Store) -> None:
    for number in range(1, 31):
        await owe(store, parts=2, channel=f"C{number}")
    courier, clock = Mailbox(), Clock()
    assert await send(store, courier, clock, pace=Pace()) == 60
    assert clock() - MORNING > timedelta(seconds=11)


async def test_told_to_stop_a_part_that_waits_for_its_turn_is_given_back(store: Store) -> None:
    await owe(store, parts=1)
    pace, clock, stopping = Pace(), Clock(), asyncio.Event()
    pace.hold(a_delivery(), until=MORNING + timedelta(seconds=1))

    async def stopped(seconds: float) -> None:
        stopping.set()
        await clock.pause(seconds)

    assert await send(store, Mailbox(), clock, pace=pace, pause=stopped, stopping=stopping) == 0
    assert await states(store) == [State.PLANNED]
