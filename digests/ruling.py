"""An editor's word on which articles tell one story, and what follows from it for whatever comes in later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digests.article import Slug, StoryId


class RulingKind(StrEnum):
    """Whether a whole story joined another one, or some of its articles left it."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One article that somebody moved from the story ``left`` to ``story`` at an aware instant.

    ``left`` is None where it was not kept.
    """

    kind: RulingKind
    article: Slug
    left: StoryId | None
    story: StoryId
    by: str
    at: datetime


def standing(rulings: Sequence[Ruling]) -> dict[StoryId, StoryId]:
    """For every story that was ruled on, where its articles stand now: itself, or what it was merged into in the end.

    ``rulings`` are oldest first, here and below.
    """
    now: dict[StoryId, StoryId] = {}
    for ruling in reversed(rulings):
        there = now.setdefault(ruling.story, ruling.story)
        if ruling.kind is RulingKind.MERGE and ruling.left is not None:
            now.setdefault(ruling.left, there)
    return now


def merged_from(rulings: Sequence[Ruling]) -> dict[Slug, StoryId]:
    """For articles of merged stories, the story that each was found to tell by itself.

    What comes in is compared with these as they were: two events that an editor put together are not alike, and
    their mean would be like neither.
    """
    now = standing(rulings)
    last = {ruling.article: ruling.story for ruling in rulings}
    found: dict[Slug, StoryId] = {}
    for ruling in rulings:
        if ruling.left is not None and now.get(ruling.left) == last[ruling.article]:
            found.setdefault(ruling.article, ruling.left)
    return found


def merged_as(articles: Iterable[Slug], rulings: Sequence[Ruling]) -> StoryId | None:
    """The story that these very articles told before the last merge of them all; None where there was none."""
    moved = set(articles)
    last = next((ruling for ruling in reversed(rulings) if ruling.article in moved), None)
    if last is None or last.kind is RulingKind.SPLIT:
        return None
    one = (last.left, last.story, last.at)
    together = {ruling.article for ruling in rulings if (ruling.left, ruling.story, ruling.at) == one}
    return last.left if together == moved else None
