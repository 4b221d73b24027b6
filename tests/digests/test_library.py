"""What is looked up in the library: claims, stories, searches; and nothing that may not be read."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from digests.answer import Citation, Question
from digests.article import (
    HOUSE,
    Article,
    Attribution,
    ClaimId,
    ClaimKind,
    GroundRule,
    Relation,
    RelationKind,
    StoryId,
    Tenant,
)
from digests.errors import NotFound
from digests.library import Library
from digests.store.opening import Store, opened
from tests.builders import MORNING, a_claim, an_article

HOUR = timedelta(hours=1)
KELM = Attribution(speaker="Ada Kelm", role="mayor", named=True)
LARSEN = Attribution(speaker="Bo Larsen", role="engineer", named=True)
LATE = a_claim("late", text="The harbor tunnel runs a year late, Bo Larsen says.", attribution=LARSEN, rank=2)
DENIAL = a_claim(
    "denial",
    text="The harbor tunnel is on schedule, Ada Kelm says.",
    kind=ClaimKind.DENIAL,
    attribution=KELM,
    relations=(Relation(kind=RelationKind.DENIES, claim=LATE.id),),
    rank=3,
)
PRICE = a_claim("price", text="The harbor tunnel cost 48 million crowns.", attribution=Attribution(), rank=1)
TUNNEL = an_article(claims=(LATE, DENIAL, PRICE), headline="Harbor tunnel a year late")
FERRY = an_article(
    "ferry",
    headline="Council buys a ferry",
    received=MORNING + HOUR,
    claims=(a_claim("buy", of="ferry", text="The council buys a ferry, Ada Kelm says.", attribution=KELM),),
)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        for article in (TUNNEL, FERRY):
            await store.archive.keep(article, story=StoryId(article.slug))
        yield store


async def library(store: Store) -> Library:
    await store.index.catch_up()
    return Library(index=store.index, archive=store.archive)


def asked(text: str, *, tenant: Tenant = HOUSE) -> Question:
    return Question(text=text, tenant=tenant, at=MORNING + 2 * HOUR)


def ids(citations: tuple[Citation, ...]) -> list[str]:
    return [citation.claim.id.rpartition("/")[2] for citation in citations]


async def test_a_speakers_claims_come_newest_first_each_charge_with_its_denial(store: Store) -> None:
    assert ids((await (await library(store)).claims(asked("Ada Kelm"))).citations) == ["buy", "denial", "late"]
    assert ids((await (await library(store)).claims(asked("kelm"))).citations)[0] == "buy"


async def test_the_claims_of_a_story_come_weightiest_first_and_the_rest_is_counted(store: Store) -> None:
    listing = await (await library(store)).claims(asked("harbor-tunnel"), most=1)
    assert (ids(listing.citations), listing.more) == (["price"], 2)
    assert "Harbor tunnel a year late" in listing.heading


async def test_a_charge_is_never_listed_without_its_denial(store: Store) -> None:
    assert ids((await (await library(store)).search(asked("runs a year late"), most=1)).citations) == ["late", "denial"]


async def test_a_search_that_finds_nothing_lists_nothing(store: Store) -> None:
    assert (await (await library(store)).search(asked("volcano"))).citations == ()


@pytest.mark.parametrize("name", ["ferry", "council ferry", "  ferry ", "Council buys a ferry"])
async def test_a_story_is_found_by_its_id_and_by_words_of_it(store: Store, name: str) -> None:
    file = await (await library(store)).story(asked(name))
    assert (file.item.story, [article.slug for article in file.articles]) == ("ferry", ["ferry"])


async def test_a_storys_articles_are_told_oldest_first(store: Store) -> None:
    later = an_article("later", headline="Ferry arrives", received=MORNING + 2 * HOUR, claims=())
    await store.archive.keep(later, story=StoryId("ferry"))
    file = await (await library(store)).story(asked("ferry"))
    assert [article.slug for article in file.articles] == ["ferry", "later"]


@pytest.mark.parametrize("name", ["volcano", "?!", "x" * 400])
async def test_what_goes_by_no_such_name_is_told_so_with_the_next_step(store: Store, name: str) -> None:
    for look in ((await library(store)).story, (await library(store)).claims):
        with pytest.raises(NotFound, match="words of a headline"):
            await look(asked(name))


async def test_nothing_under_embargo_is_looked_up_and_it_lifts_at_its_instant(store: Store) -> None:
    lifts = MORNING + 2 * HOUR
    claims = (a_claim("x", of="sealed", text="The quarry closes, Ada Kelm says.", attribution=KELM),)
    sealed = an_article("sealed", headline="Quarry closes", claims=claims, embargoed_until=lifts + HOUR)
    await store.archive.keep(sealed, story=StoryId("sealed"))
    assert "x" not in ids((await (await library(store)).claims(asked("Ada Kelm"))).citations)
    for name in ("sealed", "quarry"):
        with pytest.raises(NotFound):
            await (await library(store)).story(asked(name))
    opened_now = Question(text="quarry", tenant=HOUSE, at=lifts + HOUR)
    assert (await (await library(store)).story(opened_now)).item.story == "sealed"


async def test_to_look_for_a_name_unmasks_nobody(store: Store) -> None:
    secret = Attribution(speaker="Ida Brandt", named=True)
    background = a_claim("b", of="bg", text="Pumps leak.", attribution=secret, ground_rule=GroundRule.ON_BACKGROUND)
    await store.archive.keep(an_article("bg", headline="Leaks", claims=(background,)), story=StoryId("bg"))
    with pytest.raises(NotFound):
        await (await library(store)).claims(asked("Ida Brandt"))


async def test_no_tenant_looks_up_what_is_anothers(store: Store) -> None:
    theirs: Article = an_article("quarry", tenant=Tenant("slack:T1"), headline="Quarry closes", claims=())
    await store.archive.keep(theirs, story=StoryId("quarry"))
    assert (await (await library(store)).story(asked("quarry", tenant=Tenant("slack:T1")))).item.story == "quarry"
    for tenant in (HOUSE, Tenant("slack:T2")):
        with pytest.raises(NotFound):
            await (await library(store)).story(asked("quarry", tenant=tenant))


async def test_a_claim_is_found_by_its_id_for_the_desk(store: Store) -> None:
    assert (await (await library(store)).claim(HOUSE, PRICE.id)).claim == PRICE
    with pytest.raises(NotFound, match="rundown search"):
        await (await library(store)).claim(HOUSE, ClaimId("harbor-tunnel/none"))


def charged(text: str, denial: str, *, apart: bool = False) -> list[Article]:
    """A charge against the mayor and her denial, which may stand in another outlet's article of the same story."""
    charge = a_claim("charge", of="bribe", text=text, kind=ClaimKind.ALLEGATION, attribution=LARSEN)
    denies = (Relation(kind=RelationKind.DENIES, claim=charge.id),)
    place = "answer" if apart else "bribe"
    denied = a_claim("denied", of=place, text=denial, kind=ClaimKind.DENIAL, attribution=KELM, relations=denies)
    first = an_article("bribe", headline="Mayor accused", claims=(charge,) if apart else (charge, denied))
    second = an_article("answer", headline="Town hall speaks", outlet="Island Wire", claims=(denied,))
    return [first, second] if apart else [first]


