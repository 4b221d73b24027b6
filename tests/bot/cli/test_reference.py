"""claims, story, wrong, and what the desk then shows."""

import pytest

from tests.bot.cli.typed import typed


@pytest.fixture(autouse=True)
def _the_seeds_are_in() -> None:
    assert typed("seed").code == 0


def test_what_somebody_said_is_listed_with_its_source() -> None:
    said = typed("claims", "Leavitt")
    assert said.code == 0
    assert "legal process" in said.out
    assert "usatoday.com" in said.out


def test_the_claims_of_a_story_are_listed_with_their_ids_for_programs() -> None:
    rows = typed("claims", "boat-strikes", "--limit", "3", "--json").rows
    assert {row["article"] for row in rows} == {"boat-strikes"}
    assert [row["claim"] for row in rows][:2] == ["boat-strikes/miller-drove-it", "boat-strikes/kelly-denial"]


def test_a_story_is_told_whole() -> None:
    said = typed("story", "boat strikes")
    assert "Denial: Anna Kelly disputes" in said.out
    assert "As it was reported, 1 article" in said.out
    (row,) = typed("story", "boat strikes", "--json").rows
    assert (row["id"], len(row["articles"])) == ("boat-strikes", 1)


@pytest.mark.parametrize("verb", ["claims", "story"])
def test_what_goes_by_no_such_name_is_told_so(verb: str) -> None:
    said = typed(verb, "volcano")
    assert said.code == 2
    assert "Nothing in the record goes by “volcano”" in said.err


def test_what_is_wrong_waits_for_the_desk_and_changes_nothing() -> None:
    before = typed("claims", "boat-strikes", "--json").out
    assert typed("wrong", "boat-strikes/toll", "it is 96", "--by", "ada").code == 0
    told = typed("desk").out
    assert "wrong, says ada: it is 96" in told
    assert "boat-strikes/toll" in told
    (row,) = typed("desk", "--json").rows
    assert (row["why"], row["claims"]) == ("it is 96", ["boat-strikes/toll"])
    assert typed("claims", "boat-strikes", "--json").out == before


def test_a_claim_that_is_not_there_is_told_so() -> None:
    said = typed("wrong", "boat-strikes/none", "it is 96")
    assert said.code == 2
    assert "rundown search WORDS" in said.err
