"""Slots become digests in the ledger, once each, and go out once each."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from digests.article import HOUSE, StoryId
from digests.channel import Channel, ChannelId, Platform
from digests.delivery import CatchUp, Delivery, State
from digests.digest import Digest, Missed, SourceNews
from digests.dispatching import Dispatcher
from digests.errors import CannotTell, CourierError, NeverWill, OutcomeUnknown, TryLater
from digests.ports import Courier, Due, Sheet
from digests.publishing import Publisher
from digests.store.opening import Store, opened
from tests.builders import MORNING, a_channel, a_claim, a_feed, a_subscription, an_article, an_edition

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def two_sheets(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
    """A press that sets the heading and the stories apart."""
    carries = tuple(carried for item in digest.items for carried in item.carries)
    body = " / ".join(item.headline for item in digest.items) or "nothing new"
    return Sheet(payload={"text": digest.title}, carries=()), Sheet(payload={"text": body}, carries=carries)


class Mailbox:
    """A courier that keeps what it is given, and fails as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.texts: list[str] = []
        self._failures = list(failures)

    async def carry(self, delivery: Delivery) -> str | None:
        if self._failures:
            raise self._failures.pop(0)
        self.texts.append(delivery.payload["text"])
        return f"ts-{len(self.texts)}"

    async def found(self, delivery: Delivery) -> str | None:
        raise CannotTell("Slack", f"it shows nothing of {delivery.token}", "Look yourself")


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        await store.roster.enter(a_channel(), by="test", at=MORNING)
        await store.roster.subscribe(an_edition(), a_subscription())
        await store.archive.keep(an_article(), story=StoryId("tunnel"))
        yield store


def publisher(store: Store, **changes: Any) -> Publisher:
    ports = {"roster": store.roster, "archive": store.archive, "book": store.feeds, "ledger": store.ledger}
    return Publisher(**{**ports, "press": two_sheets, **changes})


async def publish(store: Store, *, at: datetime = MORNING) -> int:
    return await publisher(store).publish_due(at=at)


async def send(store: Store, mailbox: Mailbox, *, at: datetime = MORNING) -> int:
    return await dispatch(store, {Platform.SLACK: mailbox}, at=at)


async def dispatch(store: Store, couriers: Mapping[Platform, Courier], *, at: datetime = MORNING) -> int:
    """On a clock that stands still."""
    ports: Any = {"ledger": store.ledger, "roster": store.roster, "couriers": couriers}
    return await Dispatcher(holder="one", now=lambda: at, **ports).dispatch_due()


async def states(store: Store) -> list[State]:
    return [delivery.state for delivery in await store.ledger.deliveries(HOUSE)]


async def test_a_digest_is_fixed_at_its_minute_and_sent_once(store: Store) -> None:
    mailbox = Mailbox()
    assert await publish(store, at=MORNING - MINUTE) == 0
    assert await publish(store) == 1
    assert await publish(store) == 0
    assert await send(store, mailbox) == 2
    assert await send(store, mailbox) == 0
    assert mailbox.texts == ["Morning rundown", "Harbor tunnel to open in June"]


async def test_what_was_fixed_is_sent_whatever_the_record_says_by_then(store: Store) -> None:
    mailbox = Mailbox()
    await publish(store)
    await store.archive.keep(an_article(headline="Tunnel delayed"), story=StoryId("tunnel"))
    await send(store, mailbox)
    assert mailbox.texts[1] == "Harbor tunnel to open in June"


async def test_the_next_day_tells_what_is_new_and_else_that_nothing_is(store: Store) -> None:
    mailbox = Mailbox()
    for day in range(3):
        at = MORNING + day * DAY
        if day == 2:
            claims = (a_claim(), a_claim("cost", text="It costs more."))
            update = an_article(received=at - MINUTE, claims=claims)
            await store.archive.keep(update, story=StoryId("tunnel"))
        await publish(store, at=at)
        await send(store, mailbox, at=at)
    assert mailbox.texts[1::2] == ["Harbor tunnel to open in June", "nothing new", "Harbor tunnel to open in June"]


