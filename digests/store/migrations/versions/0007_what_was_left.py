"""Which story an article left when a person moved it, and whether the whole story went."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Of earlier rulings that was not kept: each counts as a split from an unknown story, and moves nothing else."""
    op.add_column("story_rulings", sa.Column("kind", sa.String(), nullable=False, server_default="split"))
    op.add_column("story_rulings", sa.Column("left", sa.String(), nullable=True))
