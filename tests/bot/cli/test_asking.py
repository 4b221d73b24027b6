"""rundown ask and search: one question, or a file of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli.typed import filed, typed
from tests.builders import a_claim, an_article

WHEN = "When will the tunnel open?"


def a_file(*rows: Any) -> str:
    Path("questions.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return "questions.jsonl"


def test_an_answer_cites_who_said_it() -> None:
    filed(an_article())
    said = typed("ask", WHEN)
    assert said.code == 0
    assert "The tunnel will open in June." in said.out
    assert "Mara Lind, chief engineer" in said.out


def test_what_is_not_in_the_record_is_not_answered() -> None:
    filed(an_article())
    (row,) = typed("ask", "Who won the chess championship in Lima?", "--json").rows
    assert (row["answered"], row["answer"], row["citations"]) == (False, "Not in the record.", [])
    assert "Not in the record" in typed("ask", "Who won the chess championship in Lima?").out


def test_a_question_as_json_is_one_object_with_its_evidence() -> None:
    filed(an_article())
    (row,) = typed("ask", WHEN, "--json").rows
    assert row["answered"] is True
    assert 0 < row["confidence"] <= 1
    (cited,) = row["citations"]
    assert (cited["article"], cited["claim"], cited["speaker"]) == ("harbor-tunnel", "harbor-tunnel/toll", "Mara Lind")


def test_a_file_of_questions_gets_a_row_each_in_its_order() -> None:
    filed(an_article())
    questions = a_file({"id": 1, "question": WHEN}, {"id": "two", "question": "  "}, {"id": "3", "question": "?!"})
    rows = typed("ask", "--batch", questions).rows
    assert [row["id"] for row in rows] == ["1", "two", "3"]
    assert [row["answered"] for row in rows] == [True, False, False]


def test_a_question_of_the_file_is_asked_as_of_its_own_time() -> None:
    filed(an_article(embargoed_until=datetime(2026, 3, 2, 12, 0, tzinfo=UTC)))
    questions = a_file(
        {"id": "before", "question": WHEN, "at": "2026-03-02T11:59Z"},
        {"id": "after", "question": WHEN, "at": "2026-03-02T12:00Z", "history": [{"question": "?", "answer": "!"}]},
    )
    assert [row["answered"] for row in typed("ask", "--batch", questions).rows] == [False, True]


def test_a_line_separator_within_a_question_breaks_no_line() -> None:
    filed(an_article())
    Path("questions.jsonl").write_text(f'\ufeff{{"id": "q", "question": "{WHEN}\u2028"}}\r\n\n', encoding="utf-8")
    (row,) = typed("ask", "--batch", "questions.jsonl").rows
    assert row["answered"] is True


def test_a_search_lists_claims_best_first_up_to_the_limit() -> None:
    claims = (a_claim("toll"), a_claim("cost", text="The tunnel will cost 4 million."), a_claim("name", text="Hello."))
    filed(an_article(claims=claims))
    said = typed("search", "tunnel cost", "--limit", "1")
    credit = "Mara Lind, chief engineer, to Harbor Courier"
    assert said.out == f"The tunnel will cost 4 million. — {credit}\n  harbor-tunnel/cost\n"
    (row,) = typed("search", "--batch", a_file({"id": "q", "question": "tunnel cost"}), "--limit", "2").rows
    assert [claim["id"] for claim in row["claims"]] == ["harbor-tunnel/cost", "harbor-tunnel/toll"]
    assert row["articles"] == ["harbor-tunnel"]


def test_a_search_without_a_find_says_so() -> None:
    filed(an_article())
    assert typed("search", "glaciers").out == "Nothing in the record speaks of that.\n"


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_an_empty_record_is_told_with_what_fills_it(verb: str) -> None:
    said = typed(verb, WHEN)
    assert said.code == 0
    assert "The record is empty" in said.err
    assert "rundown intake" in said.err


@pytest.mark.parametrize("verb", ["ask", "search"])
@pytest.mark.parametrize("words", [(), ("",), ("  ",), (WHEN, "--batch", "questions.jsonl")])
def test_nothing_to_ask_is_refused_with_an_example(verb: str, words: tuple[str, ...]) -> None:
    said = typed(verb, *words)
    assert (said.code, said.out) == (2, "")
    assert 'rundown ask "Who paid for the tunnel?"' in said.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "line 2: this is no question"),
        ("[1]", "line 2: this is no question"),
        ('"a question"', "line 2: this is no question"),
        ('{"id": "q"}', "line 2: this is no question"),
        ('{"question": "Who?"}', "line 2: this is no question"),
        ('{"id": "q", "question": 5}', "line 2: this is no question"),
        ('{"id": "q", "question": "Who?", "history": ["Who?"]}', "line 2: this is no question"),
        ('{"id": "q", "question": "Who?", "at": "noon"}', "line 2: Cannot read 'noon' as a time"),
        ('{"id": "q", "question": "Who?", "at": 12}', "line 2: this is no question"),
        ("[" * 100_000, "line 2: this is no question"),
    ],
)
def test_a_line_that_is_no_question_is_named_and_nothing_is_answered(line: str, told: str) -> None:
    Path("questions.jsonl").write_text(f'{{"id": "q", "question": "Who?"}}\n{line}\n', encoding="utf-8")
    said = typed("ask", "--batch", "questions.jsonl")
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\x89PNG\xff\xfe")
    for path, told in (("absent", "No such file"), (".", "Is a directory"), ("picture", "UTF-8")):
        said = typed("ask", "--batch", path)
        assert said.code == 2
        assert told in said.err
        assert len(said.err.splitlines()) == 1


def test_a_day_named_in_a_narrowing_is_meant_whole() -> None:
    typed("seed")
    assert "boat-strikes/" in typed("search", "boat strikes", "--since", "2025-12-01", "--speaker", "White House").out
    assert "tarnwick-tram" in typed("search", "tram bend", "--since", "2025-12-17", "--until", "2025-12-17").out
    assert "so narrowed" in typed("search", "tram bend", "--until", "2025-12-16").out
