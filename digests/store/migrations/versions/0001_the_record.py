"""The record as Rundown 0.1 keeps it."""

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Every table, from nothing."""
    _archive()
    _statuses()
    _roster()
    _ledger()
    _receipts()


def _archive() -> None:
    """What was reported, and every version of it."""
    op.create_table(
        "revisions",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_revisions")),
    )
    op.create_table(
        "articles",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received", Instant(), nullable=False),
        sa.Column("published_start", Instant(), nullable=True),
        sa.Column("published_end", Instant(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "slug", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_revision"), "articles", ["revision"], unique=False)
    op.create_index(op.f("ix_articles_tenant_published_start"), "articles", ["tenant", "published_start"], unique=False)
    op.create_index(op.f("ix_articles_tenant_received"), "articles", ["tenant", "received"], unique=False)
    op.create_index(op.f("ix_articles_tenant_source_id"), "articles", ["tenant", "source_id"], unique=False)
    op.create_index(op.f("ix_articles_tenant_story"), "articles", ["tenant", "story"], unique=False)
    op.create_index(op.f("ix_articles_tenant_url"), "articles", ["tenant", "url"], unique=False)
    op.create_table(
        "article_versions",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received", Instant(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "slug"],
            ["articles.tenant", "articles.slug"],
            name=op.f("fk_article_versions_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "slug", "version", name=op.f("pk_article_versions")),
    )


def _statuses() -> None:
    """Where claims stand, as a source or a person said it."""
    op.create_table(
        "status_changes",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "slug"],
            ["articles.tenant", "articles.slug"],
            name=op.f("fk_status_changes_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "claim", "at", "status", "by", name=op.f("pk_status_changes")),
    )
    op.create_index(op.f("ix_status_changes_tenant_slug"), "status_changes", ["tenant", "slug"], unique=False)


def _roster() -> None:
    """Who takes what, where and when."""
    op.create_table(
        "workspaces",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_workspaces")),
    )
    op.create_table(
        "channels",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_channels")),
    )
    op.create_table(
        "editions",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("from_file", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "name", name=op.f("pk_editions")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("next_due", Instant(), nullable=False),
        sa.Column("paused", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "channel"], ["channels.tenant", "channels.id"], name=op.f("fk_subscriptions_channels")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "edition"], ["editions.tenant", "editions.name"], name=op.f("fk_subscriptions_editions")
        ),
        sa.PrimaryKeyConstraint("tenant", "channel", "edition", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_next_due"), "subscriptions", ["next_due"], unique=False)


def _ledger() -> None:
    """What was fixed for a slot, and what is owed of it."""
    op.create_table(
        "runs",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("wall", sa.Time(), nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "channel"], ["channels.tenant", "channels.id"], name=op.f("fk_runs_channels")
        ),
        sa.PrimaryKeyConstraint("tenant", "channel", "edition", "local_date", "wall", name=op.f("pk_runs")),
    )
    op.create_table(
        "deliveries",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("wall", sa.Time(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("carries", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("posted", Instant(), nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "channel", "edition", "local_date", "wall"],
            ["runs.tenant", "runs.channel", "runs.edition", "runs.local_date", "runs.wall"],
            name=op.f("fk_deliveries_runs"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant", "channel", "edition", "local_date", "wall", "part", name=op.f("pk_deliveries")
        ),
    )
    op.create_index(op.f("ix_deliveries_state_not_before"), "deliveries", ["state", "not_before"], unique=False)


def _receipts() -> None:
    """Every try at a delivery, and the claims that its message carried."""
    op.create_table(
        "attempts",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("wall", sa.Time(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "channel", "edition", "local_date", "wall", "part"],
            [
                "deliveries.tenant",
                "deliveries.channel",
                "deliveries.edition",
                "deliveries.local_date",
                "deliveries.wall",
                "deliveries.part",
            ],
            name=op.f("fk_attempts_deliveries"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant", "channel", "edition", "local_date", "wall", "part", "number", name=op.f("pk_attempts")
        ),
    )
    op.create_table(
        "carried",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("wall", sa.Time(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "channel", "edition", "local_date", "wall", "part"],
            [
                "deliveries.tenant",
                "deliveries.channel",
                "deliveries.edition",
                "deliveries.local_date",
                "deliveries.wall",
                "deliveries.part",
            ],
            name=op.f("fk_carried_deliveries"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant", "channel", "edition", "local_date", "wall", "part", "claim", name=op.f("pk_carried")
        ),
    )
    op.create_index(op.f("ix_carried_tenant_claim"), "carried", ["tenant", "claim"], unique=False)
