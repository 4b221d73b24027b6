"""What channels were told, read from what was fixed and what became of it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.article import ClaimId, Tenant
from digests.channel import ChannelId
from digests.delivery import ALARM, State
from digests.ports import Had, Run
from digests.store.rows import run_from
from digests.store.tables import SLOT, carried, compositions, deliveries, runs, subscriptions

NEVER_READ = (State.SKIPPED, State.QUARANTINED)
"""A channel has not had what stands in these: its claims are news still, and its window stays open."""
_FEW = 500
"""Channels that are asked for by name; for more, all of the tenant are read."""
_BACK = (timedelta(days=2), timedelta(days=40), None)
"""How far back one looks for the last digest of each channel: nearly all are in the first of these."""


async def had(
    connection: AsyncConnection, tenant: Tenant, channels: Collection[ChannelId], claims: Collection[ClaimId]
) -> Mapping[ChannelId, Had]:
    """As the ledger says of ``carried``."""
    held: dict[str, dict[ClaimId, str]] = {}
    names = list(claims)
    for begin in range(0, len(names), _FEW):
        among = carried.c.claim.in_(names[begin : begin + _FEW])
        for row in await connection.execute(select(carried).where(carried.c.tenant == tenant, among)):
            held.setdefault(row.sheet, {})[ClaimId(row.claim)] = row.fingerprint
    rows: list[Any] = []
    sheets = list(held)
    for begin in range(0, len(sheets), _FEW):
        found = select(deliveries.c.due, deliveries.c.part, deliveries.c.channel, deliveries.c.sheet).where(
            deliveries.c.tenant == tenant,
            deliveries.c.sheet.in_(sheets[begin : begin + _FEW]),
            deliveries.c.state.not_in(NEVER_READ),
            _among(deliveries.c.channel, channels),
        )
        rows += await connection.execute(found)
    read: dict[ChannelId, list[str]] = {}
    for _, _, channel, sheet in sorted(rows):
        read.setdefault(ChannelId(channel), []).append(sheet)
    shared: dict[tuple[str, ...], Had] = {}
    return {channel: _all_of(tuple(sheets), held, shared) for channel, sheets in read.items()}


def _all_of(
    sheets: tuple[str, ...], held: Mapping[str, Mapping[ClaimId, str]], shared: dict[tuple[str, ...], Had]
) -> Had:
    """Of each claim the wording that came last."""
    if sheets not in shared:
        last: dict[ClaimId, str] = {}
        for sheet in sheets:
            last |= held[sheet]
        shared[sheets] = frozenset(last.items())
    return shared[sheets]


async def covered(
    connection: AsyncConnection, tenant: Tenant, edition: str, channels: Collection[ChannelId]
) -> Mapping[ChannelId, datetime]:
    """As the ledger says of ``covered_until``."""
    of_edition = (runs.c.tenant == tenant, runs.c.edition == edition)
    newest: datetime | None = (await connection.execute(select(func.max(runs.c.due)).where(*of_edition))).scalar()
    wanted, found = set(channels), dict[ChannelId, datetime]()
    for back in _BACK if newest is not None else ():
        recent = () if back is None or newest is None else (runs.c.due > newest - back,)
        read = _windows(case((_was_read(), compositions.c.until)), back=back)
        asked = read.where(*of_edition, *recent, _among(runs.c.channel, wanted)).group_by(runs.c.channel)
        rows = await connection.execute(asked)
        found |= {ChannelId(channel): until for channel, until in rows if until is not None and channel in wanted}
        wanted -= found.keys()
        if not wanted:
            break
    return found | await _taken_over(connection, tenant, edition, channels, found)


async def _taken_over(
    connection: AsyncConnection,
    tenant: Tenant,
    edition: str,
    channels: Collection[ChannelId],
    found: Mapping[ChannelId, datetime],
) -> dict[ChannelId, datetime]:
    """Channels that another edition had told further than this one has, and how far."""
    asked = select(subscriptions.c.channel, subscriptions.c.since).where(
        subscriptions.c.tenant == tenant,
        subscriptions.c.edition == edition,
        subscriptions.c.since.is_not(None),
        _among(subscriptions.c.channel, channels),
    )
    rows = ((ChannelId(channel), since) for channel, since in await connection.execute(asked))
    return {
        channel: since
        for channel, since in rows
        if channel in channels and (channel not in found or found[channel] < since)
    }


def _windows(until: ColumnElement[Any], *, back: timedelta | None) -> Select[Any]:
    """By channel the end of the last window that was read; over all time, else the start of the first."""
    last = func.max(until)
    told = last if back is not None else func.coalesce(last, func.min(compositions.c.since))
    return select(runs.c.channel, told).join(compositions, _composed())


def _was_read() -> ColumnElement[bool]:
    unread = select(deliveries.c.part).where(
        *(deliveries.c[name] == runs.c[name] for name in SLOT), deliveries.c.state.in_(NEVER_READ)
    )
    return ~unread.exists()


def _composed() -> ColumnElement[bool]:
    return and_(compositions.c.tenant == runs.c.tenant, compositions.c.id == runs.c.composition)


def _among(column: ColumnElement[Any], channels: Collection[ChannelId]) -> ColumnElement[bool]:
    return column.in_(channels) if len(channels) <= _FEW else column.is_not(None)


def _whole_runs() -> Select[Any]:
    return select(runs, compositions.c.title, compositions.c.proof).join(compositions, _composed())


async def newest_run(connection: AsyncConnection, tenant: Tenant | None, channel: ChannelId | None) -> Run | None:
    """As the ledger says of ``last_run``."""
    found = (
        _whole_runs()
        .where(runs.c.edition.not_like(f"{ALARM}%"))
        .order_by(runs.c.due.desc(), compositions.c.until.desc())
        .limit(1)
    )
    if tenant is not None:
        found = found.where(runs.c.tenant == tenant)
    if channel is not None:
        found = found.where(runs.c.channel == channel)
    row = (await connection.execute(found)).one_or_none()
    return run_from(row) if row else None


async def run_of_message(connection: AsyncConnection, tenant: Tenant, message_id: str) -> Run | None:
    """As the ledger says of ``run_told_by``."""
    same = and_(*(runs.c[name] == deliveries.c[name] for name in SLOT))
    of_message = (deliveries.c.tenant == tenant, deliveries.c.message_id == message_id)
    row = (await connection.execute(_whole_runs().join(deliveries, same).where(*of_message))).first()
    return run_from(row) if row else None
