"""The tantivy index beside the record: caught up by revision, rebuilt at will; it finds candidates and never ranks."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import randbits

import structlog
import tantivy
from sqlalchemy import func, select

from digests.article import HOUSE, Article, StoryId, Tenant
from digests.clearance import bar_to_article, bar_to_claim, credit
from digests.search import lead_of
from digests.sought import Found, Place, Sought
from digests.store.archive import read_articles
from digests.store.engine import Database, insert
from digests.store.tables import articles, revisions

FORMAT = "1"
"""A folder of its own for each format; counted up with every change to the fields."""
BATCH = 500
"""Articles read from the record at a time."""
HEAP_BYTES = 50_000_000
_RECORD = "record"
"""The row of ``revisions`` that tells this record from any other at the same address."""

_log = structlog.get_logger(__name__)


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

    async def near(self, sought: Sought, *, most: int) -> Found:
        index = await asyncio.to_thread(self._index)
        return await asyncio.to_thread(_near, index, sought, most)

    async def catch_up(self) -> int:
        async with self._one_writer:
            record, last = await self._newest()
            index = await asyncio.to_thread(self._index)
            cursor = await asyncio.to_thread(_cursor, index)
            if cursor == _Cursor(record=record, revision=last):
                return 0
            if cursor is not None and (cursor.record != record or cursor.revision > last):
                _log.info("index.rebuilt", reason="it belongs to another record, or to a later state of this one")
                await asyncio.to_thread(self._discard)
                index, cursor = await asyncio.to_thread(self._index), None
            return await self._take_in(index, _Cursor(record=record, revision=cursor.revision if cursor else 0))

    async def _take_in(self, index: tantivy.Index, cursor: "_Cursor") -> int:
        """All that the record has after the cursor, in one commit; 0 where another process is at it."""
        try:
            writer = await asyncio.to_thread(index.writer, HEAP_BYTES, 1)
        except ValueError:
            return 0
        taken = 0
        try:
            while batch := await self._after(cursor.revision):
                cursor = _Cursor(record=cursor.record, revision=batch.revision)
                await asyncio.to_thread(_write, writer, batch)
                taken += len(batch.articles)
                if taken % (20 * BATCH) == 0:
                    _log.info("index.catching_up", articles=taken)
            await asyncio.to_thread(_commit, writer, cursor)
        finally:
            await asyncio.to_thread(writer.wait_merging_threads)
        await asyncio.to_thread(index.reload)
        return taken

    def _index(self) -> tantivy.Index:
        """The open index, with the newest commit of any process; one that cannot be read is made anew."""
        if self._opened is None:
            try:
                self._opened = _open(self._folder)
                _cursor(self._opened)
            except BaseException as error:
                if not _is_damage(error):
                    raise
                _log.warning("index.rebuilt", reason="its files cannot be read")
                self._discard()
                self._opened = _open(self._folder)
        elif self._folder is not None:
            self._opened.reload()
        return self._opened

    def _discard(self) -> None:
        self._opened = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _newest(self) -> tuple[int, int]:
        """What tells this record from others, and its newest revision."""
        known = select(revisions.c.last).where(revisions.c.name == _RECORD)
        async with self._database.reading() as connection:
            record = (await connection.execute(known)).scalar()
            last = (await connection.execute(select(func.max(articles.c.revision)))).scalar() or 0
        if record is None:
            async with self._database.writing() as connection:
                named = insert(connection, revisions).values(name=_RECORD, last=randbits(53))
                await connection.execute(named.on_conflict_do_nothing())
                record = (await connection.execute(known)).scalar_one()
        return int(record), int(last)

    async def _after(self, revision: int) -> "_Batch | None":
        after = select(articles.c.revision).where(articles.c.revision > revision).order_by(articles.c.revision)
        async with self._database.reading() as connection:
            revised = (await connection.execute(after.limit(BATCH))).scalars().all()
            if not revised:
                return None
            found = await read_articles(connection, articles.c.revision.in_(revised))
        return _Batch(articles=tuple(found), revision=revised[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    record: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Articles with their stories, up to and with that revision."""

    articles: tuple[tuple[Article, StoryId], ...]
    revision: int


def _is_damage(error: BaseException) -> bool:
    """What tantivy raises over files that it cannot read; its panics are no Exception."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="words", index_option="freq")
    for name in ("article", "topic", "outlet", "status", "story"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("speaker", tokenizer_name="words", index_option="basic")
    builder.add_integer_field("time", indexed=True, fast=True)
    builder.add_integer_field("open_from", indexed=True, fast=True)
    for name in ("tenant", "slug", "claim"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("record", stored=True)
    builder.add_integer_field("revision", stored=True)
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    """As en_stem, and without accents: "Müller" is found by "muller"."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in (
        tantivy.Filter.remove_long(40),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("English"),
    ):
        builder = builder.filter(one)
    return builder.build()


_SCHEMA, _WORDS = _schema(), _analyzer()
_CURSOR = "\x00cursor"
"""Stands where an article's key does in the one document that says how far the index has come."""


def _open(folder: Path | None) -> tantivy.Index:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_SCHEMA, path=str(folder) if folder else None)
    index.register_tokenizer("words", _WORDS)
    index.reload()
    return index


