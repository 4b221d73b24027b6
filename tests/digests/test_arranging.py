"""An editor's word on what tells one story outlives whatever comes in."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from digests.arranging import merge, split
from digests.article import HOUSE, StoryId, Tenant
from digests.composing import compose
from digests.digest import Window
from digests.errors import BadInput, NotFound
from digests.ports import Archive
from digests.store.opening import Store, opened
from tests.builders import MORNING, an_article, an_edition
from tests.digests.test_gathering import BODY, copy, taken

TUNNEL, COSTS = StoryId("tunnel"), StoryId("costs")
THEIRS = Tenant("slack:T2")


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        yield store


def ruling(store: Store) -> dict[str, Any]:
    return {"archive": store.archive, "by": "mara", "at": MORNING}


async def filed(archive: Archive) -> None:
    await archive.keep(an_article("tunnel"), story=TUNNEL)
    await archive.keep(an_article("costs", outlet="Gazette"), story=COSTS)


async def test_two_stories_become_one_and_a_channel_is_told_nothing_twice(store: Store) -> None:
    await filed(store.archive)
    window = Window(since=MORNING - timedelta(days=1), until=MORNING)
    before = compose(an_edition(), await store.archive.stories(HOUSE), window=window, at=MORNING, carried={})
    carried = {one.claim: one.fingerprint for item in before.items for one in item.carries}
    assert await merge(HOUSE, TUNNEL, COSTS, **ruling(store)) == ("costs",)
    (story,) = await store.archive.stories(HOUSE)
    assert (story.id, len(story.articles)) == (TUNNEL, 2)
    assert compose(an_edition(), [story], window=window, at=MORNING, carried=carried).items == ()


async def test_a_merge_is_undone_by_a_split(store: Store) -> None:
    await filed(store.archive)
    await merge(HOUSE, TUNNEL, COSTS, **ruling(store))
    (costs,) = [one for one in (await store.archive.story(HOUSE, TUNNEL)).articles if one.outlet == "Gazette"]
    assert await split(HOUSE, [costs.slug], **ruling(store)) == COSTS
    assert len((await store.archive.story(HOUSE, TUNNEL)).articles) == 1


async def test_the_article_after_which_a_story_is_named_can_leave_it(store: Store) -> None:
    await filed(store.archive)
    await merge(HOUSE, TUNNEL, COSTS, **ruling(store))
    (first,) = [one for one in (await store.archive.story(HOUSE, TUNNEL)).articles if one.outlet != "Gazette"]
    assert await split(HOUSE, [first.slug], **ruling(store)) == "tunnel.2"


async def test_a_second_split_never_lands_in_a_story_that_was_left_before(store: Store) -> None:
    await filed(store.archive)
    await merge(HOUSE, TUNNEL, COSTS, **ruling(store))
    tunnel, costs = an_article("tunnel").slug, an_article("costs").slug
    for day, slug in enumerate((tunnel, costs, tunnel), start=1):
        later = {**ruling(store), "at": MORNING + timedelta(days=day)}
        story = await store.archive.story_of(HOUSE, slug)
        if len((await store.archive.story(HOUSE, story)).articles) == 1:
            other = await store.archive.story_of(HOUSE, costs if slug == tunnel else tunnel)
            await merge(HOUSE, story, other, **later)
        apart = await split(HOUSE, [slug], **{**later, "at": later["at"] + timedelta(hours=1)})
        assert apart != await store.archive.story_of(HOUSE, costs if slug == tunnel else tunnel)
    assert len(await store.archive.stories(HOUSE)) == 2


async def test_a_story_filed_again_under_the_name_of_one_merged_away_joins_what_it_became(store: Store) -> None:
    await filed(store.archive)
    await merge(HOUSE, TUNNEL, COSTS, **ruling(store))
    await store.archive.keep(an_article("dues"), story=COSTS)
    assert [story.id for story in await store.archive.stories(HOUSE)] == [TUNNEL]


async def test_what_is_alike_joins_the_merged_story_and_a_new_version_stays_apart(store: Store) -> None:
    one, two, apart = [
        row.article
        for row in await taken(
            store,
            copy("1", headline="Council buys a second ferry", outlet="Courier"),
            copy("2", headline="Fog closes the airport", body="Fog closed the airport of Osterfen at dawn on Monday."),
            copy("3", headline="Council buys a ferry", outlet="Mirror"),
        )
    ]
    assert one and two and apart  # noqa: PT018 - all were taken
    story = await store.archive.story_of(HOUSE, one.slug)
    await split(HOUSE, [apart.slug], **ruling(store))
    await merge(HOUSE, await store.archive.story_of(HOUSE, two.slug), story, **ruling(store))
    merged = await store.archive.story_of(HOUSE, one.slug)
    later = copy("4", headline="Fog at the airport", body="Fog kept the airport of Osterfen closed on Monday.")
    version = copy("3", headline="Council buys a ferry", outlet="Mirror", body=f"{BODY} It sails in May.")
    joined, _ = await taken(store, later, version, hours=1)
    assert joined.article is not None
    assert await store.archive.story_of(HOUSE, joined.article.slug) == merged
    assert await store.archive.story_of(HOUSE, apart.slug) not in {story, merged}


async def test_what_cannot_be_arranged_is_told(store: Store) -> None:
    await filed(store.archive)
    for wrong in (TUNNEL, StoryId("unknown")):
        with pytest.raises((BadInput, NotFound)):
            await merge(HOUSE, TUNNEL, wrong, **ruling(store))
    with pytest.raises(BadInput, match="nothing to split"):
        await split(HOUSE, [an_article("costs").slug], **ruling(store))
    with pytest.raises(BadInput, match="operator"):
        await merge(THEIRS, TUNNEL, COSTS, **ruling(store))
