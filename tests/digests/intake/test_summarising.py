"""A summary is short, whole, and says nothing that the article does not say."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.intake.summarising import MOST_WORDS, summarised

BODY = """Tunnel opens in June

SKARV (Island Wire) — The harbor tunnel opens in June, its chief engineer Mara Lind said on Monday. She named no day. \
It cost at least 48 million crowns, the harbor authority says.

But critics doubt the date. The builder has missed two deadlines since 2024, according to the audit office."""


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_it_is_made_of_whole_sentences_of_the_article() -> None:
    summary = summarised(BODY, headline="Tunnel opens in June")
    assert summary.startswith("The harbor tunnel opens in June, its chief engineer Mara Lind said on Monday.")
    assert all(sentence in BODY for sentence in re.split(r"(?<=[.!?]) ", summary))
    assert len(summary.split()) <= MOST_WORDS


def test_no_sentence_leans_on_one_that_is_left_out() -> None:
    long = "The council of Skarv " + "spoke of many things " * 14 + "on Monday."
    summary = summarised(f"{long} She left early. The harbor stays open all night.", headline="Skarv")
    assert summary == "The harbor stays open all night."


def test_a_later_sentence_that_comes_to_a_she_before_a_name_leans_too() -> None:
    long = "The council of Skarv " + "spoke of many things " * 14 + "on Monday."
    summary = summarised(f"{long} In a letter she denied it all. The harbor stays open all night.", headline="Skarv")
    assert summary == "The harbor stays open all night."


def test_the_first_sentence_leans_on_nothing_that_is_left_out() -> None:
    body = "It sounds like a joke, but the harbor of Skarv has sold its only ferry."
    assert summarised(body, headline="Skarv sells its ferry") == body


def test_a_short_line_between_does_not_hide_whom_a_sentence_leans_on() -> None:
    body = "The pilot of the ferry has left the town. A surprise. He told nobody of it but the mayor."
    assert "He told" not in summarised(body, headline="Pilot of the ferry leaves")


def test_neither_headline_nor_dateline_stands_in_it() -> None:
    summary = summarised(BODY, headline="Tunnel opens in June")
    assert "Tunnel opens in June" not in summary
    assert "Island Wire" not in summary


@pytest.mark.parametrize(
    "dateline",
    ["SKARV (Island Wire) — ", "OLD SKARV, Fla. − ", "Skarv, Mar 2 (IW) ", "By Mara Lind Skarv, March 2 (IW) "],
)
def test_a_dateline_is_taken_off(dateline: str) -> None:
    body = "The tunnel under the harbor is dry at last, the town says."
    assert summarised(dateline + body, headline="Skarv") == body


def test_a_quotation_of_several_sentences_stands_whole_or_not_at_all() -> None:
    said = "“We open in June. That is certain. The tunnel is dry,” said the mayor of Skarv."
    assert summarised(f"The town is glad of it. {said}", headline="Skarv") == f"The town is glad of it. {said}"
    long = (
        "“We open in June. " + "The tunnel of Skarv is dry at every hour of the day. " * 8 + "We are glad,” she said."
    )
    assert summarised(f"The town is glad of it. {long}", headline="Skarv") == "The town is glad of it."


def test_quotation_marks_that_an_encoding_lost_are_set_again() -> None:
    body = "The builder?s men ? all nine ? called the leak ?a trifle? on Monday. ?Who knew??, the mayor asked them."
    assert summarised(body, headline="x").startswith(
        "The builder’s men – all nine – called the leak “a trifle” on Monday."
    )


def test_a_question_stays_a_question() -> None:
    body = "Who pays for the tunnel? The council of Skarv does not know it yet."
    assert summarised(body, headline="Skarv") == body


@pytest.mark.parametrize(
    "aside",
    [
        "So proud of the tunnel today #skarv @town pic.twitter.com/x1.",
        "Editor’s note: Mara Lind once wrote for the Harbor Courier.",
        "To have it in your inbox, sign up for the Tunnel Letter.",
        "What you buy through our links may earn us a commission.",
        "(Read | Why the harbor of Skarv freezes in spring.)",
        "A version of this story appeared in the Bay Gazette.",
    ],
)
def test_embedded_posts_and_words_of_the_papers_own_are_left_out(aside: str) -> None:
    body = f"{aside} The tunnel of Skarv opens in June."
    assert summarised(body, headline="Skarv") == "The tunnel of Skarv opens in June."


def test_half_a_quotation_is_no_sentence() -> None:
    body = "“We open in June. That is certain. The tunnel under the harbor is dry at last, the town says."
    assert "“" not in summarised(body, headline="Skarv")


def test_where_no_sentence_fits_the_headline_tells_it() -> None:
    assert summarised("word " * 200 + "end.", headline="Tunnel opens") == "Tunnel opens"


@pytest.mark.parametrize("body", ["", "  \n\n "])
def test_nothing_is_summed_up_as_nothing(body: str) -> None:
    assert summarised(body, headline="Tunnel opens") == ""


def test_a_space_that_a_page_lost_between_two_sentences_is_found() -> None:
    body = "The tunnel opens in June.The builder is glad of it, he says."
    assert summarised(body, headline="x").startswith("The tunnel opens in June. The builder")


@pytest.mark.parametrize(
    "apart",
    [
        "Nobody left the ferry early.|A storm came up at noon, they say.",
        "The tunnel is at last “dry”.|The mayor of Skarv is glad.",
        "The tunnel ends in the UK.|The mayor of Skarv is glad.",
        'The wall is dry at last.|"The town is glad of it," she said.',
        'Lind said: "The wall is dry at last."|The town is glad of it, she said.',
    ],
)
def test_a_lost_space_is_found_beside_marks_too(apart: str) -> None:
    assert summarised(apart.replace("|", ""), headline="x") == apart.replace("|", " ")


def test_a_page_of_marks_alone_is_summed_up_in_time() -> None:
    began = time.process_time()
    for piece in ("?", "?a", "“a b. ", 'a."A ', "A b c d e f. "):
        summarised(piece * (100_000 // len(piece)), headline="Skarv")
    assert time.process_time() - began < 10


@given(st.text(max_size=600) | st.text("?“” ab.A", max_size=200))
def test_whatever_an_article_holds_nothing_is_added(body: str) -> None:
    summary = summarised(body, headline="Fog")
    assert len(summary.split()) <= MOST_WORDS
    assert set(words(summary)) <= {*words(body), *words(" ".join(body.split())), "Fog"}
