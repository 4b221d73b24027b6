"""Sources, through the door, into the archive: one article after the other, none in the way of the next."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

import httpx
import structlog

from digests.article import Article, Slug, StoryId, Tenant
from digests.digest import Window
from digests.errors import BadInput, BadSource, NotFound, StoreError
from digests.intake.addresses import spellings
from digests.intake.arrivals import is_page, read_markup
from digests.intake.drafting import drafted, other_slug_for, slug_for, told
from digests.intake.fetching import fetch
from digests.intake.incoming import Copy
from digests.intake.newswire import Incoming, read_files
from digests.intake.reprints import Reprints
from digests.intake.robots import Robots
from digests.intake.stories import WINDOW, OpenStories
from digests.intake.workshop import Workshop
from digests.ports import Archive

log = structlog.get_logger()

AT_ONCE = 500
"""Articles that find their stories together: the more, the better; what is in memory is lost with the process."""


class Outcome(StrEnum):
    """What became of an article that came in."""

    READ = "read"
    STORED = "stored"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An article that came in, and what became of it.

    ``source`` is the file as people wrote it. ``article`` is None where nothing could be read; ``reason`` says why an
    article was skipped or failed, or what was odd about one that was taken.
    """

    source: str
    outcome: Outcome
    article: Article | None = None
    reason: str | None = None


async def incoming(
    sources: Iterable[str], *, at: datetime, web: httpx.AsyncClient, workshop: Workshop
) -> AsyncIterator[Incoming]:
    """What the sources hold, in their order, as seen ``at``; a fault of one stands in its place.

    A source is a file, a folder, or the address of a feed or a page; of a page its site's robots.txt is obeyed.
    """
    robots = Robots(web)
    for source in sources:
        if source.lower().startswith(("http://", "https://")):
            for copy in await _visited(source, at=at, web=web, robots=robots, workshop=workshop):
                yield copy
        else:
            for copy in read_files(source, at=at, workshop=workshop):
                yield copy


async def _visited(
    url: str, *, at: datetime, web: httpx.AsyncClient, robots: Robots, workshop: Workshop
) -> list[Incoming]:
    try:
        fetched = await fetch(web, url, now=at)
        raw = fetched.body or b""
        if is_page(raw) and not await robots.allow(url, now=at):
            return [BadSource(url, "its site asks robots not to get this page (robots.txt).")]
        read = partial(read_markup, raw, source=url, at=at, workshop=workshop, content_type=fetched.content_type)
        return await asyncio.to_thread(lambda: list(read()))
    except BadSource as fault:
        return [fault]


async def drafts(copies: AsyncIterable[Incoming], *, tenant: Tenant, at: datetime) -> AsyncIterator[Taken]:
    """Each article as it would enter the record, with all its claims; nothing is kept and nobody is asked."""
    async for copy in copies:
        if isinstance(copy, BadSource):
            yield _refused(copy)
            continue
        try:
            article = drafted(copy, tenant=tenant, slug=slug_for(copy), received=at, choose=tuple)
            yield _taken(copy, Outcome.READ, article)
        except Exception as error:  # noqa: BLE001
            yield _failed(copy, error)


async def take_in(
    copies: AsyncIterable[Incoming], *, tenant: Tenant, archive: Archive, at: datetime
) -> AsyncIterator[Taken]:
    """Each article into the archive, in a transaction of its own, and into a story.

    Articles that come together find their stories together, ``AT_ONCE`` of them at a time. Raises StoreError where
    the record cannot be used; what was yielded before is kept.
    """
    desk = _Desk(tenant=tenant, archive=archive, at=at)
    async for batch in _batches(copies):
        for taken in await desk.take(batch):
            yield taken


async def _batches(copies: AsyncIterable[Incoming]) -> AsyncIterator[list[Incoming]]:
    """Up to ``AT_ONCE`` of them, in which no two may be versions of one article: the second has to find the first."""
    batch: list[Incoming] = []
    met: set[str | None] = set()
    async for copy in copies:
        names = set() if isinstance(copy, BadSource) else {copy.source_id, slug_for(copy), copy.url} - {None}
        if len(batch) == AT_ONCE or names & met:
            yield batch
            batch, met = [], set()
        batch.append(copy)
        met |= names
    if batch:
        yield batch


