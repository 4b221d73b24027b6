"""What an index finds, every archive gives: whole articles in the order of the places, and nobody else's."""

from digests.article import HOUSE, ClaimId, Slug, StoryId, Tenant
from digests.ports import Archive
from digests.ruling import RulingKind
from digests.sought import Place, Shelved
from tests.builders import MORNING, a_claim, an_article

OURS, THEIRS = Tenant("slack:T1"), Tenant("slack:T2")


def at(slug: str, claim: str | None = None, *, tenant: Tenant = HOUSE) -> Place:
    return Place(tenant=tenant, slug=Slug(slug), claim=ClaimId(f"{slug}/{claim}") if claim else None)


async def kept(archive: Archive, *slugs: str, tenant: Tenant = HOUSE) -> None:
    for slug in slugs:
        await archive.keep(an_article(slug, tenant=tenant), story=StoryId(f"story-{slug}"))


async def test_articles_stand_on_the_shelf_in_the_order_of_their_places(archive: Archive) -> None:
    await kept(archive, "one", "two", "three")
    shelf = await archive.shelf(HOUSE, [at("two", "toll"), at("three"), at("two"), at("one")])
    assert [one.article.slug for one in shelf] == ["two", "three", "one"]


async def test_an_article_stands_there_whole_and_with_its_story(archive: Archive) -> None:
    article = an_article(claims=(a_claim(), a_claim("late")))
    await archive.keep(article, story=StoryId("tunnel"))
    shelf = await archive.shelf(HOUSE, [at("harbor-tunnel", "late")])
    assert shelf == (Shelved(article=article, story=StoryId("tunnel")),)


async def test_an_article_stands_there_with_the_story_that_it_was_moved_to(archive: Archive) -> None:
    await kept(archive, "one", "two")
    into = StoryId("story-two")
    await archive.arrange(HOUSE, [Slug("one")], story=into, kind=RulingKind.MERGE, by="slack:T1/U1", at=MORNING)
    (one,) = await archive.shelf(HOUSE, [at("one")])
    assert one.story == into


async def test_a_place_that_the_record_no_longer_holds_is_passed_over(archive: Archive) -> None:
    await kept(archive, "one")
    shelf = await archive.shelf(HOUSE, [at("gone"), at("one", "gone")])
    assert [one.article.slug for one in shelf] == ["one"]


async def test_no_places_fill_no_shelf(archive: Archive) -> None:
    await kept(archive, "one")
    assert await archive.shelf(HOUSE, []) == ()


async def test_another_tenants_place_gives_nothing_away(archive: Archive) -> None:
    await kept(archive, "one", tenant=THEIRS)
    for asker in (OURS, HOUSE):
        assert await archive.shelf(asker, [at("one", tenant=THEIRS)]) == ()


async def test_a_place_names_one_of_two_articles_that_share_a_name(archive: Archive) -> None:
    await kept(archive, "one")
    await kept(archive, "one", tenant=OURS)
    for tenant in (HOUSE, OURS):
        (one,) = await archive.shelf(OURS, [at("one", tenant=tenant)])
        assert one.article.tenant == tenant
    both = [at("one", tenant=OURS), at("one")]
    assert [one.article.tenant for one in await archive.shelf(OURS, both)] == [OURS, HOUSE]