async def test_after_an_outage_of_days_one_digest_is_sent_and_tells_all_of_it(store: Store) -> None:
    mailbox = Mailbox()
    await publish(store)
    await send(store, mailbox)
    for day in (1, 2, 3):
        late = an_article(f"story-{day}", headline=f"Day {day}", received=MORNING + day * DAY - MINUTE)
        await store.archive.keep(late, story=StoryId(late.slug))
    assert await publish(store, at=MORNING + 3 * DAY) == 1
    await send(store, mailbox, at=MORNING + 3 * DAY)
    assert len(mailbox.texts) == 4
    assert all(f"Day {day}" in mailbox.texts[3] for day in (1, 2, 3))


@pytest.mark.parametrize(("minutes", "says_so"), [(0, False), (9, False), (10, True), (120, True)])
async def test_a_digest_that_comes_late_says_when_it_was_due(store: Store, minutes: int, says_so: bool) -> None:
    told: list[datetime | None] = []

    def noting(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
        told.append(digest.was_due)
        return two_sheets(digest, channel)

    at = MORNING + minutes * MINUTE
    await publisher(store, press=noting).publish_due(at=at)
    assert told == [MORNING if says_so else None]


async def test_a_digest_too_late_for_its_day_is_skipped_and_its_stories_open_the_next(store: Store) -> None:
    mailbox = Mailbox()
    await publish(store, at=MORNING + timedelta(hours=13))
    assert await send(store, mailbox, at=MORNING + timedelta(hours=13)) == 0
    assert await states(store) == [State.SKIPPED] * 2
    await publish(store, at=MORNING + DAY)
    await send(store, mailbox, at=MORNING + DAY)
    assert mailbox.texts[1] == "Harbor tunnel to open in June"


async def test_a_platform_that_asks_us_to_wait_is_obeyed_and_nothing_is_lost(store: Store) -> None:
    mailbox = Mailbox(TryLater("Slack", 5 * MINUTE))
    await publish(store)
    assert await send(store, mailbox) == 0
    assert await send(store, mailbox, at=MORNING + 4 * MINUTE) == 0
    assert await send(store, mailbox, at=MORNING + 5 * MINUTE) == 2


@pytest.mark.parametrize("failure", [OutcomeUnknown("Slack did not answer."), ConnectionResetError("reset")])
async def test_a_send_that_nobody_can_vouch_for_is_not_repeated(store: Store, failure: Exception) -> None:
    mailbox = Mailbox(failure)
    await publish(store)
    for minutes in (0, 5, 60):
        await send(store, mailbox, at=MORNING + minutes * MINUTE)
    assert mailbox.texts == []
    assert await states(store) == [State.UNPROVEN, State.PLANNED]


async def test_a_channel_that_is_gone_waits_for_a_person_and_stops_no_other(store: Store) -> None:
    other = a_channel(id=ChannelId("slack:T1/C2"), platform=Platform.TERMINAL)
    await store.roster.enter(other, by="test", at=MORNING)
    await store.roster.subscribe(an_edition(), a_subscription(channel=other.id))
    await publish(store)
    gone, well = Mailbox(NeverWill("Slack", "the channel is gone", "Choose another")), Mailbox()
    couriers = {Platform.SLACK: gone, Platform.TERMINAL: well}
    await dispatch(store, couriers)
    assert len(well.texts) == 2
    (stuck,) = await store.ledger.deliveries(HOUSE, state=State.QUARANTINED)
    assert stuck.reason == "Slack refused: the channel is gone. Choose another"


async def test_a_platform_that_is_not_set_up_is_told_to_the_operator(store: Store) -> None:
    await publish(store)
    await dispatch(store, {})
    (stuck,) = await store.ledger.deliveries(HOUSE, state=State.QUARANTINED)
    assert "rundown check" in (stuck.reason or "")


async def test_tries_grow_apart_and_end_with_the_day(store: Store) -> None:
    failures: list[CourierError] = [TryLater("Slack", None) for _ in range(200)]
    mailbox = Mailbox(*failures)
    await publish(store)
    at, waits = MORNING, []
    while (await states(store))[0] is State.PLANNED:
        await send(store, mailbox, at=at)
        part = (await store.ledger.deliveries(HOUSE))[0]
        waits.append(part.not_before - at)
        at = max(part.not_before, at + timedelta(seconds=1))
    assert waits[0] <= timedelta(seconds=2)
    assert max(waits) <= timedelta(minutes=15)
    assert MORNING + timedelta(hours=11) < at <= MORNING + timedelta(hours=13)
    assert (await states(store))[0] is State.QUARANTINED


async def test_one_subscription_that_breaks_does_not_stop_the_others(store: Store) -> None:
    other = a_channel(id=ChannelId("slack:T1/C2"), name="poison")
    await store.roster.enter(other, by="test", at=MORNING)
    await store.roster.subscribe(an_edition(), a_subscription(channel=other.id, next_due=MORNING - MINUTE))

    def press(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
        if channel.name == "poison":
            raise ZeroDivisionError
        return two_sheets(digest, channel)

    fixed = await publisher(store, press=press).publish_due(at=MORNING)
    assert fixed == 1
    assert {delivery.channel.id for delivery in await store.ledger.deliveries(HOUSE)} == {a_channel().id}


async def test_a_digest_out_of_turn_leaves_only_newer_things_to_the_scheduled_one(store: Store) -> None:
    mailbox = Mailbox()
    due = Due(subscription=a_subscription(), edition=an_edition(), channel=a_channel())
    early = MORNING - timedelta(minutes=30)
    slot = await publisher(store).publish_now(due, at=early)
    assert slot is not None
    again = await publisher(store).publish_now(due, at=early + MINUTE)
    assert again is None
    await publish(store)
    await send(store, mailbox)
    assert mailbox.texts == ["Morning rundown", "Morning rundown", "Harbor tunnel to open in June", "nothing new"]


async def test_the_next_slot_is_the_one_after_now(store: Store) -> None:
    await publish(store, at=MORNING + timedelta(minutes=3))
    (due,) = await store.roster.subscriptions(HOUSE, a_channel().id)
    assert due.subscription == replace(a_subscription(), next_due=MORNING + DAY)


async def test_who_reads_a_feed_is_told_in_the_next_digest_that_it_fails_and_only_once(store: Store) -> None:
    await store.feeds.follow(a_feed(title="Courier", unwell_since=MORNING - MINUTE, trouble="it answered 404"))
    due = Due(subscription=a_subscription(), edition=an_edition(), channel=a_channel())
    told = await publisher(store).composed_for(due, at=MORNING)
    assert told.sources == (SourceNews(name="Courier", trouble="it answered 404"),)
    await publish(store)
    assert (await publisher(store).composed_for(due, at=MORNING + DAY)).sources == ()


async def two_channels(store: Store, **changes: Any) -> Channel:
    """A second channel that takes the same edition."""
    other = a_channel(**{"id": ChannelId("slack:T1/C2"), "address": "C2", **changes})
    await store.roster.enter(other, by="test", at=MORNING)
    await store.roster.subscribe(an_edition(), a_subscription(channel=other.id))
    return other


async def test_channels_that_share_an_edition_share_its_text_which_is_set_once(store: Store) -> None:
    await two_channels(store)
    pressed: list[str] = []

    def counting(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
        pressed.append(channel.id)
        return two_sheets(digest, channel)

    assert await publisher(store, press=counting).publish_due(at=MORNING) == 2
    assert len(pressed) == 1
    first, *others = {part.slot.channel: part.payload for part in await store.ledger.deliveries(HOUSE)}.values()
    assert others == [first]


async def test_a_channel_that_has_had_other_news_shares_no_text(store: Store) -> None:
    await publish(store)
    await send(store, Mailbox())
    other = await two_channels(store)
    await publish(store, at=MORNING + MINUTE)
    ferry = an_article("ferry", headline="Ferry sold", received=MORNING + DAY - MINUTE)
    tunnel = an_article("bridge", headline="Bridge shut", received=MORNING + MINUTE / 2)
    for article in (ferry, tunnel):
        await store.archive.keep(article, story=StoryId(article.slug))
    await publish(store, at=MORNING + DAY)
    bodies = [part for part in await store.ledger.deliveries(HOUSE) if part.part == 2 and part.slot.due > MORNING]
    told = {part.slot.channel: part.payload["text"] for part in bodies}
    assert told == {a_channel().id: "Ferry sold / Bridge shut", other.id: "Ferry sold"}


async def test_a_digest_that_cannot_be_put_together_is_quarantined_after_three_tries(store: Store) -> None:
    def broken(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
        raise ZeroDivisionError

    for minute in range(3):
        assert await states(store) == []
        await publisher(store, press=broken).publish_due(at=MORNING + minute * MINUTE)
    (part,) = await store.ledger.deliveries(HOUSE)
    assert (part.state, part.payload) == (State.QUARANTINED, {})
    assert "ZeroDivisionError" in (part.reason or "")
    await publish(store, at=MORNING + DAY)
    tomorrow = [part for part in await store.ledger.deliveries(HOUSE) if part.slot.due == MORNING + DAY]
    assert "Harbor tunnel" in tomorrow[-1].payload["text"]


@pytest.mark.parametrize(
    ("catch_up", "hours", "state"),
    [
        (CatchUp.SAME_DAY, 11, State.PLANNED),
        (CatchUp.SAME_DAY, 13, State.SKIPPED),
        (CatchUp.SKIP, 0.1, State.PLANNED),
        (CatchUp.SKIP, 1, State.SKIPPED),
        (CatchUp.ALWAYS, 20, State.PLANNED),
    ],
)
async def test_a_late_digest_is_caught_up_as_the_operator_chose(
    store: Store, catch_up: CatchUp, hours: float, state: State
) -> None:
    at = MORNING + timedelta(hours=hours)
    await publisher(store, catch_up=catch_up).publish_due(at=at)
    assert set(await states(store)) == {state}
    if state is State.PLANNED:
        assert await send(store, Mailbox(), at=at + 2 * MINUTE) == 2


async def test_a_digest_tells_how_much_of_it_is_from_days_on_which_none_came(store: Store) -> None:
    mailbox = Mailbox()
    await publish(store)
    await send(store, mailbox)
    for day in (1, 2, 3):
        late = an_article(f"story-{day}", headline=f"Day {day}", received=MORNING + day * DAY - MINUTE)
        await store.archive.keep(late, story=StoryId(late.slug))
    told: list[Missed | None] = []

    def noting(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
        told.append(digest.missed)
        return two_sheets(digest, channel)

    await publisher(store, press=noting).publish_due(at=MORNING + 3 * DAY)
    assert told == [Missed(first=date(2026, 3, 3), last=date(2026, 3, 4), items=2)]


async def test_what_an_outage_left_is_spread_and_what_is_on_time_is_not(store: Store) -> None:
    for number in range(2, 40):
        await two_channels(store, id=ChannelId(f"slack:T1/C{number}"), address=f"C{number}")
    at = MORNING + timedelta(hours=2)
    await publish(store, at=at)
    begin = [part.not_before - at for part in await store.ledger.deliveries(HOUSE)]
    assert min(begin) >= timedelta()
    assert timedelta(seconds=20) < max(begin) <= timedelta(seconds=39)
    await publish(store, at=MORNING + DAY)
    on_time = [part for part in await store.ledger.deliveries(HOUSE) if part.slot.due == MORNING + DAY]
    assert {part.not_before for part in on_time} == {MORNING + DAY}


async def test_a_slot_that_moved_away_is_passed_over_and_nothing_is_stuck(store: Store) -> None:
    await store.roster.subscribe(an_edition(name="odd"), a_subscription(edition="odd", next_due=MORNING - MINUTE))
    assert await publish(store, at=MORNING - MINUTE) == 0
    assert await store.roster.due(at=MORNING - MINUTE, most=9) == ()


async def test_two_digests_out_of_turn_within_a_minute_are_two(store: Store) -> None:
    due = Due(subscription=a_subscription(), edition=an_edition(), channel=a_channel())
    first = await publisher(store).publish_now(due, at=MORNING)
    news = an_article("ferry", headline="Ferry sold", received=MORNING + timedelta(seconds=5))
    await store.archive.keep(news, story=StoryId("ferry"))
    second = await publisher(store).publish_now(due, at=MORNING + timedelta(seconds=10))
    assert first != second
    assert len(await states(store)) == 4
    assert await publish(store) == 1
