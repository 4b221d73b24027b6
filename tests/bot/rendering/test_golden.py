"""Payloads as they go out, read in review as a reader would: RUNDOWN_GOLDEN=write pytest tests/bot/rendering."""

import json
import os
from pathlib import Path

import pytest

from bot.conversation import Reply, Said
from bot.rendering.html import document
from bot.rendering.plaintext import plain
from bot.rendering.press import press, reply
from bot.rendering.typesetting import typeset
from tests.bot.rendering.samples import ANSWERS, DIGESTS, OFFICES
from tests.builders import BERLIN

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
WRITE = os.environ.get("RUNDOWN_GOLDEN") == "write"
BODIES: dict[str, Reply] = {**DIGESTS, **ANSWERS}


def as_golden(name: str, found: str) -> None:
    """Equal to the file in tests/golden; with RUNDOWN_GOLDEN=write the file is made equal to it."""
    file = GOLDEN / name
    if WRITE:
        file.write_text(f"{found}\n", encoding="utf-8")
    assert f"{found}\n" == file.read_text(encoding="utf-8"), f"{name} has changed; look at it, then write it anew"


@pytest.mark.parametrize("office", ["slack", "discord", "embed"])
@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest_goes_out_as_it_was_last_read(name: str, office: str) -> None:
    payloads = [sheet.payload for sheet in press(DIGESTS[name], OFFICES[office])]
    as_golden(f"{name}.{office}.json", json.dumps(payloads, ensure_ascii=False, indent=2))


@pytest.mark.parametrize("office", ["slack", "discord"])
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_goes_out_as_it_was_last_read(name: str, office: str) -> None:
    payloads = reply(Said(body=ANSWERS[name]), OFFICES[office])
    as_golden(f"{name}.{office}.json", json.dumps(payloads, ensure_ascii=False, indent=2))


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("name", BODIES)
def test_plain_text_reads_as_it_was_last_read(name: str, width: int) -> None:
    as_golden(f"{name}.{width}.txt", plain(typeset(BODIES[name], zone=BERLIN), width=width))


@pytest.mark.parametrize("name", BODIES)
def test_html_reads_as_it_was_last_read(name: str) -> None:
    as_golden(f"{name}.html", document(typeset(BODIES[name], zone=BERLIN)))
