"""Sources, through the door, into the archive: one article after the other, none in the way of the next."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import pairwise

import httpx
import structlog

from digests.article import Article, Slug, StoryId, Tenant
from digests.digest import Window
from digests.errors import BadInput, BadSource, NotFound, StoreError
from digests.intake.addresses import page
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
    """An article as it would be kept; ``known`` is the version that the record has of it."""

    copy: Copy
    article: Article
    known: Article | None


class _Desk:
    """Knows what the record holds of the articles that come in, and of the days around them."""

    def __init__(self, *, tenant: Tenant, archive: Archive, at: datetime, rewrite: RewriteDesk | None) -> None:
        self._tenant = tenant
        self._archive = archive
        self._at = at
        self._rewrite = rewrite
        self._stories = OpenStories()
        self._reprints = Reprints()
        self._open_days: set[int] = set()
        self._shown: set[Slug] = set()
        self._pages: dict[str, Slug] = {}

    async def take(self, copies: Sequence[Incoming]) -> AsyncIterator[Taken]:
        """What becomes of each, in their order; no two of them are versions of one article."""
        await self._open_around([copy.published.start or self._at for copy in copies if isinstance(copy, Copy)])
        read = [await self._read(copy) for copy in copies]
        drafts_ = [one for one in read if isinstance(one, _Draft)]
        fresh = [draft.article for draft in drafts_ if draft.known is None]
        stories = dict(zip((article.slug for article in fresh), self._stories.place(fresh), strict=True))
        articles = self._with_origins([draft.article for draft in drafts_])
        if self._rewrite is not None:
            open_ones = [draft for draft in drafts_ if not draft.copy.claims and not draft.copy.summary]
            asked = [Draft(article=articles[draft.article.slug], known=draft.known) for draft in open_ones]
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
        known = await self._known(copy)
        if known is not None and _is_another(copy, known):
            copy = replace(copy, source_id=copy.url or copy.source_id)
            known = await self._known(copy)
        slug = slug_for(copy)
        if known is None and (namesake := await self._called(slug, copy)) is not None:
            known = namesake if _same(copy, namesake) else None
            slug = other_slug_for(copy)
        if known is not None:
            copy, slug = _as_known(copy, known), known.slug
            if _adds_nothing(copy, known):
                return _taken(copy, Outcome.DUPLICATE, known)
        article = drafted(copy, tenant=self._tenant, slug=slug, received=self._at)
        return _Draft(copy=copy, article=article, known=known)

    async def _kept(self, draft: _Draft, articles: Mapping[Slug, Article], stories: Mapping[Slug, StoryId]) -> Taken:
        article = articles[draft.article.slug]
        kept = await self._archive.keep(article, story=stories.get(article.slug, StoryId(article.slug)))
        self._show(article)
        return _taken(draft.copy, Outcome(kept.value), article)

    async def _known(self, copy: Copy) -> Article | None:
        """The article that has its id, else its address; in another spelling only among those of its days."""
        slug = await self._archive.slug_of(self._tenant, source_id=copy.source_id, url=copy.url)
        if slug is None and copy.url is not None:
            slug = self._pages.get(page(copy.url))
        return await self._archive.article(self._tenant, slug) if slug is not None else None

    async def _called(self, slug: Slug, copy: Copy) -> Article | None:
        """The article that has the slug; one of a known time is among those of its day, which lie open."""
        if copy.published.start is not None and slug not in self._shown:
            return None
        try:
            article = await self._archive.article(self._tenant, slug)
        except NotFound:
            return None
        return article if article.tenant == self._tenant else None

    async def _open_around(self, starts: Iterable[datetime]) -> None:
        """Look up the stories of all days that articles of these times may belong to, each day once."""
        near = range(-WINDOW.days, WINDOW.days + 1)
        days = {start.astimezone(UTC).toordinal() + apart for start in starts for apart in near} - self._open_days
        self._open_days |= days
        for first, last in _stretches(days):
            window = Window(since=_midnight(first), until=_midnight(last + 1))
            for story in await self._archive.stories(self._tenant, window=window):
                for article in story.articles:
                    if article.tenant == self._tenant and article.slug not in self._shown:
                        self._show(article)
                        self._stories.add(article, story.id)
                        self._reprints.add(article)

    def _show(self, article: Article) -> None:
        self._shown.add(article.slug)
        if article.url is not None:
            self._pages[page(article.url)] = article.slug

    def _with_origins(self, articles: Iterable[Article]) -> dict[Slug, Article]:
        """Each with the outlet whose text it is, where one that was published before has that text too."""
        unknown = self._at + timedelta(days=1)
        found: dict[Slug, Article] = {}
        for article in sorted(articles, key=lambda one: one.published.start or unknown):
            found[article.slug] = replace(article, relays=article.relays or self._reprints.origin(article))
            self._reprints.add(found[article.slug])
        return found


def _stretches(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of days."""
    known = sorted(days)
    gaps = [(day, following) for day, following in pairwise(known) if following > day + 1]
    starts = known[:1] + [following for _, following in gaps]
    return zip(starts, [day for day, _ in gaps] + known[-1:], strict=True)


def _midnight(day: int) -> datetime:
    return datetime.fromordinal(day).replace(tzinfo=UTC)


def _same(copy: Copy, article: Article) -> bool:
    """Whether two articles of one headline are one: of one outlet and time, or of one text where no time is known."""
    if (copy.outlet, copy.headline) != (article.outlet, article.headline) or copy.published != article.published:
        return False
    return copy.published.start is not None or copy.body == article.body


def _is_another(copy: Copy, known: Article) -> bool:
    """Whether two outlets gave one id to two articles: addresses and headlines differ as well."""
    pages = page(copy.url or ""), page(known.url or "")
    pairs = (copy.outlet, known.outlet), pages, (copy.headline, known.headline)
    return all(ours and theirs and ours != theirs for ours, theirs in pairs)


def _as_known(copy: Copy, known: Article) -> Copy:
    """Under the id and the spelling of its address that it came with first: both may change at every look."""
    moved = copy.url and known.url and page(copy.url) != page(known.url)
    return replace(copy, source_id=known.source_id, url=copy.url if moved else known.url or copy.url)


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
