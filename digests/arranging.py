"""An editor puts two stories together, or takes articles out of one; what comes in later keeps to it."""

from collections.abc import Sequence
from datetime import datetime

from digests.article import Slug, StoryId, Tenant
from digests.errors import BadInput, NotFound
from digests.ports import Archive
from digests.ruling import RulingKind, merged_as


async def merge(
    tenant: Tenant, story: StoryId, other: StoryId, *, archive: Archive, by: str, at: datetime
) -> tuple[Slug, ...]:
    """All articles of ``other`` into ``story``; which ones there were.

    Raises NotFound where one of them is not there, BadInput where both are one or where they are not the tenant's own.
    """
    if story == other:
        raise BadInput(f"{story!r} cannot be merged with itself: name two stories.")
    into, from_ = await archive.story(tenant, story), await archive.story(tenant, other)
    if {into.tenant, from_.tenant} != {tenant}:
        raise BadInput("Stories of the house record can be arranged by its operator alone.")
    slugs = tuple(article.slug for article in from_.articles)
    await archive.arrange(tenant, slugs, story=story, kind=RulingKind.MERGE, by=by, at=at)
    return slugs


async def split(tenant: Tenant, slugs: Sequence[Slug], *, archive: Archive, by: str, at: datetime) -> StoryId:
    """The articles out of their story, into one of their own, whose id it gives: the old one where a merge is undone.

    Raises NotFound where there is no such article, BadInput where they tell more than one story or all of one.
    """
    stories = {await archive.story_of(tenant, slug) for slug in slugs}
    if len(stories) != 1:
        raise BadInput("These articles are of several stories: split one story at a time.")
    story = await archive.story(tenant, stories.pop())
    if set(slugs) == {article.slug for article in story.articles}:
        raise BadInput(f"{', '.join(map(repr, slugs))}: no other article is in that story, there is nothing to split.")
    apart = await _name_apart(tenant, slugs, archive)
    await archive.arrange(tenant, slugs, story=apart, kind=RulingKind.SPLIT, by=by, at=at)
    return apart


async def _name_apart(tenant: Tenant, slugs: Sequence[Slug], archive: Archive) -> StoryId:
    """One that no story has, and none had that was merged: what would come to that one must not come here."""
    rulings = await archive.rulings(tenant)
    before = merged_as(slugs, rulings)
    if before is not None and not await _is_there(tenant, before, archive):
        return before
    gone = {ruling.left for ruling in rulings}
    name, number = StoryId(slugs[0]), 1
    while name in gone or await _is_there(tenant, name, archive):
        number += 1
        name = StoryId(f"{slugs[0]}.{number}")  # no slug that is made of a headline holds a point
    return name


async def _is_there(tenant: Tenant, story: StoryId, archive: Archive) -> bool:
    try:
        await archive.story(tenant, story)
    except NotFound:
        return False
    return True
