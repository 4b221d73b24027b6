"""Sources, through the door, into the archive: no article stands in the way of the next."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, pairwise

import structlog

from digests.article import Article, Slug, StoryId, Tenant
from digests.digest import Window
from digests.errors import BadInput, BadSource, NotFound, StoreError
from digests.intake.addresses import page
from digests.intake.drafting import drafted, other_slug_for, slug_for, told
from digests.intake.incoming import Copy
from digests.intake.newswire import Incoming, read_files
from digests.intake.reprints import Reprints
from digests.intake.stories import WINDOW, OpenStories
from digests.ports import Archive

log = structlog.get_logger()

TOGETHER = 250
"""Articles that are sorted into stories at once: the most alike find each other first, and few wait for long."""


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

    ``source`` is the file as people wrote it. ``article`` is None where nothing could be read or kept; ``reason`` says
    why, or what was odd about an article that was taken.
    """

    source: str
    outcome: Outcome
    article: Article | None = None
    reason: str | None = None


def incoming(sources: Iterable[str], *, at: datetime) -> Iterator[Incoming]:
    """What the sources hold, in their order, as seen ``at``; a fault of one stands in its place."""
    for source in sources:
        yield from read_files(source, at=at)


def drafts(copies: Iterable[Incoming], *, tenant: Tenant, at: datetime) -> Iterator[Taken]:
    """Each article as it would enter the record; nothing is kept and nobody is asked."""
    for copy in copies:
        if isinstance(copy, BadSource):
            yield _refused(copy)
            continue
        try:
            article = drafted(copy, tenant=tenant, slug=slug_for(copy), received=at)
        except Exception as error:  # noqa: BLE001 - one article that breaks the reading stands alone
            yield _failed(copy, error)
        else:
            yield _taken(copy, Outcome.READ, article)


async def take_in(
    copies: Iterable[Incoming], *, tenant: Tenant, archive: Archive, at: datetime
) -> AsyncIterator[Taken]:
    """Each article into the archive, in its story, in a transaction of its own; in their order.

    What the record holds already, letter for letter, is not read again. Raises StoreError where the record cannot be
    used; what was yielded until then is kept.
    """
    desk = _Desk(tenant=tenant, archive=archive, at=at)
    coming = iter(copies)
    while batch := tuple(islice(coming, TOGETHER)):
        async for taken in desk.take(batch):
            yield taken


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    copy: Copy
    article: Article
    is_new: bool


class _Desk:
    """Where articles lie until they are sorted into stories; it looks up what the record holds of them."""

    def __init__(self, *, tenant: Tenant, archive: Archive, at: datetime) -> None:
        self._tenant = tenant
        self._archive = archive
        self._at = at
        self._lying: list[Taken | _Draft] = []
        self._names: set[str] = set()
        self._stories = OpenStories()
        self._reprints = Reprints()
        self._shown: set[Slug] = set()
        self._pages: dict[str, Slug] = {}
        self._open_days: set[int] = set()

    async def take(self, batch: Sequence[Incoming]) -> AsyncIterator[Taken]:
        """Sort what comes at once into stories together; only two versions of one article come one after the other."""
        await self._open_around([copy.published.start or self._at for copy in batch if isinstance(copy, Copy)])
        for copy in batch:
            if isinstance(copy, Copy) and not self._names.isdisjoint(_names(copy)):
                async for taken in self._settled():
                    yield taken
            self._lying.append(await self._looked_at(copy))
        async for taken in self._settled():
            yield taken

    async def _looked_at(self, copy: Incoming) -> Taken | _Draft:
        if isinstance(copy, BadSource):
            return _refused(copy)
        try:
            draft = await self._drafted(copy)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one article that breaks the reading stands alone
            return _failed(copy, error)
        self._names.update(_names(copy))
        return draft

    async def _settled(self) -> AsyncIterator[Taken]:
        """Sort all that lies here into stories, and keep it."""
        lying, self._lying, self._names = self._lying, [], set()
        found = [one for one in lying if isinstance(one, _Draft)]
        new = [draft.article for draft in found if draft.is_new]
        stories = dict(zip((article.slug for article in new), self._stories.place(new), strict=True))
        articles = self._with_origins([draft.article for draft in found])
        for one in lying:
            yield one if isinstance(one, Taken) else await self._kept(one, articles, stories)

    async def _kept(self, draft: _Draft, articles: dict[Slug, Article], stories: dict[Slug, StoryId]) -> Taken:
        article = articles[draft.article.slug]
        kept = await self._archive.keep(article, story=stories.get(article.slug, StoryId(article.slug)))
        self._show(article)
        return _taken(draft.copy, Outcome(kept.value), article)

    async def _drafted(self, copy: Copy) -> Taken | _Draft:
        slug = slug_for(copy)
        known = await self._known(copy)
        if known is None and (namesake := await self._called(slug)) is not None:
            known = namesake if _same(copy, namesake) else None
            slug = other_slug_for(copy)
        if known is not None:
            if _adds_nothing(copy, known):
                return _taken(copy, Outcome.DUPLICATE, known)
            if _is_another(copy, known):
                return _taken_already(copy, known)
            slug = known.slug
        article = drafted(copy, tenant=self._tenant, slug=slug, received=self._at)
        return _Draft(copy=copy, article=article, is_new=known is None)

    async def _known(self, copy: Copy) -> Article | None:
        """The article that has its id, else its address; in another spelling only among those of its days."""
        slug = await self._archive.slug_of(self._tenant, source_id=copy.source_id, url=copy.url)
        if slug is None and copy.url is not None:
            slug = self._pages.get(page(copy.url))
        return await self._archive.article(self._tenant, slug) if slug is not None else None

    async def _called(self, slug: Slug) -> Article | None:
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

    def _with_origins(self, articles: Sequence[Article]) -> dict[Slug, Article]:
        """Each with the outlet whose text it is, where an earlier one has that text too."""
        end = self._at + timedelta(days=1)
        found: dict[Slug, Article] = {}
        for article in sorted(articles, key=lambda one: one.published.start or end):
            found[article.slug] = replace(article, relays=article.relays or self._reprints.origin(article))
            self._reprints.add(found[article.slug])
        return found