LONG = " ".join(["which", "the", "town", "hall", "disputes", "in", "every", "part"] * 6)
SAID = "Mayor Vogt took a bribe of 40,000 euros from the builder Strand."
UNSAID = "Mayor Vogt took no bribe of 40,000 euros from the builder Strand."


@pytest.mark.parametrize(
    ("text", "denial", "question"),
    [
        (SAID, "All of it is invented, Ada Kelm says.", "How much was the bribe from the builder Strand?"),
        (SAID, UNSAID, "How much was the bribe from the builder Strand?"),
        (SAID, UNSAID, "Did Mayor Vogt take a bribe from the builder Strand?"),
        (f"{SAID[:-1]}, {LONG}.", f"{UNSAID[:-1]}, {LONG}.", "How much was the bribe from the builder Strand?"),
    ],
    ids=["no word in common with the question", "the same words", "asked for the denial", "longer than an answer"],
)
@pytest.mark.parametrize("apart", [False, True], ids=["one article", "two articles"])
async def test_a_charge_is_told_with_its_denial_wherever_that_stands(
    text: str, denial: str, question: str, apart: bool
) -> None:
    async with opened("sqlite://") as store:
        for article in charged(text, denial, apart=apart):
            await store.archive.keep(article, story=StoryId("bribe"))
        told = await (await library(store)).answer(asked(question))
        assert {cited.claim.id.rpartition("/")[2] for cited in told.sources} == {"charge", "denied"}
        listed = await (await library(store)).search(asked("builder Strand"))
        assert {cited.claim.id.rpartition("/")[2] for cited in listed.citations} == {"charge", "denied"}


async def test_what_comes_nearest_is_no_charge_without_its_denial() -> None:
    async with opened("sqlite://") as store:
        for article in charged(SAID, "All of it is invented, Ada Kelm says."):
            await store.archive.keep(article, story=StoryId("bribe"))
        told = await (await library(store)).answer(
            asked("Which bank in Vienna paid the bribe of the builder Strand to whom?")
        )
    assert not told.answered
    assert [cited.claim.id for cited in told.nearest] == ["bribe/charge", "bribe/denied"]


async def test_people_of_like_names_are_two_people() -> None:
    async with opened("sqlite://") as store:
        johnston = Attribution(speaker="Mark Johnston", role="senator", named=True)
        claim = a_claim("salford", of="salford", text="The Salford bridge is safe.", attribution=johnston)
        article = an_article("salford", headline="Salford bridge is safe", claims=(claim,))
        await store.archive.keep(article, story=StoryId("salford"))
        said = "What did Senator Mark {} say about the Salford bridge?"
        assert (await (await library(store)).answer(asked(said.format("Johnston")))).answered
        assert not (await (await library(store)).answer(asked(said.format("Johnson")))).answered
