"""The demo: the shipped seeds at a fixed clock, in the terminal and as a page; nothing is kept and nothing is sent."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.rendering.limits import uses
from bot.rendering.plaintext import replied, set_digest
from bot.rendering.press import sheets
from bot.web.previews import Shown, page
from digests.answer import Question
from digests.answering import answer, open_shelf
from digests.article import HOUSE, Story
from digests.channel import Channel, ChannelId, Platform
from digests.composing import compose
from digests.digest import Digest, Window
from digests.planning import upcoming
from digests.schedule import Edition, read_cadence
from digests.seeding import read_seeds, shipped_seeds
from digests.store.opening import opened

ZONE = ZoneInfo("America/New_York")
SINCE, AT = datetime(2025, 12, 18, 8, tzinfo=ZONE), datetime(2025, 12, 19, 8, tzinfo=ZONE)
MORNING = Edition(tenant=HOUSE, name="morning", cadence=read_cadence("weekdays 8:00"), zone=ZONE)
EXAMPLES = Edition(tenant=HOUSE, name="examples", cadence=read_cadence("weekdays 8:00"), zone=ZONE)
QUESTION = "What did the White House say about Miller's role?"
PREVIEW = Path(".rundown/preview.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What the demo has to show."""

    morning: Digest
    examples: Digest
    answered: str


async def demonstrate() -> None:
    """Load, compose, ask and draw; the same every time."""
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    with Console(stderr=True).status("Loading the seeds and composing"):
        made = await _made(width=min(console.width, 88))
    width = min(console.width, 88)
    for digest in (made.morning, made.examples):
        console.print(set_digest(digest, width=width), markup=False)
        console.print()
    console.print(f"rundown ask {QUESTION!r}", style="bold", markup=False)
    console.print(made.answered, markup=False)
    PREVIEW.parent.mkdir(parents=True, exist_ok=True)
    PREVIEW.write_text(_preview(made), encoding="utf-8")
    console.print(f"\nThe same digest as Slack and Discord would show it: {PREVIEW}")
    console.print("Next:", style="bold")
    for step in _NEXT:
        console.print(f"  {step}", markup=False)


_NEXT = (
    'rundown seed, then: rundown ask "Who was behind the boat strikes?"',
    "rundown intake FILE.jsonl, then: rundown digest    (your own articles)",
    'README.md, "For real": ten minutes to your own Slack or Discord',
)


async def _made(*, width: int) -> _Shown:
    async with opened("sqlite://") as store:
        for seed in read_seeds(shipped_seeds(), received=AT.replace(hour=6)):
            await store.archive.keep(seed.article, story=seed.story)
        stories = await store.archive.stories(HOUSE, window=Window(since=SINCE, until=AT))
        shelf = open_shelf(await store.archive.articles(HOUSE))
    invented = [story for story in stories if story.articles[0].example]
    asked = Question(text=QUESTION, tenant=HOUSE, at=AT)
    return _Shown(
        morning=_composed(MORNING, [story for story in stories if story not in invented]),
        examples=_composed(EXAMPLES, invented),
        answered=replied(answer(asked, shelf), width=width),
    )


def _composed(edition: Edition, stories: Sequence[Story]) -> Digest:
    (at,) = upcoming(edition, after=SINCE, count=1)
    return compose(edition, stories, window=Window(since=SINCE, until=AT), at=at, carried={})


def _preview(made: _Shown) -> str:
    return page(
        "The demo's digests",
        [_drawn(digest, platform) for digest in (made.morning, made.examples) for platform in ("slack", "discord")],
    )
