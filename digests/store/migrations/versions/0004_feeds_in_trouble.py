"""When a feed fell ill, and when it was well again."""

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Two columns more; feeds that are ill already are told of at their next bad look."""
    op.add_column("feeds", sa.Column("unwell_since", Instant(), nullable=True))
    op.add_column("feeds", sa.Column("well_again", Instant(), nullable=True))
