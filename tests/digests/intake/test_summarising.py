"""A summary is short, whole, and says nothing that the article does not say."""

import re

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


def test_neither_headline_nor_dateline_stands_in_it() -> None:
    summary = summarised(BODY, headline="Tunnel opens in June")
    assert "Tunnel opens in June" not in summary
    assert "Island Wire" not in summary


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


@given(st.text(max_size=600))
def test_whatever_an_article_holds_nothing_is_added(body: str) -> None:
    summary = summarised(body, headline="Fog")
    assert len(summary.split()) <= MOST_WORDS
    assert set(words(summary)) <= {*words(body), *words(" ".join(body.split())), "Fog"}