def _cursor(index: tantivy.Index) -> _Cursor | None:
    searcher = index.searcher()
    hits = searcher.search(_is("article", _CURSOR), 1).hits
    if not hits:
        return None
    stored = searcher.doc(hits[0][1]).to_dict()
    return _Cursor(record=stored["record"][0], revision=stored["revision"][0])


def _write(writer: tantivy.IndexWriter, batch: _Batch) -> None:
    for article, story in batch.articles:
        writer.delete_documents_by_term("article", _key(article))
        for document in _documents(article, story):
            writer.add_document(document)


def _commit(writer: tantivy.IndexWriter, cursor: _Cursor) -> None:
    writer.delete_documents_by_term("article", _CURSOR)
    writer.add_document(tantivy.Document(article=_CURSOR, record=cursor.record, revision=cursor.revision))
    writer.commit()


def _key(article: Article) -> str:
    return f"{article.tenant}\x1f{article.slug}"


def _documents(article: Article, story: StoryId) -> Iterator[tantivy.Document]:
    """One for each claim that may ever run, and one for the article's own lead where all of them may."""
    opens = article.embargoed_until
    some_day = opens or article.received
    if bar_to_article(article, at=some_day) is not None:
        return
    of_article = {
        "article": _key(article),
        "tenant": article.tenant,
        "slug": article.slug,
        "topic": [*article.topics],
        "outlet": (article.outlet or "").casefold(),
        "story": story,
        "time": _second(article.published.start or article.received),
        "open_from": _second(opens) if opens else 0,
    }
    around = f"{article.headline} {article.outlet or ''}"
    may_run = [claim for claim in article.claims if bar_to_claim(claim, of=article, at=some_day) is None]
    for claim in may_run:
        by = credit(claim) or ""
        text = f"{around} {claim.text} {by}"
        yield tantivy.Document(**of_article, claim=claim.id, status=claim.status, speaker=by, text=text)
    if len(may_run) == len(article.claims):
        yield tantivy.Document(**of_article, text=f"{around} {lead_of(article)}")


def _second(instant: datetime) -> int:
    return int(instant.timestamp())


def _near(index: tantivy.Index, sought: Sought, most: int) -> Found:
    searcher = index.searcher()
    readable = _readable(sought.tenant, sought.at)
    total = _count(searcher, readable)
    spelt = {word: _token(word) for word in sought.words}
    held = {word: _count(searcher, _all(_is("text", token), readable)) if token else 0 for word, token in spelt.items()}
    wanted = [
        (tantivy.Occur.Should, tantivy.Query.boost_query(_is("text", token), sought.words[word]))
        for word, token in spelt.items()
        if token
    ]
    if not wanted:
        return Found(places=(), held=held, total=total)
    query = _all(tantivy.Query.boolean_query(wanted), readable, *_narrowed(sought))
    places = []
    for _, address in searcher.search(query, most, count=False).hits:
        stored = searcher.doc(address).to_dict()
        claim = stored.get("claim")
        places.append(Place(tenant=stored["tenant"][0], slug=stored["slug"][0], claim=claim[0] if claim else None))
    return Found(places=tuple(places), held=held, total=total)


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return int(searcher.search(query, 1).count)  # type: ignore[attr-defined]  # the library's stub lacks it


def _token(word: str) -> str | None:
    """The one under which the index keeps a word; of "1,500" the first part that tells."""
    tokens = _WORDS.analyze(word)
    return max(tokens, key=len, default=None)


def _readable(tenant: Tenant, at: datetime) -> tantivy.Query:
    """What of all tenants this one may read at that instant; an embargo lifts at its instant."""
    integer = tantivy.FieldType.Integer
    mine = tantivy.Query.term_set_query(_SCHEMA, "tenant", [tenant, HOUSE])
    return _all(mine, tantivy.Query.range_query(_SCHEMA, "open_from", integer, upper_bound=_second(at)))


def _narrowed(sought: Sought) -> Iterator[tantivy.Query]:
    narrowed = sought.narrowed
    for field, value in (
        ("topic", narrowed.topic),
        ("outlet", narrowed.outlet and narrowed.outlet.casefold()),
        ("status", narrowed.status),
    ):
        if value is not None:
            yield _is(field, value)
    if narrowed.stories:
        yield tantivy.Query.term_set_query(_SCHEMA, "story", [*narrowed.stories])
    for token in _WORDS.analyze(narrowed.speaker or ""):
        yield _is("speaker", token)
    if narrowed.since or narrowed.until:
        after = _second(narrowed.since) + 1 if narrowed.since else None
        until = _second(narrowed.until) if narrowed.until else None
        yield tantivy.Query.range_query(_SCHEMA, "time", tantivy.FieldType.Integer, after, until)


def _is(field: str, value: str) -> tantivy.Query:
    return tantivy.Query.term_query(_SCHEMA, field, value)


def _all(first: tantivy.Query, *others: tantivy.Query) -> tantivy.Query:
    """The first weighs, the others only let through."""
    silent = [tantivy.Query.const_score_query(other, 0.0) for other in others]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in (first, *silent)])
