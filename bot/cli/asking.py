"""ask and search: questions to the record, one or a whole file of them."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl, instant
from digests.answer import Exchange, Question
from digests.article import HOUSE
from digests.errors import BadInput, BadSource

if TYPE_CHECKING:
    from digests.search import Shelf

Words = Annotated[str | None, typer.Argument(help="In your own words.", show_default=False)]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="Questions from a file of JSON lines: id, question, history.", metavar="FILE"),
]
Limit = Annotated[int, typer.Option("--limit", help="Claims and articles at most.", min=1, max=100)]


def ask(
    question: Words = None, batch: Batch = None, as_json: AsJson = False, at: At = None, store: StoreUrl = None
) -> None:
    """Ask the record; every sentence of the answer cites the claim that it rests on."""
    from bot.cli import rows
    from bot.cli.terminal import show
    from digests.answering import answer

    shelf, questions = _prepared(question, batch, at=at, store=store)
    for identity, asked in questions:
        begun = perf_counter()
        found = answer(asked, shelf)
        if as_json or batch:
            rows.print_row(rows.answer_row(identity, found, ms=_ms_since(begun)))
        else:
            show(found, zone=asked.at.tzinfo or UTC)


def search(
    question: Words = None,
    batch: Batch = None,
    as_json: AsJson = False,
    limit: Limit = 10,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """The stored claims that speak of something, best first."""
    from bot.cli import rows
    from digests.answering import found

    shelf, questions = _prepared(question, batch, at=at, store=store)
    for identity, asked in questions:
        begun = perf_counter()
        hits = found(asked, shelf, most=10 * limit)
        if as_json or batch:
            rows.print_row(rows.search_row(identity, hits, most=limit, ms=_ms_since(begun)))
        else:
            lines = [f"{hit.citation.claim.text}\n  {hit.citation.claim.id}" for hit in hits[:limit]]
            typer.echo("\n".join(lines) or "Nothing in the record speaks of that.")


VERBS = (ask, search)


def _prepared(
    question: str | None, batch: Path | None, *, at: str | None, store: str | None
) -> "tuple[Shelf, list[tuple[str | None, Question]]]":
    """The whole record made ready, and the questions to it with their ids."""
    from bot.cli.record import clock, reading
    from digests.answering import open_shelf

    async def shelf() -> "Shelf":
        async with reading(store) as record:
            return open_shelf(await record.archive.articles(HOUSE))

    if (question is None) == (batch is None):
        raise BadInput('Ask one question, such as: rundown ask "Who paid for the tunnel?" (or --batch FILE)')
    now = clock(at)
    asked: list[tuple[str | None, Question]] = []
    if question:
        asked = [(None, _question(question, at=now))]
    elif batch:
        asked = [*_from_file(batch, at=now)]
    return asyncio.run(shelf()), asked


def _from_file(path: Path, *, at: datetime) -> Iterator[tuple[str, Question]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSource(str(path), f"cannot be read as text: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            history = [Exchange(question=turn["question"], answer=turn["answer"]) for turn in row.get("history") or ()]
            when = instant(row["at"], at) if row.get("at") else at
            yield str(row["id"]), _question(row["question"], at=when, history=history)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadSource(str(path), f"line {number} is no question: it wants id and question") from None


def _question(text: str, *, at: datetime, history: Iterable[Exchange] = ()) -> Question:
    return Question(text=text, tenant=HOUSE, at=at, history=tuple(history))


def _ms_since(begun: float) -> float:
    return round(1000 * (perf_counter() - begun), 2)
