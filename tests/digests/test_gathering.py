"""What comes in is known again, kept once, and never stops what comes after it."""

import json
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import at_the_door
from digests.article import HOUSE, Tenant, When
from digests.errors import BadSource
from digests.gathering import AT_ONCE, Outcome, Taken, drafts, take_in
from digests.intake.incoming import Copy, ReadyClaim
from digests.intake.newswire import Incoming
from digests.recognising import KnownBy
from digests.store.opening import Store, opened
from tests.builders import MORNING

BODY = "The council of Skarv bought a second ferry for 4.2 million crowns. “We need it,” said Mara Lind, who chairs it."


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        yield store


def copy(source_id: str = "s-1", **changes: Any) -> Copy:
    base: dict[str, Any] = {
        "source": "a.jsonl",
        "source_id": source_id,
        "headline": f"Council buys ferry {source_id}",
        "body": BODY,
        "outlet": "Harbor Courier",
        "url": f"https://courier.example/{source_id}",
        "published": When.at(MORNING),
    }
    return Copy(**{**base, **changes})


async def arriving(copies: Iterable[Incoming]) -> AsyncIterator[Incoming]:
    for one in copies:
        yield one


async def taken(store: Store, *copies: Incoming, hours: int = 0, tenant: Tenant = HOUSE) -> list[Taken]:
    at = MORNING + timedelta(hours=hours)
    return [one async for one in take_in(arriving(copies), tenant=tenant, archive=store.archive, at=at)]


async def outcomes(store: Store, *copies: Incoming, **more: Any) -> list[Outcome]:
    return [one.outcome for one in await taken(store, *copies, **more)]


async def test_an_article_is_kept_with_summary_and_key_claims(store: Store) -> None:
    (one,) = await taken(store, copy())
    assert one.article is not None
    kept = await store.archive.article(HOUSE, one.article.slug)
    assert kept.slug == "2026-03-02-council-buys-ferry-s-1"
    assert kept.summary.startswith("The council of Skarv bought")
    assert "Mara Lind" in {claim.attribution.speaker for claim in kept.claims}


async def test_the_same_again_changes_nothing(store: Store) -> None:
    assert await outcomes(store, copy()) == [Outcome.STORED]
    assert await outcomes(store, copy(), hours=1) == [Outcome.DUPLICATE]


async def test_a_new_time_alone_is_no_new_version(store: Store) -> None:
    await taken(store, copy())
    later = copy(published=When.at(MORNING + timedelta(minutes=5)))
    assert await outcomes(store, later, hours=1) == [Outcome.DUPLICATE]


async def test_new_words_are_a_new_version_under_the_old_slug(store: Store) -> None:
    (first,) = await taken(store, copy())
    (second,) = await taken(store, copy(headline="Council buys two ferries"), hours=1)
    assert second.outcome is Outcome.UPDATED
    assert first.article is not None and second.article is not None  # noqa: PT018 - for the type checker
    assert second.article.slug == first.article.slug
    assert (await store.archive.article(HOUSE, first.article.slug)).version == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"source_id": "another-guid"},
        {"source_id": "another-guid", "url": "http://courier.example/s-1"},
        {"source_id": "another-guid", "url": "https://courier.example/s-1/"},
        {"source_id": "another-guid", "url": None},
    ],
)
async def test_one_article_stays_one_whatever_happens_to_its_name_and_address(
    store: Store, changes: dict[str, Any]
) -> None:
    await taken(store, copy())
    again = copy(**{"headline": "Council buys ferry s-1", **changes})
    assert await outcomes(store, again, hours=1) in ([Outcome.DUPLICATE], [Outcome.UPDATED])
    assert len(await store.archive.articles(HOUSE)) == 1


async def test_an_id_that_changes_at_every_look_makes_no_new_version(store: Store) -> None:
    await taken(store, copy())
    again = copy("another-guid", headline="Council buys ferry s-1", url="http://www.courier.example/s-1/")
    assert await outcomes(store, again, hours=1) == [Outcome.DUPLICATE]


async def test_one_id_for_articles_of_two_outlets_is_no_name_of_either(store: Store) -> None:
    theirs = copy(headline="Fog", outlet="Mirror", url="https://mirror.example/fog")
    assert await outcomes(store, copy(), theirs) == [Outcome.STORED, Outcome.STORED]
    assert await outcomes(store, copy(), theirs, hours=1) == [Outcome.DUPLICATE, Outcome.DUPLICATE]


@pytest.mark.parametrize("with_links", [True, False])
async def test_one_id_for_a_whole_feed_is_no_name_of_any(store: Store, with_links: bool) -> None:
    told = {"Fog closes port": "Fog closed the port at dawn.", "Bakers strike": "All bakers of the old town are out."}
    feed = [
        copy(headline=headline, body=body, url=f"https://courier.example/{number}" if with_links else None)
        for number, (headline, body) in enumerate(told.items())
    ]
    assert await outcomes(store, *feed) == [Outcome.STORED, Outcome.STORED]
    assert await outcomes(store, *reversed(feed), hours=1) == [Outcome.DUPLICATE, Outcome.DUPLICATE]


async def test_a_new_headline_under_a_new_address_is_an_update_where_the_text_is_the_same(store: Store) -> None:
    await taken(store, copy())
    edited = copy(headline="Second ferry for Skarv", url="https://courier.example/second-ferry")
    assert await outcomes(store, edited, hours=1) == [Outcome.UPDATED]


async def test_it_is_told_by_what_an_article_was_known_again(store: Store) -> None:
    await taken(store, copy("a"), copy("b"), copy("c", url=None))
    known = await taken(
        store, copy("a"), copy("x", headline="Council buys ferry b", url="http://www.courier.example/b"),
        copy("y", headline="Council buys ferry c", url=None), hours=1,
    )  # fmt: skip
    assert [one.known_by for one in known] == [KnownBy.ID, KnownBy.ADDRESS, KnownBy.HEADLINE]


