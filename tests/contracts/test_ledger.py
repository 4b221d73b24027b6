"""What must hold of every ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from digests.article import HOUSE, ClaimId, Tenant
from digests.channel import ChannelId
from digests.delivery import DEADLINE, Delivery, State, after_failure, after_looking, after_posting
from digests.digest import Carried, Window
from digests.errors import LeaseLost, NeverWill, TryLater, Unlawful
from digests.ports import Ledger, Owed, Roster, Run
from tests.builders import MORNING, a_channel, a_delivery, a_proof, a_slot, a_subscription, an_edition

MINUTE = timedelta(minutes=1)
TOMORROW = MORNING + timedelta(days=1)
THERE = a_channel().id


def owed(run: Run, parts: Sequence[Delivery]) -> list[Owed]:
    """To be fixed now; the next one is due tomorrow."""
    return [Owed(run=run, parts=tuple(parts), next_due=TOMORROW)]


def a_run(**changes: Any) -> Run:
    return Run(**{"slot": a_slot(), "title": "Morning rundown", "proof": a_proof(), **changes})


@pytest.fixture(autouse=True)
async def a_subscriber(roster: Roster) -> None:
    """The channel that all of this is sent to."""
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())


async def leased(ledger: Ledger, *, holder: str = "one", at: Any = MORNING) -> Delivery:
    (delivery,) = await ledger.lease(holder=holder, at=at, until=at + MINUTE, most=9)
    return delivery


async def sending(ledger: Ledger, **lease: Any) -> Delivery:
    delivery = (await leased(ledger, **lease)).moved(State.SENDING, attempts=1)
    await ledger.settle(delivery)
    return delivery


async def had(ledger: Ledger, tenant: Tenant, channel: ChannelId = THERE) -> Mapping[ClaimId, str]:
    claims = [ClaimId("harbor-tunnel/toll"), ClaimId("harbor-tunnel/date")]
    return dict((await ledger.carried(tenant, [channel], claims)).get(channel, ()))


async def covered(ledger: Ledger, tenant: Tenant) -> datetime | None:
    return (await ledger.covered_until(tenant, "morning", [a_channel().id])).get(a_channel().id)


async def states(ledger: Ledger) -> list[State]:
    return [delivery.state for delivery in await ledger.deliveries(HOUSE)]


async def test_a_slot_is_owed_once_however_often_it_is_planned(ledger: Ledger) -> None:
    assert await ledger.enqueue(owed(a_run(), [a_delivery()]))
    again = a_delivery(payload={"text": "composed again after a restart"})
    assert not await ledger.enqueue(owed(a_run(title="again"), [again]))
    (part,) = await ledger.deliveries(HOUSE)
    assert part == a_delivery()


async def test_fixing_a_digest_moves_the_subscription_on(ledger: Ledger, roster: Roster) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    assert await roster.due(at=MORNING, most=9) == ()
    assert len(await roster.due(at=TOMORROW, most=9)) == 1


async def test_a_part_is_worked_on_by_one_at_a_time(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    first = await leased(ledger, holder="one")
    assert first.lease is not None
    assert (first.lease.holder, first.state) == ("one", State.CLAIMED)
    assert await ledger.lease(holder="two", at=MORNING, until=MORNING + MINUTE, most=9) == ()


async def test_a_part_is_not_tried_before_its_time(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery(not_before=MORNING + MINUTE)]))
    assert await ledger.lease(holder="one", at=MORNING, until=TOMORROW, most=9) == ()
    await leased(ledger, at=MORNING + MINUTE)


async def test_parts_go_out_in_their_order(ledger: Ledger) -> None:
    parts = [a_delivery(part=part, parts=3) for part in (1, 2, 3)]
    await ledger.enqueue(owed(a_run(), parts))
    for expected in (1, 2, 3):
        delivery = await sending(ledger)
        assert delivery.part == expected
        await ledger.settle(after_posting(delivery, f"ts-{expected}", at=MORNING))
    assert await states(ledger) == [State.POSTED] * 3


async def test_a_posted_part_keeps_its_receipt_and_is_never_leased_again(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    await ledger.settle(after_posting(await sending(ledger), "C1:17.1", at=MORNING + MINUTE))
    (posted,) = await ledger.deliveries(HOUSE, state=State.POSTED)
    assert posted.receipt is not None
    assert (posted.receipt.message_id, posted.receipt.posted) == ("C1:17.1", MORNING + MINUTE)
    assert posted.receipt.carries == a_delivery().carries
    assert await ledger.lease(holder="one", at=TOMORROW, until=TOMORROW + MINUTE, most=9) == ()


async def test_a_claimed_part_whose_worker_is_gone_is_taken_up_again(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    first = await leased(ledger, holder="one")
    second = await leased(ledger, holder="two", at=MORNING + MINUTE)
    assert first.lease is not None
    assert second.lease is not None
    assert second.lease.fence > first.lease.fence


async def test_a_part_whose_sender_is_gone_is_unknown_and_given_out_to_be_looked_for(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    await sending(ledger)
    (doubtful,) = await ledger.lease(holder="two", at=MORNING + MINUTE, until=TOMORROW, most=9)
    assert doubtful.state is State.UNKNOWN
    assert await states(ledger) == [State.UNKNOWN]


async def test_one_who_slept_past_the_lease_cannot_begin_to_send(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    sleeper = await leased(ledger, holder="one")
    await leased(ledger, holder="two", at=MORNING + MINUTE)
    with pytest.raises(LeaseLost):
        await ledger.settle(sleeper.moved(State.SENDING, attempts=1))


async def test_one_who_slept_past_the_lease_while_nobody_took_over_cannot_begin_either(ledger: Ledger) -> None:
    parts = [a_delivery(not_before=MORNING)]
    await ledger.enqueue(owed(a_run(), parts))
    sleeper = await leased(ledger)
    await ledger.lease(holder="two", at=MORNING + MINUTE, until=TOMORROW, most=0)
    with pytest.raises(LeaseLost):
        await ledger.settle(sleeper.moved(State.SENDING, attempts=1))


async def test_a_sender_who_comes_back_late_with_a_receipt_is_believed(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    slow = await sending(ledger)
    await ledger.lease(holder="two", at=MORNING + MINUTE, until=TOMORROW, most=0)
    assert await states(ledger) == [State.UNKNOWN]
    await ledger.settle(after_posting(slow, "ts-1", at=MORNING + MINUTE))
    assert await states(ledger) == [State.POSTED]


async def test_once_somebody_looks_for_a_part_only_they_may_say_what_became_of_it(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    slow = await sending(ledger)
    looking = await leased(ledger, holder="two", at=MORNING + MINUTE)
    assert looking.state is State.UNKNOWN
    assert await ledger.lease(holder="three", at=MORNING + MINUTE, until=TOMORROW, most=9) == ()
    with pytest.raises(LeaseLost):
        await ledger.settle(after_posting(slow, "ts-1", at=MORNING + MINUTE))
    await ledger.settle(after_looking(looking, "ts-1", at=MORNING + MINUTE))
    assert await states(ledger) == [State.POSTED]


async def test_one_who_looks_and_is_not_heard_of_again_is_followed_by_the_next(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    await sending(ledger)
    first = await leased(ledger, holder="two", at=MORNING + MINUTE)
    second = await leased(ledger, holder="three", at=MORNING + 2 * MINUTE)
    with pytest.raises(LeaseLost):
        await ledger.settle(after_looking(first, None, at=MORNING + 2 * MINUTE))
    await ledger.settle(after_looking(second, None, at=MORNING + 2 * MINUTE))
    assert await states(ledger) == [State.PLANNED]


async def test_an_unlawful_move_is_refused_and_nothing_changes(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    claimed = await leased(ledger)
    with pytest.raises(Unlawful):
        await ledger.settle(replace(claimed, state=State.POSTED))
    assert await states(ledger) == [State.CLAIMED]


async def test_a_refused_part_waits_and_is_tried_again_at_its_time(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    refused = after_failure(await sending(ledger), TryLater("Slack", MINUTE), at=MORNING)
    await ledger.settle(refused)
    again = await leased(ledger, at=MORNING + MINUTE)
    assert (again.attempts, again.reason) == (1, "Slack asks us to wait for 60 s")


async def test_a_channel_has_used_up_what_it_was_sent_or_is_about_to_be(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    assert await had(ledger, HOUSE) == {"harbor-tunnel/toll": "f1"}
    assert await had(ledger, HOUSE, ChannelId("slack:T1/C2")) == {}


async def test_the_newest_wording_of_a_claim_counts(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    slot = replace(a_slot(), local_date=TOMORROW.date(), due=TOMORROW)
    carries = (Carried(claim=ClaimId("harbor-tunnel/toll"), fingerprint="f2", shown=False),)
    await ledger.enqueue(owed(a_run(slot=slot), [a_delivery(slot=slot, carries=carries)]))
    assert await had(ledger, HOUSE) == {"harbor-tunnel/toll": "f2"}


async def test_what_was_refused_for_good_is_news_still_and_keeps_its_window_open(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    assert await covered(ledger, HOUSE) == MORNING
    await ledger.settle(after_failure(await sending(ledger), NeverWill("Slack", "gone", "Invite me"), at=MORNING))
    assert await had(ledger, HOUSE) == {}
    assert await covered(ledger, HOUSE) == a_proof().window.since


async def test_what_waits_behind_a_part_in_doubt_is_skipped_when_its_time_is_over(ledger: Ledger) -> None:
    claim = Carried(claim=ClaimId("a/b"), fingerprint="f")
    parts = [a_delivery(part=1, parts=2), a_delivery(part=2, parts=2, carries=(claim,))]
    await ledger.enqueue(owed(a_run(), parts))
    await sending(ledger)
    late = MORNING + DEADLINE + MINUTE
    (doubtful,) = await ledger.lease(holder="two", at=late, until=late + MINUTE, most=9)
    assert (doubtful.part, doubtful.state) == (1, State.UNKNOWN)
    assert sorted(await states(ledger)) == [State.SKIPPED, State.UNKNOWN]
    assert claim.claim not in await had(ledger, HOUSE)


async def test_a_channel_without_a_digest_was_told_of_nothing_yet(ledger: Ledger) -> None:
    assert await covered(ledger, HOUSE) is None


async def test_a_run_keeps_its_proof(ledger: Ledger) -> None:
    run = a_run(proof=a_proof(window=Window(since=MORNING - MINUTE, until=MORNING), held=2))
    await ledger.enqueue(owed(run, [a_delivery()]))
    assert await ledger.last_run(HOUSE, a_channel().id) == run
    assert await ledger.last_run(None) == run
    assert await ledger.last_run(Tenant("slack:T2")) is None


async def test_no_tenant_sees_anothers_deliveries(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    theirs = Tenant("slack:T2")
    assert await ledger.deliveries(theirs) == ()
    assert await had(ledger, theirs) == {}
    assert await covered(ledger, theirs) is None
    assert len(await ledger.deliveries(None, slot=a_slot())) == 1


async def test_a_digest_is_known_by_any_message_of_it_and_by_no_other(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    await ledger.settle(after_posting(await sending(ledger), "C1:171.5", at=MORNING))
    assert await ledger.run_told_by(HOUSE, "C1:171.5") == a_run()
    assert await ledger.run_told_by(HOUSE, "C1:171.6") is None
    assert await ledger.run_told_by(Tenant("slack:T2"), "C1:171.5") is None


async def test_a_person_decides_only_on_what_nobody_holds_and_as_the_table_allows(ledger: Ledger) -> None:
    await ledger.enqueue(owed(a_run(), [a_delivery()]))
    refused = after_failure(await sending(ledger), NeverWill("Slack", "gone", "Invite me"), at=MORNING)
    with pytest.raises(Unlawful):
        await ledger.decide(replace(refused, state=State.SKIPPED), by="ada", at=MORNING)
    await ledger.settle(refused)
    with pytest.raises(Unlawful):
        await ledger.decide(replace(refused, state=State.POSTED), by="ada", at=MORNING)
    await ledger.decide(
        refused.moved(State.PLANNED, not_before=MORNING, reason="sent again by ada"), by="ada", at=MORNING
    )
    assert (await leased(ledger)).reason == "sent again by ada"
