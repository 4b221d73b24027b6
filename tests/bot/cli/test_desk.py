"""What waits for the desk is told whole, with what changed."""

import json
from pathlib import Path

from tests.bot.cli.typed import typed

FERRY = {"id": "ferry", "headline": "Council buys a second ferry", "published": "2026-03-02T09:00:00Z"}
BODY = "The council of Skarv bought a ferry for 42 million crowns."
MENDED = "The council of Skarv bought a ferry for 4.2 million crowns.\nCorrection: it cost 4.2 million, not 42."


def came_in(body: str, at: str) -> None:
    path = Path("ferry.jsonl")
    path.write_text(json.dumps({**FERRY, "body": body}) + "\n", encoding="utf-8")
    typed("intake", str(path), "--at", at, "--json")


def test_a_correction_waits_with_what_it_changed() -> None:
    came_in(BODY, "2026-03-02T10:00Z")
    came_in(MENDED, "2026-03-02T11:00Z")
    said = typed("desk", "--at", "2026-03-03")
    assert said.out.splitlines() == [
        "02 Mar 11:00 UTC  Council buys a second ferry",
        "  2026-03-02-council-buys-a-second-ferry",
        "  correction: Correction: it cost 4.2 million, not 42.",
        "  version 2: sentences: 2 new, 1 gone",
        "  - The council of Skarv bought a ferry for 42 million crowns.",
        "  + The council of Skarv bought a ferry for 4.2 million crowns.",
        "  + Correction: it cost 4.2 million, not 42.",
    ]
    (row,) = typed("desk", "--at", "2026-03-03", "--json").rows
    assert (row["article"], row["number"]) == ("2026-03-02-council-buys-a-second-ferry", 2)


def test_an_empty_desk_says_so() -> None:
    came_in(BODY, "2026-03-02T10:00Z")
    assert typed("desk", "--at", "2026-03-03").out == "Nothing waits for the desk from the last 7 days.\n"