class _Desk:
    """Knows what the record holds of the articles that come in."""

    def __init__(self, *, tenant: Tenant, archive: Archive, at: datetime) -> None:
        self._tenant = tenant
        self._archive = archive
        self._at = at
        self._open: OpenStories | None = None
        self._reprints = Reprints()

    async def take(self, copies: Sequence[Incoming]) -> list[Taken]:
        """What becomes of each, in their order."""
        read = [await self._read(copy) for copy in copies]
        fresh = [one.article for one in read if one.outcome is Outcome.READ and one.article is not None]
        stories = dict(zip((article.slug for article in fresh), (await self._stories()).place(fresh), strict=True))
        return [await self._kept(one, stories) for one in read]

    async def _read(self, copy: Incoming) -> Taken:
        """The article as it would be kept, or why it is not."""
        if isinstance(copy, BadSource):
            return _refused(copy)
        try:
            known = await self._known(copy)
            if known is not None and _adds_nothing(copy, known):
                return _taken(copy, Outcome.DUPLICATE, known)
            slug = known.slug if known else await self._free_slug(copy)
            article = drafted(copy, tenant=self._tenant, slug=slug, received=self._at)
            return _taken(copy, Outcome.UPDATED if known else Outcome.READ, article)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001
            return _failed(copy, error)

    async def _kept(self, taken: Taken, stories: Mapping[Slug, StoryId]) -> Taken:
        if taken.article is None or taken.outcome is Outcome.DUPLICATE:
            return taken
        article = taken.article
        story = stories.get(article.slug, StoryId(article.slug))
        article = replace(article, relays=article.relays or self._reprints.origin(article, story))
        self._reprints.add(article, story)
        kept = await self._archive.keep(article, story=story)
        return replace(taken, article=article, outcome=Outcome(kept.value))

    async def _stories(self) -> OpenStories:
        """Those of the record that had an article within the window, by its receipt or its publication."""
        if self._open is None:
            self._open = OpenStories()
            window = Window(since=self._at - WINDOW, until=self._at)
            for story in await self._archive.stories(self._tenant, window=window):
                for article in story.articles:
                    self._open.add(article, story.id)
                    self._reprints.add(article, story.id)
        return self._open

    async def _known(self, copy: Copy) -> Article | None:
        """The article that this is a version of: by its id, else its address, else its headline and time."""
        for url in spellings(copy.url) if copy.url else (None,):
            slug = await self._archive.slug_of(self._tenant, source_id=copy.source_id, url=url)
            if slug is not None:
                return await self._archive.article(self._tenant, slug)
        namesake = await self._called(slug_for(copy))
        return namesake if namesake is not None and _same(copy, namesake) else None

    async def _free_slug(self, copy: Copy) -> Slug:
        slug = slug_for(copy)
        return slug if await self._called(slug) is None else other_slug_for(copy)

    async def _called(self, slug: Slug) -> Article | None:
        try:
            article = await self._archive.article(self._tenant, slug)
        except NotFound:
            return None
        return article if article.tenant == self._tenant else None


def _same(copy: Copy, article: Article) -> bool:
    """Whether two articles of one headline are one: of one outlet and time, or of one text where no time is known."""
    if (copy.outlet, copy.headline) != (article.outlet, article.headline) or copy.published != article.published:
        return False
    return copy.published.start is not None or copy.body == article.body


def _adds_nothing(copy: Copy, known: Article) -> bool:
    """Whether the source says just what it said before; a new time alone is no news."""
    if copy.claims or copy.summary:
        return False
    again = told(copy, tenant=known.tenant, slug=known.slug, received=known.received)
    before = replace(known, version=again.version, published=again.published, relays=None, summary="", claims=())
    return again == before


def _taken(copy: Copy, outcome: Outcome, article: Article) -> Taken:
    return Taken(source=copy.source, outcome=outcome, article=article, reason="; ".join(copy.doubts) or None)


def _refused(fault: BadSource) -> Taken:
    return Taken(source=fault.source, outcome=Outcome.FAILED, reason=fault.why)


def _failed(copy: Copy, error: Exception) -> Taken:
    """One article that cannot be taken does not stop the others."""
    if not isinstance(error, BadInput | ValueError):
        log.error("article.failed", source=copy.source, source_id=copy.source_id, exc_info=error)
    return Taken(
        source=copy.source, outcome=Outcome.FAILED, reason=f"{copy.source_id}: {type(error).__name__}: {error}"
    )
