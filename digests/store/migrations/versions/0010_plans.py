"""Several plans to an edition, days off, quiet hours, pauses with an end, failures, and the rules of each clock."""

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """What is there has one plan, no day off and no quiet hours."""
    connection = op.get_bind()
    op.add_column("channels", sa.Column("quiet", sa.String(), nullable=True))
    op.add_column("editions", sa.Column("plans", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("editions", sa.Column("off", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("editions", sa.Column("holidays", sa.String(), nullable=True))
    op.create_table(
        "clocks",
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("zone", name=op.f("pk_clocks")),
    )
    op.add_column("subscriptions", sa.Column("resumes", Instant(), nullable=True))
    op.add_column("subscriptions", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    plain = (sa.column(name, sa.JSON()) for name in ("times", "days", "plans"))
    keyed = sa.table("editions", sa.column("tenant"), sa.column("name"), *plain)
    for row in connection.execute(sa.select(keyed)).all():
        one = (keyed.c.tenant == row.tenant) & (keyed.c.name == row.name)
        plan = {"times": row.times, "days": row.days}
        connection.execute(sa.update(keyed).where(one).values(plans=[plan]))
    op.drop_column("editions", "times")
    op.drop_column("editions", "days")
