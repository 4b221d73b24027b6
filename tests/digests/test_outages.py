"""After an outage of an hour, a day or eight days no article is lost, and no slot has more than one digest."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot.rendering.press import press
from digests.article import HOUSE, StoryId, When
from digests.channel import ChannelId, Platform
from digests.delivery import State
from digests.dispatching import Dispatcher
from digests.errors import TryLater
from digests.publishing import Publisher
from digests.schedule import Cadence
from digests.store.opening import Store, opened
from tests.builders import MORNING, a_channel, a_claim, a_subscription, an_article, an_edition
from tests.digests.test_dispatching import Mailbox

HOUR = timedelta(hours=1)
DAYS_AFTER = 2
SUBJECTS = ("ferry", "bridge", "school", "harvest", "museum", "stadium", "airport", "theatre", "library", "market")


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        for number in range(1, 4):
            place = a_channel(id=ChannelId(f"slack:T1/C{number}"), address=f"C{number}")
            await store.roster.enter(place, by="test", at=MORNING)
            edition = an_edition(most=7, cadence=Cadence(times=(time(8), time(17))))
            taken = a_subscription(channel=place.id, created=MORNING - HOUR)
            await store.roster.subscribe(edition, taken)
        yield store


async def comes_in(store: Store, number: int, at: datetime) -> str:
    """An article of its own subject; its claim's id."""
    slug = f"{SUBJECTS[number % len(SUBJECTS)]}-{number}"
    claim = a_claim("news", of=slug, text=f"The {slug} case is number {number} of the year.")
    article = an_article(slug, headline=f"Number {number}: {slug}", received=at, published=When.at(at), claims=(claim,))
    await store.archive.keep(article, story=StoryId(slug))
    return claim.id


async def minute(store: Store, mailbox: Mailbox, at: datetime) -> None:
    ports: dict[str, Any] = {"roster": store.roster, "ledger": store.ledger}
    publisher = Publisher(archive=store.archive, book=store.feeds, press=press, **ports)
    await publisher.publish_due(at=at)
    await Dispatcher(holder="one", now=lambda: at, couriers={Platform.SLACK: mailbox}, **ports).dispatch_due()


@pytest.mark.parametrize("outage", [HOUR, 24 * HOUR, 8 * 24 * HOUR], ids=["an hour", "a day", "eight days"])
@pytest.mark.parametrize("who", ["nobody works", "the platform is down"])
async def test_an_outage_loses_no_article_and_doubles_no_digest(store: Store, outage: timedelta, who: str) -> None:
    begin, end = MORNING + 9 * HOUR - HOUR / 2, MORNING + 9 * HOUR - HOUR / 2 + outage
    mailbox, down = Mailbox(), Mailbox(*[TryLater("Slack", None, "is down")] * 100_000)
    at, stop, written = MORNING, end + timedelta(days=DAYS_AFTER), list[str]()
    every = max(outage / 4, 3 * HOUR)
    next_article = at - HOUR / 4
    while at <= stop:
        if at >= next_article:
            written.append(await comes_in(store, len(written), at - HOUR / 4))
            next_article += every
        is_out = begin <= at < end
        if not (is_out and who == "nobody works"):
            await minute(store, down if is_out else mailbox, at)
        at += HOUR / 2
    parts = await store.ledger.deliveries(HOUSE)
    posted = [part for part in parts if part.state is State.POSTED]
    assert {part.state for part in parts} <= {State.POSTED, State.SKIPPED, State.QUARANTINED}
    assert max(Counter((part.slot, part.part) for part in posted).values()) == 1
    assert all(part.reason for part in parts if part.state is not State.POSTED)
    for channel in {part.slot.channel for part in parts}:
        told = {one.claim for part in posted if part.slot.channel == channel for one in part.carries}
        assert set(written[:-1]) <= told, channel
