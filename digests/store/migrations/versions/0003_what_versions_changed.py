"""What each version of an article changed, and the notices that came with it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Two columns more; older versions have neither."""
    op.add_column("article_versions", sa.Column("difference", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("article_versions", sa.Column("notices", sa.JSON(none_as_null=True), nullable=True))
    op.create_index(
        op.f("ix_article_versions_tenant_received"), "article_versions", ["tenant", "received"], unique=False
    )
