"""What a channel wants to be told: a filter, an editorial profile, the language it is spoken to, what it muted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digests.article import StoryId
from digests.language import ENGLISH
from digests.topics import Topic


class TermKind(StrEnum):
    """What of a story a term is held against."""

    TOPIC = "topic"
    OUTLET = "outlet"
    PLACE = "place"
    WORD = "word"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One test of a story: ``text`` is a topic's word, an outlet's name, a place, words in a row, or a pattern."""

    kind: TermKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A story passes that meets every term of ``every``, one at least of ``some`` (where there are any), and none of
    ``never``.
    """

    every: tuple[Term, ...] = ()
    some: tuple[Term, ...] = ()
    never: tuple[Term, ...] = ()


class Extent(StrEnum):
    """How long stories are told."""

    SHORT = "short"
    USUAL = "usual"
    LONG = "long"


class Opening(StrEnum):
    """The tone of a digest's opening line."""

    NONE = "none"
    PLAIN = "plain"
    WARM = "warm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What ``belongs`` comes before all else; of a topic in ``shares`` there are at most that many stories."""

    belongs: tuple[Term, ...] = ()
    shares: tuple[tuple[Topic, int], ...] = ()
    extent: Extent = Extent.USUAL
    opening: Opening = Opening.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """All that decides what a channel's digests tell, and in which language their own words are."""

    filter: Filter = Filter()
    profile: Profile = Profile()
    language: str = ENGLISH


USUAL_TASTE = Taste()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """A story or a topic that a channel is told nothing of: by whom, since when (aware), and until when, None for ever.

    ``name`` says in words what is muted.
    """

    what: StoryId | Topic
    name: str
    by: str
    at: datetime
    until: datetime | None = None
