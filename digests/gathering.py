"""Sources, through the door, into the archive: one article after the other, none in the way of the next."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

import httpx
import structlog

from digests.article import Article, Slug, StoryId, Tenant
from digests.errors import BadInput, BadSource, StoreError
from digests.intake.addresses import page
from digests.intake.arrivals import is_page, read_markup
from digests.intake.drafting import drafted, slug_for
from digests.intake.fetching import fetch
from digests.intake.incoming import Copy
from digests.intake.newswire import Incoming, read_files, read_json
from digests.intake.robots import Robots
from digests.intake.workshop import Workshop
from digests.ports import Archive
from digests.recognising import KnownBy, OpenDays, Recognised, adds_nothing
from digests.rewriting import Draft, RewriteDesk

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
    article was skipped or failed, or what was odd about one that was taken. ``known_by`` tells by what an article was
    known again, None where it is new.
    """

    source: str
    outcome: Outcome
    article: Article | None = None
    reason: str | None = None
    known_by: KnownBy | None = None


async def incoming(
    sources: Iterable[str],
    *,
    at: datetime,
    web: httpx.AsyncClient,
    workshop: Workshop,
    told: Iterable[Incoming] = (),
) -> AsyncIterator[Incoming]:
    """What was ``told``, then what the sources hold, in their order, as seen ``at``; a fault stands in its place.

    A source is a file, a folder, or the address of a feed or a page; of a page its site's robots.txt is obeyed.
    """
    for copy in told:
        yield copy
    robots = Robots(web)
    for source in sources:
        if source.lower().startswith(("http://", "https://")):
            for copy in await _visited(source, at=at, web=web, robots=robots, workshop=workshop):
                yield copy
        else:
            for copy in read_files(source, at=at, workshop=workshop):
                yield copy


async def handed_in(body: bytes, *, source: str, at: datetime) -> AsyncIterator[Incoming]:
    """The articles that another system sends as JSON. Raises BadInput where it is none."""
    copies = await asyncio.to_thread(lambda: list(read_json(body, source=source, at=at)))

    async def each() -> AsyncIterator[Incoming]:
        for copy in copies:
            yield copy

    return each()


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
    copies: AsyncIterable[Incoming],
    *,
    tenant: Tenant,
    archive: Archive,
    at: datetime,
    rewrite: RewriteDesk | None = None,
) -> AsyncIterator[Taken]:
    """Each article into the archive, in a transaction of its own, and into a story.

    Articles that come together find their stories together, ``AT_ONCE`` of them at a time; they are told of in their
    order, but for a second version of an article, which waits for the first. Where there is a ``rewrite`` desk, it sees
    all but those that came with a summary or claims. Raises StoreError where the record
    cannot be used; what was yielded before is kept.
    """
    desk = _Desk(tenant=tenant, archive=archive, at=at, rewrite=rewrite)
    async for batch in _batches(copies):
        async for taken in desk.take(batch):
            yield taken


async def _batches(copies: AsyncIterable[Incoming]) -> AsyncIterator[list[Incoming]]:
    """Up to ``AT_ONCE`` of them, in which no two may be versions of one article: the second has to find the first."""
    batch: list[Incoming] = []
    async for copy in copies:
        batch.append(copy)
        if len(batch) == AT_ONCE:
            now, batch = _one_version_each(batch)
            yield now
    while batch:
        now, batch = _one_version_each(batch)
        yield now


