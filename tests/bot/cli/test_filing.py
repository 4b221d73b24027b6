"""Articles come in by command: shown first, then kept once, and a bad source never stands in the way."""

import gzip
import json
from pathlib import Path

import pytest

from tests.bot.cli.typed import started, typed

FERRY = {
    "id": "ferry",
    "url": "https://courier.example/ferry",
    "headline": "Council buys a second ferry",
    "published": "2026-03-02T09:00:00Z",
    "outlet": "Harbor Courier",
    "body": "The council of Skarv bought a ferry for 4.2 million crowns. “We need it,” said Mara Lind, who chairs it.",
}
TAKEN = {"source_id", "id", "status", "headline", "published", "url", "reason"}
READ = {"file", "source_id", "headline", "byline", "published", "language", "url", "body", "summary", "claims"}


@pytest.fixture
def ferry(tmp_path: Path) -> str:
    path = tmp_path / "ferry.jsonl"
    path.write_text(json.dumps(FERRY) + "\n", encoding="utf-8")
    return str(path)


def test_reading_shows_an_article_with_its_claims_and_keeps_nothing(ferry: str) -> None:
    (row,) = typed("read", ferry, "--json").rows
    assert set(row) == READ
    assert (row["file"], row["source_id"], row["body"]) == (ferry, "ferry", FERRY["body"])
    assert "Mara Lind" in {claim["speaker"] for claim in row["claims"]}
    assert not Path(".rundown").exists()


def test_every_claim_points_into_the_body(ferry: str) -> None:
    (row,) = typed("read", ferry, "--json").rows
    quoted = next(claim for claim in row["claims"] if claim["speaker"] == "Mara Lind")
    start, end = quoted["speaker_span"]
    assert row["body"][start:end].startswith("Mara Lind")


def test_an_article_is_stored_then_known_then_updated(ferry: str) -> None:
    first, again = (typed("intake", ferry, "--json").rows for _ in range(2))
    Path(ferry).write_text(json.dumps(FERRY | {"headline": "Council buys two ferries"}), encoding="utf-8")
    changed = typed("intake", ferry, "--json").rows
    assert [row["status"] for row in (*first, *again, *changed)] == ["stored", "duplicate", "updated"]
    assert {row["id"] for row in (*first, *again, *changed)} == {"2026-03-02-council-buys-a-second-ferry"}
    assert set(first[0]) == TAKEN


def test_a_bad_source_is_told_in_its_place_and_the_rest_goes_on(ferry: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{broken\n", encoding="utf-8")
    said = typed("intake", str(broken), "absent.txt", ferry, "--json")
    assert [row["status"] for row in said.rows] == ["failed", "failed", "stored"]
    assert "line 1" in said.rows[0]["reason"]
    assert said.code == 0


def test_read_names_the_file_and_the_error_of_a_bad_source(ferry: str) -> None:
    bad, good = typed("read", "absent.txt", ferry, "--json").rows
    assert (bad["file"], set(bad)) == ("absent.txt", {"file", "error"})
    assert good["headline"] == FERRY["headline"]


def test_people_read_a_line_an_article_and_what_was_odd(tmp_path: Path) -> None:
    path = tmp_path / "fog.jsonl"
    path.write_text(json.dumps(FERRY | {"published": "2199-01-01"}), encoding="utf-8")
    said = typed("intake", str(path))
    assert said.out.startswith("stored    Council buys a second ferry (")
    assert "'2199-01-01' lies ahead" in said.out


def test_a_command_that_could_read_nothing_at_all_says_so_in_its_exit_code() -> None:
    assert typed("read", "absent.txt").code == 2
    assert typed("intake", "absent.txt").code == 2


def test_the_instant_of_intake_can_be_said(ferry: str) -> None:
    typed("intake", ferry, "--at", "2026-03-02T10:00Z")
    said = typed("digest", "--since", "2026-03-02T09:30Z", "--until", "2026-03-02T10:30Z")
    assert "Council buys a second ferry" in said.out


def test_a_packed_file_and_a_folder_come_in_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(FERRY).encode()))
    (row,) = typed("intake", str(tmp_path / "wire"), "--json").rows
    assert (row["source_id"], row["status"]) == ("ferry", "stored")


def test_each_article_stands_in_one_story(ferry: str, tmp_path: Path) -> None:
    other = tmp_path / "fog.txt"
    other.write_text("Fog closes the port of Tarnwick\n\nThe port of Tarnwick stays closed until noon.\n")
    typed("intake", ferry, str(other))
    told = [source for row in typed("stories", "--json").rows for source in row["articles"]]
    assert sorted(told) == ["ferry", "fog"]


def test_seeds_are_loaded_once(tmp_path: Path) -> None:
    first, again = (typed("seed", "--json").rows for _ in range(2))
    assert {row["status"] for row in first} == {"stored"}
    assert {row["status"] for row in again} == {"duplicate"}


def test_standard_output_holds_rows_and_nothing_else(ferry: str) -> None:
    said = started("intake", ferry, "absent.txt", "--json")
    assert [row["status"] for row in said.rows] == ["stored", "failed"]
    assert (said.code, said.err) == (0, "")


def test_an_article_can_be_told_in_own_words() -> None:
    words = "Mara Lind, who chairs the council of Skarv, said on Monday that a second ferry will sail in May."
    told = ("intake", "--summary", words, "--url", "https://courier.example/ferry", "--outlet", "Harbor Courier")
    (row,) = typed(*told, "--json").rows
    assert (row["status"], row["url"]) == ("stored", "https://courier.example/ferry")
    assert typed(*told, "--json").rows[0]["status"] == "duplicate"
    answered = typed("ask", "Who chairs the council of Skarv?", "--json").rows[0]
    assert "Mara Lind" in answered["answer"]


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ((), "Name a file, a folder or an address"),
        (("--summary", " "), "who said or did what"),
        (("--summary", "A ferry sails.", "--url", "javascript:alert(1)"), "begins with https://"),
    ],
)
def test_what_tells_nothing_is_refused_with_the_next_step(words: tuple[str, ...], mend: str) -> None:
    said = started("intake", *words)
    assert said.code == 2
    assert mend in said.err
