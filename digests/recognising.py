"""Which article of the record a copy is a version of, whatever happened to its id, its address or its headline."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise

from digests.article import Article, Slug, Tenant
from digests.digest import Window
from digests.errors import NotFound
from digests.intake.addresses import page
from digests.intake.drafting import other_slug_for, slug_for, told
from digests.intake.incoming import Copy, name_for
from digests.intake.reprints import Reprints
from digests.intake.stories import WINDOW, OpenStories
from digests.ports import Archive
from digests.ruling import merged_from

ALIKE = 0.5
"""Of the words of the shorter text: two of one id, under other headlines and addresses, that share less are two."""

_LOOKED_AT = 4_000
_WORD = re.compile(r"[^\W_]+")


class KnownBy(StrEnum):
    """What an article was known again by: the first of these that the record holds."""

    ID = "id"
    ADDRESS = "address"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A copy under the name that the record has, or will have, for it; ``known`` is the version that lies there."""

    copy: Copy
    slug: Slug
    known: Article | None = None
    by: KnownBy | None = None


class OpenDays:
    """The days of the record around the articles that come in: their addresses, their stories, their texts."""

    def __init__(self, *, tenant: Tenant, archive: Archive) -> None:
        self.stories = OpenStories()
        self.reprints = Reprints()
        self._tenant = tenant
        self._archive = archive
        self._days: set[int] = set()
        self._shown: set[Slug] = set()
        self._pages: dict[str, Slug] = {}

    async def open_around(self, starts: Iterable[datetime]) -> None:
        """Look up the stories of all days that articles of these times may belong to, each day once."""
        near = range(-WINDOW.days, WINDOW.days + 1)
        days = {start.astimezone(UTC).toordinal() + apart for start in starts for apart in near} - self._days
        self._days |= days
        found = merged_from(await self._archive.rulings(self._tenant))
        for first, last in _stretches(days):
            window = Window(since=_midnight(first), until=_midnight(last + 1))
            for story in await self._archive.stories(self._tenant, window=window):
                for article in story.articles:
                    if article.tenant == self._tenant and article.slug not in self._shown:
                        self.show(article)
                        self.stories.add(article, found.get(article.slug, story.id))
                        self.reprints.add(article)

    def show(self, article: Article) -> None:
        """An article that is in the record by now."""
        self._shown.add(article.slug)
        if article.url is not None:
            self._pages[page(article.url)] = article.slug

    async def recognise(self, copy: Copy) -> Recognised:
        """By its id, else by its address, else by its outlet, headline and time; the days around it lie open."""
        found = await self._found(copy)
        if found is not None and _is_another(copy, found[0]):
            copy = replace(copy, source_id=copy.url or name_for(copy.headline, copy.published))
            found = await self._found(copy)
        slug = slug_for(copy)
        if found is None and (namesake := await self._called(slug, copy)) is not None:
            found = (namesake, KnownBy.HEADLINE) if _is_same(copy, namesake) else None
            slug = other_slug_for(copy)
        if found is None:
            return Recognised(copy=copy, slug=slug)
        known, by = found
        return Recognised(copy=_as_known(copy, known), slug=known.slug, known=known, by=by)

    async def _found(self, copy: Copy) -> tuple[Article, KnownBy] | None:
        """By its id, else its address; in another spelling of that only among the articles of its days."""
        slug = await self._archive.slug_of(self._tenant, source_id=copy.source_id, url=copy.url)
        if slug is None and copy.url is not None:
            slug = self._pages.get(page(copy.url))
        if slug is None:
            return None
        known = await self._archive.article(self._tenant, slug)
        return known, KnownBy.ID if known.source_id == copy.source_id else KnownBy.ADDRESS

    async def _called(self, slug: Slug, copy: Copy) -> Article | None:
        """The article that has the slug; one of a known time is among those of its day, which lie open."""
        if copy.published.start is not None and slug not in self._shown:
            return None
        try:
            article = await self._archive.article(self._tenant, slug)
        except NotFound:
            return None
        return article if article.tenant == self._tenant else None


def adds_nothing(copy: Copy, known: Article) -> bool:
    """Whether the source says just what it said before; a new time alone is no news.

    A summary and claims that came ready-made count with their words and speakers.
    """
    given = {(claim.text, claim.speaker) for claim in copy.claims}
    if given and given != {(claim.text, claim.attribution.speaker) for claim in known.claims}:
        return False
    if copy.summary and copy.summary != known.summary:
        return False
    again = told(copy, tenant=known.tenant, slug=known.slug, received=known.received)
    before = replace(known, version=again.version, published=again.published, language=again.language)
    topics = known.topics if again.topics else ()
    return again == replace(before, topics=topics, relays=None, notices=(), summary="", claims=())


def _is_same(copy: Copy, article: Article) -> bool:
    """Whether two articles of one headline are one: of one outlet and time, or of one text where no time is known."""
    if (copy.outlet, copy.headline) != (article.outlet, article.headline) or copy.published != article.published:
        return False
    return copy.published.start is not None or copy.body == article.body


def _is_another(copy: Copy, known: Article) -> bool:
    """Whether one id was given to two articles: address and headline differ, and so does the outlet or the text."""
    ours, theirs = page(copy.url or ""), page(known.url or "")
    if copy.headline == known.headline or (ours and ours == theirs):
        return False
    other_outlet = copy.outlet and known.outlet and copy.outlet != known.outlet
    return bool(other_outlet) or not _are_alike(copy, known)


def _are_alike(copy: Copy, known: Article) -> bool:
    ours, theirs = (set(_WORD.findall(f"{one.headline}\n{one.body[:_LOOKED_AT]}".casefold())) for one in (copy, known))
    return len(ours & theirs) >= ALIKE * min(len(ours), len(theirs))


def _as_known(copy: Copy, known: Article) -> Copy:
    """Under the id and the spelling of its address that it came with first: both may change at every look."""
    moved = copy.url and known.url and page(copy.url) != page(known.url)
    return replace(copy, source_id=known.source_id, url=copy.url if moved else known.url or copy.url)


def _stretches(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of days."""
    known = sorted(days)
    gaps = [(day, following) for day, following in pairwise(known) if following > day + 1]
    starts = known[:1] + [following for _, following in gaps]
    return zip(starts, [day for day, _ in gaps] + known[-1:], strict=True)


def _midnight(day: int) -> datetime:
    return datetime.fromordinal(day).replace(tzinfo=UTC)
