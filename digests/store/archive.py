"""Articles, their claims and the stories they tell: the Archive on disk."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.article import HOUSE, Article, Slug, Story, StoryId, Tenant
from digests.digest import Window
from digests.errors import NotFound
from digests.ports import Kept
from digests.ruling import Ruling, RulingKind, standing
from digests.sought import Place, Shelved
from digests.store.engine import Database, insert
from digests.store.rows import (
    Values,
    article_as_written,
    article_from,
    document_of,
    ruling_from,
    ruling_values,
    version_from,
    version_values,
)
from digests.store.tables import article_versions, articles, revisions, status_changes, story_rulings
from digests.version import Version


class StoredArchive:
    """As the port says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, article: Article, *, story: StoryId) -> Kept:
        document = document_of(article)
        async with self._database.writing() as connection:
            known = (await connection.execute(_of(article.tenant, article.slug))).one_or_none()
            before = article_as_written(known) if known else None
            if before is not None and document_of(before) == document:
                return Kept.DUPLICATE
            version = known.version + 1 if known else 1
            values = {
                "source_id": article.source_id,
                "url": article.url,
                "version": version,
                "received": article.received,
                "published_start": article.published.start,
                "published_end": article.published.end,
                "revision": await _next_revision(connection),
                "document": document,
            }
            if known is None:
                moved = await _moved_on(connection, article, story)
                key = {"tenant": article.tenant, "slug": article.slug, "story": moved.story if moved else story}
                await connection.execute(articles.insert().values(**key, **values))
                if moved:
                    await connection.execute(story_rulings.insert().values(ruling_values(article.tenant, moved)))
            else:
                await connection.execute(update(articles).where(*_key(article)).values(values))
            await _keep_version(connection, article, version_values(article, number=version, before=before))
            return Kept.STORED if known is None else Kept.UPDATED

    async def slug_of(self, tenant: Tenant, *, source_id: str, url: str | None) -> Slug | None:
        found = select(articles.c.slug).where(articles.c.tenant == tenant).order_by(articles.c.revision).limit(1)
        async with self._database.reading() as connection:
            slug = (await connection.execute(found.where(articles.c.source_id == source_id))).scalar()
            if slug is None and url is not None:
                slug = (await connection.execute(found.where(articles.c.url == url))).scalar()
        return Slug(slug) if slug is not None else None

    async def article(self, tenant: Tenant, slug: Slug) -> Article:
        async with self._database.reading() as connection:
            found = await read_articles(connection, articles.c.tenant.in_(_readable(tenant)), articles.c.slug == slug)
        if not found:
            raise NotFound(f"No article is called {slug!r}. rundown stories lists what the record holds.")
        return next((article for article, _ in found if article.tenant == tenant), found[0][0])

    async def articles(self, tenant: Tenant) -> tuple[Article, ...]:
        async with self._database.reading() as connection:
            found = await read_articles(connection, articles.c.tenant.in_(_readable(tenant)))
        return tuple(article for article, _ in found)

    async def versions(self, tenant: Tenant, slug: Slug) -> tuple[Version, ...]:
        return await self._versions(article_versions.c.tenant == tenant, article_versions.c.slug == slug)

    async def flagged(self, tenant: Tenant, *, since: datetime) -> tuple[Version, ...]:
        noticed = article_versions.c.notices.is_not(None), article_versions.c.received > since
        return await self._versions(article_versions.c.tenant == tenant, *noticed)

    async def _versions(self, *conditions: ColumnElement[bool]) -> tuple[Version, ...]:
        newest_first = article_versions.c.received.desc(), article_versions.c.slug, article_versions.c.version.desc()
        async with self._database.reading() as connection:
            rows = await connection.execute(select(article_versions).where(*conditions).order_by(*newest_first))
            return tuple(map(version_from, rows))

    async def stories(self, tenant: Tenant, *, window: Window | None = None) -> tuple[Story, ...]:
        readable = articles.c.tenant.in_(_readable(tenant))
        conditions: list[ColumnElement[bool]] = [readable]
        if window is not None:
            inside = articles.alias("inside")
            conditions.append(
                select(inside.c.slug)
                .where(
                    inside.c.tenant == articles.c.tenant,
                    inside.c.story == articles.c.story,
                    or_(
                        and_(inside.c.received > window.since, inside.c.received <= window.until),
                        and_(inside.c.published_start <= window.until, inside.c.published_end > window.since),
                    ),
                )
                .exists()
            )
        async with self._database.reading() as connection:
            return _stories(await read_articles(connection, *conditions))

    async def story(self, tenant: Tenant, story: StoryId) -> Story:
        async with self._database.reading() as connection:
            readable = articles.c.tenant.in_(_readable(tenant))
            found = _stories(await read_articles(connection, readable, articles.c.story == story))
        if not found:
            raise NotFound(f"No story is called {story!r}. rundown stories lists what the record holds.")
        return next((one for one in found if one.tenant == tenant), found[0])

    async def story_of(self, tenant: Tenant, slug: Slug) -> StoryId:
        found = select(articles.c.story).where(articles.c.tenant == tenant, articles.c.slug == slug)
        async with self._database.reading() as connection:
            story = (await connection.execute(found)).scalar()
        if story is None:
            raise NotFound(f"No article is called {slug!r}. rundown stories --articles lists them.")
        return StoryId(story)

    async def arrange(
        self, tenant: Tenant, slugs: Sequence[Slug], *, story: StoryId, kind: RulingKind, by: str, at: datetime
    ) -> None:
        async with self._database.writing() as connection:
            for slug in slugs:
                key = articles.c.tenant == tenant, articles.c.slug == slug
                if (left := (await connection.execute(select(articles.c.story).where(*key))).scalar()) is None:
                    continue
                values = {"story": story, "revision": await _next_revision(connection)}
                await connection.execute(update(articles).where(*key).values(values))
                ruling = ruling_values(
                    tenant, Ruling(kind=kind, article=slug, left=StoryId(left), story=story, by=by, at=at)
                )
                same = insert(connection, story_rulings).values(ruling)
                await connection.execute(
                    same.on_conflict_do_update(index_elements=["tenant", "slug", "at"], set_=ruling)
                )

    async def shelf(self, tenant: Tenant, places: Collection[Place]) -> tuple[Shelved, ...]:
        order = {key: number for number, key in enumerate(dict.fromkeys((one.tenant, one.slug) for one in places))}
        if not order:
            return ()
        readable = articles.c.tenant.in_(_readable(tenant))
        async with self._database.reading() as connection:
            found = await read_articles(connection, readable, articles.c.slug.in_({slug for _, slug in order}))
        wanted = [one for one in found if (one[0].tenant, one[0].slug) in order]
        wanted.sort(key=lambda one: order[one[0].tenant, one[0].slug])
        return tuple(Shelved(article=article, story=story) for article, story in wanted)

    async def rulings(self, tenant: Tenant) -> tuple[Ruling, ...]:
        async with self._database.reading() as connection:
            return await _rulings(connection, tenant)


