"""Where a person has put an article."""

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One table more."""
    op.create_table(
        "story_rulings",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "slug", "at", name=op.f("pk_story_rulings")),
        sa.ForeignKeyConstraint(
            ["tenant", "slug"],
            ["articles.tenant", "articles.slug"],
            name=op.f("fk_story_rulings_articles"),
            ondelete="CASCADE",
        ),
    )
