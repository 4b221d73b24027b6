"""Who changed what: a table that can only be added to."""

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0011"
down_revision = "0010"

_OLD_LINES_MAY_GO = """
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - INTERVAL '400 days' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit table is only added to';
END $$
"""
_REFUSALS = {
    "sqlite": (
        """
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit table is only added to'); END
""",
        """
CREATE TRIGGER audit_is_not_dropped BEFORE DELETE ON audit WHEN OLD.at > datetime('now', '-400 days')
BEGIN SELECT RAISE(ABORT, 'the audit table is only added to'); END
""",
    ),
    "postgresql": (
        _OLD_LINES_MAY_GO,
        "CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_kept()",
    ),
}
"""A line may go when it is 400 days old, as the rules of retention have it, and not before."""


def upgrade() -> None:
    """Begins empty."""
    connection = op.get_bind()
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_tenant_at"), "audit", ["tenant", "at"], unique=False)
    for refusal in _REFUSALS[connection.dialect.name]:
        connection.execute(sa.text(refusal))
