"""Each sign moves the order the way that it says, where nothing else differs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from digests.answer import Question
from digests.answering import findings
from digests.article import (
    UNKNOWN_TIME,
    Article,
    Attribution,
    Claim,
    ClaimStatus,
    Genre,
    GroundRule,
    PubStatus,
    Relation,
    RelationKind,
    StatusChange,
    StoryId,
    When,
)
from digests.question import understood
from digests.scale import Rarity
from digests.search import AHEAD, FRESH, RECENT, WEIGHTS, Hit, Sign
from digests.sought import Shelved
from tests.builders import MORNING, a_claim, an_article
from tests.shelves import asked

SECOND = timedelta(seconds=1)
RARE, COMMON = 3, 60
"""Of a hundred claims."""
OUTLETS = "Gazette River", "River Gazette"
NOBODY = Attribution()


def told(slug: str, *texts: str, **changes: Any) -> Article:
    """An article of these claims by nobody, with nothing else that a question could hold."""
    claims = tuple(
        a_claim(f"c{rank}", of=slug, text=text, attribution=NOBODY, rank=rank) for rank, text in enumerate(texts, 1)
    )
    return an_article(slug, **{"headline": "Morning notes", "summary": "", "claims": claims, **changes})


def ranked(question: Question, *articles: Article, held: Any = None, stories: Sequence[str] = ()) -> tuple[Hit, ...]:
    """What speaks of it, best first, with every word of the question as rare as any other but for those in ``held``."""
    counts = dict.fromkeys(understood(question).weights, RARE) | (held or {})
    names = stories or [article.slug for article in articles]
    shelf = [Shelved(article=article, story=StoryId(name)) for article, name in zip(articles, names, strict=True)]
    return findings(question, shelf, Rarity(held=counts, total=100)).hits


def order(question: str | Question, *articles: Article, **surroundings: Any) -> list[str]:
    """The articles by their best hits; those that are tied come by name, so the better one is called the later."""
    read = question if isinstance(question, Question) else asked(question)
    return list(dict.fromkeys(hit.article.slug for hit in ranked(read, *articles, **surroundings)))


def sign(of: Sign, question: str | Question, article: Article, *others: Article, **surroundings: Any) -> float:
    """What it is for the first hit of that article."""
    read = question if isinstance(question, Question) else asked(question)
    hits = ranked(read, article, *others, **surroundings)
    return next(hit for hit in hits if hit.article == article).signs[of]


def by_name(*slugs: str, text: str = "The pump broke.") -> list[str]:
    """How those come that differ in nothing."""
    return order("Which pump broke?", *(told(slug, text) for slug in slugs))


def test_those_that_differ_in_nothing_come_by_name_and_rank() -> None:
    assert by_name("b", "c", "a") == ["a", "b", "c"]
    hits = ranked(asked("Which pump broke?"), told("a", "The pump broke.", "The pump broke."))
    assert [hit.claim.rank for hit in hits if hit.claim] == [1, 2]


def test_every_sign_weighs_something_and_speaks_in_one_direction() -> None:
    assert WEIGHTS.keys() == set(Sign)
    against = {Sign.OPINION, Sign.OUTDATED, Sign.TOLD}
    assert all((weight < 0) == (of in against) and weight for of, weight in WEIGHTS.items())


def test_a_claim_with_more_words_of_the_question_comes_first() -> None:
    apart = told("a", "The pump in the old port stopped.", "It broke.")
    together = told("b", "The pump in the old port of town broke.", "The pump in the old port of town stopped.")
    assert order("Which pump broke?", apart, together) == ["b", "a"]
    assert sign(Sign.PAIRS, "Which pump broke?", together) == 0.0


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    articles = told("a", "The tunnel stands."), told("b", "The pelican stands.")
    held = {"tunnel": COMMON, "pelican": RARE}
    assert order("Is a pelican near the tunnel?", *articles, held=held) == ["b", "a"]


def test_a_word_said_twice_hardly_counts_twice() -> None:
    once = sign(Sign.WORDS, "Which pump broke?", told("a", "The pump stopped in fog."))
    twice = sign(Sign.WORDS, "Which pump broke?", told("a", "The pump stopped the pump."))
    assert once < twice < 1.6 * once


def test_words_of_the_credit_count_as_words_of_the_claim() -> None:
    by = Attribution(speaker="Ada Kelm", named=True)
    article = told("b", "It broke.", claims=(a_claim(of="b", text="It broke.", attribution=by),))
    assert order("Is Kelm sure that it broke?", told("a", "It broke."), article) == ["b", "a"]


def test_words_side_by_side_as_in_the_question_come_first() -> None:
    articles = told("a", "Tunnel of mist, harbor of fog, wind"), told("b", "Harbor tunnel of mist, fog, wind")
    assert order("Is the harbor tunnel there?", *articles) == ["b", "a"]
    assert sign(Sign.PAIRS, "harbor tunnel", told("a", "The harbor road tunnel.")) == 1.0
    assert sign(Sign.PAIRS, "harbor tunnel", told("a", "The harbor has a long road tunnel.")) == 0.0


def test_an_article_that_holds_the_rest_of_the_question_in_other_claims_comes_first() -> None:
    alone, whole = told("a", "The pump broke.", "Pump waits."), told("b", "The pump broke.", "Rain waits.")
    assert order("Which pump broke in rain?", alone, whole) == ["b", "a"]
    assert sign(Sign.ARTICLE, "Which pump broke in rain?", whole) == pytest.approx(1)
    assert sign(Sign.ARTICLE, "Which pump broke in rain?", alone) == pytest.approx(2 / 3)


def test_a_claim_in_company_comes_before_one_that_stands_alone() -> None:
    alone, together = told("a", "The pump broke.", "Rain fell."), told("b", "The pump broke.", "The pump leaks.")
    assert order("Which pump broke?", alone, together) == ["b", "a"]
    assert sign(Sign.COMPANY, "Which pump broke?", alone) == 0.0
    assert sign(Sign.COMPANY, "Which pump broke?", together) > 0


def test_a_headline_that_holds_words_of_the_question_comes_first() -> None:
    in_claims = told("a", "The pump rests.", "The pump rests.", headline="Fog notes", summary="Pump.")
    in_headline = told("b", "The fog rests.", "The fog rests.", headline="Pump notes", summary="Fog.")
    assert order("Is there a pump?", in_claims, in_headline) == ["b", "a"]
    assert sign(Sign.HEADLINE, "Is there a pump?", in_claims) == 0.0
    assert sign(Sign.HEADLINE, "Is there a pump?", in_headline) == 1.0


@pytest.mark.parametrize("text", ["What did the River Gazette write on the pump?", "The River Gazette's pump?"])
def test_the_outlet_that_the_question_names_comes_first(text: str) -> None:
    other, named = (told(slug, "The pump broke.", outlet=outlet) for slug, outlet in zip("ab", OUTLETS, strict=True))
    assert order(text, other, named) == ["b", "a"]
    assert sign(Sign.OUTLET, text, named) == 1.0


@pytest.mark.parametrize("outlet", ["River", None, "The", "Gaz", "(River"])
def test_another_outlet_is_not_named(outlet: str | None) -> None:
    article = told("a", "The pump broke.", outlet=outlet)
    assert sign(Sign.OUTLET, "Did a gazette of Riverside (Rivers) tell of the pump?", article) == 0.0


def test_an_outlets_article_is_not_needed_to_name_it() -> None:
    article = told("a", "The pump broke.", outlet="The River Gazette")
    assert sign(Sign.OUTLET, "What does River Gazette say of the pump?", article) == 1.0


def test_an_article_of_the_time_that_the_question_names_comes_first() -> None:
    may = told("b", "The pump broke.", published=When.within(2019, 5))
    fresh = told("a", "The pump broke.")
    assert order("Which pump broke in May 2019?", fresh, may) == ["b", "a"]
    assert sign(Sign.TIME, "Which pump broke in May 2019?", may) == 1.0
    assert sign(Sign.TIME, "Which pump broke in May 2019?", fresh) == 0.5


@pytest.mark.parametrize(
    ("age", "worth"),
    [
        (timedelta(), 1.0),
        (FRESH, 1.0),
        (FRESH + SECOND, 0.5),
        (RECENT, 0.5),
        (RECENT + SECOND, 0.0),
        (-AHEAD, 1.0),
        (-AHEAD - SECOND, 0.0),
    ],
)
def test_fresh_news_comes_before_older_news(age: timedelta, worth: float) -> None:
    article = told("a", "The pump broke.", published=When.at(MORNING - age))
    assert sign(Sign.TIME, "Which pump broke?", article) == worth
    assert sign(Sign.TIME, "What is the latest on the pump?", article) == 2 * worth


def test_news_of_unknown_time_is_as_fresh_as_it_came_in() -> None:
    old, new = (
        told(slug, "The pump broke.", published=UNKNOWN_TIME, received=MORNING - age)
        for slug, age in (("a", RECENT), ("b", FRESH))
    )
    assert order("Which pump broke?", old, new) == ["b", "a"]


def test_a_claim_that_holds_the_kind_of_thing_asked_for_comes_first() -> None:
    undated, dated = told("a", "The pump broke soon."), told("b", "The pump broke Monday.")
    assert order("When did the pump break?", undated, dated) == ["b", "a"]


def test_a_story_that_several_outlets_tell_comes_first() -> None:
    alone, first, second = (told(slug, "The pump broke.", outlet=f"Paper {slug}") for slug in "abc")
    found = order("Which pump broke?", alone, first, second, stories=["one", "two", "two"])
    assert found == ["b", "c", "a"]


@pytest.mark.parametrize("others", [{"outlet": "Paper"}, {"outlet": None}, {"outlet": "Post", "relays": "Paper"}])
def test_an_outlet_told_again_is_no_second_one(others: dict[str, Any]) -> None:
    first, second = told("a", "The pump broke.", outlet="Paper"), told("b", "The pump broke.", **others)
    assert sign(Sign.SPREAD, "Which pump broke?", first, second, stories=["one", "one"]) == 0.0


def test_news_comes_before_opinion() -> None:
    opinion, news = told("a", "The pump broke.", genre=Genre.OPINION), told("b", "The pump broke.")
    assert order("Which pump broke?", opinion, news) == ["b", "a"]


def updating(slug: str, other: str, kind: RelationKind, **changes: Any) -> Claim:
    return a_claim(
        "new",
        of=slug,
        text="The pump broke.",
        attribution=NOBODY,
        relations=(Relation(kind=kind, claim=told(other, "x").claims[0].id),),
        **changes,
    )


def test_a_claim_that_another_one_updates_comes_after_it() -> None:
    old = told("a", "The pump broke.")
    new = told("b", claims=(updating("b", "a", RelationKind.UPDATES),))
    assert order("Which pump broke?", old, new) == ["b", "a"]


@pytest.mark.parametrize("kind", sorted(set(RelationKind) - {RelationKind.UPDATES}))
def test_a_claim_that_another_one_speaks_of_otherwise_stays_where_it_is(kind: RelationKind) -> None:
    old, new = told("a", "The pump broke."), told("b", claims=(updating("b", "a", kind),))
    assert order("Which pump broke?", old, new) == ["a", "b"]


def test_an_update_that_was_withdrawn_takes_nobodys_place() -> None:
    gone = StatusChange(status=ClaimStatus.WITHDRAWN, at=MORNING, by="Harbor Courier", reason="an error")
    old = told("a", "The pump broke.")
    new = told("b", claims=(updating("b", "a", RelationKind.UPDATES, history=(gone,)),))
    assert sign(Sign.OUTDATED, "Which pump broke?", old, new) == 0.0


def test_what_the_asker_has_read_comes_last() -> None:
    read, unread = told("a", "The pump broke in fog."), told("b", "The pump leaked.")
    question = asked("Which pump is it?", history=[("What broke?", "The pump broke in fog.")])
    assert order(question, read, unread) == ["b", "a"]
    assert sign(Sign.TOLD, question, read) == 1.0
    assert sign(Sign.TOLD, question, unread) == 0.0


def test_who_said_that_brings_what_the_asker_has_read_to_the_front() -> None:
    read, other = told("b", "The pump broke in fog."), told("a", "The pump leaked.")
    question = asked("Who said that?", history=[("What broke?", "The pump broke in fog.")])
    assert order(question, other, read) == ["b", "a"]


def test_a_hit_tells_which_words_it_holds_and_which_its_article_does() -> None:
    hits = ranked(asked("Which pump broke in Sund?"), told("a", "The pump leaks.", "Sund waits."))
    assert [set(hit.held) for hit in hits] == [{"sund"}, {"pump"}]
    assert {hit.around for hit in hits} == {frozenset({"pump", "sund"})}


def test_an_article_is_found_by_its_lead_too() -> None:
    (hit,) = ranked(asked("Is there a pelican?"), told("a", "The pump broke.", summary="A pelican sat on it."))
    assert hit.claim is None
    assert hit.held == {"pelican"}


def test_an_article_that_holds_no_word_of_the_question_is_no_hit() -> None:
    assert ranked(asked("Is there a pelican?"), told("a", "The pump broke."), an_article("b", claims=())) == ()
    assert ranked(asked("?!"), told("a", "The pump broke.")) == ()
    assert ranked(asked("Is there a pelican?")) == ()


@pytest.mark.parametrize(
    "barred",
    [
        {"pubstatus": PubStatus.WITHHELD},
        {"pubstatus": PubStatus.CANCELED},
        {"embargoed_until": MORNING + SECOND},
    ],
)
def test_a_barred_article_is_no_hit(barred: dict[str, Any]) -> None:
    assert ranked(asked("Which pump broke?"), told("a", "The pump broke.", **barred)) == ()


@pytest.mark.parametrize(
    "barred",
    [
        {"ground_rule": GroundRule.OFF_THE_RECORD},
        {"history": (StatusChange(status=ClaimStatus.WITHDRAWN, at=MORNING, by="Courier", reason="an error"),)},
    ],
)
def test_a_barred_claim_is_no_hit_and_adds_nothing_to_its_article(barred: dict[str, Any]) -> None:
    secret = a_claim("secret", of="a", text="The pump broke.", rank=2, **barred)
    seen = a_claim("seen", of="a", text="The pump is old.", attribution=NOBODY)
    article = told("a", claims=(seen, secret), summary="The pump broke.")
    (hit,) = ranked(asked("Which pump broke?"), article)
    assert (hit.claim, hit.signs[Sign.COMPANY]) == (seen, 0.0)
    assert hit.around == {"pump"}
