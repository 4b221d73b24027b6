"""What is looked for in the index beside the record, and its answer: places of claims, and how common words are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digests.article import Article, ClaimId, ClaimStatus, Slug, StoryId, Tenant
from digests.topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a search is kept to; None keeps to nothing.

    ``since`` and ``until`` are aware instants between which an article was published, or received where that is not
    known: after ``since``, up to and with ``until``. ``outlet`` and ``speaker`` are names in any case.
    """

    topic: Topic | None = None
    since: datetime | None = None
    until: datetime | None = None
    outlet: str | None = None
    speaker: str | None = None
    status: ClaimStatus | None = None
    stories: frozenset[StoryId] = frozenset()


ANYWHERE = Narrowing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Words in plain spelling with what each weighs, whose record is asked, and when (aware)."""

    tenant: Tenant
    at: datetime
    words: Mapping[str, float]
    narrowed: Narrowing = ANYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a claim stands; with None the article itself, by its headline and lead."""

    tenant: Tenant
    slug: Slug
    claim: ClaimId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Places, best first, and for each word how many of all ``total`` that the asker may read hold it."""

    places: tuple[Place, ...]
    held: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """An article that may speak of a question, and the story that it stands in."""

    article: Article
    story: StoryId
