"""The feeds that are followed: the FeedBook on disk."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from digests.article import HOUSE, Tenant
from digests.digest import Window
from digests.feed import Feed
from digests.store.engine import Database, insert
from digests.store.tables import feeds


class StoredFeeds:
    """As the port says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(self, feed: Feed) -> bool:
        async with self._database.writing() as connection:
            added = insert(connection, feeds).values(_values(feed)).on_conflict_do_nothing()
            return (await connection.execute(added)).rowcount == 1

    async def unfollow(self, tenant: Tenant, url: str) -> bool:
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(feeds).where(feeds.c.tenant == tenant, feeds.c.url == url))
            return gone.rowcount == 1

    async def followed(self, tenant: Tenant) -> tuple[Feed, ...]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(feeds).where(feeds.c.tenant == tenant).order_by(feeds.c.url))
            return tuple(map(_feed, rows))

    async def ailing(self, tenant: Tenant, *, window: Window) -> tuple[Feed, ...]:
        turns = (and_(turn > window.since, turn <= window.until) for turn in (feeds.c.unwell_since, feeds.c.well_again))
        found = select(feeds).where(feeds.c.tenant.in_({tenant, HOUSE}), or_(*turns))
        async with self._database.reading() as connection:
            return tuple(map(_feed, await connection.execute(found.order_by(feeds.c.url, feeds.c.tenant))))

    async def due(self, *, at: datetime, most: int) -> tuple[Feed, ...]:
        found = select(feeds).where(feeds.c.next_look <= at, feeds.c.stopped.is_(None))
        async with self._database.reading() as connection:
            rows = await connection.execute(found.order_by(feeds.c.next_look, feeds.c.tenant, feeds.c.url).limit(most))
            return tuple(map(_feed, rows))

    async def moved(self, feed: Feed, url: str) -> Feed:
        there = replace(feed, url=url)
        async with self._database.writing() as connection:
            left = await connection.execute(delete(feeds).where(feeds.c.tenant == feed.tenant, feeds.c.url == feed.url))
            if left.rowcount:
                await connection.execute(insert(connection, feeds).values(_values(there)).on_conflict_do_nothing())
        return there

    async def looked(self, feed: Feed) -> None:
        async with self._database.writing() as connection:
            await connection.execute(
                update(feeds).where(feeds.c.tenant == feed.tenant, feeds.c.url == feed.url).values(_values(feed))
            )


def _values(feed: Feed) -> dict[str, Any]:
    return {
        "tenant": feed.tenant,
        "url": feed.url,
        "title": feed.title,
        "added": feed.added,
        "next_look": feed.next_look,
        "pace_seconds": int(feed.pace.total_seconds()),
        "etag": feed.etag,
        "last_modified": feed.last_modified,
        "last_good": feed.last_good,
        "failures": feed.failures,
        "trouble": feed.trouble,
        "unwell_since": feed.unwell_since,
        "well_again": feed.well_again,
        "stopped": feed.stopped,
    }


def _feed(row: Any) -> Feed:
    return Feed(
        tenant=row.tenant,
        url=row.url,
        title=row.title,
        added=row.added,
        next_look=row.next_look,
        pace=timedelta(seconds=row.pace_seconds),
        etag=row.etag,
        last_modified=row.last_modified,
        last_good=row.last_good,
        failures=row.failures,
        trouble=row.trouble,
        unwell_since=row.unwell_since,
        well_again=row.well_again,
        stopped=row.stopped,
    )
