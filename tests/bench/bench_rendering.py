"""How long a digest takes for each of a thousand channels: to compose it, and to set it for each platform."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from time import perf_counter

from bot.rendering.html import document
from bot.rendering.limits import cut
from bot.rendering.plaintext import plain
from bot.rendering.press import press
from bot.rendering.typesetting import typeset
from digests.article import ClaimKind, Figure, Relation, RelationKind, Story, When
from digests.channel import Channel, Layout, Platform
from digests.composing import compose
from digests.digest import Digest, Window
from digests.topics import Topic
from tests.bench.row import Row
from tests.builders import BERLIN, MORNING, a_channel, a_claim, a_story, an_article, an_edition

CHANNELS = 1_000
STORIES = 60
"""Stories of a day in the record."""
GOAL = 5.0
"""Milliseconds for one channel's digest, to compose it and again to set it."""

DAY = Window(since=MORNING - timedelta(days=1), until=MORNING)
SUBJECTS = list(Topic)
OFFICES: dict[str, Channel] = {
    "Slack": a_channel(),
    "Discord": a_channel(platform=Platform.DISCORD),
    "embeds": a_channel(platform=Platform.DISCORD, layout=Layout.EMBED),
}


async def rows() -> Iterable[Row]:
    """Each figure is the mean over all channels, once the rules of sentences are loaded."""
    cut("The tunnel opens in June. " * 20, 300)
    record = [a_days_story(place) for place in range(STORIES)]
    started = perf_counter()
    digests = [composed(place, record) for place in range(CHANNELS)]
    composing = milliseconds_each(started)
    told = sum(len(digest.items) for digest in digests) / CHANNELS
    ways: dict[str, Callable[[Digest], object]] = {
        **{office: partial(press, channel=channel) for office, channel in OFFICES.items()},
        "plain text": lambda digest: plain(typeset(digest, zone=BERLIN), width=80),
        "HTML": lambda digest: document(typeset(digest, zone=BERLIN)),
    }
    setting = [Row(what=f"set for {way}", figure=spent(to, digests), unit="ms", goal=GOAL) for way, to in ways.items()]
    return [
        Row(what=f"composed of {STORIES} stories", figure=composing, unit="ms", goal=GOAL),
        *setting,
        Row(what="stories in a digest", figure=told, unit="stories"),
    ]


def composed(place: int, record: Sequence[Story]) -> Digest:
    """Every fourth channel takes all topics, the others two each."""
    topics = {SUBJECTS[place % len(SUBJECTS)], SUBJECTS[(place * 5 + 1) % len(SUBJECTS)]} if place % 4 else set()
    edition = an_edition(topics=frozenset(topics))
    return compose(edition, record, window=DAY, at=MORNING, carried={})


def a_days_story(place: int) -> Story:
    """Two outlets tell it: a charge with its denial, two figures that differ, and more than there is room for."""
    slug = f"story-{place}"
    charge = a_claim("charge", of=slug, text=f"The builder of tunnel {place} knew of the leak, two engineers say.")
    return a_story(
        an_article(
            slug,
            headline=f"Tunnel {place} leaks and will open a year late, two engineers say; its builder denies it",
            summary="Two engineers say that the tunnel under the harbor leaks. Its builder calls that untrue.",
            topics=(SUBJECTS[place % len(SUBJECTS)],),
            urgency=1 + place % 9,
            published=When.at(MORNING - timedelta(minutes=20 * (place + 1))),
            claims=(
                charge,
                a_claim(
                    "denial",
                    of=slug,
                    text="No wall leaks, the builder says.",
                    kind=ClaimKind.DENIAL,
                    relations=(Relation(kind=RelationKind.DENIES, claim=charge.id),),
                ),
                a_claim("cost", of=slug, text="It costs at least 48 million.", figures=(costing(48),)),
                *(a_claim(f"more-{number}", of=slug, text=f"Gate {number} is shut for tests.") for number in range(4)),
            ),
        ),
        an_article(
            f"{slug}-wire",
            outlet="Island Wire",
            topics=(SUBJECTS[place % len(SUBJECTS)],),
            claims=(a_claim("cost", of=f"{slug}-wire", text="It costs 61 million.", figures=(costing(61),)),),
        ),
    )


def costing(millions: int) -> Figure:
    return Figure(value=Decimal(millions), unit="million", measures="cost of the tunnel")


def spent(to: Callable[[Digest], object], digests: Sequence[Digest]) -> float:
    started = perf_counter()
    for digest in digests:
        to(digest)
    return milliseconds_each(started)


def milliseconds_each(started: float) -> float:
    return (perf_counter() - started) / CHANNELS * 1_000
