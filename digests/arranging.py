"""An editor puts two stories together, or takes an article out of one; what comes in later keeps to it."""

from datetime import datetime

from digests.article import Slug, StoryId, Tenant
from digests.errors import BadInput
from digests.ports import Archive


async def merge(tenant: Tenant, story: StoryId, other: StoryId, *, archive: Archive, by: str, at: datetime) -> int:
    """All articles of ``other`` into ``story``; how many there were.

    Raises NotFound where one of them is not there, BadInput where both are one or where they are not the tenant's own.
    """
    if story == other:
        raise BadInput(f"{story!r} cannot be merged with itself: name two stories.")
    into, from_ = await archive.story(tenant, story), await archive.story(tenant, other)
    if {into.tenant, from_.tenant} != {tenant}:
        raise BadInput("Stories of the house record can be arranged by its operator alone.")
    slugs = [article.slug for article in from_.articles]
    await archive.arrange(tenant, slugs, story=story, by=by, at=at)
    return len(slugs)


async def split(tenant: Tenant, slug: Slug, *, archive: Archive, by: str, at: datetime) -> StoryId:
    """The article out of its story, into one of its own, whose id it gives.

    Raises NotFound where there is no such article, BadInput where it stands alone already.
    """
    story = await archive.story(tenant, await archive.story_of(tenant, slug))
    if len(story.articles) == 1:
        raise BadInput(f"{slug!r} is the only article of its story.")
    alone = StoryId(slug)
    if alone == story.id:
        alone = StoryId(f"{slug}-apart")
    await archive.arrange(tenant, [slug], story=alone, by=by, at=at)
    return alone
