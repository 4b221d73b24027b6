"""What is owed and what went out: the Ledger on disk. Each call is one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.article import ClaimId, Tenant
from digests.channel import ChannelId
from digests.delivery import DEADLINE, LAWFUL, TOO_LATE, Delivery, State, abandoned
from digests.errors import LeaseLost, Unlawful
from digests.ports import Run
from digests.schedule import Slot
from digests.store.engine import Database, insert
from digests.store.rows import Values, delivery_from, delivery_values, run_from, run_values, slot_values
from digests.store.tables import SLOT, attempts, carried, channels, deliveries, runs, subscriptions

_SETTLED = (State.POSTED, State.SKIPPED)
_NEVER_READ = (State.SKIPPED, State.QUARANTINED)
"""A channel has not had what stands in these: its claims are news still, and its window stays open."""
_HELD = (State.CLAIMED, State.SENDING)


class StoredLedger:
    """As the port says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def enqueue(self, run: Run, parts: Sequence[Delivery], *, next_due: datetime) -> bool:
        slot = run.slot
        async with self._database.writing() as connection:
            new = await connection.execute(insert(connection, runs).values(run_values(run)).on_conflict_do_nothing())
            if is_new := new.rowcount == 1:
                await connection.execute(deliveries.insert(), [delivery_values(part) for part in parts])
                if claims := [values for part in parts for values in _carried_values(part)]:
                    await connection.execute(carried.insert(), claims)
            await connection.execute(
                update(subscriptions)
                .where(
                    subscriptions.c.tenant == slot.tenant,
                    subscriptions.c.channel == slot.channel,
                    subscriptions.c.edition == slot.edition,
                )
                .values(next_due=next_due)
            )
            return is_new

    async def lease(self, *, holder: str, at: datetime, until: datetime, most: int) -> tuple[Delivery, ...]:
        async with self._database.writing() as connection:
            await _settle_abandoned(connection, at=at)
            await _skip_overdue(connection, at=at)
            keys = [_key_of(row) for row in await connection.execute(_ready(at, most=most))]
            for key in keys:
                claimed = case((deliveries.c.state == State.PLANNED, State.CLAIMED), else_=deliveries.c.state)
                await connection.execute(
                    update(deliveries)
                    .where(*_where(key))
                    .values(state=claimed, holder=holder, leased_until=until, fence=deliveries.c.fence + 1)
                )
            return tuple([await _read(connection, key) for key in keys])

    async def settle(self, delivery: Delivery) -> None:
        key = _key(delivery)
        lease = delivery.lease
        if lease is None:
            raise Unlawful("A part that nobody ever held cannot be settled.")
        async with self._database.writing() as connection:
            found = select(deliveries.c.state, deliveries.c.holder, deliveries.c.fence).where(*_where(key))
            row = (await connection.execute(found.with_for_update())).one()
            lawful = delivery.state in LAWFUL[State(row.state)]
            if row.fence != lease.fence or (row.holder is None and not lawful):
                raise LeaseLost(f"Part {delivery.part} is somebody else's by now.")
            if not lawful:
                raise Unlawful(f"A part cannot go from {row.state} to {delivery.state}.")
            await _write(connection, delivery)
            await _note_attempt(connection, delivery)

    async def decide(self, delivery: Delivery) -> None:
        key = _key(delivery)
        async with self._database.writing() as connection:
            found = select(deliveries.c.state, deliveries.c.holder).where(*_where(key))
            row = (await connection.execute(found.with_for_update())).one()
            if row.holder is not None or delivery.state not in LAWFUL[State(row.state)]:
                raise Unlawful(f"A part that is {row.state} cannot become {delivery.state} by a person's word.")
            await _write(connection, delivery)

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

    async def carried(self, tenant: Tenant, channel: ChannelId) -> Mapping[ClaimId, str]:
        same = and_(*(carried.c[name] == deliveries.c[name] for name in (*SLOT, "part")))
        found = (
            select(carried.c.claim, carried.c.fingerprint)
            .join(deliveries, same)
            .where(carried.c.tenant == tenant, carried.c.channel == channel, deliveries.c.state.not_in(_NEVER_READ))
            .order_by(deliveries.c.due, deliveries.c.part)
        )
        async with self._database.reading() as connection:
            return {ClaimId(row.claim): row.fingerprint for row in await connection.execute(found)}

    async def covered_until(self, tenant: Tenant, channel: ChannelId, edition: str) -> datetime | None:
        unread = select(deliveries.c.part).where(
            *(deliveries.c[name] == runs.c[name] for name in SLOT), deliveries.c.state.in_(_NEVER_READ)
        )
        read = case((~unread.exists(), runs.c.until))
        found = select(func.coalesce(func.max(read), func.min(runs.c.since))).where(
            runs.c.tenant == tenant, runs.c.channel == channel, runs.c.edition == edition
        )
        async with self._database.reading() as connection:
            until: datetime | None = (await connection.execute(found)).scalar()
            return until

    async def last_run(self, tenant: Tenant | None, channel: ChannelId | None = None) -> Run | None:
        found = select(runs).order_by(runs.c.due.desc(), runs.c.until.desc()).limit(1)
        if tenant is not None:
            found = found.where(runs.c.tenant == tenant)
        if channel is not None:
            found = found.where(runs.c.channel == channel)
        async with self._database.reading() as connection:
            row = (await connection.execute(found)).one_or_none()
        return run_from(row) if row else None

    async def run_told_by(self, tenant: Tenant, message_id: str) -> Run | None:
        same = and_(*(runs.c[name] == deliveries.c[name] for name in SLOT))
        of_message = (deliveries.c.tenant == tenant, deliveries.c.message_id == message_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(runs).join(deliveries, same).where(*of_message))).first()
        return run_from(row) if row else None


