"""What was reported: articles, the claims in them, who made each claim, and the stories they tell together."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from digests.notice import Notice
from digests.topics import Topic

Slug = NewType("Slug", str)
"""An article's short working name: our key for it, unique within its tenant."""
ClaimId = NewType("ClaimId", str)
"""``<slug>/<name>``: it stays the same when the article gets a new version."""
StoryId = NewType("StoryId", str)
Tenant = NewType("Tenant", str)
"""Whose record it is: a Slack workspace (``slack:T024BE7LD``), a Discord guild (``discord:4177``) or ``HOUSE``."""

HOUSE = Tenant("house")
"""The installation's own record (seeds, configured feeds): every tenant reads it, none but the operator writes it."""


class Precision(StrEnum):
    """How exactly the time of an article is known."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The time of an article as far as it is known: never made more exact than its source.

    ``start`` is the first instant that it can be (aware; None where nothing is known). A day or a month without a
    zone is read as one of UTC.
    """

    start: datetime | None
    precision: Precision

    def __post_init__(self) -> None:
        if (self.start is None) != (self.precision is Precision.UNKNOWN):
            raise ValueError("a time is unknown exactly where it has no start")
        if self.start is not None and self.start.tzinfo is None:
            raise ValueError(f"{self.start} needs a time zone")

    @classmethod
    def at(cls, instant: datetime) -> "When":
        """A known instant; it must be aware."""
        return cls(start=instant, precision=Precision.INSTANT)

    @classmethod
    def on(cls, day: date) -> "When":
        """Some time on that day."""
        return cls(start=datetime(day.year, day.month, day.day, tzinfo=UTC), precision=Precision.DAY)

    @classmethod
    def within(cls, year: int, month: int) -> "When":
        """Some time in that month."""
        return cls(start=datetime(year, month, 1, tzinfo=UTC), precision=Precision.MONTH)

    @property
    def end(self) -> datetime | None:
        """The first instant after all that it can be; equal to ``start`` for a known instant."""
        match self.start, self.precision:
            case None, _:
                return None
            case start, Precision.DAY:
                return start + timedelta(days=1)
            case start, Precision.MONTH:
                return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
            case start, _:
                return start


UNKNOWN_TIME = When(start=None, precision=Precision.UNKNOWN)


