"""How long a question takes over a million claims, beside SQLite's FTS5 and bm25s over the same texts in the same run.

The texts are invented: words of a Zipf-like vocabulary and made-up names. BENCH_CLAIMS changes how many there are.
"""

import gc
import os
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from digests.answer import Question
from digests.article import HOUSE, Article, StoryId
from digests.asking import ask
from digests.store.opening import Store, opened
from digests.store.rows import document_of
from digests.store.tables import articles as article_rows
from tests.bench.row import Row
from tests.builders import MORNING, a_claim, an_article

CLAIMS = int(os.environ.get("BENCH_CLAIMS", "1_000_000"))
OF_AN_ARTICLE = 10
QUESTIONS = 200
NEW = 12
"""Claims that come in while the record is in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A vocabulary in which the n-th word comes n times as seldom as the first."""

    dice: random.Random
    known: Sequence[str]
    weights: Sequence[float]

    def some(self, count: int) -> str:
        """So many of them, as they fall."""
        return " ".join(self.dice.choices(self.known, cum_weights=self.weights, k=count))


def vocabulary(dice: random.Random, size: int = 50_000) -> Words:
    """Invented words of two to four syllables."""
    syllables = [f"{consonant}{vowel}" for consonant in "bcdfghklmnprstvw" for vowel in ("a", "e", "i", "o", "u", "ei")]
    known = list(dict.fromkeys("".join(dice.choices(syllables, k=dice.randint(2, 4))) for _ in range(2 * size)))[:size]
    total, weights = 0.0, []
    for place in range(1, len(known) + 1):
        total += 1 / place
        weights.append(total)
    return Words(dice=dice, known=known, weights=weights)


def the_articles(words: Words, count: int) -> Iterator[Article]:
    """Each with ten claims of fifteen to twenty-five words."""
    for number in range(count):
        slug = f"a-{number}"
        claims = tuple(
            a_claim(f"c{place}", of=slug, rank=place, text=words.some(words.dice.randint(15, 25)))
            for place in range(1, OF_AN_ARTICLE + 1)
        )
        yield an_article(slug, headline=words.some(8), summary="", claims=claims, outlet=f"Paper {number % 50}")


