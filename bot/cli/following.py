"""feeds and gather: which feeds are followed, how they do, and a round over them."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl
from digests.article import HOUSE
from digests.errors import BadInput, NotFound

if TYPE_CHECKING:
    from digests.feed import Feed

Address = Annotated[str, typer.Argument(help="Of the feed, as a browser shows it.", metavar="ADDRESS")]

feeds = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The feeds that Rundown follows: add, list, remove, import, export.",
)


@feeds.command()
def add(address: Address, store: StoreUrl = None) -> None:
    """Follow a feed; the next round looks at it."""
    from bot.cli.record import clock, reading

    url, now = _address(address), clock()

    async def follow() -> None:
        async with reading(store) as record:
            new = await record.feeds.follow(_feed(url, None, now))
            typer.echo(f"{'Following' if new else 'Followed already:'} {url}")

    asyncio.run(follow())


@feeds.command("list")
def list_feeds(as_json: AsJson = False, store: StoreUrl = None) -> None:
    """Every feed, when it is looked at next, and what is wrong with it."""
    from bot.cli import rows
    from bot.cli.record import reading

    async def show() -> None:
        async with reading(store) as record:
            for feed in await record.feeds.followed(HOUSE):
                if as_json:
                    rows.print_row(rows.feed_row(feed))
                else:
                    typer.echo(f"{feed.url}\n  {_standing(feed)}")

    asyncio.run(show())


@feeds.command()
def remove(address: Address, store: StoreUrl = None) -> None:
    """Follow a feed no more; what came from it stays in the record."""
    from bot.cli.record import reading

    async def unfollow() -> None:
        async with reading(store) as record:
            for url in dict.fromkeys((_address(address), address)):
                if await record.feeds.unfollow(HOUSE, url):
                    typer.echo(f"No longer following {url}")
                    return
        raise NotFound(f"{address} is not followed. rundown feeds list shows what is.")

    asyncio.run(unfollow())


@feeds.command("import")
def import_feeds(
    file: Annotated[Path, typer.Argument(help="OPML, as other feed readers export it.")], store: StoreUrl = None
) -> None:
    """Follow every feed of a list (OPML)."""
    from bot.cli.record import clock, reading
    from digests.intake.opml import read_opml

    try:
        listed = read_opml(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from None
    now = clock()

    async def follow() -> None:
        new, refused = 0, []
        async with reading(store) as record:
            for said, title in listed:
                try:
                    new += await record.feeds.follow(_feed(_address(said), title, now))
                except BadInput as fault:
                    refused.append(str(fault))
        typer.echo(f"{len(listed)} feeds in the list, {new} of them new.")
        for told in refused:
            typer.echo(f"rundown: {told}", err=True)

    asyncio.run(follow())


@feeds.command("export")
def export_feeds(store: StoreUrl = None) -> None:
    """Print the list as OPML, which any feed reader takes in."""
    from bot.cli.record import reading
    from digests.intake.opml import write_opml

    async def show() -> None:
        async with reading(store) as record:
            sys.stdout.buffer.write(write_opml(await record.feeds.followed(HOUSE)))

    asyncio.run(show())


def gather(as_json: AsJson = False, at: At = None, store: StoreUrl = None) -> None:
    """One round over the feeds that are due: fetch, read, and take in what is new."""
    from bot.cli import rows
    from bot.cli.record import clock, reading, settings_in_use
    from bot.wiring import gathering_round, model_desks

    settings = settings_in_use(store)
    now = clock(at)

    async def go_round() -> None:
        count = new = 0
        async with reading(store) as record, model_desks(record, settings) as models:
            async for look in gathering_round(record, settings, at=now, rewrite=models.rewrite):
                count, new = count + 1, new + look.new
                if as_json:
                    rows.print_row(rows.look_row(look))
                else:
                    told = look.feed.trouble or f"{look.new} new, {look.updated} updated"
                    typer.echo("\n  ".join((look.feed.url, told, *look.notes)))
        if models.rewrite is not None:
            typer.echo(f"model: {models.rewrite.counted}", err=True)
        if not as_json:
            typer.echo(f"{count} feeds looked at, {new} new articles." if count else "No feed is due.")

    asyncio.run(go_round())


VERBS = (gather,)


def _address(said: str) -> str:
    from digests.intake.addresses import canonical

    url = canonical(said)
    if url is None:
        raise BadInput(f"{said!r} is no address of a feed. It begins with https:// and holds no name or password.")
    return url


def _feed(url: str, title: str | None, now: datetime) -> "Feed":
    from digests.feed import Feed

    return Feed(tenant=HOUSE, url=url, title=title, added=now, next_look=now)


def _standing(feed: "Feed") -> str:
    if feed.stopped is not None:
        return f"stopped: {feed.stopped}"
    due = f"next look {feed.next_look:%d %b %H:%M} UTC"
    if feed.trouble is not None:
        return f"{feed.failures} bad looks, the last: {feed.trouble} {due}"
    return f"well, {due}" if feed.last_good else f"not looked at yet, {due}"
