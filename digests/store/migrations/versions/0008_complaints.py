"""What readers say is wrong."""

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """One table more."""
    op.create_table(
        "complaints",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_complaints")),
    )
    op.create_index(op.f("ix_complaints_at"), "complaints", ["at"], unique=False)
