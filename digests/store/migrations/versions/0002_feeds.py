"""The feeds that are followed."""

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One table more."""
    op.create_table(
        "feeds",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("added", Instant(), nullable=False),
        sa.Column("next_look", Instant(), nullable=False),
        sa.Column("pace_seconds", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("last_good", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("stopped", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "url", name=op.f("pk_feeds")),
    )
    op.create_index(op.f("ix_feeds_next_look"), "feeds", ["next_look"], unique=False)
