"""What may stand in an answer of each kind, what makes a good one, and what can be none."""

from decimal import Decimal
from typing import Any

import pytest

from digests.article import Attribution, Claim, ClaimKind, Figure
from digests.fitting import bars, fits
from digests.question import understood
from tests.builders import a_claim
from tests.shelves import asked

KELM = Attribution(speaker="Ada Kelm", role="spokeswoman", organisation="Sund Builders", named=True)
UNNAMED = Attribution(speaker="two engineers", how_many=2)
OUTLET = Attribution()


def judged(question: str, claim: Claim) -> tuple[bool, bool]:
    """Whether it fits, and whether it is barred."""
    read = understood(asked(question))
    return fits(claim, read), bars(claim, read)


FITS, DOES_NOT_FIT, BARRED = (True, False), (False, False), (False, True)


@pytest.mark.parametrize(
    ("question", "text", "judgement"),
    [
        ("How many boats sank?", "Nine boats sank in the storm.", FITS),
        ("How many boats sank?", "The storm sank 9 boats.", FITS),
        ("How many boats sank?", "At least 95 or more fishing boats sank.", FITS),
        ("How many boats sank?", "Dozens of boats sank.", FITS),
        ("How many boats sank?", "Boats sank in the storm.", BARRED),
        ("How many boats sank?", "At least 95 people drowned in the storm that sank the boats.", BARRED),
        ("How many people drowned?", "At least 95 drowned.", FITS),
        ("How many people drowned in 2019?", "People drowned in 2019.", BARRED),
        ("How many people drowned in 2019?", "In 2019, 12 drowned.", FITS),
        ("How much did the tunnel cost?", "The tunnel cost 48 million crowns.", FITS),
        ("How much did the tunnel cost?", "It cost half of what was planned.", FITS),
        ("How much did the tunnel cost?", "The tunnel is dear, two engineers say.", BARRED),
        ("How long is the tunnel?", "It is two miles long.", FITS),
        ("How long is the tunnel?", "It is very long.", BARRED),
        ("What percentage voted?", "Turnout was 61%.", FITS),
        ("What percentage voted?", "One in every village voted.", BARRED),
        ("When does the tunnel open?", "The tunnel opens in June.", FITS),
        ("When does the tunnel open?", "The tunnel opens next week.", FITS),
        ("When does the tunnel open?", "The tunnel opens on Friday.", FITS),
        ("When does the tunnel open?", "The tunnel will open in 2031.", FITS),
        ("When does the tunnel open?", "The tunnel will open soon.", DOES_NOT_FIT),
        ("When in June does the tunnel open?", "The tunnel opens in June.", DOES_NOT_FIT),
        ("When does the tunnel open?", "The tunnel may leak; the march goes on.", DOES_NOT_FIT),
        ("Who built the tunnel?", "The tunnel was built by Bo Larsen.", FITS),
        ("Who built the tunnel?", "Bo Larsen built the tunnel.", FITS),
        ("Who built the tunnel?", "Larsen said the tunnel was his.", FITS),
        ("Who built the tunnel?", "The tunnel was built in haste.", DOES_NOT_FIT),
        ("Did Bo Larsen build it, or who?", "It was built by Bo Larsen.", DOES_NOT_FIT),
        ("Where is the tunnel?", "The tunnel runs below the old port of Sund.", FITS),
        ("Why is the tunnel late?", "It is late because a pump broke.", FITS),
        ("Why is the tunnel late?", "It is late due to a strike.", FITS),
        ("Why is the tunnel late?", "It is late.", DOES_NOT_FIT),
        ("What's new on the tunnel?", "The tunnel opens in June.", DOES_NOT_FIT),
        ("Is the tunnel open?", "The tunnel opens in June.", DOES_NOT_FIT),
        ("", "The tunnel opens in June.", DOES_NOT_FIT),
    ],
)
def test_a_claim_answers_what_it_holds(question: str, text: str, judgement: tuple[bool, bool]) -> None:
    assert judged(question, a_claim(text=text)) == judgement


@pytest.mark.parametrize(
    ("question", "by", "judgement"),
    [
        ("What did Ada Kelm say?", KELM, FITS),
        ("What did Kelm say?", KELM, FITS),
        ("What did ADA KELM say?", KELM, FITS),
        ("What did the spokeswoman say?", KELM, FITS),
        ("What did Sund Builders say?", KELM, FITS),
        ("What did the spokeswoman of Sund Builders say?", KELM, FITS),
        ("What did the engineers say?", UNNAMED, FITS),
        ("What did she say?", KELM, FITS),
        ("What did they say?", OUTLET, FITS),
        ("What did Ida Kelm say?", KELM, BARRED),
        ("What did Bo Larsen say?", KELM, BARRED),
        ("What did Ada Kelm say?", UNNAMED, BARRED),
        ("What did Ada Kelm say?", OUTLET, BARRED),
    ],
)
def test_words_answer_for_their_own_speaker_alone(question: str, by: Attribution, judgement: tuple[bool, bool]) -> None:
    assert judged(question, a_claim(text="Ada Kelm opens the tunnel.", attribution=by)) == judgement


@pytest.mark.parametrize(
    ("question", "changes", "judgement"),
    [
        ("Did Ada Kelm deny it?", {"kind": ClaimKind.DENIAL, "attribution": KELM}, FITS),
        ("Who denies it?", {"kind": ClaimKind.DENIAL, "attribution": KELM}, FITS),
        ("Who denies it?", {"kind": ClaimKind.DENIAL, "attribution": OUTLET}, FITS),
        ("Did Bo Larsen deny it?", {"kind": ClaimKind.DENIAL, "attribution": KELM}, BARRED),
        ("Did Ada Kelm deny it?", {"kind": ClaimKind.STATEMENT, "attribution": KELM}, BARRED),
        ("Who denies it?", {"kind": ClaimKind.ALLEGATION, "attribution": KELM}, BARRED),
    ],
)
def test_a_question_of_a_denial_wants_a_denial_by_whom_it_names(
    question: str, changes: dict[str, Any], judgement: tuple[bool, bool]
) -> None:
    assert judged(question, a_claim(**changes)) == judgement


def test_a_figures_unit_says_what_is_counted_where_the_text_puts_it_elsewhere() -> None:
    text = "Of the boats in the port that night, the storm sank 9."
    assert judged("How many boats sank?", a_claim(text=text)) == BARRED
    figure = Figure(value=Decimal(9), unit="boats")
    assert judged("How many boats sank?", a_claim(text=text, figures=(figure,))) == FITS


def test_a_figure_of_something_else_counts_nothing() -> None:
    claim = a_claim(text="The storm killed 95.", figures=(Figure(value=Decimal(95), unit="people"),))
    assert judged("How many boats sank?", claim) == BARRED


def test_two_engineers_are_no_price_and_yet_a_number_of_engineers() -> None:
    claim = a_claim(text="The pump is broken, two engineers say.")
    assert judged("How much does the pump cost?", claim) == BARRED
    assert judged("How many engineers say so?", claim) == FITS
