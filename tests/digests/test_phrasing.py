"""The answer desk: a model may choose and shorten, and can add nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from digests.answer import Answer, Question
from digests.answering import MOST_WORDS, answer, choices
from digests.article import Article, Attribution, ClaimKind, Relation, RelationKind
from digests.clearance import credit
from digests.errors import WriterFailed
from digests.minding import FAILURES, Limits, Minder
from digests.phrasing import AnswerDesk
from digests.proposal import Proposal, Proposed
from tests.builders import MORNING, a_claim, an_article
from tests.digests.test_rewriting import Purse
from tests.shelves import asked, looked_up

LARSEN = Attribution(speaker="Bo Larsen", role="engineer", named=True)
CHARGE = a_claim(
    "late",
    text="The harbor tunnel, which opened on Monday, runs at least a year late, two engineers say.",
    kind=ClaimKind.ALLEGATION,
)
DENIAL = a_claim(
    "denial",
    text="The harbor tunnel is on schedule, Bo Larsen says.",
    kind=ClaimKind.DENIAL,
    attribution=LARSEN,
    relations=(Relation(kind=RelationKind.DENIES, claim=CHARGE.id),),
    rank=2,
)
PRICE = a_claim("price", text="The harbor tunnel cost about 48 million crowns, Bo Larsen said on Friday.", rank=3)
TUNNEL = an_article(claims=(CHARGE, DENIAL, PRICE), headline="Harbor tunnel")
QUESTION = asked("What of the harbor tunnel?")


class Oracle:
    """A writer that gives one answer to everything, or fails, and remembers what it was shown."""

    def __init__(self, *said: tuple[str, int], fails: bool = False) -> None:
        self.said = tuple(Proposed(text=text, rests_on=number) for text, number in said)
        self.shown: list[tuple[str, ...]] = []
        self._fails = fails

    async def write(self, headline: str, sentences: Sequence[str]) -> Proposal:
        raise NotImplementedError

    async def answer(self, question: str, claims: Sequence[str]) -> tuple[Proposed, ...]:
        self.shown.append(tuple(claims))
        if self._fails:
            raise WriterFailed("it is down")
        return self.said


def a_desk(oracle: Oracle, *, a_day: int = 1000) -> AnswerDesk:
    return AnswerDesk(oracle, Minder(Purse(), Limits(a_day=a_day, seconds=5.0)))


async def phrased(oracle: Oracle, *articles: Article, question: Question = QUESTION) -> Answer:
    found = looked_up(question, *(articles or (TUNNEL,)))
    return await a_desk(oracle).phrased(answer(question, found), found)


def extract(question: Question = QUESTION) -> Answer:
    return answer(question, looked_up(question, TUNNEL))


def number_of(text: str) -> int:
    """As the model is shown the claims."""
    shown = [citation.claim.text for citation in choices(looked_up(QUESTION, TUNNEL))]
    return shown.index(text) + 1


async def test_a_claim_that_the_model_shortened_is_told_so_with_its_speaker_and_its_denial() -> None:
    short = "The harbor tunnel runs at least a year late, two engineers say."
    told = await phrased(Oracle((short, number_of(CHARGE.text))))
    assert told.sentences[0].text.startswith(short)
    assert [one.citations[0].claim for one in told.sentences] == [CHARGE, DENIAL]


async def test_the_model_chooses_which_claims_answer() -> None:
    told = await phrased(Oracle((PRICE.text, number_of(PRICE.text))))
    assert [one.citations[0].claim for one in told.sentences] == [PRICE]


@pytest.mark.parametrize("number", [0, -1, 4, 99])
async def test_a_sentence_that_cites_no_claim_is_dropped(number: int) -> None:
    assert await phrased(Oracle((PRICE.text, number))) == extract()


async def test_a_sentence_that_cites_the_wrong_claim_is_dropped() -> None:
    assert await phrased(Oracle((PRICE.text, number_of(CHARGE.text)))) == extract()


async def test_a_claim_is_told_once_however_often_it_is_chosen() -> None:
    told = await phrased(Oracle(*3 * [(PRICE.text, number_of(PRICE.text))]))
    assert len(told.sentences) == 1


async def test_what_has_no_room_beside_its_denial_is_not_told() -> None:
    long = replace(DENIAL, text=f"The harbor tunnel is on schedule, {'so ' * 50}Bo Larsen says.")
    told = await phrased(Oracle((CHARGE.text, 1)), an_article(claims=(CHARGE, long, PRICE), headline="Harbor tunnel"))
    assert all(one.citations[0].claim.id != CHARGE.id or len(told.sentences) > 1 for one in told.sentences)
    assert sum(len(one.text.split()) for one in told.sentences) <= MOST_WORDS + 60


@pytest.mark.parametrize("oracle", [Oracle(), Oracle(fails=True), Oracle(("", 1), ("?", 2))])
async def test_where_nothing_is_left_the_extract_stands(oracle: Oracle) -> None:
    assert await phrased(oracle) == extract()


async def test_what_the_record_does_not_hold_is_never_put_to_a_model() -> None:
    oracle = Oracle((PRICE.text, 1))
    told = await phrased(oracle, question=asked("Which volcano erupted in Peru?"))
    assert not told.answered
    assert oracle.shown == []


async def test_nothing_under_embargo_or_withheld_is_shown_to_a_model() -> None:
    oracle = Oracle()
    sealed = an_article("sealed", claims=(a_claim("x", of="sealed", text="The harbor tunnel fell in."),))
    await phrased(oracle, TUNNEL, replace(sealed, embargoed_until=MORNING + timedelta(hours=1)))
    assert "The harbor tunnel fell in." not in oracle.shown[0]


async def test_a_model_that_keeps_failing_is_left_alone() -> None:
    oracle, found = Oracle(fails=True), looked_up(QUESTION, TUNNEL)
    desk = a_desk(oracle)
    for _ in range(FAILURES + 2):
        assert await desk.phrased(extract(), found) == extract()
    assert len(oracle.shown) == FAILURES


async def test_a_spent_budget_leaves_the_extract() -> None:
    oracle, found = Oracle((PRICE.text, number_of(PRICE.text))), looked_up(QUESTION, TUNNEL)
    desk = a_desk(oracle, a_day=1)
    first, second = await desk.phrased(extract(), found), await desk.phrased(extract(), found)
    assert first != second == extract()


def attacks() -> list[str]:
    """What a lying model, or one that obeys an article, makes of the claims."""
    bases = (CHARGE.text, DENIAL.text, PRICE.text)
    numbers = [base.replace("a year", f"{count} years") for base in bases[:1] for count in range(2, 22)]
    prices = [PRICE.text.replace("48", str(count)) for count in (4, 47, 49, 84, 480, 4800, 48000)]
    units = [PRICE.text.replace("million", unit) for unit in ("billion", "thousand", "hundred", "trillion")]
    coins = [PRICE.text.replace("crowns", coin) for coin in ("dollars", "euros", "pounds", "yen")]
    people = ("Ada Kelm", "Mayor Quill", "Ida Brandt", "the prime minister", "Bo Larson", "B. Larsen", "Larsen's wife")
    names = [base.replace(old, new) for base in bases for old in ("Bo Larsen", "two engineers") for new in people]
    days = ("Monday", "Sunday", "March 3", "yesterday", "2019", "May")
    dates = [base.replace(old, new) for base in bases for old in ("Friday", "Monday") for new in days]
    hedges = [base.replace(hedge, "") for base in bases for hedge in ("at least ", "about ", ", two engineers say")]
    quotes = [f"{base[:-1]}: “{said}”." for base in bases for said in ("we lied", "it is a scandal", "all is well")]
    more = [
        f"{base[:-1]}, {end}."
        for base in bases
        for end in (
            "and 12 people died",
            "police said",
            "which was a crime",
            "in Oslo",
            "according to the BBC",
            "<!channel> vote now",
            "[see](https://evil.example)",
            "@everyone",
        )
    ]
    flat = ["The harbor tunnel is not on schedule, Bo Larsen says.", "The harbor tunnel never opened on Monday."]
    joined = [f"{one[:-1]} and {other}" for one in bases for other in bases if one != other]
    lies = numbers + prices + units + coins + names + dates + hedges + quotes + more + flat + joined
    return [lie for lie in dict.fromkeys(lies) if lie not in bases]


async def test_no_attack_brings_in_a_number_a_name_a_date_or_a_quotation() -> None:
    """Each is put as the sentence of every claim; whatever is told then stands, word for word, in the claims."""
    known = {
        word
        for claim in (CHARGE, DENIAL, PRICE)
        for text in (claim.text, credit(claim) or "", f"({claim.status})")
        for word in re.findall(r"[\w“”@<>!]+", text)
    }
    variants = [
        form for lie in attacks() for form in (lie, lie.upper(), f"“{lie}”", f"{lie} {CHARGE.text}", f"Breaking: {lie}")
    ]
    told = 0
    for lie in variants:
        answered = await phrased(Oracle(*((lie, number) for number in (1, 2, 3))))
        for sentence in answered.sentences:
            told += 1
            assert set(re.findall(r"[\w“”@<>!]+", sentence.text)) <= known, (lie, sentence.text)
    assert told >= len(variants)
    assert len(variants) >= 200


async def test_a_dropped_hedge_is_put_back_with_the_whole_claim() -> None:
    bold = PRICE.text.replace("about ", "")
    told = await phrased(Oracle((bold, number_of(PRICE.text))))
    assert all(bold not in one.text for one in told.sentences)
