"""Every table and constraint; a tenant stands in every key."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive one is refused."""

    impl = DateTime  # type: ignore[mutable-override]  # how SQLAlchemy wants it
    cache_ok = True  # type: ignore[mutable-override]

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value else None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)


def _needed(name: str, type_: Any) -> Column[Any]:
    return Column(name, type_, nullable=False)


workspaces = Table(
    "workspaces",
    metadata,
    _needed("tenant", String),
    _needed("platform", String),
    _needed("name", Text),
    PrimaryKeyConstraint("tenant"),
)

revisions = Table(
    "revisions", metadata, _needed("name", String), _needed("last", Integer), PrimaryKeyConstraint("name")
)
"""Counters that only grow, each moved on in the transaction that it counts."""

articles = Table(
    "articles",
    metadata,
    _needed("tenant", String),
    _needed("slug", String),
    _needed("source_id", Text),
    Column("url", Text),
    _needed("story", String),
    _needed("version", Integer),
    _needed("received", Instant),
    Column("published_start", Instant),
    Column("published_end", Instant),
    _needed("revision", Integer),
    _needed("document", JSON),
    PrimaryKeyConstraint("tenant", "slug"),
)
"""The newest version of each; ``revision`` tells an index what changed since it last looked."""
for _columns in (("source_id",), ("url",), ("story",), ("received",), ("published_start",)):
    Index(None, articles.c.tenant, *(articles.c[name] for name in _columns))
Index(None, articles.c.revision)