class PubStatus(StrEnum):
    """May it be published? In the words of IPTC ninjs."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class Genre(StrEnum):
    """What kind of journalism it is; opinion is kept apart from news."""

    NEWS = "news"
    ANALYSIS = "analysis"
    OPINION = "opinion"


class GroundRule(StrEnum):
    """On which terms the speaker spoke (the Associated Press's four)."""

    ON_THE_RECORD = "on the record"
    ON_BACKGROUND = "on background"
    DEEP_BACKGROUND = "deep background"
    OFF_THE_RECORD = "off the record"


class ClaimKind(StrEnum):
    """What sort of thing is claimed."""

    EVENT = "event"
    FIGURE = "figure"
    STATEMENT = "statement"
    ALLEGATION = "allegation"
    DENIAL = "denial"
    OPINION = "opinion"


class ClaimStatus(StrEnum):
    """Where a claim stands. It begins as reported; only a source or a person moves it on, never a guess of ours."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DENIED = "denied"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class RelationKind(StrEnum):
    """How one claim bears on another."""

    DENIES = "denies"
    CONTRADICTS = "contradicts"
    SUPPORTS = "supports"
    UPDATES = "updates"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """One step in a claim's history: who set which status, when (aware) and why."""

    status: ClaimStatus
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says it, and by what road it came to us.

    ``speaker`` is a name ("Anna Kelly") or a description ("current and former officials"), None where the outlet
    itself reports it. ``how_many`` is the number of speakers, None where the article does not tell. ``heard_by`` is
    the outlet that the speaker told it to, ``relayed_by`` the outlet in which we read that, where it is another one.
    """

    speaker: str | None = None
    role: str | None = None
    organisation: str | None = None
    named: bool = False
    how_many: int | None = None
    heard_by: str | None = None
    relayed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its unit and the hedge that belongs to it.

    ``measures`` says in few words what is counted, alike in two claims that count the same thing; None where nobody
    said so.
    """

    value: Decimal
    unit: str | None = None
    hedge: str | None = None
    measures: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """This claim ``kind`` that one: "denies boat-strikes/miller-drove-it"."""

    kind: RelationKind
    claim: ClaimId


Spans = tuple[tuple[int, int], ...]
"""Stretches of an article's body as (start, end) in characters, end excluded; several where the text is interrupted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where in the body the claim rests: all of it, and its speaker, cue and content; empty where there is none."""

    whole: Spans
    speaker: Spans = ()
    cue: Spans = ()
    content: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One self-contained statement, in our words, with all that an editor must know to repeat it.

    ``rank`` orders the claims of an article by importance, 1 first. ``quote`` holds the speaker's words letter for
    letter, or None. ``history`` is oldest first; empty means reported ever since it came in.
    """

    id: ClaimId
    text: str
    kind: ClaimKind
    attribution: Attribution = Attribution()
    rank: int = 1
    cue: str | None = None
    direct: bool = False
    quote: str | None = None
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    evidence: Evidence | None = None
    ground_rule: GroundRule = GroundRule.ON_THE_RECORD
    history: tuple[StatusChange, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"{self.id}: a claim needs a text")

    @property
    def status(self) -> ClaimStatus:
        """Where it stands now."""
        return self.history[-1].status if self.history else ClaimStatus.REPORTED

    @property
    def fingerprint(self) -> str:
        """Changes exactly when a reader would have to be told again: with the wording or the status."""
        return hashlib.sha256(f"{self.status}\n{self.text}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A stored article: what its source said of it, our summary, and its claims by rank.

    ``source_id`` is its source's own name for it (a feed's guid). ``outlet``, ``url`` and the time may be unknown:
    the record says so and invents none. ``relays`` names the outlet whose reporting this is, where it is another's.
    ``received`` is the aware instant at which this version entered the record; ``version`` counts from 1.
    ``urgency`` runs from 1 (highest) to 9; ``ednote`` is for the desk, never for readers; ``notices`` are what
    it says of its own faults; ``example`` marks an invented article, which is shown as such wherever it appears.
    """

    tenant: Tenant
    slug: Slug
    source_id: str
    headline: str
    received: datetime
    published: When = UNKNOWN_TIME
    version: int = 1
    outlet: str | None = None
    relays: str | None = None
    url: str | None = None
    byline: str | None = None
    located: str | None = None
    language: str | None = None
    body: str = ""
    summary: str = ""
    claims: tuple[Claim, ...] = ()
    topics: tuple[Topic, ...] = ()
    genre: Genre = Genre.NEWS
    urgency: int = 5
    pubstatus: PubStatus = PubStatus.USABLE
    embargoed_until: datetime | None = None
    ednote: str | None = None
    notices: tuple[Notice, ...] = ()
    example: bool = False

    def __post_init__(self) -> None:
        if self.received.tzinfo is None:
            raise ValueError(f"{self.slug}: received needs a time zone")
        if self.embargoed_until is not None and self.embargoed_until.tzinfo is None:
            raise ValueError(f"{self.slug}: embargoed needs a time zone")
        if not 1 <= self.urgency <= 9:  # noqa: PLR2004 - the range of ninjs
            raise ValueError(f"{self.slug}: urgency runs from 1 to 9")
        if len({claim.id for claim in self.claims}) < len(self.claims):
            raise ValueError(f"{self.slug}: two claims share an id")

    @property
    def origin(self) -> str | None:
        """The outlet whose reporting it is: a relay is no second source. None where it is not known."""
        return self.relays or self.outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles of the same event, newest in the record first; never empty."""

    tenant: Tenant
    id: StoryId
    articles: tuple[Article, ...]

    def __post_init__(self) -> None:
        if not self.articles:
            raise ValueError(f"{self.id}: a story without articles is none")

    @property
    def sources(self) -> tuple[str, ...]:
        """The outlets whose own reporting it rests on, each once, in the order of first mention.

        Articles of unknown origin are left out: they may repeat any of the others.
        """
        return tuple(dict.fromkeys(article.origin for article in self.articles if article.origin))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims of all its articles, newest article first."""
        return tuple(claim for article in self.articles for claim in article.claims)
