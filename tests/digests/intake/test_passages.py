"""Bodies to sentences: quotations stay whole, and what only stands before or between the text is known for it."""

import pytest

from digests.intake.passages import sentences_of


def texts(body: str) -> list[str]:
    return [body[sentence.start : sentence.end] for sentence in sentences_of(body)]


def test_a_sentence_is_not_split_inside_a_quotation() -> None:
    body = "“We tested them. All of them. Twice,” Mara Lind said. Then she left."
    assert texts(body) == ["“We tested them. All of them. Twice,” Mara Lind said.", "Then she left."]


def test_a_question_in_quotation_marks_does_not_end_the_sentence() -> None:
    assert texts("“Who tested the pumps?” asked Mara Lind.") == ["“Who tested the pumps?” asked Mara Lind."]


def test_a_quotation_that_is_never_closed_ends_with_its_paragraph() -> None:
    first, second = sentences_of("“We tested them twice.\n\n“And then once more,” Lind said.")
    assert first.only_quoted
    assert not second.only_quoted


@pytest.mark.parametrize(
    "before",
    [
        "BAYTOWN (AP) — ",
        "(CNN) ",
        "Washington (CNN) ",
        "WASHINGTON, March 3 — ",
        "LONDON, March 3 (Reuters) - ",
        "• ",
        "∎ ",
    ],
)
def test_datelines_and_bullets_are_no_part_of_a_sentence(before: str) -> None:
    assert texts(f"{before}The ferry sank on Monday.") == ["The ferry sank on Monday."]


def test_a_company_and_its_symbol_are_no_dateline() -> None:
    assert texts("Harbor Works (HW) sold both ferries.") == ["Harbor Works (HW) sold both ferries."]


def test_headings_and_captions_are_known_by_their_missing_end() -> None:
    assert [sentence.ended for sentence in sentences_of("A long wait\nThe ferry sank.\n“It sank.”")] == [
        False, True, True,
    ]  # fmt: skip


def test_what_is_longer_than_any_sentence_is_not_read() -> None:
    assert texts("word " * 500 + ".") == []
