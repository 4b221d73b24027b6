"""What the index keeps of an article, and how it is asked: fields, words, filters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tantivy

from digests.article import HOUSE, Article, StoryId, Tenant
from digests.clearance import bar_to_article, bar_to_claim, credit
from digests.search import lead_of
from digests.sought import Found, Place, Sought


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Of which record the index holds what, and how far."""

    record: int
    revision: int


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


def open_index(folder: Path | None) -> tantivy.Index:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_SCHEMA, path=str(folder) if folder else None)
    index.register_tokenizer("words", _WORDS)
    index.reload()
    return index


def cursor_of(index: tantivy.Index) -> Cursor | None:
    searcher = index.searcher()
    hits = searcher.search(_is("article", _CURSOR), 1).hits
    if not hits:
        return None
    stored = searcher.doc(hits[0][1]).to_dict()
    return Cursor(record=stored["record"][0], revision=stored["revision"][0])


def write(writer: tantivy.IndexWriter, articles: Iterable[tuple[Article, StoryId]]) -> None:
    """Each article with its story, in place of what was there of it; nothing shows before the commit."""
    for article, story in articles:
        writer.delete_documents_by_term("article", _key(article))
        for document in _documents(article, story):
            writer.add_document(document)


def commit(writer: tantivy.IndexWriter, cursor: Cursor) -> None:
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


def near_in(index: tantivy.Index, sought: Sought, most: int) -> Found:
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
