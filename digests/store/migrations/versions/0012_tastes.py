"""What a channel wants to be told and how, what it muted, and messages that stand in a thread."""

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Every channel is told as it was; what stands in rundown.toml says so again at the next start."""
    op.add_column("channels", sa.Column("taste", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("channels", sa.Column("look", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("channels", sa.Column("from_file", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("subscriptions", sa.Column("since", Instant(), nullable=True))
    op.add_column("sheets", sa.Column("thread", sa.Text(), nullable=True))
    op.create_table(
        "mutes",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "channel", "kind", "what", name=op.f("pk_mutes")),
        sa.ForeignKeyConstraint(
            ("tenant", "channel"), ("channels.tenant", "channels.id"), name=op.f("fk_mutes_channels")
        ),
    )
