"""The tantivy index beside the record: caught up by revision, rebuilt at will; it finds candidates and never ranks."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import structlog
import tantivy
from sqlalchemy import func, select

from digests.article import Article, StoryId
from digests.errors import StoreError
from digests.sought import Found, Sought
from digests.store.archive import read_articles
from digests.store.engine import Database
from digests.store.identity import RECORD, named_anew
from digests.store.postings import Cursor, commit, cursor_of, near_in, open_index, write
from digests.store.tables import articles, revisions

FORMAT = "2"
"""A folder of its own for each format; counted up with every change to the fields."""
BATCH = 500
"""Articles read from the record at a time."""
COMMITTED_AT_ONCE = 20 * BATCH
"""What is in so far can be found: a large record answers long before the whole of it is read."""
HEAP_BYTES = 50_000_000

log = structlog.get_logger(__name__)


class TantivyIndex:
    """As the port says. The folder holds nothing that the record does not: it may be deleted at any time.

    Each process reads it; whichever holds the writer's lock catches up, and the others see what it commits.
    """

    def __init__(self, database: Database, folder: Path | None) -> None:
        """``folder`` is where it lies, None keeps it in memory. Nothing is opened before the first call."""
        self._database = database
        self._folder = folder / FORMAT if folder else None
        self._opened: tantivy.Index | None = None
        self._one_writer = asyncio.Lock()
        self._one_opener = Lock()
        self._freshening: asyncio.Task[None] | None = None
        self._closing = False

    async def near(self, sought: Sought, *, most: int) -> Found:
        return await asyncio.to_thread(lambda: near_in(self._index(), sought, most))

    async def catch_up(self) -> int:
        async with self._one_writer:
            newest = await self._newest()
            here = await asyncio.to_thread(self._cursor)
            if here == newest:
                return 0
            if here is not None and (here.record != newest.record or here.revision > newest.revision):
                log.info("index.rebuilt", reason="it belongs to another record, or to a later state of this one")
                await asyncio.to_thread(self._made_anew)
                here = None
            return await self._take_in(here or Cursor(record=newest.record, revision=0))

    async def freshen(self, *, patience: float) -> float:
        newest = await self._newest()
        if await asyncio.to_thread(self._cursor) == newest:
            return 1.0
        if self._freshening is None or self._freshening.done():
            self._freshening = asyncio.create_task(self._caught_up())
        await asyncio.wait({self._freshening}, timeout=patience)
        here = await asyncio.to_thread(self._cursor)
        if newest.revision == 0 or here is None or here.record != newest.record:
            return float(newest.revision == 0)
        return min(here.revision / newest.revision, 1.0)

    async def close(self) -> None:
        """Stop taking in after the articles in hand; the rest is taken in by the next to open it."""
        self._closing = True
        if self._freshening is not None:
            await asyncio.wait({self._freshening})

    async def _caught_up(self) -> None:
        try:
            await self.catch_up()
        except Exception:
            log.exception("index.not_caught_up")

    async def _take_in(self, cursor: Cursor) -> int:
        """All that the record has after the cursor; 0 where another process is at it."""
        index = await asyncio.to_thread(self._index)
        try:
            writer = await asyncio.to_thread(index.writer, HEAP_BYTES, 1)
        except ValueError:
            return 0
        taken = 0
        try:
            while not self._closing and (batch := await self._after(cursor.revision)):
                cursor = Cursor(record=cursor.record, revision=batch.revision)
                await asyncio.to_thread(write, writer, batch.articles)
                taken += len(batch.articles)
                if taken % COMMITTED_AT_ONCE < len(batch.articles):
                    await asyncio.to_thread(commit, writer, cursor)
                    log.info("index.catching_up", articles=taken)
            await asyncio.to_thread(commit, writer, cursor)
        except (ValueError, OSError) as error:
            raise StoreError(f"The index beside the record cannot be written: {error}. Is the disk full?") from error
        finally:
            await asyncio.to_thread(writer.wait_merging_threads)
        await asyncio.to_thread(index.reload)
        return taken

    def _index(self) -> tantivy.Index:
        """The open index, with the newest commit of any process; one that cannot be read is made anew."""
        with self._one_opener:
            try:
                if self._opened is None:
                    self._opened = open_index(self._folder)
                elif self._folder is not None:
                    self._opened.reload()
                cursor_of(self._opened)
            except BaseException as error:
                if not _is_damage(error):
                    raise
                log.warning("index.rebuilt", reason="its files cannot be read")
                self._opened = self._remade()
            return self._opened

    def _cursor(self) -> Cursor | None:
        return cursor_of(self._index())

    def _made_anew(self) -> None:
        with self._one_opener:
            self._opened = self._remade()

    def _remade(self) -> tantivy.Index:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        return open_index(self._folder)

    async def _newest(self) -> Cursor:
        """What tells this record from others, and its newest revision."""
        name = select(revisions.c.last).where(revisions.c.name == RECORD).scalar_subquery()
        last = select(func.max(articles.c.revision)).scalar_subquery()
        async with self._database.reading() as connection:
            found = (await connection.execute(select(name.label("record"), last.label("last")))).one()
        record = found.record if found.record is not None else await self._named()
        return Cursor(record=int(record), revision=int(found.last or 0))

    async def _named(self) -> int:
        """Of two that meet here at once, one names it."""
        known = select(revisions.c.last).where(revisions.c.name == RECORD)
        async with self._database.writing() as connection:
            name = (await connection.execute(known)).scalar()
            return int(name) if name is not None else await named_anew(connection)

    async def _after(self, revision: int) -> "_Batch | None":
        after = select(articles.c.revision).where(articles.c.revision > revision).order_by(articles.c.revision)
        async with self._database.reading() as connection:
            revised = (await connection.execute(after.limit(BATCH))).scalars().all()
            if not revised:
                return None
            found = await read_articles(connection, articles.c.revision.in_(revised))
        return _Batch(articles=tuple(found), revision=revised[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Articles with their stories, up to and with that revision."""

    articles: tuple[tuple[Article, StoryId], ...]
    revision: int


def _is_damage(error: BaseException) -> bool:
    """What tantivy raises over files that it cannot read; its panics are no Exception."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"
