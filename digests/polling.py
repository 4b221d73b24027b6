"""A round over the feeds that are due: fetched side by side, read, and taken into the archive one after the other."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import httpx
import structlog

from digests.errors import BadSource, SourceBusy, SourceGone
from digests.feed import Feed, after_bad_look, after_good_look, ended
from digests.gathering import Outcome, Taken, take_in
from digests.intake import feeds as reading
from digests.intake.fetching import Fetched, Validators, fetch
from digests.intake.incoming import Copy
from digests.intake.workshop import Workshop
from digests.ports import Archive, FeedBook
from digests.recognising import KnownBy
from digests.rewriting import RewriteDesk

log = structlog.get_logger()

MOST_AT_ONCE = 300
"""Feeds of one round; the rest is due in the next."""
SIDE_BY_SIDE = 16
"""Feeds that are fetched at the same time, of one host never more than one."""
RENUMBERED = 5
"""Articles that are known, but under other ids: from so many on, where they are the half of a feed, it is told."""
FEED_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What became of one look at a feed, and how the feed stands after it.

    ``new`` and ``updated`` count articles; ``unchanged`` says that its server had nothing newer to give. ``notes`` are
    sentences on what was odd in a feed that could be read all the same.
    """

    feed: Feed
    new: int = 0
    updated: int = 0
    unchanged: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A feed as it was found: an answer and what stands in it, or what kept it from us."""

    feed: Feed
    fetched: Fetched | None = None
    read: reading.Feed | None = None
    trouble: BadSource | None = None


async def look_round(
    *,
    at: datetime,
    book: FeedBook,
    archive: Archive,
    web: httpx.AsyncClient,
    workshop: Workshop,
    rewrite: RewriteDesk | None = None,
) -> AsyncIterator[Look]:
    """Look at every feed that is due; one look a feed, in the order in which their articles were kept.

    A feed in trouble stops no other. How a feed stands is written once its articles are kept, so that what breaks off
    in between is looked at again. Raises StoreError where the record cannot be used.
    """
    due = await book.due(at=at, most=MOST_AT_ONCE)
    seen = await _all_seen(due, at=at, web=web, workshop=workshop)
    counts = await _kept(seen, archive=archive, at=at, rewrite=rewrite)
    for one in seen:
        look = _look(one, counts[one.feed.tenant, one.feed.url], at=at)
        if one.read is not None and one.fetched is not None and one.fetched.moved_to is not None:
            look = replace(look, feed=await book.moved(look.feed, one.fetched.moved_to))
        await book.looked(look.feed)
        log.info("feed.looked", url=look.feed.url, new=look.new, updated=look.updated, trouble=look.feed.trouble)
        yield look


async def _all_seen(due: Iterable[Feed], *, at: datetime, web: httpx.AsyncClient, workshop: Workshop) -> list[_Seen]:
    side_by_side = asyncio.Semaphore(SIDE_BY_SIDE)
    hosts: Mapping[str | None, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def see(feed: Feed) -> _Seen:
        async with AsyncExitStack() as turn:
            await turn.enter_async_context(hosts[urlsplit(feed.url).hostname])
            await turn.enter_async_context(side_by_side)
            return await _seen(feed, at=at, web=web, workshop=workshop)

    return list(await asyncio.gather(*map(see, due)))


async def _seen(feed: Feed, *, at: datetime, web: httpx.AsyncClient, workshop: Workshop) -> _Seen:
    known = Validators(etag=feed.etag, last_modified=feed.last_modified)
    try:
        fetched = await fetch(web, feed.url, known=known, now=at, accept=FEED_TYPES)
        if fetched.body is None:
            return _Seen(feed=feed, fetched=fetched)
        read = await asyncio.to_thread(
            workshop.do,
            feed.url,
            reading.read_feed,
            fetched.body,
            source=feed.url,
            at=at,
            content_type=fetched.content_type,
        )
    except BadSource as trouble:
        return _Seen(feed=feed, trouble=trouble)
    return _Seen(feed=feed, fetched=fetched, read=read)


async def _kept(
    seen: Iterable[_Seen], *, archive: Archive, at: datetime, rewrite: RewriteDesk | None
) -> Mapping[tuple[str, str], list[Taken]]:
    """What became of every article, by tenant and feed."""
    kept: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for tenant in dict.fromkeys(one.feed.tenant for one in seen):
        own = [one.read for one in seen if one.feed.tenant == tenant and one.read is not None]
        async for taken in take_in(_articles(own), tenant=tenant, archive=archive, at=at, rewrite=rewrite):
            kept[tenant, taken.source].append(taken)
    return kept


async def _articles(feeds: Iterable[reading.Feed]) -> AsyncIterator[Copy]:
    for feed in feeds:
        for copy in feed.articles:
            yield copy


def _look(seen: _Seen, taken: Sequence[Taken], *, at: datetime) -> Look:
    feed = seen.feed
    match seen.trouble:
        case None:
            outcomes = [one.outcome for one in taken]
            new, updated = outcomes.count(Outcome.STORED), outcomes.count(Outcome.UPDATED)
            stood = after_good_look(_learnt(feed, seen), at=at, new=new)
            notes = tuple(_notes(seen.read, taken)) if seen.read else ()
            return Look(feed=stood, new=new, updated=updated, unchanged=seen.read is None, notes=notes)
        case SourceGone() as gone:
            return Look(feed=ended(feed, at=at, why=gone.why))
        case SourceBusy() as busy:
            return Look(feed=after_bad_look(feed, at=at, trouble=busy.why, wait=busy.wait))
        case trouble:
            return Look(feed=after_bad_look(feed, at=at, trouble=trouble.why))


def _notes(read: reading.Feed, taken: Sequence[Taken]) -> Iterator[str]:
    held = sum(one.known_by in {KnownBy.ADDRESS, KnownBy.HEADLINE} for one in taken)
    if held >= max(RENUMBERED, len(taken) / 2):
        yield f"Feed re-numbered: {held} articles came under new ids and were held, for the record has them."
    if read.left:
        yield f"The {len(read.articles)} newest entries were read, {read.left} older ones left."
    if read.damage:
        yield f"The feed is damaged, and what could be read was taken: {read.damage}"


def _learnt(feed: Feed, seen: _Seen) -> Feed:
    """Its own name for itself, and what its server gave us to ask again with."""
    if seen.fetched is None or seen.read is None:
        return feed
    given = seen.fetched.validators
    return replace(feed, title=seen.read.title or feed.title, etag=given.etag, last_modified=given.last_modified)