feeds = Table(
    "feeds",
    metadata,
    _needed("tenant", String),
    _needed("url", String),
    Column("title", Text),
    _needed("added", Instant),
    _needed("next_look", Instant),
    _needed("pace_seconds", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("last_good", Instant),
    _needed("failures", Integer),
    Column("trouble", Text),
    Column("unwell_since", Instant),
    Column("well_again", Instant),
    Column("stopped", Text),
    PrimaryKeyConstraint("tenant", "url"),
)
Index(None, feeds.c.next_look)

model_days = Table(
    "model_days",
    metadata,
    _needed("tenant", String),
    _needed("day", Date),
    _needed("articles", Integer),
    PrimaryKeyConstraint("tenant", "day"),
)
"""How many articles a model was asked about, by UTC day."""

article_versions = Table(
    "article_versions",
    metadata,
    _needed("tenant", String),
    _needed("slug", String),
    _needed("version", Integer),
    _needed("received", Instant),
    _needed("document", JSON),
    Column("difference", JSON(none_as_null=True)),
    Column("notices", JSON(none_as_null=True)),
    PrimaryKeyConstraint("tenant", "slug", "version"),
    ForeignKeyConstraint(("tenant", "slug"), ("articles.tenant", "articles.slug"), ondelete="CASCADE"),
)
"""``difference`` to the version before, and the ``notices`` that are new in it; null where there is none."""
Index(None, article_versions.c.tenant, article_versions.c.received)

status_changes = Table(
    "status_changes",
    metadata,
    _needed("tenant", String),
    _needed("slug", String),
    _needed("claim", String),
    _needed("at", Instant),
    _needed("status", String),
    _needed("by", Text),
    _needed("reason", Text),
    PrimaryKeyConstraint("tenant", "claim", "at", "status", "by"),
    ForeignKeyConstraint(("tenant", "slug"), ("articles.tenant", "articles.slug"), ondelete="CASCADE"),
)
"""Only added to: what a source or a person said of a claim is kept over the article's versions."""
Index(None, status_changes.c.tenant, status_changes.c.slug)

story_rulings = Table(
    "story_rulings",
    metadata,
    _needed("tenant", String),
    _needed("slug", String),
    _needed("at", Instant),
    _needed("kind", String),
    Column("left", String),
    _needed("story", String),
    _needed("by", Text),
    PrimaryKeyConstraint("tenant", "slug", "at"),
    ForeignKeyConstraint(("tenant", "slug"), ("articles.tenant", "articles.slug"), ondelete="CASCADE"),
)
"""Only added to: where a person has put an article, and which story it left."""

complaints = Table(
    "complaints",
    metadata,
    _needed("tenant", String),
    _needed("id", String),
    _needed("by", String),
    _needed("at", Instant),
    _needed("why", Text),
    _needed("told", Text),
    _needed("claims", JSON),
    Column("question", Text),
    PrimaryKeyConstraint("tenant", "id"),
)
"""What readers say is wrong."""
Index(None, complaints.c.at)

channels = Table(
    "channels",
    metadata,
    _needed("tenant", String),
    _needed("id", String),
    _needed("platform", String),
    _needed("address", String),
    _needed("name", Text),
    _needed("zone", String),
    _needed("layout", String),
    Column("quiet", String),
    _needed("taste", JSON),
    _needed("look", JSON),
    _needed("from_file", Boolean),
    PrimaryKeyConstraint("tenant", "id"),
)

mutes = Table(
    "mutes",
    metadata,
    _needed("tenant", String),
    _needed("channel", String),
    _needed("kind", String),
    _needed("what", String),
    _needed("name", Text),
    _needed("by", Text),
    _needed("at", Instant),
    Column("until", Instant),
    PrimaryKeyConstraint("tenant", "channel", "kind", "what"),
    ForeignKeyConstraint(("tenant", "channel"), ("channels.tenant", "channels.id")),
)
"""Stories and topics that a channel is told nothing of."""

editions = Table(
    "editions",
    metadata,
    _needed("tenant", String),
    _needed("name", String),
    _needed("plans", JSON),
    _needed("zone", String),
    _needed("topics", JSON),
    _needed("most", Integer),
    _needed("off", JSON),
    Column("holidays", String),
    _needed("from_file", Boolean),
    PrimaryKeyConstraint("tenant", "name"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    _needed("tenant", String),
    _needed("channel", String),
    _needed("edition", String),
    _needed("created", Instant),
    _needed("created_by", String),
    _needed("next_due", Instant),
    Column("paused", Text),
    Column("resumes", Instant),
    Column("since", Instant),
    _needed("failures", Integer),
    PrimaryKeyConstraint("tenant", "channel", "edition"),
    ForeignKeyConstraint(("tenant", "channel"), ("channels.tenant", "channels.id")),
    ForeignKeyConstraint(("tenant", "edition"), ("editions.tenant", "editions.name")),
)
"""``failures`` counts how often in a row its digest could not be put together."""
Index(None, subscriptions.c.next_due)

clocks = Table(
    "clocks",
    metadata,
    _needed("zone", String),
    _needed("rules", String),
    PrimaryKeyConstraint("zone"),
)
"""By which rules of a zone the next slots were planned; ours may be other ones after an update."""

SLOT = ("tenant", "channel", "edition", "local_date", "wall")
"""The key of what is owed: it never expires, and the database is the judge of it."""


def _slot() -> tuple[Column[Any], ...]:
    kinds = (String, String, String, Date, Time)
    return tuple(_needed(name, kind) for name, kind in zip(SLOT, kinds, strict=True))


compositions = Table(
    "compositions",
    metadata,
    _needed("tenant", String),
    _needed("id", String),
    _needed("title", Text),
    _needed("since", Instant),
    _needed("until", Instant),
    _needed("proof", JSON),
    PrimaryKeyConstraint("tenant", "id"),
)
"""Digests as they were composed, once for all channels that share one; known by what they hold."""

sheets = Table(
    "sheets",
    metadata,
    _needed("tenant", String),
    _needed("id", String),
    _needed("payload", JSON),
    _needed("carries", JSON),
    Column("thread", Text),
    PrimaryKeyConstraint("tenant", "id"),
)
"""Messages as they are sent, once for all channels that get the same; known by what they hold."""

carried = Table(
    "carried",
    metadata,
    _needed("tenant", String),
    _needed("sheet", String),
    _needed("claim", String),
    _needed("fingerprint", String),
    _needed("shown", Boolean),
    PrimaryKeyConstraint("tenant", "sheet", "claim"),
    ForeignKeyConstraint(("tenant", "sheet"), ("sheets.tenant", "sheets.id")),
)
"""The claims of each sheet, by which its messages are found when one of them changes."""
Index(None, carried.c.tenant, carried.c.claim)

runs = Table(
    "runs",
    metadata,
    *_slot(),
    _needed("due", Instant),
    _needed("composition", String),
    Column("alarmed", Instant),
    PrimaryKeyConstraint(*SLOT),
    ForeignKeyConstraint(("tenant", "channel"), ("channels.tenant", "channels.id")),
    ForeignKeyConstraint(("tenant", "composition"), ("compositions.tenant", "compositions.id")),
)
"""``alarmed`` is when somebody was told that it did not arrive."""
Index(None, runs.c.tenant, runs.c.edition, runs.c.due)

deliveries = Table(
    "deliveries",
    metadata,
    *_slot(),
    _needed("part", Integer),
    _needed("parts", Integer),
    _needed("due", Instant),
    _needed("sheet", String),
    _needed("state", String),
    _needed("attempts", Integer),
    _needed("not_before", Instant),
    _needed("expires", Instant),
    Column("reason", Text),
    Column("message_id", Text),
    Column("posted", Instant),
    Column("holder", String),
    Column("leased_until", Instant),
    _needed("fence", Integer),
    PrimaryKeyConstraint(*SLOT, "part"),
    ForeignKeyConstraint(SLOT, [f"runs.{name}" for name in SLOT]),
    ForeignKeyConstraint(("tenant", "sheet"), ("sheets.tenant", "sheets.id")),
)
Index(None, deliveries.c.state, deliveries.c.due)
Index(None, deliveries.c.tenant, deliveries.c.sheet)

attempts = Table(
    "attempts",
    metadata,
    *_slot(),
    _needed("part", Integer),
    _needed("number", Integer),
    _needed("holder", String),
    _needed("fence", Integer),
    Column("outcome", String),
    Column("reason", Text),
    PrimaryKeyConstraint(*SLOT, "part", "number"),
    ForeignKeyConstraint((*SLOT, "part"), [f"deliveries.{name}" for name in (*SLOT, "part")]),
)
"""Every send begun; one without an outcome was broken off."""

audit = Table(
    "audit",
    metadata,
    _needed("number", Integer),
    _needed("at", Instant),
    _needed("tenant", String),
    _needed("by", Text),
    _needed("deed", String),
    _needed("on", Text),
    Column("why", Text),
    PrimaryKeyConstraint("number"),
)
"""Only added to: the database itself refuses to change or drop a line of it."""
Index(None, audit.c.tenant, audit.c.at)
