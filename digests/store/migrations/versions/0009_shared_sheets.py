"""Digests and messages are kept once for all channels that get the same; a part says until when it is tried."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from digests.store.tables import Instant

revision = "0009"
down_revision = "0008"

_KEY = ("tenant", "channel", "edition", "local_date", "wall")
_TWELVE_HOURS_ON = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', due, '+12 hours')",
    "postgresql": "due + INTERVAL '12 hours'",
}
_NAMED = """
CREATE TABLE named_{0} AS SELECT old_{0}.*,
channel || ' ' || edition || ' ' || CAST(local_date AS VARCHAR) || ' ' || CAST(wall AS VARCHAR) AS name FROM old_{0}
"""
_FILLED = (
    "INSERT INTO compositions SELECT tenant, name, title, since, until, proof FROM named_runs",
    "INSERT INTO sheets SELECT tenant, name || ' ' || part, payload, carries FROM named_deliveries",
    "INSERT INTO carried SELECT tenant, name || ' ' || part, claim, fingerprint, shown FROM named_carried",
    """
INSERT INTO runs (tenant, channel, edition, local_date, wall, due, composition)
SELECT tenant, channel, edition, local_date, wall, due, name FROM named_runs
""",
    """
INSERT INTO deliveries (tenant, channel, edition, local_date, wall, part, parts, due, sheet, state, attempts,
not_before, expires, reason, message_id, posted, holder, leased_until, fence)
SELECT tenant, channel, edition, local_date, wall, part, parts, due, name || ' ' || part, state, attempts,
not_before, {expires}, reason, message_id, posted, holder, leased_until, fence FROM named_deliveries
""",
    "INSERT INTO attempts SELECT * FROM old_attempts",
)


def upgrade() -> None:
    """What is there keeps a digest and a sheet of its own."""
    connection = op.get_bind()
    tables = ("carried", "attempts", "deliveries", "runs")
    for name in tables:
        connection.execute(sa.text(f"CREATE TABLE old_{name} AS SELECT * FROM {name}"))  # noqa: S608 - our own names
        connection.execute(sa.text(_NAMED.format(name)))
        op.drop_table(name)
    _contents()
    _slots()
    _parts()
    for statement in _FILLED:
        connection.execute(sa.text(statement.format(expires=_TWELVE_HOURS_ON[connection.dialect.name])))
    for name in tables:
        op.drop_table(f"old_{name}")
        op.drop_table(f"named_{name}")


def _contents() -> None:
    """What was composed and set."""
    op.create_table(
        "compositions",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_compositions")),
    )
    op.create_table(
        "sheets",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("carries", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_sheets")),
    )
    op.create_table(
        "carried",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["tenant", "sheet"], ["sheets.tenant", "sheets.id"], name=op.f("fk_carried_sheets")),
        sa.PrimaryKeyConstraint("tenant", "sheet", "claim", name=op.f("pk_carried")),
    )
    op.create_index(op.f("ix_carried_tenant_claim"), "carried", ["tenant", "claim"], unique=False)


def _slot() -> list[sa.Column[Any]]:
    kinds = {"tenant": sa.String, "channel": sa.String, "edition": sa.String, "local_date": sa.Date, "wall": sa.Time}
    return [sa.Column(name, kind(), nullable=False) for name, kind in kinds.items()]


def _slots() -> None:
    op.create_table(
        "runs",
        *_slot(),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("composition", sa.String(), nullable=False),
        sa.Column("alarmed", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "channel"], ["channels.tenant", "channels.id"], name=op.f("fk_runs_channels")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "composition"],
            ["compositions.tenant", "compositions.id"],
            name=op.f("fk_runs_compositions"),
        ),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_tenant_edition_due"), "runs", ["tenant", "edition", "due"], unique=False)


def _parts() -> None:
    op.create_table(
        "deliveries",
        *_slot(),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("expires", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("posted", Instant(), nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(_KEY, [f"runs.{name}" for name in _KEY], name=op.f("fk_deliveries_runs")),
        sa.ForeignKeyConstraint(["tenant", "sheet"], ["sheets.tenant", "sheets.id"], name=op.f("fk_deliveries_sheets")),
        sa.PrimaryKeyConstraint(*_KEY, "part", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_state_due"), "deliveries", ["state", "due"], unique=False)
    op.create_index(op.f("ix_deliveries_tenant_sheet"), "deliveries", ["tenant", "sheet"], unique=False)
    op.create_table(
        "attempts",
        *_slot(),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            [*_KEY, "part"], [f"deliveries.{name}" for name in (*_KEY, "part")], name=op.f("fk_attempts_deliveries")
        ),
        sa.PrimaryKeyConstraint(*_KEY, "part", "number", name=op.f("pk_attempts")),
    )
