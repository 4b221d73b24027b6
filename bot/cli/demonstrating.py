"""The demo: the shipped seeds at a fixed clock, in the terminal and as a page; nothing is kept and nothing is sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from bot.cli.terminal import show
from bot.rendering.limits import uses
from bot.rendering.press import press
from bot.web.previews import Shown, page
from digests.answer import Answer, Question
from digests.article import HOUSE, Story
from digests.asking import ask
from digests.channel import Channel, ChannelId, Platform
from digests.composing import compose
from digests.digest import Digest, Window
from digests.schedule import Edition, read_cadence
from digests.seeding import read_seeds, shipped_seeds
from digests.store.opening import opened

ZONE = ZoneInfo("America/New_York")
SINCE, AT = datetime(2025, 12, 18, 8, tzinfo=ZONE), datetime(2025, 12, 19, 8, tzinfo=ZONE)
RECEIVED = datetime(2025, 12, 19, 6, tzinfo=ZONE)
QUESTION = "What did the White House say about Miller's role?"
PREVIEW = Path(".rundown/preview.html")
NEXT = (
    'rundown seed, then: rundown ask "Who was behind the boat strikes?"',
    "rundown intake FILE.jsonl, then: rundown digest    (your own articles)",
    'README.md, "For real": ten minutes to your own Slack or Discord',
)


_DRAWN: tuple[tuple[Literal["slack", "discord"], Platform], ...] = (
    ("slack", Platform.SLACK),
    ("discord", Platform.DISCORD),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What the demo has to show."""

    morning: Digest
    examples: Digest
    answered: Answer


def demonstrate() -> None:
    """Load, compose, ask and draw; the same every time."""
    with Console(stderr=True).status("Loading the seeds and composing"):
        made = asyncio.run(_made())
        PREVIEW.parent.mkdir(parents=True, exist_ok=True)
        PREVIEW.write_text(_preview(made), encoding="utf-8")
    show(made.morning, zone=ZONE)
    typer.echo("\nWith invented articles, what a correction and two outlets that differ look like:\n")
    show(made.examples, zone=ZONE)
    typer.echo(f"\nrundown ask {QUESTION!r}\n")
    show(made.answered, zone=ZONE)
    typer.echo(f"\nThe same as Slack and Discord would show it: {PREVIEW}\nNext:")
    for step in NEXT:
        typer.echo(f"  {step}")


async def _made() -> _Made:
    async with opened("sqlite://") as store:
        for seed in read_seeds(shipped_seeds(), received=RECEIVED):
            await store.archive.keep(seed.article, story=seed.story)
        stories = await store.archive.stories(HOUSE, window=Window(since=SINCE, until=AT))
        await store.index.catch_up()
        answered = await ask(Question(text=QUESTION, tenant=HOUSE, at=AT), index=store.index, archive=store.archive)
    invented = [story for story in stories if story.articles[0].example]
    return _Made(
        morning=_composed("morning", [story for story in stories if story not in invented]),
        examples=_composed("examples", invented),
        answered=answered,
    )


def _composed(name: str, stories: Sequence[Story]) -> Digest:
    edition = Edition(tenant=HOUSE, name=name, cadence=read_cadence("weekdays 8:00"), zone=ZONE)
    return compose(edition, stories, window=Window(since=SINCE, until=AT), at=AT, carried={})


def _preview(made: _Made) -> str:
    """Drawn from the exact payloads."""
    shown = [
        Shown(
            platform=name,
            caption=digest.title,
            channel=room,
            sender="Rundown",
            at=AT,
            messages=(payload,),
            uses=uses(payload),
        )
        for room, digest in (("newsroom", made.morning), ("examples", made.examples))
        for name, platform in _DRAWN
        for payload in (sheet.payload for sheet in press(digest, _channel(platform)))
    ]
    return page("Rundown: the demo's digests", shown, next_steps=NEXT)


def _channel(platform: Platform) -> Channel:
    return Channel(tenant=HOUSE, id=ChannelId("demo"), platform=platform, address="demo", name="newsroom", zone=ZONE)
