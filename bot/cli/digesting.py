"""digest and post: what a channel would be told, and telling it."""

import asyncio
import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl, instant, zone_of
from digests.article import HOUSE
from digests.channel import Channel, ChannelId, Platform
from digests.digest import Digest, Window
from digests.errors import BadInput
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
Topics = Annotated[
    list[str] | None, typer.Option("--topic", help="Only this topic; may be given again.", metavar="TOPIC")
]
Most = Annotated[int, typer.Option("--limit", help="Stories at most.", min=3, max=7, metavar="N")]
ChannelName = Annotated[str, typer.Option("--channel", help="Its name in rundown.toml.", metavar="NAME")]


def digest(
    since: Since = None,
    until: Until = None,
    topics: Topics = None,
    limit: Most = 5,
    form: Annotated[Form, typer.Option("--as", help="In whose form.")] = Form.TEXT,
    as_json: AsJson = False,
    store: StoreUrl = None,
) -> None:
    """Compose a digest and print it; nothing is sent.

    Nothing is marked as read either. --as slack and discord print the very payloads, one JSON array of messages.
    """
    from bot.cli import rows
    from bot.cli.terminal import show

    made = asyncio.run(composed(since, until, topics, limit, store=store))
    if as_json:
        rows.print_row(rows.digest_row(made))
    elif form is Form.TEXT:
        show(made, zone=made.at.tzinfo or UTC)
    else:
        typer.echo(_set(made, form))


def post(
    channel: ChannelName,
    once: Annotated[bool, typer.Option("--once", help="One digest, now, for cron and CI.")] = False,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Post a channel's digest once.

    Exit code 0: posted. 3: nothing new, nothing sent. 4: not delivered, or not all of it; the reason is told.
    What an earlier call could not deliver goes first.
    """
    from bot.cli.posting import post_once

    if not once:
        raise BadInput("rundown post sends one digest now: say --once. For a schedule: rundown run")
    told = asyncio.run(post_once(channel, at=at, store=store))
    typer.echo(told.text)
    if told.code:
        raise typer.Exit(told.code)


VERBS = (digest, post)


async def composed(
    since: str | None, until: str | None, topics: list[str] | None, most: int, *, store: str | None
) -> Digest:
    """A dry run over all topics, or those; of the last day, or from ``since`` to ``until`` in ISO 8601."""
    from bot.cli.record import clock, reading, settings_in_use
    from bot.house_file import read_house_file
    from digests.composing import FIRST_WINDOW, compose

    now = clock(until)
    begin = instant(since, now) if since else now - FIRST_WINDOW
    if begin > now:
        raise BadInput(
            f"A digest cannot begin after it ends: {begin:%Y-%m-%d %H:%M} is later than {now:%Y-%m-%d %H:%M}."
        )
    window = Window(since=begin, until=now)
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
        ailing = await record.feeds.ailing(HOUSE, window=window)
    tiers = read_house_file(settings_in_use(store).house_file).tiers
    return compose(edition, stories, window=window, at=now, carried={}, ailing=ailing, tiers=tiers)


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
