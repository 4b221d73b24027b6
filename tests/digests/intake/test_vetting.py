"""What a model proposes, taken up where it holds: the model picks and strikes out, the reading stays ours."""

import pytest

from digests.article import Article, Claim
from digests.intake.claiming import claims_of, key_claims
from digests.intake.trimming import Fault
from digests.intake.vetting import MOST_PROPOSED, shown, vetted
from digests.proposal import Proposal, Proposed
from tests.builders import an_article
from tests.digests.intake.ferry import BODY, BOUGHT, CROSSING, DENIED, NEED, YARD

SHORT_BOUGHT = "The council of Skarv bought a second ferry on Monday for at least 4.2 million crowns."
SHORT_CROSSING = "Some 340 people use the crossing each day, the harbor office reported."
SHORT_YARD = "The yard in Tarnwick may deliver it in June, Mara Lind told the Courier."


def the_article(body: str = BODY, *, most: int = 16) -> Article:
    """As it was read without a model, with its best claims."""
    found = claims_of(body, slug=an_article().slug, headline="Council buys ferry", outlet="Harbor Courier")
    claims = key_claims(found, most=most)
    return an_article(body=body, headline="Council buys ferry", summary="The extract.", claims=claims)


def proposed(*sentences: tuple[str, int]) -> tuple[Proposed, ...]:
    return tuple(Proposed(text=text, rests_on=number) for text, number in sentences)


def told(article: Article, summary: tuple[Proposed, ...] = (), claims: tuple[Proposed, ...] = ()) -> Article:
    return vetted(
        Proposal(summary=summary, claims=claims), article, shown(article.body, language=article.language)
    ).article


def why(*summary: tuple[str, int]) -> list[Fault]:
    article = the_article()
    done = vetted(Proposal(summary=proposed(*summary)), article, shown(article.body, language=article.language))
    return [dropped.why for dropped in done.dropped]


def resting_on(article: Article, words: str) -> Claim:
    """The only claim whose sentence holds the words."""
    found = [c for c in article.claims if c.evidence and words in article.body[slice(*c.evidence.whole[0])]]
    (claim,) = found
    return claim


def test_a_summary_is_told_in_the_order_of_the_article() -> None:
    summary = told(the_article(), proposed((SHORT_CROSSING, 5), (SHORT_BOUGHT, 1))).summary
    assert summary == f"{SHORT_BOUGHT} {SHORT_CROSSING}"


def test_where_nothing_holds_the_article_is_as_it_was() -> None:
    article = the_article()
    invented = proposed(("The council of Skarv was bought by Vale for 9 crowns.", 1), ("Vale did it.", 9))
    assert told(article, invented, invented) == article


def test_what_holds_stays_beside_what_is_dropped() -> None:
    assert told(the_article(), proposed(("Vale did it.", 2), (SHORT_BOUGHT, 1))).summary == SHORT_BOUGHT


@pytest.mark.parametrize("number", [-1, 0, 6, 10**30])
def test_a_sentence_that_rests_on_none_of_the_article_is_dropped(number: int) -> None:
    assert why((SHORT_BOUGHT, number)) == [Fault.UNFOUND]


def test_a_sentence_that_cites_another_than_its_own_is_dropped() -> None:
    assert why((SHORT_BOUGHT, 2)) != []


def test_a_summary_has_sixty_words_and_each_sentence_once() -> None:
    whole = [(DENIED, 3), (YARD, 4), (CROSSING, 5)]
    assert why((SHORT_BOUGHT, 1), (SHORT_BOUGHT, 1), *whole) == [Fault.TOO_LONG, Fault.TOO_LONG]
    assert why(("x " * 400, 1)) == [Fault.TOO_LONG]


def test_a_summary_leans_on_nothing_that_was_left_out() -> None:
    assert why((BOUGHT, 1)) == [Fault.LEANS]


def test_a_summary_of_a_few_words_takes_no_place() -> None:
    body = BODY + "\nThe ferry sails."
    assert told(the_article(body), proposed(("The ferry sails.", 6))).summary == "The extract."


def test_a_claim_is_shortened_and_stays_itself() -> None:
    article = the_article()
    before = resting_on(article, "bought")
    after = resting_on(told(article, claims=proposed((SHORT_BOUGHT, 1))), "bought")
    assert (before.text, after.text) == (f"T{BOUGHT[5:]}", SHORT_BOUGHT)
    assert (after.id, after.kind, after.attribution, after.evidence) == (
        before.id,
        before.kind,
        before.attribution,
        before.evidence,
    )
    assert len(after.figures) < len(before.figures)


def test_a_claim_that_would_lose_its_speakers_full_name_stays_as_it_was() -> None:
    body = BODY + "\nThe ferry may sail in July, Lind said, once its crew is trained and the harbor is dredged."
    article = the_article(body)
    short = "The ferry may sail in July, Lind said, once its crew is trained."
    assert told(article, claims=proposed((short, 6))).claims == article.claims


def test_a_quotation_is_never_shortened() -> None:
    article = the_article()
    cut = "“We need it before the winter, and we will not wait,” said Mara Lind after the vote."
    assert (
        resting_on(told(article, claims=proposed((cut, 2))), "We need it").text == resting_on(article, "We need").text
    )
    assert NEED in BODY


def test_a_claim_that_was_passed_over_may_be_picked() -> None:
    article = the_article(most=1)
    picked = told(article, claims=proposed((SHORT_YARD, 4)))
    assert picked.claims[:1] == article.claims
    assert [(claim.text, claim.rank) for claim in picked.claims[1:]] == [(SHORT_YARD, 2)]


def test_a_sentence_in_which_we_read_no_claim_makes_none() -> None:
    assert told(the_article(), claims=proposed((SHORT_CROSSING, 5))) == the_article()


def test_a_charge_is_not_picked_without_its_denial() -> None:
    charge = "Prosecutors accused Hale of taking 3 million crowns from the yard in the spring of 2024."
    denial = "Hale denied taking the 3 million crowns from the yard."
    body = f"{BODY}\n{charge}\n{denial}"
    found = claims_of(body, slug=an_article().slug, headline="", outlet=None)
    assert any(claim.relations for claim in found)
    article = the_article(body, most=1)
    assert told(article, claims=proposed((charge, 6))).claims == article.claims


def test_an_endless_proposal_is_not_read_to_its_end() -> None:
    many = [("Vale did it.", 1)] * (MOST_PROPOSED * 9)
    assert len(why(*many)) == MOST_PROPOSED


def test_only_an_english_article_of_some_length_is_shown() -> None:
    german = "Der Rat von Skarv kaufte am Montag eine zweite Fähre für die Stadt und den Hafen. " * 9
    assert len(shown(BODY, language="en")) == 5
    assert shown(german, language="de") == shown(BOUGHT, language="en") == shown("", language=None) == ()


def test_a_long_article_is_shown_from_its_top() -> None:
    sentences = shown(f"{BODY}\n" * 200, language="en")
    assert sentences[-1].end <= 12_000
    assert len(sentences) > 50