async def rows() -> Iterable[Row]:
    """Search and answer together for ours, search alone for the others."""
    words = vocabulary(random.Random(4))
    with TemporaryDirectory() as folder:
        texts: list[str] = []
        async with opened(f"sqlite:///{folder}/record.db") as store:
            await fill(store, the_articles(words, CLAIMS // OF_AN_ARTICLE), texts)
            gc.freeze()  # a million texts are the benchmark's own, and no burden of the product's
            begun = perf_counter()
            await store.index.catch_up()
            built = perf_counter() - begun
            short = [words.some(words.dice.randint(3, 7)) for _ in range(QUESTIONS)]
            long = [words.some(words.dice.randint(20, 25)) for _ in range(QUESTIONS)]
            ours = [await asked(store, questions) for questions in (short, long)]
            findable = await until_found(store)
        size = bytes_in(Path(f"{folder}/record.db.index"))
        their_build, fts5 = full_text_search(folder, texts)
        others = {"FTS5": [timed(fts5, questions) for questions in (short, long)]}
        if find_spec("bm25s"):
            others["bm25s"] = [timed(by_bm25s(texts), questions) for questions in (short, long)]
    return [
        Row(what=f"index built over {CLAIMS:,} claims", figure=built, unit="s", goal=60),
        Row(what="FTS5 built", figure=their_build, unit="s"),
        Row(what="index on disk", figure=size / 1_000_000, unit="MB", goal=120),
        Row(what=f"{NEW} new claims found", figure=findable, unit="s", goal=1),
        *(
            row
            for place, kind in enumerate(("3-7 words", "20-25 words"))
            for row in compared(kind, place, ours, others)
        ),
    ]


def bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def compared(kind: str, place: int, ours: Sequence[Sequence[float]], others: dict[str, Any]) -> Iterator[Row]:
    """The middle and the slow end of each, and how many times as fast ours is at the slow end."""
    mine = ours[place]
    yield Row(what=f"{kind}: search and answer, p50", figure=percentile(mine, 0.5), unit="ms")
    yield Row(what=f"{kind}: search and answer, p99", figure=percentile(mine, 0.99), unit="ms", goal=60)
    for name, measured in others.items():
        theirs = measured[place]
        yield Row(what=f"{kind}: {name}, p50", figure=percentile(theirs, 0.5), unit="ms")
        yield Row(what=f"{kind}: {name}, p99", figure=percentile(theirs, 0.99), unit="ms")
        share = percentile(mine, 0.99) / percentile(theirs, 0.99)
        yield Row(what=f"{kind}: our p99 over {name}'s", figure=share, unit="", goal=0.125 if name == "FTS5" else None)


async def fill(store: Store, told: Iterable[Article], texts: list[str]) -> None:
    """Straight into the table: how fast articles are filed is measured elsewhere."""
    for number, batch in enumerate(batches(told, 1_000)):
        values = []
        for place, article in enumerate(batch):
            texts.extend(f"{article.headline} {article.outlet} {claim.text}" for claim in article.claims)
            values.append(row_of(article, 1_000 * number + place + 1))
        async with store.database.writing() as connection:
            await connection.execute(article_rows.insert(), values)


def row_of(article: Article, revision: int) -> dict[str, Any]:
    return {
        "tenant": article.tenant,
        "slug": article.slug,
        "story": StoryId(article.slug),
        "source_id": article.source_id,
        "url": article.url,
        "version": 1,
        "received": article.received,
        "published_start": article.published.start,
        "published_end": article.published.end,
        "revision": revision,
        "document": document_of(article),
    }


async def asked(store: Store, questions: Iterable[str]) -> list[float]:
    """Milliseconds of each."""
    took = []
    for text in questions:
        begun = perf_counter()
        question = Question(text=text, tenant=HOUSE, at=MORNING)
        await ask(question, index=store.index, archive=store.archive)
        took.append(1000 * (perf_counter() - begun))
    return took


async def until_found(store: Store) -> float:
    """From the moment that an article is in the record until a question finds it, in seconds."""
    claims = tuple(
        a_claim(f"c{place}", of="new", text=f"Zyxwvut number {place} sailed.", rank=place)
        for place in range(1, NEW + 1)
    )
    article = an_article("new", claims=claims, received=MORNING + timedelta(minutes=1))
    async with store.database.writing() as connection:
        await connection.execute(article_rows.insert(), [row_of(article, CLAIMS + 1)])
    begun = perf_counter()
    await store.index.catch_up()
    question = Question(text="Which zyxwvut sailed?", tenant=HOUSE, at=MORNING)
    found = await ask(question, index=store.index, archive=store.archive)
    if not found.answered:
        raise RuntimeError("the new claims were not found")
    return perf_counter() - begun


def full_text_search(folder: str, texts: Sequence[str]) -> tuple[float, Callable[[str], object]]:
    """SQLite's own, with porter stemming and ranked by BM25."""
    database = sqlite3.connect(f"{folder}/fts5.db")
    begun = perf_counter()
    database.execute("CREATE VIRTUAL TABLE claims USING fts5(text, tokenize = 'porter unicode61')")
    database.executemany("INSERT INTO claims VALUES (?)", ((text,) for text in texts))
    database.commit()
    best = "SELECT rowid FROM claims WHERE claims MATCH ? ORDER BY rank LIMIT 10"
    return perf_counter() - begun, lambda question: database.execute(best, (" OR ".join(question.split()),)).fetchall()


def by_bm25s(texts: Sequence[str]) -> Callable[[str], object]:
    """The library that scores with sparse matrices in memory."""
    import bm25s  # type: ignore[import-not-found,unused-ignore]

    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)
    return lambda question: index.retrieve(bm25s.tokenize(question, show_progress=False), k=10, show_progress=False)


def timed(search: Callable[[str], object], questions: Iterable[str]) -> list[float]:
    """Milliseconds of each."""
    took = []
    for question in questions:
        begun = perf_counter()
        search(question)
        took.append(1000 * (perf_counter() - begun))
    return took


def percentile(figures: Sequence[float], share: float) -> float:
    return sorted(figures)[min(len(figures) - 1, int(share * len(figures)))]


def batches(told: Iterable[Article], size: int) -> Iterator[list[Article]]:
    rest = iter(told)
    while batch := list(islice(rest, size)):
        yield batch
