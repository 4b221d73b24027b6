"""rundown eval: a desk's golden questions."""

import json
from pathlib import Path
from typing import Any

import pytest

from digests.seeding import shipped_seeds
from tests.bot.cli.typed import typed


def a_file(*rows: Any) -> str:
    Path("golden.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return "golden.jsonl"


@pytest.fixture(autouse=True)
def _the_seeds_are_in() -> None:
    assert typed("seed").code == 0


def test_every_shipped_question_is_answered_as_it_should_be() -> None:
    said = typed("eval", str(shipped_seeds().joinpath("questions.jsonl")))
    assert said.code == 0, said.out
    assert "36 of 36 that the record holds answered rightly, 17 of 17 that it does not hold refused." in said.out


def test_what_an_answer_lacks_holds_or_should_not_say_is_told_and_ends_with_one() -> None:
    file = a_file(
        {"question": "How many people have been killed in the boat strikes?", "must_contain": ["at least 96"]},
        {"question": "How many people died in the collision?", "must_not_contain": ["SIXTY", "67"]},
        {"question": "Who was behind the boat strikes?", "answerable": False},
        {"question": "Which volcano erupted in Peru?"},
        {"question": "What did Leavitt say?", "must_contain": ["LEGAL process"]},
    )
    said = typed("eval", file, "--json")
    faults = [json.loads(line)["faults"] for line in said.out.splitlines()]
    assert faults[0] == ["lacks 'at least 96'"]
    assert faults[1] == ["holds '67'"]
    assert faults[2][0].startswith("answered, though the record does not hold it")
    assert faults[3] == ["not answered"]
    assert faults[4] == []
    assert said.code == 1


def test_a_question_may_be_asked_at_an_instant_of_its_own() -> None:
    question = {"question": "Is Mirefield's water safe?", "must_contain": ["meets all limits"]}
    before, after = {"at": "2025-12-31T09:00Z"}, {"at": "2026-01-02T09:00Z"}
    said = typed("eval", a_file({**question, **before}, {**question, **after}), "--json")
    assert [json.loads(line)["right"] for line in said.out.splitlines()] == [False, True]


@pytest.mark.parametrize("row", ["not JSON", {"q": "?"}, {"question": 4}, [1], {"question": "?", "must_contain": 3}])
def test_a_line_that_is_no_golden_question_is_named_with_what_is_wanted(row: Any) -> None:
    said = typed("eval", a_file({"question": "What did Leavitt say?"}, row))
    assert said.code == 2
    assert "golden.jsonl, line 2: this is no golden question. Wanted is:" in said.err


def test_a_file_that_is_not_there_is_told_so() -> None:
    said = typed("eval", "nowhere.jsonl")
    assert said.code == 2
    assert "nowhere.jsonl: cannot be read" in said.err