def _key(delivery: Delivery) -> Values:
    return {**slot_values(delivery.slot), "part": delivery.part}


def _key_of(row: Any) -> Values:
    return {name: getattr(row, name) for name in (*SLOT, "part")}


def _where(key: Values) -> list[Any]:
    return [deliveries.c[name] == value for name, value in key.items()]


def _carried_values(part: Delivery) -> list[Values]:
    return [
        {**_key(part), "claim": one.claim, "fingerprint": one.fingerprint, "shown": one.shown} for one in part.carries
    ]


def _whole() -> Select[Any]:
    """Deliveries with their channels."""
    channel_columns = [column.label(f"channel_{column.name}") for column in channels.c if column.name != "tenant"]
    same = and_(channels.c.tenant == deliveries.c.tenant, channels.c.id == deliveries.c.channel)
    return select(deliveries, *channel_columns).join(channels, same)


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
        select(*(deliveries.c[name] for name in (*SLOT, "part")))
        .where(deliveries.c.not_before <= at, or_(planned & ~unsettled.exists(), in_doubt))
        .order_by(deliveries.c.due, *(deliveries.c[name] for name in SLOT))
        .limit(most)
        .with_for_update(skip_locked=True, of=deliveries)
    )


async def _read(connection: AsyncConnection, key: Values) -> Delivery:
    return delivery_from((await connection.execute(_whole().where(*_where(key)))).one())


async def _skip_overdue(connection: AsyncConnection, *, at: datetime) -> None:
    """What was planned and came too late, also behind a part that is in doubt: its claims stay news."""
    overdue = (deliveries.c.state == State.PLANNED) & (deliveries.c.due < at - DEADLINE)
    await connection.execute(update(deliveries).where(overdue).values(state=State.SKIPPED, reason=TOO_LATE))


async def _settle_abandoned(connection: AsyncConnection, *, at: datetime) -> None:
    run_out = _whole().where(deliveries.c.state.in_(_HELD), deliveries.c.leased_until <= at)
    for row in (await connection.execute(run_out)).all():
        delivery = abandoned(delivery_from(row))
        await _write(connection, delivery)
        await _note_attempt(connection, delivery)


async def _write(connection: AsyncConnection, delivery: Delivery) -> None:
    """A lease ends with the work; its fence stays, so that a late writer is still known."""
    held = delivery.state in _HELD
    changes: Values = {
        "state": delivery.state,
        "attempts": delivery.attempts,
        "not_before": delivery.not_before,
        "reason": delivery.reason,
    }
    if delivery.receipt is not None:
        changes |= {"message_id": delivery.receipt.message_id, "posted": delivery.receipt.posted}
    if not held:
        changes |= {"holder": None, "leased_until": None}
    await connection.execute(update(deliveries).where(*_where(_key(delivery))).values(changes))


async def _note_attempt(connection: AsyncConnection, delivery: Delivery) -> None:
    """A send is on record before it begins, and how it ended as soon as that is known."""
    key = {**_key(delivery), "number": delivery.attempts}
    if delivery.state is State.SENDING and delivery.lease is not None:
        begun = {**key, "holder": delivery.lease.holder, "fence": delivery.lease.fence}
        await connection.execute(attempts.insert().values(begun))
    elif delivery.attempts:
        ended = update(attempts).where(*(attempts.c[name] == value for name, value in key.items()))
        await connection.execute(ended.values(outcome=delivery.state, reason=delivery.reason))
