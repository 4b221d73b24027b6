"""digest, why and post: what a channel would be told, why, and telling it."""

import asyncio
import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl, instant, zone_of
from digests.article import HOUSE
from digests.channel import Channel, ChannelId, Platform
from digests.digest import Digest, RunProof, Window
from digests.errors import BadInput, NotFound
from digests.schedule import Cadence, Edition
from digests.topics import topic


class Form(StrEnum):
    """In whose form a digest is printed."""

    SLACK = "slack"
    DISCORD = "discord"
    TEXT = "text"
    HTML = "html"


Since = Annotated[
    str | None, typer.Option("--since", help="Look at what came after; else a day before.", metavar="ISO")
]
Until = Annotated[str | None, typer.Option("--until", help="Look at what came until then; else now.", metavar="ISO")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help="Only this topic; may be given again.")]
Most = Annotated[int, typer.Option("--limit", help="Stories at most.", min=3, max=7)]
ChannelName = Annotated[str, typer.Option("--channel", help="Its name in rundown.toml.", metavar="NAME")]


def digest(
    since: Since = None,
    until: Until = None,
    topics: Topics = None,
    limit: Most = 5,
    form: Annotated[Form, typer.Option("--as", help="The payload of that platform.")] = Form.TEXT,
    as_json: AsJson = False,
    store: StoreUrl = None,
) -> None:
    """Compose a digest and print it; nothing is sent and nothing is marked as read."""
    from bot.cli import rows
    from bot.cli.terminal import show

    made = asyncio.run(_composed(since, until, topics, limit, store=store))
    if as_json:
        rows.print_row(rows.digest_row(made))
    elif form is Form.TEXT:
        show(made, zone=made.at.tzinfo or UTC)
    else:
        typer.echo(_set(made, form))


def why(
    story: Annotated[str | None, typer.Argument(help="Its id, or words of its headline; else all of them.")] = None,
    since: Since = None,
    until: Until = None,
    topics: Topics = None,
    limit: Most = 5,
    store: StoreUrl = None,
) -> None:
    """Why a story is told or left out: the whole proof of the run, of the last digest that was sent or of a dry run."""
    proof = asyncio.run(_proof(since, until, topics, limit, store=store))
    wanted = (story or "").casefold()
    told = [one for one in proof.told if wanted in f"{one.story} {one.headline}".casefold()]
    left = [one for one in proof.left_out if wanted in f"{one.story} {one.headline}".casefold()]
    if not (told or left or not wanted):
        raise NotFound(f"No story of that digest is called {story!r}. Without a name, rundown why lists them all.")
    window = f"{proof.window.since:%d %b %H:%M} to {proof.window.until:%d %b %H:%M %Z}"
    typer.echo(f"Looked at {proof.articles} articles in {proof.stories} stories, {window}.")
    typer.echo(
        f"Outlets: {', '.join(proof.outlets) or 'none known'}. Held back by the desk or an embargo: {proof.held}."
    )
    for heading, verdicts in (("Told", told), ("Left out", left)):
        for verdict in verdicts:
            typer.echo(f"{heading}: {verdict.headline}\n  {verdict.story}: {verdict.why}")


def post(
    channel: ChannelName,
    once: Annotated[bool, typer.Option("--once", help="One digest, now, for cron and CI.")] = False,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Post a channel's digest once. Exit 0: posted. 3: nothing new. 4: not delivered; the reason is told."""
    from bot.cli.posting import post_once

    if not once:
        raise BadInput("rundown post sends one digest now: say --once. For a schedule: rundown run")
    told = asyncio.run(post_once(channel, at=at, store=store))
    typer.echo(told.text)
    if told.code:
        raise typer.Exit(told.code)


VERBS = (digest, why, post)


async def _composed(
    since: str | None, until: str | None, topics: list[str] | None, most: int, *, store: str | None
) -> Digest:
    from bot.cli.record import clock, reading
    from digests.composing import FIRST_WINDOW, compose

    now = clock(until)
    window = Window(since=instant(since, now) if since else now - FIRST_WINDOW, until=now)
    edition = Edition(
        tenant=HOUSE,
        name="news",
        cadence=Cadence(times=(now.time().replace(second=0, microsecond=0),)),
        zone=zone_of(now),
        topics=frozenset(topic(word) for word in topics or ()),
        most=most,
    )
    async with reading(store) as record:
        stories = await record.archive.stories(HOUSE, window=window)
    return compose(edition, stories, window=window, at=now, carried={})


async def _proof(
    since: str | None, until: str | None, topics: list[str] | None, most: int, *, store: str | None
) -> RunProof:
    """Of the last digest that was sent, unless options ask for a dry run or none was sent yet."""
    from bot.cli.record import reading

    if not (since or until or topics):
        async with reading(store) as record:
            if run := await record.ledger.last_run(None):
                return run.proof
    return (await _composed(since, until, topics, most, store=store)).proof


def _set(made: Digest, form: Form) -> str:
    """As that platform would get it: a JSON array of its messages, or a page that stands alone."""
    from bot.rendering.html import document
    from bot.rendering.press import press
    from bot.rendering.typesetting import typeset

    if form is Form.HTML:
        return document(typeset(made, zone=made.at.tzinfo or UTC))
    channel = _nowhere(Platform(form), made.at)
    return json.dumps([dict(sheet.payload) for sheet in press(made, channel)], ensure_ascii=False, indent=2)


def _nowhere(platform: Platform, at: datetime) -> Channel:
    return Channel(
        tenant=HOUSE, id=ChannelId(platform), platform=platform, address="dry-run", name="dry run", zone=zone_of(at)
    )
