"""ask and search: questions to the record, one or a whole file of them."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import AsJson, At, StoreUrl, instant
from digests.answer import Exchange, Question
from digests.article import HOUSE, Article
from digests.errors import BadInput, BadSource

if TYPE_CHECKING:
    from digests.search import Shelf

Words = Annotated[str | None, typer.Argument(help="In your own words.", metavar="[QUESTION]", show_default=False)]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="Questions from a file of JSON lines: id, question, history.", metavar="FILE"),
]
Limit = Annotated[int, typer.Option("--limit", help="Claims and articles at most.", min=1, max=100, metavar="N")]


def ask(
    question: Words = None, batch: Batch = None, as_json: AsJson = False, at: At = None, store: StoreUrl = None
) -> None:
    """Ask the record; every sentence of the answer cites its claim."""
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
    from bot.rendering.cleaning import clean
    from digests.answering import found

    shelf, questions = _prepared(question, batch, at=at, store=store)
    for identity, asked in questions:
        begun = perf_counter()
        hits = found(asked, shelf, most=10 * limit)
        if as_json or batch:
            rows.print_row(rows.search_row(identity, hits, most=limit, ms=_ms_since(begun)))
        else:
            lines = [f"{clean(hit.citation.claim.text)}\n  {hit.citation.claim.id}" for hit in hits[:limit]]
            typer.echo("\n".join(lines) or "Nothing in the record speaks of that.")


VERBS = (ask, search)


def _prepared(
    question: str | None, batch: Path | None, *, at: str | None, store: str | None
) -> "tuple[Shelf, list[tuple[str | None, Question]]]":
    """The whole record made ready, and the questions to it with their ids."""
    from bot.cli.record import clock
    from digests.answering import open_shelf

    asked: list[tuple[str | None, Question]]
    match (question or "").strip(), batch:
        case "", Path():
            asked = [*_from_file(batch, at=clock(at))]
        case said, None if said:
            asked = [(None, _question(said, at=clock(at)))]
        case _:
            raise BadInput('Ask one question, such as: rundown ask "Who paid for the tunnel?" (or --batch FILE)')
    articles = asyncio.run(_articles(store))
    if not articles:
        typer.echo("rundown: The record is empty. To fill it: rundown intake FILE, or rundown seed", err=True)
    return open_shelf(articles), asked


async def _articles(store: str | None) -> tuple[Article, ...]:
    from bot.cli.record import reading

    async with reading(store) as record:
        return await record.archive.articles(HOUSE)


def _from_file(path: Path, *, at: datetime) -> Iterator[tuple[str, Question]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise BadSource(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadSource(str(path), "cannot be read as text in UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _from_line(line, f"{path}, line {number}", at=at)


def _from_line(line: str, place: str, *, at: datetime) -> tuple[str, Question]:
    try:
        row = json.loads(line)
        identity, text, when, history = row["id"], row["question"], row.get("at"), row.get("history")
        question = _question(text.strip(), at=instant(when, at) if when else at, history=_exchanges(history or ()))
    except BadInput as fault:
        raise BadSource(place, str(fault)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadSource(place, 'this is no question. Wanted is: {"id": "q1", "question": "..."}') from None
    return str(identity), question


def _exchanges(history: Any) -> list[Exchange]:
    return [Exchange(question=f"{turn['question']}", answer=f"{turn['answer']}") for turn in history]


def _question(text: str, *, at: datetime, history: Iterable[Exchange] = ()) -> Question:
    return Question(text=text, tenant=HOUSE, at=at, history=tuple(history))


def _ms_since(begun: float) -> float:
    return round(1000 * (perf_counter() - begun), 2)
