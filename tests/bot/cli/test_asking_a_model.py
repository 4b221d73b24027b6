"""A model switched on by settings: what a newsroom sees of it at the command line."""

import json
import sys
from pathlib import Path

import pytest

from tests.bot.cli.typed import typed, typed_beside
from tests.digests.intake.ferry import BODY
from tests.platforms.model import LoopbackModel, answering, proposing, raw

SHORT = "The council of Skarv bought a second ferry on Monday for at least 4.2 million crowns."
KEY = "canary-secret-0042"
NAMED = {"RUNDOWN_MODEL_URL": "http://127.0.0.1:9/v1", "RUNDOWN_MODEL_NAME": "pencil"}

pytest.importorskip("pydantic_ai", reason="the extra llm is not installed")


@pytest.fixture(autouse=True)
def _an_article_came() -> None:
    row = {"id": "s-1", "headline": "Council buys ferry", "body": BODY, "outlet": "Harbor Courier"}
    Path("a.jsonl").write_text(json.dumps(row), encoding="utf-8")


async def test_what_came_in_is_kept_as_the_model_shortened_it_and_it_is_told_how_many() -> None:
    async with LoopbackModel(proposing([(SHORT, 1), ("Vale did it.", 2)], [])) as model:
        said = await typed_beside("intake", "a.jsonl", **(NAMED | {"RUNDOWN_MODEL_URL": model.url}))
        assert len(model.asked) == 1
    assert said.code == 0
    assert "model: 1 improved, 1 sentence dropped, 0 fell back" in said.err


async def test_a_model_that_refuses_keeps_nothing_out_and_no_key_is_told() -> None:
    async with LoopbackModel(raw(b'{"error": "no"}', status=401)) as model:
        settings = NAMED | {"RUNDOWN_MODEL_URL": model.url, "RUNDOWN_MODEL_KEY": KEY}
        said = await typed_beside("intake", "a.jsonl", **settings)
        assert model.keys == [f"Bearer {KEY}"]
    assert said.code == 0
    assert said.out.startswith("stored")
    assert "0 improved, 0 sentences dropped, 1 fell back" in said.err
    assert KEY not in said.out + said.err


async def test_reading_without_keeping_asks_no_model() -> None:
    async with LoopbackModel(proposing([(SHORT, 1)], [])) as model:
        said = await typed_beside("read", "a.jsonl", **(NAMED | {"RUNDOWN_MODEL_URL": model.url}))
        assert model.asked == []
    assert said.code == 0


@pytest.mark.parametrize("words", [("intake", "a.jsonl"), ("gather",)])
def test_a_model_whose_library_is_not_installed_is_told_with_what_installs_it(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pydantic_ai", None)
    monkeypatch.delitem(sys.modules, "bot.adapters.writer", raising=False)
    said = typed(*words, **NAMED)
    assert said.code == 2
    assert 'pip install "rundown[llm]"' in said.err


def test_an_address_without_the_name_of_a_model_is_a_fault() -> None:
    said = typed("intake", "a.jsonl", RUNDOWN_MODEL_URL=NAMED["RUNDOWN_MODEL_URL"])
    assert said.code == 2
    assert "RUNDOWN_MODEL_NAME" in said.err


def test_a_check_names_the_model_that_is_switched_on() -> None:
    assert "the model pencil" in typed("check", **NAMED).out
    assert "RUNDOWN_MODEL_URL is missing" in typed("check", RUNDOWN_MODEL_NAME="pencil").out


async def test_an_answer_is_told_as_the_model_shortened_it_and_an_invention_is_not() -> None:
    await typed_beside("intake", "a.jsonl")
    found = json.loads((await typed_beside("search", "council Skarv ferry", "--json")).out)
    shown = [claim["text"] for claim in found["claims"]]
    liar = answering(*((f"{text[:-1]} for 999 million crowns.", place) for place, text in enumerate(shown, 1)))
    async with LoopbackModel(liar) as model:
        said = await typed_beside(
            "ask", "What did the council of Skarv buy?", **(NAMED | {"RUNDOWN_MODEL_URL": model.url})
        )
        assert len(model.asked) == 1
    assert said.code == 0
    assert "ferry" in said.out
    assert "999" not in said.out


async def test_a_question_that_the_record_does_not_answer_is_put_to_no_model() -> None:
    await typed_beside("intake", "a.jsonl")
    async with LoopbackModel(answering(("It erupted.", 1))) as model:
        said = await typed_beside("ask", "Which volcano erupted in Peru?", **(NAMED | {"RUNDOWN_MODEL_URL": model.url}))
        assert model.asked == []
    assert "Not in the record" in said.out
