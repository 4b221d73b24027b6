"""why: the proof of a digest, story by story."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated

import typer

from bot.cli.arranging import ruled_on
from bot.cli.digesting import Most, Since, Topics, Until, composed
from bot.cli.options import StoreUrl
from digests.article import HOUSE, Story
from digests.digest import RunProof, Weighed
from digests.errors import NotFound
from digests.ruling import Ruling

Name = Annotated[
    str | None,
    typer.Argument(help="Its id, or words of its headline; else all of them.", metavar="[STORY]", show_default=False),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proven:
    """A proof, and of which digest it is."""

    of: str
    proof: RunProof


def why(
    story: Name = None,
    since: Since = None,
    until: Until = None,
    topics: Topics = None,
    limit: Most = 5,
    store: StoreUrl = None,
) -> None:
    """Why a story is told or left out.

    The whole proof of the run: of the last digest that was sent, or of a dry run where none was sent yet or where
    --since, --until or --topic ask for one.
    """
    from bot.cli.record import clock
    from bot.rendering.cleaning import clean

    proven = asyncio.run(_proven(since, until, topics, limit, store=store))
    proof = proven.proof
    told, left = (_called(story, weighed) for weighed in (proof.told, proof.left_out))
    if not (told or left) and story:
        return _tell_elsewhere(story, proof, asyncio.run(_readable(clock(), store)))
    typer.echo(f"{proven.of} looked at {_counted(proof)}, {_span(proof)}.")
    outlets = ", ".join(clean(outlet) for outlet in proof.outlets) or "none known"
    typer.echo(f"Outlets: {outlets}. Held back by the desk or an embargo: {proof.held}.")
    ruled = asyncio.run(_ruled(store))
    for heading, verdicts in (("Told", told), ("Left out", left)):
        for verdict in verdicts:
            typer.echo(f"{heading}: {clean(verdict.headline)}\n  {verdict.story}: {clean(verdict.why)}")
            for line in ruled_on(verdict.story, ruled):
                typer.echo(f"  {line}")
    return None


VERBS = (why,)


async def _proven(
    since: str | None, until: str | None, topics: list[str] | None, most: int, *, store: str | None
) -> _Proven:
    from bot.cli.record import reading

    if not (since or until or topics):
        async with reading(store) as record:
            if run := await record.ledger.last_run(None):
                of = f"{run.title} to {run.slot.channel}, due {run.slot.local_date:%d %b} {run.slot.wall:%H:%M},"
                return _Proven(of=of, proof=run.proof)
    made = await composed(since, until, topics, most, store=store)
    return _Proven(of="A dry run", proof=made.proof)


async def _ruled(store: str | None) -> tuple[Ruling, ...]:
    from bot.cli.record import reading

    async with reading(store) as record:
        return await record.archive.rulings(HOUSE)


async def _readable(at: datetime, store: str | None) -> tuple[Story, ...]:
    """Every story of which something may be told at that instant."""
    from bot.cli.record import reading
    from digests.clearance import bar_to_article

    async with reading(store) as record:
        found = await record.archive.stories(HOUSE)
    return tuple(story for story in found if any(bar_to_article(one, at=at) is None for one in story.articles))


def _called(name: str | None, weighed: tuple[Weighed, ...]) -> list[Weighed]:
    """Those of that very id, else those in whose id or headline the words stand; all of them without a name."""
    exact = [one for one in weighed if one.story == name]
    return exact or [one for one in weighed if _speaks_of(name or "", one.story, one.headline)]


def _speaks_of(name: str, story: str, headline: str) -> bool:
    return name.casefold() in f"{story} {headline}".casefold()


def _tell_elsewhere(name: str, proof: RunProof, stories: tuple[Story, ...]) -> None:
    """Stories of the record that the digest did not look at. Raises NotFound with the nearest where there is none."""
    from bot.rendering.cleaning import clean

    held = [story for story in stories if any(_speaks_of(name, story.id, one.headline) for one in story.articles)]
    if not held:
        nearest = _nearest(name, stories)
        rather = f"Did you mean {' or '.join(nearest)}?" if nearest else "rundown stories lists what the record holds."
        raise NotFound(f"No story is called {name!r}. {rather}")
    for story in held:
        typer.echo(
            f"Not looked at: {clean(story.articles[0].headline)}\n  {story.id}: nothing of it falls {_span(proof)}"
        )


def _nearest(name: str, stories: Iterable[Story]) -> list[str]:
    """Ids of up to three stories, spelt most like the name as a whole or in one of their words."""
    spelt = {
        word: story.id
        for story in stories
        for word in (story.id, *re.findall(r"\w{3,}", f"{story.id} {story.articles[0].headline}".casefold()))
    }
    return list(dict.fromkeys(spelt[word] for word in get_close_matches(name.casefold(), spelt)))


def _counted(proof: RunProof) -> str:
    articles = f"{proof.articles} article{'s' if proof.articles != 1 else ''}"
    return f"{articles} in {proof.stories} stor{'ies' if proof.stories != 1 else 'y'}"


def _span(proof: RunProof) -> str:
    return f"from {proof.window.since:%d %b %H:%M} to {proof.window.until:%d %b %H:%M %Z}"
