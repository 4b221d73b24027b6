"""Stories are put together and taken apart by command."""

import json
from pathlib import Path

from tests.bot.cli.typed import started, typed

TEXTS = {"ferry": "The council of Skarv bought a second ferry.", "fog": "Fog closed the airport of Osterfen at dawn."}


def filed() -> None:
    rows = [
        {"id": name, "headline": f"About {name}", "published": "2026-03-02T09:00Z", "body": text}
        for name, text in TEXTS.items()
    ]
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    typed("intake", "a.jsonl", "--json")


def test_two_stories_are_merged_and_split_again() -> None:
    filed()
    ferry, fog = "2026-03-02-about-ferry", "2026-03-02-about-fog"
    assert typed("merge", ferry, fog).out == (
        f"{fog} is part of {ferry} now: 1 article moved.\nTo undo it: rundown split {fog}\n"
    )
    (row,) = typed("stories", "--json").rows
    assert (row["id"], set(row["articles"])) == (ferry, {"ferry", "fog"})
    assert f"    {fog}" in typed("stories", "--articles").out.splitlines()
    assert typed("split", fog).out == f"{fog} now tells a story of its own: {fog}.\n"
    assert len(typed("stories", "--json").rows) == 2


def test_stories_and_why_say_who_ruled_and_when() -> None:
    filed()
    ferry, fog = "2026-03-02-about-ferry", "2026-03-02-about-fog"
    typed("merge", ferry, fog, "--by", "Mara", "--at", "2026-03-02T10:00Z")
    ruled = f"  merged with {fog} (1 article; Mara, 02 Mar 2026 10:00 UTC)"
    assert ruled in typed("stories").out.splitlines()
    typed("split", fog, "--by", "Mara", "--at", "2026-03-02T11:00Z")
    assert f"  split from {ferry} (1 article; Mara, 02 Mar 2026 11:00 UTC)" in typed("stories").out.splitlines()
    told = typed("why", "--since", "2026-03-02T00:00Z", "--until", "2026-03-03T00:00Z").out.splitlines()
    assert f"  left by {fog} (1 article; Mara, 02 Mar 2026 11:00 UTC)" in told


def test_a_story_that_is_not_there_is_told() -> None:
    filed()
    said = started("merge", "2026-03-02-about-ferry", "unknown")
    assert said.code == 2
    assert "No story is called 'unknown'" in said.err
