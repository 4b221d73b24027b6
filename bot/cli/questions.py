"""Questions as they are put at a terminal: one in words, or a file of them, each with its history."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cli.options import instant
from bot.cli.record import clock
from digests.answer import Exchange, Question
from digests.article import HOUSE
from digests.errors import BadInput, BadSource

Asked = tuple[str | None, Question]
"""A question and its id in the file."""


def questions(question: str | None, batch: Path | None, *, at: str | None) -> list[Asked]:
    """Those of the file, or the one that was typed, asked at the instant ``at`` or now.

    Raises BadInput where there is none or both, BadSource for a file or line that is none.
    """
    match (question or "").strip(), batch:
        case "", Path():
            return [*_from_file(batch, at=clock(at))]
        case said, None if said:
            return [(None, _question(said, at=clock(at)))]
        case _:
            raise BadInput('Ask one question, such as: rundown ask "Who paid for the tunnel?" (or --batch FILE)')


def _from_file(path: Path, *, at: datetime) -> Iterator[tuple[str, Question]]:
    for place, line in lines_of(path):
        yield _from_line(line, place, at=at)


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """Each line that is not empty, after the place where it stands. Raises BadSource for a file that is no text."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise BadSource(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadSource(str(path), "cannot be read as text in UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield f"{path}, line {number}", line


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
