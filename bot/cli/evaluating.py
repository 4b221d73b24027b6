"""eval: a desk's own golden questions put to the record, and how the answers did."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, At, StoreUrl, instant
from digests.answer import Question
from digests.article import HOUSE
from digests.errors import BadSource
from digests.golden import Golden, Verdict, judged

if TYPE_CHECKING:
    from rich.table import Table

WANTED = '{"question": "Who paid?", "must_contain": ["council"], "must_not_contain": [], "answerable": true}'

GoldenFile = Annotated[Path, typer.Argument(help="JSON lines, such as seeds/questions.jsonl.", metavar="FILE")]


def eval_(file: GoldenFile, as_json: AsJson = False, at: At = None, store: StoreUrl = None) -> None:
    """Put a file of golden questions to the record, and tell which were answered as they should be.

    A line holds question, must_contain, must_not_contain, answerable, and at where it is asked at another instant.
    Exit code 0: all were. 1: some were not.
    """
    from rich.console import Console

    from bot.cli import rows
    from bot.cli.record import clock, reading
    from digests.asking import ask

    golden = list(_golden(file, at=clock(at)))

    async def put() -> list[Verdict]:
        async with reading(store) as record:
            await record.index.catch_up()
            return [judged(one, await ask(one.question, index=record.index, archive=record.archive)) for one in golden]

    verdicts = asyncio.run(put())
    if as_json:
        for verdict in verdicts:
            rows.print_row(rows.verdict_row(verdict))
    else:
        Console().print(_table(verdicts))
        typer.echo(_summary(verdicts))
    if any(verdict.faults for verdict in verdicts):
        raise typer.Exit(1)


VERBS = (eval_,)


def _golden(path: Path, *, at: datetime) -> Iterator[Golden]:
    from bot.cli.questions import lines_of

    for place, line in lines_of(path):
        try:
            row = json.loads(line)
            asked_at = instant(row["at"], at) if row.get("at") else at
            yield Golden(
                question=Question(text=row["question"].strip(), tenant=HOUSE, at=asked_at),
                must_contain=tuple(map(str, row.get("must_contain", ()))),
                must_not_contain=tuple(map(str, row.get("must_not_contain", ()))),
                answerable=bool(row.get("answerable", True)),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BadSource(place, f"this is no golden question. Wanted is: {WANTED}") from None


def _table(verdicts: Sequence[Verdict]) -> "Table":
    """A row a question, the wrong ones last, where one looks."""
    from rich.table import Table
    from rich.text import Text

    from bot.rendering.cleaning import clean

    table = Table("", "question", "sure", "answer, or what is wrong with it")
    for verdict in sorted(verdicts, key=lambda one: bool(one.faults)):
        said = " ".join(sentence.text for sentence in verdict.answer.sentences) or "not in the record"
        table.add_row(
            "✗" if verdict.faults else "✔",
            Text(clean(verdict.golden.question.text)),
            f"{verdict.answer.confidence:.0%}",
            Text(clean("; ".join(verdict.faults) or said)),
        )
    return table


def _summary(verdicts: Sequence[Verdict]) -> str:
    held = [verdict for verdict in verdicts if verdict.golden.answerable]
    not_held = [verdict for verdict in verdicts if not verdict.golden.answerable]
    answered = f"{_right(held)} of {len(held)} that the record holds answered rightly"
    return f"{answered}, {_right(not_held)} of {len(not_held)} that it does not hold refused."


def _right(verdicts: Sequence[Verdict]) -> int:
    return sum(not verdict.faults for verdict in verdicts)
