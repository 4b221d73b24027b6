"""Where a sentence of news ends."""

import pytest

from digests.sentences import first_sentences, sentences


@pytest.mark.parametrize(
    "text",
    [
        "The tunnel was closed a year ago.|“We know why,” the builder says.",
        "The town owes it to the bank.|Skarv has no other.",
        "He wrote to the Bay Gazette and got no rest.|Officials of the port did not reply.",
        "Mr. Lind met Sen. Hale in St. Olaf, Fla., on Jan. 5 at 9 a.m. on the pier.|They left at noon.",
        "Skarv Shipping Corp. and J. K. Hale Inc. paid the U.S. consul.|It cost 3.5 million.",
        "Is the wall of the 40 ft. dock dry?|No. 5 is, a Ph.D. student of Prof. Hale says.",
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str) -> None:
    assert sentences(text.replace("|", " ")) == tuple(text.split("|"))


@pytest.mark.parametrize("text", ["", " \n "])
def test_no_text_has_no_sentence(text: str) -> None:
    assert sentences(text) == ()
    assert first_sentences(text, most_words=9) == ""


def test_a_second_sentence_stands_only_where_both_fit() -> None:
    text = "The ferry is late. The tunnel under the harbor is closed. Nobody knows why."
    assert first_sentences(text, most_words=11) == "The ferry is late. The tunnel under the harbor is closed."
    assert first_sentences(text, most_words=10) == "The ferry is late."
    assert first_sentences(text, most_words=1) == "The ferry is late."