async def test_no_article_enters_the_record_from_after_its_intake(store: Store) -> None:
    ahead = copy(published=When.at(MORNING + timedelta(hours=5)))
    (one,) = await taken(store, ahead)
    assert one.article is not None
    assert one.article.published == When.at(MORNING)
    assert await outcomes(store, ahead, hours=1) == [Outcome.DUPLICATE]


async def test_a_correction_is_flagged_and_changes_no_claim_by_itself(store: Store) -> None:
    (first,) = await taken(store, copy())
    (second,) = await taken(store, copy(body=f"{BODY}\nCorrection: the ferry cost 4.2 million euros."), hours=1)
    assert first.article is not None
    assert second.article is not None
    assert second.reason == "correction: Correction: the ferry cost 4.2 million euros."
    assert second.article.claims == first.article.claims
    (flagged,) = await store.archive.flagged(HOUSE, since=MORNING)
    assert (flagged.article, flagged.number) == (first.article.slug, 2)


async def test_two_versions_in_one_go_are_one_article(store: Store) -> None:
    assert await outcomes(store, copy(), copy(body=f"{BODY} It sails in May.")) == [Outcome.STORED, Outcome.UPDATED]
    assert len(await store.archive.articles(HOUSE)) == 1


async def test_two_articles_under_one_headline_stay_two(store: Store) -> None:
    pair = [copy(name, headline="Weather", outlet=outlet) for name, outlet in (("a", "Courier"), ("b", "Mirror"))]
    assert await outcomes(store, *pair) == [Outcome.STORED, Outcome.STORED]
    assert len({article.slug for article in await store.archive.articles(HOUSE)}) == 2


async def test_a_tenants_article_is_not_taken_for_the_houses(store: Store) -> None:
    others = Tenant("slack:T9")
    await taken(store, copy())
    assert await outcomes(store, copy(), tenant=others) == [Outcome.STORED]


async def test_a_fault_stands_in_its_place_and_the_rest_goes_on(store: Store) -> None:
    broken = copy("s-2", urgency=99)
    found = await taken(store, copy(), BadSource("b.jsonl", "line 3 is no JSON object"), broken, copy("s-3"))
    assert [one.outcome for one in found] == [Outcome.STORED, Outcome.FAILED, Outcome.FAILED, Outcome.STORED]
    assert found[1].reason == "line 3 is no JSON object"


async def test_ready_made_summaries_and_claims_are_taken_as_they_are(store: Store) -> None:
    ready = (ReadyClaim(text="The ferry is late.", speaker="two sailors", outlet="Island Wire"),) * 2
    (one,) = await taken(store, copy(summary="A ferry.", claims=ready))
    assert one.article is not None
    assert one.article.summary == "A ferry."
    (claim,) = one.article.claims
    assert (claim.text, claim.attribution.speaker, claim.attribution.named) == (
        "The ferry is late.",
        "two sailors",
        False,
    )
    assert (claim.attribution.heard_by, claim.attribution.relayed_by) == ("Island Wire", "Harbor Courier")


async def test_articles_of_one_event_come_into_one_story(store: Store) -> None:
    await taken(store, copy("a", outlet="Courier"), copy("b", outlet="Mirror", body=f"{BODY} It sails in May."))
    await taken(store, copy("c", outlet="Wire"), hours=2)
    (story,) = await store.archive.stories(HOUSE)
    assert len(story.articles) == 3


async def test_what_comes_in_years_late_joins_the_story_of_its_days(store: Store) -> None:
    await taken(store, copy("a", outlet="Courier"))
    await taken(store, copy("b", outlet="Mirror", body=f"{BODY} It sails in May."), hours=9_000)
    (story,) = await store.archive.stories(HOUSE)
    assert len(story.articles) == 2


async def test_the_paper_that_had_a_text_first_is_its_source_whoever_comes_in_first(store: Store) -> None:
    text = " ".join(f"Village {n} of the valley paints its old well in colour {n * 7}." for n in range(12))
    late, early = (
        copy(paper, headline=f"{paper}: wells", outlet=paper, body=text, published=When.at(MORNING - hours))
        for paper, hours in (("Mirror", timedelta(hours=1)), ("Courier", timedelta(hours=5)))
    )
    await taken(store, late, early)
    (story,) = await store.archive.stories(HOUSE)
    assert story.sources == ("Courier",)


async def test_a_reprint_is_no_second_source(store: Store) -> None:
    text = " ".join(f"Village {n} of the valley paints its old well in colour {n * 7}." for n in range(12))
    papers = ("Courier", "Mirror", "Wire")
    await taken(store, *(copy(paper, headline=f"{paper}: wells", outlet=paper, body=text) for paper in papers))
    (story,) = await store.archive.stories(HOUSE)
    assert story.sources == ("Courier",)


async def test_more_articles_than_find_their_stories_at_once_are_all_kept(store: Store) -> None:
    many = [copy(f"s-{n}", body=f"Village {n} of the valley paints its well. " * 2) for n in range(AT_ONCE + 3)]
    assert await outcomes(store, *many) == [Outcome.STORED] * len(many)


async def test_reading_alone_shows_every_claim_and_asks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"headline": "Council buys ferry", "body": BODY}) + "\n{broken\n")
    async with at_the_door([str(path)], at=MORNING) as copies:
        read, broken = [one async for one in drafts(copies, tenant=HOUSE, at=MORNING)]
    assert read.outcome is Outcome.READ
    assert read.article is not None and len(read.article.claims) >= 2  # noqa: PT018 - for the type checker
    assert broken.outcome is Outcome.FAILED
