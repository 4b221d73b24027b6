"""A question to the whole record: found through the index, read from the record, chosen by the rules."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from digests.answer import Answer, Exchange, Question
from digests.answering import Findings
from digests.article import (
    HOUSE,
    Article,
    Attribution,
    ClaimKind,
    ClaimStatus,
    GroundRule,
    PubStatus,
    Relation,
    RelationKind,
    Slug,
    StatusChange,
    StoryId,
    Tenant,
    When,
)
from digests.asking import ARTICLES, CANDIDATES, ask, find
from digests.ruling import RulingKind
from digests.sought import ANYWHERE, Narrowing
from digests.store.opening import Store, opened
from digests.topics import Topic
from tests.builders import MORNING, a_claim, an_article

OURS, THEIRS = Tenant("slack:T1"), Tenant("slack:T2")
HOUR = timedelta(hours=1)
KELM = Attribution(speaker="Ada Kelm", role="spokeswoman", organisation="Sund Builders", named=True)
LATE = a_claim("late", text="The harbor tunnel runs a year late, two engineers say.", kind=ClaimKind.ALLEGATION)
DENIAL = a_claim(
    "denial",
    text="The harbor tunnel is on schedule, Ada Kelm says.",
    kind=ClaimKind.DENIAL,
    attribution=KELM,
    relations=(Relation(kind=RelationKind.DENIES, claim=LATE.id),),
    rank=2,
)
TUNNEL = an_article(claims=(LATE, DENIAL), summary="")
FERRY = an_article(
    "ferry",
    headline="Ferry strands off Sund",
    summary="",
    outlet="River Gazette",
    topics=(Topic.DISASTER,),
    claims=(
        a_claim(
            "fog",
            of="ferry",
            text="The ferry strands off Sund because of fog.",
            attribution=Attribution(speaker="Bo Larsen", role="captain", named=True),
        ),
    ),
)
WITHDRAWN = StatusChange(status=ClaimStatus.WITHDRAWN, at=MORNING, by="Harbor Courier", reason="an error")


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        yield store


async def take_in(store: Store, *articles: Article) -> None:
    for article in articles:
        await store.archive.keep(article, story=StoryId(article.slug))
    await store.index.catch_up()


def asked(text: str, *, tenant: Tenant = HOUSE, at: datetime = MORNING, **changes: Any) -> Question:
    return Question(text=text, tenant=tenant, at=at, **changes)


async def told(store: Store, question: str | Question) -> Answer:
    read = question if isinstance(question, Question) else asked(question)
    return await ask(read, index=store.index, archive=store.archive)


async def found(store: Store, question: str | Question, *, narrowed: Narrowing = ANYWHERE, **changes: Any) -> Findings:
    read = question if isinstance(question, Question) else asked(question)
    return await find(read, index=store.index, archive=store.archive, narrowed=narrowed, **changes)


def claims(findings: Findings) -> list[str | None]:
    return [hit.claim.id if hit.claim else None for hit in findings.hits]


def slugs(findings: Findings) -> set[str]:
    return {hit.article.slug for hit in findings.hits}


def ferries(many: int, *, each: int = 1) -> list[Article]:
    """Articles that differ in nothing but their names, with so many claims each."""
    return [
        an_article(
            f"ferry-{number}",
            headline="Notes",
            summary="",
            claims=tuple(a_claim(f"c{rank}", of=f"ferry-{number}", text="The ferry waits.") for rank in range(each)),
        )
        for number in range(many)
    ]


async def test_a_question_is_answered_from_the_record(store: Store) -> None:
    await take_in(store, TUNNEL, FERRY)
    answer = await told(store, "Why did the ferry strand off Sund?")
    (sentence,) = answer.sentences
    assert sentence.text == "The ferry strands off Sund because of fog. — Bo Larsen, captain"


async def test_a_denial_rides_along_with_its_charge(store: Store) -> None:
    await take_in(store, TUNNEL, FERRY)
    answer = await told(store, "Does the harbor tunnel run a year late?")
    assert [sentence.citations[0].claim.id for sentence in answer.sentences] == [LATE.id, DENIAL.id]


@pytest.mark.parametrize("text", ["Which volcano erupted in Peru?", "", "?!", "😀", "x" * 10_000, "the of and"])
async def test_what_the_record_does_not_hold_is_not_answered(store: Store, text: str) -> None:
    await take_in(store, TUNNEL, FERRY)
    answer = await told(store, text)
    assert (answer.answered, answer.nearest) == (False, ())


async def test_an_empty_record_answers_nothing(store: Store) -> None:
    assert not (await told(store, "Why did the ferry strand off Sund?")).answered


async def test_what_came_in_a_moment_ago_is_found(store: Store) -> None:
    await store.archive.keep(FERRY, story=StoryId("ferry"))
    looked = await found(store, "ferry")
    assert "ferry/fog" in claims(looked)
    assert looked.read == 1.0


async def test_an_article_that_changed_since_is_told_as_it_stands_in_the_record(store: Store) -> None:
    await take_in(store, FERRY)
    (claim,) = FERRY.claims
    withdrawn = a_claim("fog", of="ferry", text=claim.text, history=(WITHDRAWN,))
    await store.archive.keep(an_article("ferry", claims=(withdrawn,)), story=StoryId("ferry"))
    assert claims(await found(store, "ferry fog")) == []


async def test_all_claims_that_may_be_read_are_told_as_looked_at(store: Store) -> None:
    await take_in(store, TUNNEL, FERRY, an_article("theirs", tenant=THEIRS))
    leads = 2
    assert (await found(store, "ferry")).looked_at == 3 + leads


async def test_what_the_index_finds_by_one_claim_is_read_whole(store: Store) -> None:
    await take_in(store, TUNNEL)
    assert set(claims(await found(store, "Is the tunnel on schedule?"))) >= {LATE.id, DENIAL.id}


async def test_what_holds_the_question_best_comes_first(store: Store) -> None:
    await take_in(store, *ferries(2 * CANDIDATES), FERRY)
    assert claims(await found(store, "Why did a ferry strand off Sund?"))[0] == "ferry/fog"


@pytest.mark.parametrize("most", [1, 10, 30, 60])
async def test_as_many_articles_as_wanted_are_there(store: Store, most: int) -> None:
    await take_in(store, *ferries(70))
    assert len(slugs(await found(store, "ferry", most=most))) >= most


async def test_as_many_claims_of_one_article_as_wanted_are_there(store: Store) -> None:
    await take_in(store, *ferries(1, each=2 * ARTICLES + 1))
    assert len((await found(store, "ferry", most=2 * ARTICLES)).hits) >= 2 * ARTICLES


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (Narrowing(outlet="river gazette"), {"ferry"}),
        (Narrowing(topic=Topic.DISASTER), {"ferry"}),
        (Narrowing(stories=frozenset({StoryId("harbor-tunnel")})), {"harbor-tunnel"}),
        (Narrowing(speaker="Larsen"), {"ferry"}),
        (Narrowing(status=ClaimStatus.REPORTED), {"ferry", "harbor-tunnel"}),
        (Narrowing(status=ClaimStatus.DENIED), set()),
        (Narrowing(until=MORNING - 2 * HOUR), set()),
        (Narrowing(since=MORNING - 2 * HOUR, until=MORNING), {"ferry", "harbor-tunnel"}),
        (Narrowing(outlet="river gazette", speaker="Kelm"), set()),
        (ANYWHERE, {"ferry", "harbor-tunnel"}),
    ],
)
async def test_a_narrowed_search_finds_only_that(store: Store, narrowed: Narrowing, expected: set[str]) -> None:
    await take_in(store, TUNNEL, FERRY)
    assert slugs(await found(store, "ferry tunnel", narrowed=narrowed)) == expected


async def test_a_claim_that_merely_stands_beside_what_was_wanted_is_left_out(store: Store) -> None:
    await take_in(store, TUNNEL)
    question = "Is the harbor tunnel on schedule?"
    assert claims(await found(store, question, narrowed=Narrowing(speaker="Ada Kelm"))) == [DENIAL.id]
    assert LATE.id in claims(await found(store, question))


async def test_a_narrowed_search_reaches_what_better_matches_would_hide(store: Store) -> None:
    old = an_article("old", headline="Notes", published=When.within(2019, 5), claims=ferries(1)[0].claims, summary="")
    await take_in(store, *ferries(3 * CANDIDATES), old)
    assert "old" not in slugs(await found(store, "Which ferry waits?"))
    assert slugs(await found(store, "Which ferry waits?", narrowed=Narrowing(until=MORNING - 99 * HOUR))) == {"old"}


async def test_stories_that_are_talked_of_say_what_a_question_is_about(store: Store) -> None:
    await take_in(store, TUNNEL, FERRY, *ferries(3))
    assert claims(await found(store, "Why did it happen?")) == []
    about = asked("Why did it strand?", about=(StoryId("ferry"),))
    assert (await found(store, about)).hits[0].article.slug == "ferry"
    assert (await told(store, about)).answered


async def test_of_several_stories_each_says_what_a_question_is_about(store: Store) -> None:
    smoke = an_article("volcano", headline="Volcano smokes", summary="", outlet="Hill Post", claims=())
    await take_in(store, TUNNEL, FERRY, smoke)
    both = asked("Is it so?", about=(StoryId("ferry"), StoryId("harbor-tunnel")))
    assert slugs(await found(store, both)) == {"ferry", "harbor-tunnel"}


async def test_a_story_that_another_one_was_merged_into_may_be_talked_of(store: Store) -> None:
    await take_in(store, TUNNEL, FERRY)
    into = StoryId("ferry")
    await store.archive.arrange(
        HOUSE, [Slug("harbor-tunnel")], story=into, kind=RulingKind.MERGE, by="slack:T1/U1", at=MORNING
    )
    await store.index.catch_up()
    assert "ferry" in slugs(await found(store, asked("Why did it strand?", about=(into,))))


async def test_who_said_that_is_understood_from_the_answer_before(store: Store) -> None:
    await take_in(store, TUNNEL, FERRY, *ferries(5))
    first = await told(store, "Why did the ferry strand off Sund?")
    said = " ".join(sentence.text for sentence in first.sentences)
    exchange = Exchange(question=first.question.text, answer=said)
    assert not (await told(store, "Who said that?")).answered
    answer = await told(store, asked("Who said that?", history=(exchange,)))
    assert answer.sentences[0].citations[0].claim.id == "ferry/fog"


async def test_a_follow_up_keeps_to_what_was_asked_before(store: Store) -> None:
    await take_in(store, TUNNEL, FERRY)
    before = Exchange(question="Does the harbor tunnel run late?", answer=LATE.text)
    answer = await told(store, asked("Who denies it?", history=(before,)))
    assert answer.sentences[0].citations[0].claim.id == DENIAL.id


@pytest.mark.parametrize(
    "barred",
    [
        {"pubstatus": PubStatus.WITHHELD},
        {"pubstatus": PubStatus.CANCELED},
        {"embargoed_until": MORNING + HOUR},
        {"tenant": THEIRS},
        {"claims": (a_claim("fog", of="ferry", text="A ferry burns.", ground_rule=GroundRule.OFF_THE_RECORD),)},
        {"claims": (a_claim("fog", of="ferry", text="A ferry burns.", history=(WITHDRAWN,)),)},
    ],
    ids=["withheld", "killed", "embargoed", "another tenant's", "off the record", "withdrawn"],
)
@pytest.mark.parametrize("narrowed", [ANYWHERE, Narrowing(outlet="River Gazette")], ids=["anywhere", "narrowed"])
async def test_a_barred_thing_is_in_no_finding(store: Store, barred: dict[str, Any], narrowed: Narrowing) -> None:
    base = {"headline": "Ferry burns", "summary": "A ferry burns.", "outlet": "River Gazette"}
    ferry = a_claim("fog", of="ferry", text="A ferry burns.")
    await take_in(store, an_article("ferry", **{**base, "claims": (ferry,), **barred}), TUNNEL)
    question = asked("Does a ferry burn?", tenant=OURS)
    findings = await found(store, question, narrowed=narrowed)
    assert (findings.hits, findings.looked_at) == ((), 3)
    answer = await told(store, question)
    assert (answer.answered, answer.nearest) == (False, ())


async def test_an_embargoed_article_answers_from_its_instant_on(store: Store) -> None:
    embargoed = an_article("ferry", headline=FERRY.headline, claims=FERRY.claims, embargoed_until=MORNING)
    await take_in(store, embargoed)
    question = "Why did the ferry strand off Sund?"
    assert not (await told(store, asked(question, at=MORNING - timedelta(seconds=1)))).nearest
    assert (await told(store, asked(question))).answered


async def test_a_tenant_is_answered_from_its_own_record_and_the_houses(store: Store) -> None:
    own = an_article("own", tenant=OURS, headline="Ferry sold", claims=(a_claim(of="own", text="The ferry is sold."),))
    await take_in(store, FERRY, own)
    assert slugs(await found(store, asked("ferry", tenant=OURS))) == {"ferry", "own"}
    assert slugs(await found(store, asked("ferry", tenant=THEIRS))) == {"ferry"}
    assert slugs(await found(store, asked("ferry"))) == {"ferry"}
