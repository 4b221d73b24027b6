"""A composed digest, free of any platform's markup, with the proof of how it came about."""

from dataclasses import dataclass
from datetime import date, datetime

from digests.article import ClaimId, ClaimKind, ClaimStatus, Slug, StoryId, Tenant, When
from digests.topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a digest looks at: the record after ``since`` up to and with ``until`` (both aware)."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("a window needs time zones")
        if self.until < self.since:
            raise ValueError("a window cannot end before it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A claim that a digest has used up for its channel, as it read then.

    ``shown`` is False where it had no room: it stood in the record beside what was told, so it is news no more.
    """

    claim: ClaimId
    fingerprint: str
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A claim as a digest tells it.

    ``credit`` names speaker and outlet as readers may see them ("two former officials, to The Washington Post"),
    None where the outlet itself reports it and the item names that outlet. ``note`` says why its status is what it
    is. ``replies`` ride along with it: denials and contradictions that must not be read apart from it.
    """

    claim: ClaimId
    fingerprint: str
    text: str
    kind: ClaimKind
    status: ClaimStatus
    credit: str | None
    note: str | None = None
    replies: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story in a digest: headline, one or two sentences, two or three claims.

    ``sources`` names the independent outlets it rests on, ``outlets`` those that carried it. ``is_new`` is False where
    this channel had the story before and gets what is new. ``why`` tells the reader why it stands here. ``language``
    is that of its text, as a BCP 47 tag, None where it is not known. ``unsaid`` are the claims without a line of
    their own: the text says them already, or there was no room. ``urgency`` is that of its most urgent article, 1 the
    highest.
    """

    story: StoryId
    article: Slug
    headline: str
    text: str
    lines: tuple[Line, ...]
    sources: tuple[str, ...]
    outlets: tuple[str, ...]
    published: When
    url: str | None
    opinion: bool
    example: bool
    is_new: bool
    why: str
    language: str | None = None
    unsaid: tuple[Carried, ...] = ()
    topics: tuple[Topic, ...] = ()
    urgency: int = 5

    @property
    def claims(self) -> tuple[Line, ...]:
        """Every claim that the item carries, those that ride along included, in reading order."""
        return tuple(line for lead in self.lines for line in (lead, *lead.replies))

    @property
    def carries(self) -> tuple[Carried, ...]:
        """All that the channel has had once it has read the item."""
        return (*(Carried(claim=line.claim, fingerprint=line.fingerprint) for line in self.claims), *self.unsaid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A story that the digest looked at, and why it was told or left out."""

    story: StoryId
    headline: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProof:
    """What was looked at: how many articles and stories, from which outlets, what was told or left out and why.

    Nothing under embargo or withheld is named here: ``held`` only counts it, for the desk.
    """

    window: Window
    articles: int
    stories: int
    outlets: tuple[str, ...]
    told: tuple[Weighed, ...] = ()
    left_out: tuple[Weighed, ...]
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNews:
    """What readers must know of a feed: by what name they know it, and its ``trouble``, None where that is over."""

    name: str
    trouble: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A digest that did not come, or not all of it: when it was due (aware, on the edition's clock), and why.

    ``channel`` is None where the channel itself is told; ``next_due`` None where no other is due there.
    """

    edition: str
    due: datetime
    why: str
    channel: str | None = None
    next_due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What is told where digests were expected and none came; ``at`` is aware."""

    at: datetime
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Local days, first and last, on which a digest was due and none came, and how many items are from then."""

    first: date
    last: date
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A composed digest: items most important first, opinion last; no items means nothing new.

    ``at`` is the instant for which it was composed, in the edition's own zone; it is shown to readers, and so is
    ``was_due`` where it comes late, as after an outage. ``sources`` are the feeds that fell ill or were well again in
    its window; ``missed`` says what is told late because a digest before this one never went out. ``opening`` is a line
    of our own above the items, None where the channel wants none.
    """

    tenant: Tenant
    edition: str
    title: str
    at: datetime
    items: tuple[Item, ...]
    proof: RunProof
    sources: tuple[SourceNews, ...] = ()
    was_due: datetime | None = None
    missed: Missed | None = None
    opening: str | None = None
