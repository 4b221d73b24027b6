"""What must hold of every archive."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from digests.article import (
    HOUSE,
    Attribution,
    ClaimStatus,
    Evidence,
    Figure,
    Relation,
    RelationKind,
    Slug,
    StatusChange,
    StoryId,
    Tenant,
    When,
)
from digests.digest import Window
from digests.errors import NotFound
from digests.notice import Notice, NoticeKind
from digests.ports import Archive, Kept
from digests.ruling import Ruling, RulingKind
from digests.topics import Topic
from digests.version import Difference
from tests.builders import MORNING, a_claim, an_article

STORY = StoryId("tunnel")
OURS, THEIRS = Tenant("slack:T1"), Tenant("slack:T2")


async def test_an_article_comes_back_as_it_was_given(archive: Archive) -> None:
    claim = a_claim(
        attribution=Attribution(speaker="two officials", how_many=2, heard_by="Harbor Courier", relayed_by="Gazette"),
        figures=(Figure(value=Decimal("4.2"), unit="million euros", hedge="at least", measures="cost"),),
        relations=(Relation(kind=RelationKind.DENIES, claim=a_claim("other").id),),
        evidence=Evidence(whole=((0, 9), (12, 20)), speaker=((0, 4),)),
        quote="in June",
    )
    article = an_article(
        claims=(claim, a_claim("other")), topics=(Topic.BUSINESS,), published=When.within(2026, 3), body="A body."
    )
    assert await archive.keep(article, story=STORY) is Kept.STORED
    assert await archive.article(HOUSE, article.slug) == article


async def test_the_same_article_again_changes_nothing(archive: Archive) -> None:
    await archive.keep(an_article(), story=STORY)
    again = an_article(received=MORNING + timedelta(days=3))
    assert await archive.keep(again, story=StoryId("elsewhere")) is Kept.DUPLICATE
    assert await archive.article(HOUSE, Slug("harbor-tunnel")) == an_article()


async def test_a_changed_article_is_its_next_version_in_the_story_that_it_has(archive: Archive) -> None:
    await archive.keep(an_article(), story=STORY)
    changed = an_article(headline="Harbor tunnel to open in July", received=MORNING)
    assert await archive.keep(changed, story=StoryId("elsewhere")) is Kept.UPDATED
    assert await archive.article(HOUSE, changed.slug) == replace(changed, version=2)
    assert [story.id for story in await archive.stories(HOUSE)] == [STORY]


async def test_what_was_said_of_a_claim_is_kept_over_versions(archive: Archive) -> None:
    corrected = StatusChange(status=ClaimStatus.CORRECTED, at=MORNING, by="Harbor Courier", reason="July, not June")
    await archive.keep(an_article(claims=(a_claim(history=(corrected,)),)), story=STORY)
    await archive.keep(an_article(headline="Tunnel opens late"), story=STORY)
    article = await archive.article(HOUSE, Slug("harbor-tunnel"))
    assert article.claims[0].history == (corrected,)
    assert article.claims[0].status is ClaimStatus.CORRECTED


async def test_an_article_is_known_by_its_source_id_and_else_by_its_address(archive: Archive) -> None:
    article = an_article(source_id="guid-1", url="https://courier.example/tunnel")
    await archive.keep(article, story=STORY)
    assert await archive.slug_of(HOUSE, source_id="guid-1", url=None) == article.slug
    assert await archive.slug_of(HOUSE, source_id="guid-2", url=article.url) == article.slug
    assert await archive.slug_of(HOUSE, source_id="guid-2", url="https://courier.example/other") is None


async def test_each_version_tells_what_it_changed(archive: Archive) -> None:
    before = an_article(body="The tunnel opens in June. It is long.")
    await archive.keep(before, story=STORY)
    await archive.keep(replace(before, body="The tunnel opens in July. It is long.", received=MORNING), story=STORY)
    second, first = await archive.versions(HOUSE, before.slug)
    assert (first.number, first.difference) == (1, None)
    assert (second.number, second.received) == (2, MORNING)
    gone, come = ("The tunnel opens in June.",), ("The tunnel opens in July.",)
    assert second.difference == Difference(gone=gone, come=come)


async def test_a_notice_flags_the_version_that_brought_it_and_no_later_one(archive: Archive) -> None:
    notice = Notice(kind=NoticeKind.CORRECTION, text="Correction: it opens in July.")
    hour = timedelta(hours=1)
    await archive.keep(an_article(received=MORNING), story=STORY)
    await archive.keep(an_article(received=MORNING + hour, notices=(notice,)), story=STORY)
    later = an_article(received=MORNING + 2 * hour, notices=(notice,), headline="Harbor tunnel to open in July")
    await archive.keep(later, story=STORY)
    (flagged,) = await archive.flagged(HOUSE, since=MORNING)
    assert (flagged.number, flagged.notices) == (2, (notice,))
    assert await archive.flagged(HOUSE, since=MORNING + hour) == ()
    assert await archive.flagged(OURS, since=MORNING) == ()


async def test_a_story_holds_all_its_articles_newest_first(archive: Archive) -> None:
    await archive.keep(an_article("first", received=MORNING - timedelta(hours=2)), story=STORY)
    await archive.keep(an_article("second", received=MORNING), story=STORY)
    (story,) = await archive.stories(HOUSE)
    assert [article.slug for article in story.articles] == ["second", "first"]
    assert await archive.story(HOUSE, STORY) == story


@pytest.mark.parametrize(
    ("received", "published", "belongs"),
    [
        (-1, When.at(MORNING - timedelta(days=9)), True),
        (0, When.at(MORNING - timedelta(days=9)), True),
        (-24, When.at(MORNING - timedelta(days=9)), False),
        (99, When.at(MORNING - timedelta(hours=1)), True),
        (99, When.at(MORNING - timedelta(hours=24)), False),
        (99, When.on((MORNING - timedelta(days=1)).date()), True),
        (99, When.within(2026, 2), False),
    ],
)
async def test_a_window_finds_what_was_received_or_published_in_it_with_all_its_story(
    archive: Archive, received: int, published: When, *, belongs: bool
) -> None:
    window = Window(since=MORNING - timedelta(hours=24), until=MORNING)
    old = an_article("old", received=MORNING - timedelta(days=20), published=When.within(2026, 1))
    new = an_article("new", received=MORNING + timedelta(hours=received), published=published)
    await archive.keep(old, story=STORY)
    await archive.keep(new, story=STORY)
    found = await archive.stories(HOUSE, window=window)
    assert [len(story.articles) for story in found] == ([2] if belongs else [])


async def test_a_tenant_reads_its_own_and_the_houses_and_never_anothers(archive: Archive) -> None:
    await archive.keep(an_article("common"), story=StoryId("common"))
    await archive.keep(an_article("ours", tenant=OURS), story=StoryId("ours"))
    await archive.keep(an_article("theirs", tenant=THEIRS, source_id="secret"), story=StoryId("theirs"))
    assert {article.slug for article in await archive.articles(OURS)} == {"common", "ours"}
    assert {story.id for story in await archive.stories(OURS)} == {"common", "ours"}
    assert await archive.slug_of(OURS, source_id="secret", url="https://courier.example/theirs") is None
    with pytest.raises(NotFound):
        await archive.article(OURS, Slug("theirs"))
    with pytest.raises(NotFound):
        await archive.story(OURS, StoryId("theirs"))


async def test_two_tenants_may_use_one_slug_and_each_reads_its_own(archive: Archive) -> None:
    await archive.keep(an_article(tenant=OURS, headline="Ours"), story=STORY)
    await archive.keep(an_article(tenant=THEIRS, headline="Theirs"), story=STORY)
    assert (await archive.article(OURS, Slug("harbor-tunnel"))).headline == "Ours"
    assert [len(story.articles) for story in await archive.stories(THEIRS)] == [1]


async def test_a_record_without_articles_answers_with_none(archive: Archive) -> None:
    assert await archive.articles(HOUSE) == ()
    assert await archive.stories(HOUSE) == ()


async def test_an_article_stays_where_a_person_has_put_it(archive: Archive) -> None:
    await archive.keep(an_article("a"), story=STORY)
    await archive.keep(an_article("b"), story=STORY)
    apart = StoryId("apart")
    await archive.arrange(
        HOUSE, [Slug("b"), Slug("unknown")], story=apart, kind=RulingKind.SPLIT, by="mara", at=MORNING
    )
    assert await archive.keep(an_article("b", headline="B, anew"), story=STORY) is Kept.UPDATED
    assert (await archive.story_of(HOUSE, Slug("a")), await archive.story_of(HOUSE, Slug("b"))) == (STORY, apart)
    assert {story.id for story in await archive.stories(HOUSE)} == {STORY, apart}
    assert await archive.rulings(HOUSE) == (
        Ruling(kind=RulingKind.SPLIT, article=Slug("b"), left=STORY, story=apart, by="mara", at=MORNING),
    )


async def test_what_is_filed_to_a_merged_story_goes_where_its_articles_are(archive: Archive) -> None:
    gone, kept = StoryId("gone"), StoryId("kept")
    await archive.keep(an_article("a"), story=gone)
    await archive.keep(an_article("b"), story=kept)
    await archive.arrange(HOUSE, [Slug("a")], story=kept, kind=RulingKind.MERGE, by="mara", at=MORNING)
    await archive.keep(an_article("c"), story=gone)
    assert [story.id for story in await archive.stories(HOUSE)] == [kept]
    assert {(one.article, one.left, one.story) for one in await archive.rulings(HOUSE)} == {
        ("a", gone, kept),
        ("c", gone, kept),
    }


async def test_nobody_arranges_the_articles_of_another_tenant(archive: Archive) -> None:
    await archive.keep(an_article("a"), story=STORY)
    await archive.arrange(OURS, [Slug("a")], story=StoryId("apart"), kind=RulingKind.SPLIT, by="mara", at=MORNING)
    assert await archive.rulings(OURS) == ()
    assert await archive.story_of(HOUSE, Slug("a")) == STORY
    with pytest.raises(NotFound):
        await archive.story_of(OURS, Slug("a"))
