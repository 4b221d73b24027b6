"""A question is read for what it asks, of whom, about what, and with what was said before it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.question import (
    ANSWERED_BEFORE,
    ASKED_BEFORE,
    MOST_TERMS,
    NAMED_BEFORE,
    NUMBER_WEIGHT,
    Asked,
    Kind,
    understood,
)
from tests.shelves import asked


def read(text: str, *history: tuple[str, str]) -> Asked:
    return understood(asked(text, history=history))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What did Ada Kelm say about the tunnel?", Kind.SAYING),
        ("Why did the mayor say it was late?", Kind.SAYING),
        ("How did Bo Larsen reply?", Kind.SAYING),
        ("what does the ministry claim", Kind.SAYING),
        ("What have the unions promised?", Kind.SAYING),
        ("Did Ada Kelm deny the delay?", Kind.DENIAL),
        ("Has the mayor disputed the figure?", Kind.DENIAL),
        ("Who denies the delay?", Kind.DENIAL),
        ("Who has rejected the plan?", Kind.DENIAL),
        ("How much did the tunnel cost?", Kind.HOW_MUCH),
        ("How many boats sank?", Kind.HOW_MUCH),
        ("HOW LONG IS THE TUNNEL?", Kind.HOW_MUCH),
        ("What percentage voted?", Kind.HOW_MUCH),
        ("How old is the mayor?", Kind.HOW_MUCH),
        ("When does the tunnel open?", Kind.WHEN),
        ("In which year was it built?", Kind.WHEN),
        ("Who built the tunnel?", Kind.NAME),
        ("Where is the tunnel?", Kind.WHERE),
        ("Whose boat was it?", Kind.NAME),
        ("What company built the tunnel?", Kind.NAME),
        ("Why is the tunnel late?", Kind.WHY),
        ("What's new on the tunnel?", Kind.LATEST),
        ("What’s new on the tunnel?", Kind.LATEST),
        ("Any updates on the tunnel?", Kind.LATEST),
        ("the latest on the tunnel", Kind.LATEST),
        ("Tell me about the tunnel", Kind.ANYTHING),
        ("the harbor tunnel", Kind.ANYTHING),
        ("", Kind.ANYTHING),
    ],
)
def test_a_question_asks_for_one_kind_of_thing(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What is the latest count of how many boats sank?", Kind.HOW_MUCH),
        ("When did the latest boat sink?", Kind.LATEST),
        ("When was the man named who built it?", Kind.WHEN),
        ("Who knows why it is late?", Kind.NAME),
        ("How many boats did Ada Kelm say sank?", Kind.SAYING),
        ("Who denies what Ada Kelm said?", Kind.DENIAL),
    ],
)
def test_where_a_question_asks_for_two_things_the_more_telling_one_counts(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("What did Ada Kelm say about the tunnel?", {"ada", "kelm"}),
        ("What has the mayor of Sund said?", {"mayor", "sund"}),
        ("What did Jörg Müller reply?", {"jorg", "muller"}),
        ("What did Ada Kelm, the spokeswoman, say?", {"ada", "kelm", "spokeswoman"}),
        ("Did Ada Kelm deny that Bo Larsen resigned?", {"ada", "kelm"}),
        ("What did she say?", set()),
        ("Who denies the delay?", set()),
        ("Who said that the tunnel is late?", set()),
        ("How many boats sank?", set()),
    ],
)
def test_the_speaker_is_whoever_is_asked_for_by_name(text: str, speaker: set[str]) -> None:
    assert read(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("How many boats sank?", "boat"),
        ("How many more boats sank?", "boat"),
        ("How many crew-members fell?", "crew"),
        ("How many people died?", "die"),
        ("How many people?", None),
        ("How many of the boats sank?", None),
        ("How many?", None),
        ("How much did the boats cost?", None),
        ("Who sank the boats?", None),
    ],
)
def test_how_many_says_what_it_counts(text: str, counted: str | None) -> None:
    assert read(text).counted == counted


def test_a_number_weighs_more_than_a_word() -> None:
    weights = read("Who won the regatta of 2018?").weights
    assert (weights["regatta"], weights["2018"]) == (1.0, NUMBER_WEIGHT)


def test_words_that_only_say_what_is_asked_for_do_not_count() -> None:
    assert read("How much did the tunnel cost in total?").weights.keys() == {"tunnel"}
    assert read("What statement did Ada Kelm announce on the tunnel?").weights.keys() == {"ada", "kelm", "tunnel"}
    assert read("Who paid the cost?").weights.keys() == {"pay", "cost"}


def test_where_nothing_else_is_asked_they_count_after_all() -> None:
    assert read("How much did it cost?").weights.keys() == {"cost"}
    assert read("Who denies it?").weights.keys() == {"deni"}


def test_every_term_has_a_word_that_was_said() -> None:
    found = read("When do the Ferries, and the FERRY, close?")
    assert found.spelt == {"ferri": "ferries", "close": "close"}
    assert found.spelt.keys() == found.weights.keys()


def test_terms_that_follow_one_another_are_pairs_over_small_words() -> None:
    found = read("Is the harbor tunnel of the city open?")
    assert found.pairs == {("harbor", "tunnel"), ("tunnel", "citi"), ("citi", "open")}


def test_a_pair_needs_both_its_words_to_count() -> None:
    assert read("How much did the harbor tunnel cost?").pairs == {("harbor", "tunnel")}


def test_earlier_questions_and_answers_weigh_less_and_their_names_as_much() -> None:
    found = read("Is it open?", ("Does the tunnel near Sund leak?", "It drips, says Kelm."))
    assert found.weights["open"] == 1.0
    assert found.weights["tunnel"] == found.weights["leak"] == ASKED_BEFORE
    assert found.weights["drip"] == ANSWERED_BEFORE
    assert found.weights["sund"] == found.weights["kelm"] == NAMED_BEFORE


def test_a_word_said_again_keeps_its_greatest_weight() -> None:
    found = read("Is the tunnel open?", ("Is the tunnel dry?", "The tunnel drips."), ("Did it drip?", "Yes."))
    assert (found.weights["tunnel"], found.weights["drip"]) == (1.0, ASKED_BEFORE)


def test_only_the_questions_own_terms_are_its_own() -> None:
    found = read("Is it open?", ("Does the tunnel leak?", "It drips."))
    assert found.own == {"open"}
    assert not found.pairs


def test_what_was_answered_counts_as_told() -> None:
    found = read("Is it open?", ("Does the tunnel leak?", "It drips."), ("Where?", "Below the river."))
    assert [set(told) for told in found.told] == [{"drip"}, {"below", "river"}]


def test_a_question_without_words_of_its_own_asks_for_what_was_told() -> None:
    found = read("Who said that?", ("Does the tunnel leak?", "It drips."))
    assert found.told == ()
    assert found.weights.keys() == {"tunnel", "leak", "drip"}


def test_the_times_that_it_names_are_read() -> None:
    assert [span.start.year for span in read("Who won in 2018 and in 2022?").spans] == [2018, 2022]
    assert read("Who won?").spans == ()


def test_no_more_terms_count_than_an_index_can_bear() -> None:
    found = read(" ".join(f"word{number}" for number in range(3 * MOST_TERMS)))
    assert len(found.weights) == len(found.spelt) == MOST_TERMS
    assert all(one in found.weights for pair in found.pairs for one in pair)


def test_of_too_many_terms_the_lightest_are_left_out() -> None:
    before = " ".join(f"word{number}" for number in range(3 * MOST_TERMS))
    found = read("Is the tunnel of 1912 open?", (before, before))
    assert {"tunnel", "1912", "open"} <= found.weights.keys()
    assert len(found.weights) == MOST_TERMS


HOSTILE = ["x", "1", "1,1", "?!", "...", " ", "\n", "\x00", "😀", "é", "İ", "a\u0301", "\u202e", "' or 1=1 --", "<b>"]
SAID_OFTEN = [
    "who ",
    "who has ",
    "how many ",
    "how many more ",
    "did he ",
    "did he say ",
    "what he said ",
    "what percent ",
    "since last ",
    "in the last 3 days ",
    "January 1 ",
    "before 2020 ",
    "A.",
]


@pytest.mark.parametrize("piece", [*HOSTILE, *SAID_OFTEN])
def test_ten_thousand_characters_of_anything_are_read_in_no_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    begun = time.process_time()
    found = read(text)
    assert time.process_time() - begun < 1
    assert len(found.weights) <= MOST_TERMS


@pytest.mark.parametrize("text", ["", "?!", "…—“”", "😀 🦆", "the of and", "\n\t", "\x00\x1f"])
def test_a_question_that_says_nothing_asks_for_nothing(text: str) -> None:
    found = read(text)
    assert (found.weights, found.own, found.pairs, found.told) == ({}, frozenset(), frozenset(), ())


@given(st.text(max_size=300), st.lists(st.tuples(st.text(max_size=100), st.text(max_size=100)), max_size=3))
def test_whatever_is_asked_each_term_has_a_weight_and_a_word(text: str, history: list[tuple[str, str]]) -> None:
    found = read(text, *history)
    assert found.weights.keys() == found.spelt.keys()
    assert all(0 < weight <= NUMBER_WEIGHT for weight in found.weights.values())
    assert {one for pair in found.pairs for one in pair} <= found.own & found.weights.keys()
