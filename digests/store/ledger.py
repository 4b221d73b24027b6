"""What is owed and what went out: the Ledger on disk. Each call is one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.article import ClaimId, Tenant
from digests.audit import Act, Deed
from digests.channel import ChannelId
from digests.delivery import ALARM, LAWFUL, TOO_LATE, Delivery, State, abandoned
from digests.errors import Unlawful
from digests.ports import Had, Owed, Run
from digests.schedule import Slot
from digests.store.audit import note
from digests.store.engine import Database
from digests.store.fixing import fix
from digests.store.identity import Identity, counted
from digests.store.rows import delivery_from, slot_values
from digests.store.settling import HELD, KEY, key_of, settle_all, write_all
from digests.store.tables import SLOT, channels, deliveries, runs, sheets
from digests.store.together import Together
from digests.store.told import covered, had, newest_run, run_of_message

_SETTLED = (State.POSTED, State.SKIPPED)
_GONE = (State.SKIPPED, State.QUARANTINED, State.UNPROVEN)
"""What is in these does not arrive unless a person acts."""
_OLDEST_FIRST = (deliveries.c.due, *KEY)


class StoredLedger:
    """As the port says."""

    def __init__(self, database: Database, identity: Identity) -> None:
        self._database = database
        self._identity = identity
        self._together = Together(database, settle_all)

    async def enqueue(self, owed: Sequence[Owed]) -> int:
        async with self._database.writing() as connection:
            new = await fix(connection, owed)
            fixed = await counted(connection, new)
        if new:
            self._identity.has_fixed(fixed)
        return new

    async def lease(self, *, holder: str, at: datetime, until: datetime, most: int) -> tuple[Delivery, ...]:
        async with self._database.writing() as connection:
            await _settle_abandoned(connection, at=at)
            await _skip_overdue(connection, at=at)
            keys = [tuple(row) for row in await connection.execute(_ready(at, most=most))]
            if not keys:
                return ()
            claimed = case((deliveries.c.state == State.PLANNED, State.CLAIMED), else_=deliveries.c.state)
            taken = tuple_(*KEY).in_(keys)
            await connection.execute(
                update(deliveries)
                .where(taken)
                .values(state=claimed, holder=holder, leased_until=until, fence=deliveries.c.fence + 1)
            )
            return tuple(map(delivery_from, await connection.execute(_whole().where(taken).order_by(*_OLDEST_FIRST))))

    async def settle(self, delivery: Delivery) -> None:
        await self._together.write(delivery)

    async def decide(self, delivery: Delivery, *, by: str, at: datetime) -> None:
        async with self._database.writing() as connection:
            found = select(deliveries.c.state, deliveries.c.holder).where(tuple_(*KEY) == key_of(delivery))
            row = (await connection.execute(found.with_for_update())).one()
            if row.holder is not None or delivery.state not in LAWFUL[State(row.state)]:
                raise Unlawful(f"A part that is {row.state} cannot become {delivery.state} by a person's word.")
            await write_all(connection, [delivery])
            deed = Deed.DROPPED if delivery.state is State.SKIPPED else Deed.SENT_AGAIN
            on = f"{delivery.slot.channel} {delivery.slot.edition}, part {delivery.part}"
            await note(connection, Act(tenant=delivery.slot.tenant, at=at, by=by, deed=deed, on=on))

    async def deliveries(
        self, tenant: Tenant | None, *, state: State | None = None, slot: Slot | None = None
    ) -> tuple[Delivery, ...]:
        found = _whole().order_by(deliveries.c.due.desc(), *(deliveries.c[name] for name in SLOT), deliveries.c.part)
        if tenant is not None:
            found = found.where(deliveries.c.tenant == tenant)
        if state is not None:
            found = found.where(deliveries.c.state == state)
        if slot is not None:
            found = found.where(*(deliveries.c[name] == value for name, value in slot_values(slot).items()))
        async with self._database.reading() as connection:
            return tuple(delivery_from(row) for row in await connection.execute(found))

    async def carried(
        self, tenant: Tenant, channels: Collection[ChannelId], claims: Collection[ClaimId]
    ) -> Mapping[ChannelId, Had]:
        async with self._database.reading() as connection:
            return await had(connection, tenant, channels, claims)

    async def covered_until(
        self, tenant: Tenant, edition: str, channels: Collection[ChannelId]
    ) -> Mapping[ChannelId, datetime]:
        async with self._database.reading() as connection:
            return await covered(connection, tenant, edition, channels)

    async def silent(self, *, before: datetime, since: datetime) -> tuple[Delivery, ...]:
        return await self._first_parts(runs.c.alarmed.is_(None), deliveries.c.state != State.POSTED, before, since)

    async def gone(self, *, before: datetime, since: datetime) -> tuple[Delivery, ...]:
        alarm = runs.alias("alarm")
        same_slot = (alarm.c[name] == runs.c[name] for name in SLOT if name != "edition")
        told = select(alarm.c.edition).where(*same_slot, alarm.c.edition == literal(ALARM) + runs.c.edition)
        return await self._first_parts(~told.exists(), deliveries.c.state.in_(_GONE), before, since)

    async def _first_parts(
        self, of_run: ColumnElement[bool], of_part: ColumnElement[bool], before: datetime, since: datetime
    ) -> tuple[Delivery, ...]:
        """By slot, oldest first; alarms are none."""
        same_slot = and_(*(runs.c[name] == deliveries.c[name] for name in SLOT))
        in_time = (deliveries.c.due > since, deliveries.c.due <= before, runs.c.edition.not_like(f"{ALARM}%"))
        found = _whole().join(runs, same_slot).where(of_run, of_part, *in_time).order_by(*_OLDEST_FIRST)
        async with self._database.reading() as connection:
            parts = list(map(delivery_from, await connection.execute(found)))
        return tuple({part.slot: part for part in reversed(parts)}.values())[::-1]

    async def alarmed(self, slots: Collection[Slot], *, at: datetime) -> None:
        if not slots:
            return
        keys = [tuple(slot_values(slot).values()) for slot in slots]
        those = tuple_(*(runs.c[name] for name in SLOT)).in_(keys)
        async with self._database.writing() as connection:
            await connection.execute(update(runs).where(those).values(alarmed=at))

    async def last_run(self, tenant: Tenant | None, channel: ChannelId | None = None) -> Run | None:
        async with self._database.reading() as connection:
            return await newest_run(connection, tenant, channel)

    async def run_told_by(self, tenant: Tenant, message_id: str) -> Run | None:
        async with self._database.reading() as connection:
            return await run_of_message(connection, tenant, message_id)


def _whole() -> Select[Any]:
    """Deliveries with what they send, and where."""
    channel_columns = [column.label(f"channel_{column.name}") for column in channels.c if column.name != "tenant"]
    there = and_(channels.c.tenant == deliveries.c.tenant, channels.c.id == deliveries.c.channel)
    on_it = and_(sheets.c.tenant == deliveries.c.tenant, sheets.c.id == deliveries.c.sheet)
    return (
        select(deliveries, sheets.c.payload, sheets.c.carries, sheets.c.thread, _lead(), *channel_columns)
        .join(channels, there)
        .join(sheets, on_it)
    )


def _lead() -> ColumnElement[Any]:
    """The message of the first part, where the part stands in its thread."""
    first = deliveries.alias("first")
    same_slot = (first.c[name] == deliveries.c[name] for name in SLOT)
    message = select(first.c.message_id).where(*same_slot, first.c.part == 1).scalar_subquery()
    return case((sheets.c.thread.is_not(None), message)).label("lead")


def _ready(at: datetime, *, most: int) -> Select[Any]:
    """Keys of planned parts whose time has come and before which no part of their digest is unsettled, and of parts in
    doubt for which nobody is looking.
    """
    earlier = deliveries.alias("earlier")
    unsettled = select(earlier.c.part).where(
        *(earlier.c[name] == deliveries.c[name] for name in SLOT),
        earlier.c.part < deliveries.c.part,
        earlier.c.state.not_in(_SETTLED),
    )
    planned = deliveries.c.state == State.PLANNED
    nobody_looks = or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= at)
    in_doubt = (deliveries.c.state == State.UNKNOWN) & nobody_looks
    return (
        select(*KEY)
        .where(deliveries.c.not_before <= at, or_(planned & ~unsettled.exists(), in_doubt))
        .order_by(*_OLDEST_FIRST)
        .limit(most)
        .with_for_update(skip_locked=True, of=deliveries)
    )


async def _skip_overdue(connection: AsyncConnection, *, at: datetime) -> None:
    """What was planned and came too late, also behind a part that is in doubt: its claims stay news."""
    overdue = (deliveries.c.state == State.PLANNED) & (deliveries.c.expires < at)
    await connection.execute(update(deliveries).where(overdue).values(state=State.SKIPPED, reason=TOO_LATE))


async def _settle_abandoned(connection: AsyncConnection, *, at: datetime) -> None:
    run_out = _whole().where(deliveries.c.state.in_(HELD), deliveries.c.leased_until <= at)
    rows = (await connection.execute(run_out)).all()
    await write_all(connection, [abandoned(delivery_from(row)) for row in rows])
