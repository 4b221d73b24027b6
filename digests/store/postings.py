"""What the index keeps of an article, and how it is asked: fields, words, filters."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import tantivy

from digests.article import HOUSE, Article, StoryId, Tenant
from digests.clearance import bar_to_article, bar_to_claim, credit, speaker
from digests.search import lead_of
from digests.sought import Found, Place, Sought
from digests.terms import plain


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
    builder.add_integer_field("open_from", stored=True, indexed=True, fast=True)
    for name in ("tenant", "slug", "claim"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("record", stored=True)
    builder.add_integer_field("revision", stored=True)
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    """As en_stem, over text that is plain already: "Müller" is found by "muller"."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in (
        tantivy.Filter.remove_long(40),
        tantivy.Filter.lowercase(),
        tantivy.Filter.stemmer("English"),
    ):
        builder = builder.filter(one)
    return builder.build()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SCHEMA, _WORDS = _schema(), _analyzer()
_CURSOR = "\x00cursor"
_CURSORS = 1
"""The one document that says how far the index has come has this where others have an article's key."""


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
        "time": _tick(article.published.start or article.received),
        **({"open_from": _tick(opens)} if opens else {}),
    }
    around = f"{article.headline} {article.outlet or ''}"
    may_run = [claim for claim in article.claims if bar_to_claim(claim, of=article, at=some_day) is None]
    for claim in may_run:
        text = plain(f"{around} {claim.text} {credit(claim) or ''}")
        by = plain(speaker(claim) or "")
        yield tantivy.Document(**of_article, claim=claim.id, status=claim.status, speaker=by, text=text)
    if len(may_run) == len(article.claims):
        yield tantivy.Document(**of_article, text=plain(f"{around} {lead_of(article)}"))


def _tick(instant: datetime) -> int:
    """Microseconds, so that an embargo lifts at its very instant."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def near_in(index: tantivy.Index, sought: Sought, most: int) -> Found:
    """As ``Index.near``.

    What may not be read is counted and taken out, for it is little: a filter over all the rest would cost more than
    the search. Where it is much, as in a record of many tenants, the filter comes first.
    """
    searcher = index.searcher()
    mine, sealed = _of_tenants(sought.tenant), _sealed(sought.at)
    read, shut = _count(searcher, mine), _count(searcher, _all(sealed, mine))
    alone = read == searcher.num_docs - _CURSORS

    def held(token: str) -> int:
        said = _is("text", token)
        written = searcher.doc_freq("text", token)
        found = written if alone and written > _OFTEN else _count(searcher, said if alone else _all(said, mine))
        return found - (_count(searcher, _all(said, sealed, mine)) if shut else 0)

    spelt = {word: token for word in sought.words if (token := _token(word))}
    words = tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Should, tantivy.Query.boost_query(_is("text", token), sought.words[word]))
            for word, token in spelt.items()
        ]
    )
    narrowed = [*_narrowed(sought)]
    hits = _first(searcher, words, sought, most) if alone and not narrowed else None
    if hits is None:
        readable = tantivy.Query.boolean_query([(tantivy.Occur.Must, mine), (tantivy.Occur.MustNot, sealed)])
        hits = searcher.search(_all(words, readable, *narrowed), most, count=False).hits
    return Found(
        places=tuple(_place(searcher.doc(address).to_dict()) for _, address in hits),
        held={word: held(spelt[word]) if word in spelt else 0 for word in sought.words},
        total=read - shut,
    )


_OFTEN = 10_000
"""From here on a word is counted with what was replaced and is not cleared away yet: quicker, and as rare as before."""
_Hits = list[tuple[Any, tantivy.DocAddress]]


def _first(searcher: tantivy.Searcher, words: tantivy.Query, sought: Sought, most: int) -> _Hits | None:
    """The best by words alone, without those that are sealed; None where these were so many that too few are left."""
    found = searcher.search(words, 2 * most, count=False).hits
    now = _tick(sought.at)
    hits = [hit for hit in found if (searcher.doc(hit[1]).to_dict().get("open_from") or [now])[0] <= now]
    return hits[:most] if len(hits) >= most or len(found) < 2 * most else None


def _place(stored: Mapping[str, Any]) -> Place:
    claim = stored.get("claim")
    return Place(tenant=stored["tenant"][0], slug=stored["slug"][0], claim=claim[0] if claim else None)


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return int(searcher.search(query, 1).count)  # type: ignore[attr-defined]  # the library's stub lacks it


def _token(word: str) -> str | None:
    """The one under which the index keeps a word; of "1,500" the part that tells most."""
    tokens = _WORDS.analyze(plain(word))
    return max(tokens, key=len, default=None)


def _of_tenants(tenant: Tenant) -> tantivy.Query:
    """What is that tenant's own or the house's."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, _is("tenant", one)) for one in {tenant, HOUSE}])


def _sealed(at: datetime) -> tantivy.Query:
    """What is under embargo at that instant; it lifts at its own and not before."""
    after = _tick(at) + 1
    return tantivy.Query.range_query(_SCHEMA, "open_from", tantivy.FieldType.Integer, lower_bound=after)


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
    if narrowed.speaker is not None:
        tokens = _WORDS.analyze(plain(narrowed.speaker))
        yield _all(*(_is("speaker", token) for token in tokens)) if tokens else tantivy.Query.empty_query()
    if narrowed.since or narrowed.until:
        after = _tick(narrowed.since) + 1 if narrowed.since else None
        until = _tick(narrowed.until) if narrowed.until else None
        yield tantivy.Query.range_query(_SCHEMA, "time", tantivy.FieldType.Integer, after, until)


def _is(field: str, value: str) -> tantivy.Query:
    return tantivy.Query.term_query(_SCHEMA, field, value)


def _all(first: tantivy.Query, *others: tantivy.Query) -> tantivy.Query:
    """The first weighs, the others only let through."""
    silent = [tantivy.Query.const_score_query(other, 0.0) for other in others]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in (first, *silent)])