def _names(copy: Copy) -> set[str]:
    """All by which another may turn out to be the same."""
    return {copy.source_id, slug_for(copy), *([page(copy.url)] if copy.url else [])}


def _same(copy: Copy, article: Article) -> bool:
    """Whether two articles of one headline are one: of one outlet and time, or of one text where no time is known."""
    if (copy.outlet, copy.headline) != (article.outlet, article.headline) or copy.published != article.published:
        return False
    return copy.published.start is not None or copy.body == article.body


def _is_another(copy: Copy, known: Article) -> bool:
    """Whether an id was given twice: outlet, address and headline all are others than those that it stands for."""
    pairs = (copy.outlet, known.outlet), (copy.url, known.url), (copy.headline, known.headline)
    return all(ours and theirs and ours != theirs for ours, theirs in pairs)


def _adds_nothing(copy: Copy, known: Article) -> bool:
    """Whether the source says just what it said before; what came with ready-made claims is left to the archive."""
    if copy.claims or copy.summary:
        return False
    again = told(copy, tenant=known.tenant, slug=known.slug, received=known.received)
    return again == replace(known, version=again.version, relays=None, summary="", claims=())


def _stretches(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of days."""
    known = sorted(days)
    ends = [day for day, following in pairwise(known) if following > day + 1]
    starts = [following for day, following in pairwise(known) if following > day + 1]
    yield from zip(known[:1] + starts, ends + known[-1:], strict=True)


def _midnight(day: int) -> datetime:
    return datetime.combine(datetime.fromordinal(day), time(), tzinfo=UTC)


def _taken(copy: Copy, outcome: Outcome, article: Article) -> Taken:
    return Taken(source=copy.source, outcome=outcome, article=article, reason="; ".join(copy.doubts) or None)


def _taken_already(copy: Copy, known: Article) -> Taken:
    reason = f"{copy.source_id!r} is the id of {known.slug} already, which is another article; give it one of its own"
    return Taken(source=copy.source, outcome=Outcome.SKIPPED, reason=reason)


def _refused(fault: BadSource) -> Taken:
    return Taken(source=fault.source, outcome=Outcome.FAILED, reason=fault.why)


def _failed(copy: Copy, error: Exception) -> Taken:
    if not isinstance(error, BadInput | ValueError):
        log.error("article.failed", source=copy.source, source_id=copy.source_id, exc_info=error)
    reason = f"{copy.source_id} cannot be read: {type(error).__name__}: {error}"
    return Taken(source=copy.source, outcome=Outcome.FAILED, reason=reason)
