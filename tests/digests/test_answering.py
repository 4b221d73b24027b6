"""Answers cite what the record holds, or say that it does not hold it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from digests.answer import Answer
from digests.answering import MOST_SENTENCES, MOST_WORDS
from digests.article import Article, Attribution, ClaimKind, Figure, PubStatus, Relation, RelationKind
from tests.builders import MORNING, a_claim, an_article
from tests.shelves import answered, asked, looked_up

KELLY = Attribution(speaker="Ada Kelm", role="spokeswoman", organisation="the builder", named=True)
CHARGE = a_claim("late", text="The harbor tunnel runs a year late, two engineers say.", kind=ClaimKind.ALLEGATION)
DENIAL = a_claim(
    "denial",
    text="The harbor tunnel is on schedule, Ada Kelm says.",
    kind=ClaimKind.DENIAL,
    attribution=KELLY,
    relations=(Relation(kind=RelationKind.DENIES, claim=CHARGE.id),),
    rank=2,
)
PRICE = a_claim(
    "price",
    text="The harbor tunnel was bought for 48 million crowns.",
    figures=(Figure(value=Decimal(48_000_000), unit="crowns"),),
    rank=3,
)


def ask(text: str, *articles: Article, hours: int = 0) -> Answer:
    told = articles or (an_article(claims=(CHARGE, DENIAL, PRICE)),)
    return answered(asked(text, at=MORNING + timedelta(hours=hours)), *told)


def test_a_charge_is_answered_with_its_denial() -> None:
    told = ask("Does the harbor tunnel run a year late?")
    assert [sentence.citations[0].claim.id for sentence in told.sentences][:2] == [CHARGE.id, DENIAL.id]


def test_every_sentence_cites_the_claim_that_it_rests_on() -> None:
    told = ask("Is the harbor tunnel on schedule?")
    assert told.answered
    for sentence in told.sentences:
        (citation,) = sentence.citations
        assert citation.claim.text in sentence.text


@pytest.mark.parametrize("asked", ["Which volcano erupted in Peru?", "", "?!", "the of and", "x" * 4000])
def test_what_the_record_does_not_hold_is_not_answered(asked: str) -> None:
    told = ask(asked)
    assert not told.answered
    assert told.sentences == ()
    assert 0 <= told.confidence < 1


def test_an_empty_record_answers_nothing_and_knows_nothing_nearer() -> None:
    told = answered(asked("Who denied it?"))
    assert (told.answered, told.nearest) == (False, ())


def test_a_refusal_shows_what_comes_nearest() -> None:
    told = ask("Which colour is the harbor tunnel in Vienna painted?")
    assert not told.answered
    assert told.nearest


def test_words_of_one_speaker_never_answer_for_another() -> None:
    assert ask("What did Ada Kelm say about the harbor tunnel?").answered
    assert not ask("What did Bo Larsen say about the harbor tunnel?").answered


def test_how_much_is_answered_by_a_claim_with_a_figure() -> None:
    told = ask("How much does the harbor tunnel cost?")
    assert told.sentences[0].citations[0].claim.id == PRICE.id
    assert all(citation.claim.figures for sentence in told.sentences for citation in sentence.citations)


def test_a_follow_up_is_read_with_what_was_asked_before() -> None:
    follow_up = asked("Who denies it?", history=[("Does the harbor tunnel run late?", "Yes, two engineers say.")])
    told = answered(follow_up, an_article(claims=(CHARGE, DENIAL, PRICE)))
    assert told.sentences[0].citations[0].claim.id == DENIAL.id


def test_a_follow_up_is_not_told_what_was_told_already() -> None:
    before = ("What of the harbor tunnel?", CHARGE.text)
    article = an_article(claims=(CHARGE, PRICE))
    first = looked_up(asked("And the harbor tunnel's builder?", history=[before]), article).hits[0]
    assert first.claim == PRICE


def test_who_said_that_is_answered_with_the_very_claim() -> None:
    before = ("Is the harbor tunnel on schedule?", DENIAL.text)
    told = answered(asked("Who said that?", history=[before]), an_article(claims=(CHARGE, DENIAL, PRICE)))
    assert "Ada Kelm, spokeswoman" in told.sentences[0].text


def test_a_question_of_a_denial_is_answered_by_that_speakers_denial_alone() -> None:
    told = ask("Did Ada Kelm deny that the harbor tunnel runs late?")
    assert told.sentences[0].citations[0].claim.id == DENIAL.id
    assert not ask("Did Bo Larsen deny that the harbor tunnel runs late?").answered


def test_a_count_of_something_else_is_no_answer() -> None:
    deaths = a_claim("deaths", text="At least 95 people were killed in the strikes on boats, the navy says.")
    strikes = an_article(claims=(deaths,), headline="Strikes on boats")
    assert ask("How many people were killed in the strikes on boats?", strikes).answered
    assert not ask("How many boats were killed in the strikes?", strikes).answered


def test_copies_of_one_agencys_story_are_told_once() -> None:
    papers = [an_article(name, claims=(a_claim("price", of=name, text=PRICE.text),)) for name in ("courier", "mirror")]
    told = ask("What was the harbor tunnel bought for?", *papers)
    assert len(told.sentences) == 1


def test_an_answer_is_short() -> None:
    many = tuple(
        a_claim(f"c{place}", text=f"The harbor tunnel runs late, engineer {place} says {'again ' * 20}.", rank=place)
        for place in range(1, 9)
    )
    told = ask("Does the harbor tunnel run late, engineer?", an_article(claims=many))
    assert 1 <= len(told.sentences) <= MOST_SENTENCES
    assert sum(len(sentence.text.split()) for sentence in told.sentences[1:]) <= MOST_WORDS


def test_nothing_under_embargo_answers_before_its_instant() -> None:
    held = an_article(claims=(PRICE,), embargoed_until=MORNING + timedelta(hours=1))
    assert not ask("How much does the harbor tunnel cost?", held).nearest
    assert ask("How much does the harbor tunnel cost?", held, hours=1).answered


@pytest.mark.parametrize("status", [PubStatus.WITHHELD, PubStatus.CANCELED])
def test_what_the_desk_holds_back_is_neither_told_nor_named(status: PubStatus) -> None:
    told = ask("How much does the harbor tunnel cost?", an_article(claims=(PRICE,), pubstatus=status))
    assert (told.answered, told.nearest) == (False, ())
