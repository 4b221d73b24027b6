"""rundown deliveries: what needs attention, and what a person decides."""

import asyncio
from datetime import datetime, timedelta

import pytest

from digests.article import HOUSE
from digests.delivery import SETTLING, Delivery, State, after_failure, after_looking_in_vain
from digests.errors import CannotTell, NeverWill, OutcomeUnknown
from digests.ports import Owed, Run
from digests.store.opening import Store, opened
from tests.bot.cli.typed import RECORD, typed
from tests.builders import MORNING, a_channel, a_delivery, a_proof, a_slot, a_subscription, an_edition

REFUSED = NeverWill("Slack", "the channel is archived", "Choose another")
UNSEEN = CannotTell("Slack", "it lacks a scope", "Look yourself")
AGAIN = (MORNING + timedelta(hours=1)).isoformat()


async def owed(*ends: State) -> None:
    """A digest of so many parts, each come to that end."""
    RECORD.parent.mkdir(exist_ok=True)
    async with opened(f"sqlite:///{RECORD}") as store:
        await store.roster.enter(a_channel(), by="test", at=MORNING)
        await store.roster.subscribe(an_edition(), a_subscription())
        parts = tuple(a_delivery(part=part, parts=len(ends)) for part in range(1, len(ends) + 1))
        run = Run(slot=a_slot(), title="Morning", proof=a_proof())
        await store.ledger.enqueue([Owed(run=run, parts=parts, next_due=MORNING + timedelta(days=1))])
        for end in ends:
            sending = (await leased(store, at=MORNING)).moved(State.SENDING, attempts=1)
            await store.ledger.settle(sending)
            if end is State.QUARANTINED:
                await store.ledger.settle(after_failure(sending, REFUSED, at=MORNING))
                await store.roster.pause(HOUSE, a_channel().id, reason=str(REFUSED), by="Rundown", at=MORNING)
            else:
                await store.ledger.settle(after_failure(sending, OutcomeUnknown("no answer"), at=MORNING))
                looked = await leased(store, at=MORNING + SETTLING)
                await store.ledger.settle(after_looking_in_vain(looked, UNSEEN, at=MORNING + SETTLING))


async def leased(store: Store, *, at: datetime) -> Delivery:
    (part,) = await store.ledger.lease(holder="one", at=at, until=at + timedelta(hours=1), most=1)
    return part


async def standing() -> tuple[list[State], bool]:
    """Each part's state, and whether the channel is paused."""
    async with opened(f"sqlite:///{RECORD}") as store:
        parts = await store.ledger.deliveries(HOUSE)
        (due,) = await store.roster.subscriptions(HOUSE, a_channel().id)
        return [part.state for part in parts], due.subscription.paused is not None


def name() -> str:
    return str(typed("deliveries", "list", "--json").rows[0]["name"])


def test_where_nothing_is_stuck_it_is_said_so() -> None:
    assert typed("deliveries", "list").out == "Nothing needs attention.\n"


@pytest.mark.parametrize("end", [State.QUARANTINED, State.UNPROVEN])
def test_what_is_stuck_is_listed_with_its_reason_and_its_name(end: State) -> None:
    asyncio.run(owed(end))
    said = typed("deliveries", "list").out
    assert f"{name()[:8]}  {end}" in said
    assert "Choose another" in said or "Look yourself" in said


def test_a_part_that_is_sent_again_takes_its_channel_up_again() -> None:
    asyncio.run(owed(State.QUARANTINED))
    said = typed("deliveries", "retry", name()[:8], "--at", AGAIN, "--by", "ada")
    assert (said.code, asyncio.run(standing())) == (0, ([State.PLANNED], False))
    assert "is sent its digests again" in said.out


def test_a_part_that_is_dropped_is_skipped_with_the_name_of_who_did() -> None:
    asyncio.run(owed(State.UNPROVEN))
    assert typed("deliveries", "drop", name()[:8], "--by", "ada").code == 0
    (row,) = typed("deliveries", "list", "--all", "--json").rows
    assert (row["state"], row["reason"]) == ("skipped", "dropped by ada")
    assert typed("deliveries", "list").out == "Nothing needs attention.\n"


@pytest.mark.parametrize("said", ["clh", "zzzzzzzz", ""])
def test_a_name_that_names_no_part_changes_nothing_and_says_where_to_look(said: str) -> None:
    asyncio.run(owed(State.QUARANTINED))
    refused = typed("deliveries", "retry", said)
    assert refused.code == 2
    assert "rundown deliveries list" in refused.err
    assert asyncio.run(standing()) == ([State.QUARANTINED], True)


def test_where_one_name_is_wrong_none_is_sent_again() -> None:
    asyncio.run(owed(State.QUARANTINED))
    assert typed("deliveries", "retry", name()[:8], "zzzzzzzz").code == 2
    assert asyncio.run(standing()) == ([State.QUARANTINED], True)


def test_where_no_channel_is_known_the_status_says_how_to_get_one() -> None:
    said = typed("status")
    assert (said.code, "/digest subscribe" in said.out) == (0, True)


def test_the_status_tells_what_is_stuck_and_why_and_ends_with_four() -> None:
    asyncio.run(owed(State.QUARANTINED))
    said = typed("status", "--at", AGAIN)
    assert said.code == 4
    assert "morning: paused: Slack refused: the channel is archived. Choose another" in said.out
    assert f"quarantined: {name()[:8]}, part 1 of 1" in said.out
    assert "nothing was posted yet" in said.out
    (row,) = typed("status", "--json").rows
    assert (row["well"], len(row["stuck"])) == (False, 1)


def test_the_status_of_a_channel_that_is_well_tells_when_the_next_is_due() -> None:
    asyncio.run(owed(State.QUARANTINED))
    typed("deliveries", "retry", name()[:8], "--at", AGAIN)
    said = typed("status", "--at", AGAIN)
    assert (said.code, "morning: tomorrow at 08:00" in said.out) == (0, True)