def _readable(tenant: Tenant) -> set[Tenant]:
    return {tenant, HOUSE}


def _key(article: Article) -> tuple[Any, ...]:
    return articles.c.tenant == article.tenant, articles.c.slug == article.slug


def _of(tenant: Tenant, slug: Slug) -> Any:
    known = select(articles.c.version, articles.c.received, articles.c.document)
    return known.where(articles.c.tenant == tenant, articles.c.slug == slug).with_for_update()


async def _rulings(connection: AsyncConnection, tenant: Tenant) -> tuple[Ruling, ...]:
    made = select(story_rulings).where(story_rulings.c.tenant == tenant)
    rows = await connection.execute(made.order_by(story_rulings.c.at, story_rulings.c.slug))
    return tuple(map(ruling_from, rows))


async def _moved_on(connection: AsyncConnection, article: Article, story: StoryId) -> Ruling | None:
    """Into what the story was merged, where it was: the same ruling for one article more."""
    rulings = await _rulings(connection, article.tenant)
    now = standing(rulings).get(story, story)
    merges = (made for made in reversed(rulings) if made.left == story and made.kind is RulingKind.MERGE)
    last = next(merges, None) if now != story else None
    return replace(last, article=article.slug, story=now, at=article.received) if last else None


async def _next_revision(connection: AsyncConnection) -> int:
    counter = insert(connection, revisions).values(name="articles", last=1)
    grown = counter.on_conflict_do_update(index_elements=["name"], set_={"last": revisions.c.last + 1})
    return int((await connection.execute(grown.returning(revisions.c.last))).scalar_one())


async def _keep_version(connection: AsyncConnection, article: Article, version: Values) -> None:
    await connection.execute(article_versions.insert().values(version))
    key = {"tenant": article.tenant, "slug": article.slug}
    changes: list[Values] = [
        {**key, "claim": claim.id, "at": step.at, "status": step.status, "by": step.by, "reason": step.reason}
        for claim in article.claims
        for step in claim.history
    ]
    if changes:
        await connection.execute(insert(connection, status_changes).on_conflict_do_nothing(), changes)


async def read_articles(connection: AsyncConnection, *conditions: Any) -> list[tuple[Article, StoryId]]:
    """Each article with its story, newest in the record first; the claims' histories come in one further query.

    Sorted here: told to sort, SQLite goes by the index of times through the whole record for twenty articles of it.
    """
    found = await connection.execute(select(articles).where(*conditions))
    rows = sorted(found, key=lambda row: (-row.received.timestamp(), row.tenant, row.slug))
    changes = await connection.execute(
        select(status_changes)
        .join(articles, and_(articles.c.tenant == status_changes.c.tenant, articles.c.slug == status_changes.c.slug))
        .where(*conditions)
        .order_by(status_changes.c.at)
    )
    of_article: dict[tuple[str, str], list[Row[Any]]] = {}
    for change in changes:
        of_article.setdefault((change.tenant, change.slug), []).append(change)
    return [(article_from(row, of_article.get((row.tenant, row.slug), ())), StoryId(row.story)) for row in rows]


def _stories(found: Iterable[tuple[Article, StoryId]]) -> tuple[Story, ...]:
    told: dict[tuple[Tenant, StoryId], list[Article]] = {}
    for article, story in found:
        told.setdefault((article.tenant, story), []).append(article)
    return tuple(Story(tenant=tenant, id=story, articles=tuple(of)) for (tenant, story), of in told.items())