def _one_version_each(batch: Iterable[Incoming]) -> tuple[list[Incoming], list[Incoming]]:
    """What can be taken at once, and what has to wait for an earlier one of them."""
    now: list[Incoming] = []
    later: list[Incoming] = []
    met: set[str] = set()
    for copy in batch:
        names = set() if isinstance(copy, BadSource) else {copy.source_id, slug_for(copy), page(copy.url or "")} - {""}
        (now if met.isdisjoint(names) else later).append(copy)
        met |= names
    return now, later


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An article as it would be kept, and what the record has of it."""

    found: Recognised
    article: Article


class _Desk:
    """Knows what the record holds of the articles that come in, and of the days around them."""

    def __init__(self, *, tenant: Tenant, archive: Archive, at: datetime, rewrite: RewriteDesk | None) -> None:
        self._tenant = tenant
        self._archive = archive
        self._at = at
        self._rewrite = rewrite
        self._days = OpenDays(tenant=tenant, archive=archive)

    async def take(self, copies: Sequence[Incoming]) -> AsyncIterator[Taken]:
        """What becomes of each, in their order; no two of them are versions of one article."""
        await self._days.open_around([copy.published.start or self._at for copy in copies if isinstance(copy, Copy)])
        read = [await self._read(copy) for copy in copies]
        drafts_ = [one for one in read if isinstance(one, _Draft)]
        fresh = [draft.article for draft in drafts_ if draft.found.known is None]
        stories = dict(zip((article.slug for article in fresh), self._days.stories.place(fresh), strict=True))
        articles = self._with_origins([draft.article for draft in drafts_])
        if self._rewrite is not None:
            open_ones = [draft for draft in drafts_ if not draft.found.copy.claims and not draft.found.copy.summary]
            asked = [Draft(article=articles[draft.article.slug], known=draft.found.known) for draft in open_ones]
            articles |= await self._rewrite.rewritten(asked, at=self._at)
        for one in read:
            yield await self._kept(one, articles, stories) if isinstance(one, _Draft) else one

    async def _read(self, copy: Incoming) -> Taken | _Draft:
        """The article as it would be kept, or why it is not."""
        if isinstance(copy, BadSource):
            return _refused(copy)
        try:
            return await self._drafted(copy)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001
            return _failed(copy, error)

    async def _drafted(self, copy: Copy) -> Taken | _Draft:
        found = await self._days.recognise(copy)
        if found.known is not None and adds_nothing(found.copy, found.known):
            return _taken(found.copy, Outcome.DUPLICATE, found.known, known_by=found.by)
        article = drafted(found.copy, tenant=self._tenant, slug=found.slug, received=self._at)
        return _Draft(found=found, article=article)

    async def _kept(self, draft: _Draft, articles: Mapping[Slug, Article], stories: Mapping[Slug, StoryId]) -> Taken:
        article = articles[draft.article.slug]
        kept = await self._archive.keep(article, story=stories.get(article.slug, StoryId(article.slug)))
        self._days.show(article)
        return _taken(draft.found.copy, Outcome(kept.value), article, known_by=draft.found.by)

    def _with_origins(self, articles: Iterable[Article]) -> dict[Slug, Article]:
        """Each with the outlet whose text it is, where one that was published before has that text too."""
        unknown = self._at + timedelta(days=1)
        found: dict[Slug, Article] = {}
        for article in sorted(articles, key=lambda one: one.published.start or unknown):
            found[article.slug] = replace(article, relays=article.relays or self._days.reprints.origin(article))
            self._days.reprints.add(found[article.slug])
        return found


def _taken(copy: Copy, outcome: Outcome, article: Article, *, known_by: KnownBy | None = None) -> Taken:
    reason = "; ".join((*copy.doubts, *(f"{notice.kind}: {notice.text}" for notice in article.notices))) or None
    return Taken(source=copy.source, outcome=outcome, article=article, reason=reason, known_by=known_by)


def _refused(fault: BadSource) -> Taken:
    return Taken(source=fault.source, outcome=Outcome.FAILED, reason=fault.why)


def _failed(copy: Copy, error: Exception) -> Taken:
    """One article that cannot be taken does not stop the others."""
    if not isinstance(error, BadInput | ValueError):
        log.error("article.failed", source=copy.source, source_id=copy.source_id, exc_info=error)
    return Taken(
        source=copy.source, outcome=Outcome.FAILED, reason=f"{copy.source_id}: {type(error).__name__}: {error}"
    )
