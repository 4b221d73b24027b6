"""Workspaces, channels, editions and subscriptions: the Roster on disk."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.article import StoryId, Tenant
from digests.audit import Act, Deed
from digests.channel import Channel, ChannelId, Platform, Workspace
from digests.errors import NotFound
from digests.planning import after_a_change, rules_of, upcoming
from digests.ports import Due
from digests.schedule import Edition, Subscription
from digests.store import mutes
from digests.store.audit import note
from digests.store.engine import Database, insert
from digests.store.rows import (
    Values,
    channel_from,
    channel_values,
    edition_from,
    edition_values,
    subscription_from,
    subscription_values,
)
from digests.store.tables import channels, clocks, editions, runs, subscriptions, workspaces
from digests.store.told import covered
from digests.taste import Mute
from digests.topics import Topic


class StoredRoster:
    """As the port says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def join(self, workspace: Workspace) -> None:
        values = {"tenant": workspace.tenant, "platform": workspace.platform, "name": workspace.name}
        async with self._database.writing() as connection:
            await _upsert(connection, workspaces, values, key=("tenant",))

    async def workspaces(self) -> tuple[Workspace, ...]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(workspaces).order_by(workspaces.c.name, workspaces.c.tenant))
            return tuple(Workspace(tenant=row.tenant, platform=Platform(row.platform), name=row.name) for row in rows)

    async def enter(self, channel: Channel, *, by: str, at: datetime) -> None:
        this = and_(channels.c.tenant == channel.tenant, channels.c.id == channel.id)
        async with self._database.writing() as connection:
            before = (await connection.execute(select(channels).where(this))).one_or_none()
            await _upsert(connection, channels, channel_values(channel), key=("tenant", "id"))
            if before is not None and (changed := _changed(channel_from(before), channel)):
                taken = _Taken(channel.tenant, channel.id)
                await _note(connection, taken, Deed.ARRANGED, by=by, at=at, why=", ".join(changed))
            if before is not None and channel_from(before).quiet != channel.quiet:
                why = f"quiet hours {channel.quiet or 'no more'}"
                await _replan(connection, this, by=by, at=at, why=why)

    async def channel(self, tenant: Tenant, channel: ChannelId) -> Channel:
        async with self._database.reading() as connection:
            row = (
                await connection.execute(select(channels).where(channels.c.tenant == tenant, channels.c.id == channel))
            ).one_or_none()
        if row is None:
            raise NotFound(f"No channel {channel!r} is known here. Say /digest help in it, then it is.")
        return channel_from(row)

    async def channels(self, tenant: Tenant | None) -> tuple[Channel, ...]:
        found = select(channels).order_by(channels.c.name, channels.c.tenant, channels.c.id)
        async with self._database.reading() as connection:
            rows = await connection.execute(found if tenant is None else found.where(channels.c.tenant == tenant))
            return tuple(channel_from(row) for row in rows)

    async def subscribe(self, edition: Edition, subscription: Subscription) -> bool:
        async with self._database.writing() as connection:
            by, at = subscription.created_by, subscription.created
            clock_before = await _clock_of(connection, edition)
            await _upsert(connection, editions, edition_values(edition), key=("tenant", "name"))
            if clock_before not in {None, _clock(edition_values(edition))}:
                takers = and_(subscriptions.c.tenant == edition.tenant, subscriptions.c.edition == edition.name)
                why = f"{edition.cadence} {edition.zone.key}"
                await _replan(
                    connection, takers, by=by, at=at, why=why, after=lambda last: after_a_change(at, last=last)
                )
            subscribed = (
                insert(connection, subscriptions)
                .values(subscription_values(subscription))
                .on_conflict_do_nothing(index_elements=("tenant", "channel", "edition"))
            )
            is_new = (await connection.execute(subscribed)).rowcount == 1
            if is_new:
                taken = _Taken(subscription.tenant, subscription.channel, subscription.edition)
                await _note(connection, taken, Deed.SUBSCRIBED, by=by, at=at)
            return is_new

    async def exchange(
        self,
        tenant: Tenant,
        channel: ChannelId,
        old_edition: str,
        edition: Edition,
        subscription: Subscription,
        *,
        by: str,
        at: datetime,
    ) -> bool:
        old = _Taken(tenant, channel, old_edition)
        async with self._database.writing() as connection:
            takes = {
                due.edition.name: due for due in _dues(await connection.execute(_served().where(*_of(tenant, channel))))
            }
            if old_edition not in takes or edition.name in takes:
                return False
            before = takes[old_edition]
            told = await covered(connection, tenant, old_edition, [channel])
            of_old = runs.c.tenant == tenant, runs.c.channel == channel, runs.c.edition == old_edition
            last = (await connection.execute(select(func.max(runs.c.due)).where(*of_old))).scalar()
            resumes = before.subscription.resumes
            earliest = max(after_a_change(at, last=last), resumes or at)
            (next_due,) = upcoming(edition, before.channel, after=earliest, count=1)
            begun = replace(
                subscription,
                next_due=next_due,
                paused=before.subscription.paused,
                resumes=resumes,
                since=told.get(channel, before.subscription.since),
            )
            await _upsert(connection, editions, edition_values(edition), key=("tenant", "name"))
            await connection.execute(delete(subscriptions).where(*old.row))
            await connection.execute(subscriptions.insert().values(subscription_values(begun)))
            await _note(connection, old, Deed.RESCHEDULED, by=by, at=at, why=f"now {edition.name}")
            return True

    async def mute(self, tenant: Tenant, channel: ChannelId, mute: Mute) -> bool:
        async with self._database.writing() as connection:
            return await mutes.put(connection, tenant, channel, mute)

    async def unmute(self, tenant: Tenant, channel: ChannelId, what: StoryId | Topic, *, by: str, at: datetime) -> bool:
        async with self._database.writing() as connection:
            return await mutes.take_away(connection, tenant, channel, what, by=by, at=at)

    async def mutes(self, tenant: Tenant, channels: Collection[ChannelId]) -> Mapping[ChannelId, tuple[Mute, ...]]:
        async with self._database.reading() as connection:
            return await mutes.of_channels(connection, tenant, channels)

    async def unsubscribe(self, tenant: Tenant, channel: ChannelId, edition: str, *, by: str, at: datetime) -> bool:
        taken = _Taken(tenant, channel, edition)
        async with self._database.writing() as connection:
            ended = await connection.execute(delete(subscriptions).where(*taken.row))
            if ended.rowcount:
                await _note(connection, taken, Deed.UNSUBSCRIBED, by=by, at=at)
            return ended.rowcount == 1

    async def pause(self, tenant: Tenant, channel: ChannelId, *, reason: str, by: str, at: datetime) -> bool:
        running = update(subscriptions).where(*_of(tenant, channel), subscriptions.c.paused.is_(None))
        async with self._database.writing() as connection:
            changed = (await connection.execute(running.values(paused=reason))).rowcount
            if changed:
                await _note(connection, _Taken(tenant, channel), Deed.PAUSED, by=by, at=at, why=reason)
            return changed > 0

    async def pause_until(self, tenant: Tenant, channel: ChannelId, *, until: datetime, by: str, at: datetime) -> bool:
        async with self._database.writing() as connection:
            taken = _dues(await connection.execute(_served().where(*_of(tenant, channel))))
            for due in taken:
                (next_due,) = upcoming(due.edition, due.channel, after=until, count=1)
                await _change(connection, due, next_due=next_due, resumes=until)
            if taken:
                why = f"until {until:%Y-%m-%d %H:%M %Z}"
                await _note(connection, _Taken(tenant, channel), Deed.PAUSED, by=by, at=at, why=why)
            return bool(taken)

    async def resume(self, tenant: Tenant, channel: ChannelId, *, by: str, at: datetime) -> bool:
        async with self._database.writing() as connection:
            taken = _dues(await connection.execute(_served().where(*_of(tenant, channel))))
            resting = [due for due in taken if due.subscription.paused is not None or due.subscription.resumes]
            for due in resting:
                (next_due,) = upcoming(due.edition, due.channel, after=at, count=1)
                next_due = min(due.subscription.next_due, next_due)
                await _change(connection, due, next_due=next_due, paused=None, resumes=None)
            if resting:
                await _note(connection, _Taken(tenant, channel), Deed.RESUMED, by=by, at=at)
            return bool(resting)

    async def pass_over(self, due: Due, *, by: str, at: datetime) -> None:
        (next_due,) = upcoming(due.edition, due.channel, after=at, count=1)
        async with self._database.writing() as connection:
            await _change(connection, due, next_due=next_due)
            why = f"what was due from {due.subscription.next_due:%Y-%m-%d %H:%M %Z} on"
            await _note(connection, _taken(due), Deed.PASSED_OVER, by=by, at=at, why=why)

    async def keep_time(self, *, at: datetime) -> None:
        async with self._database.writing() as connection:
            known = {row.zone: row.rules for row in await connection.execute(select(clocks))}
            zones = {
                row.zone for row in await connection.execute(select(editions.c.zone).union(select(channels.c.zone)))
            }
            rules = {zone: rules_of(ZoneInfo(zone), at=at) for zone in zones}
            for zone in sorted(zone for zone in zones if rules[zone] != known.get(zone)):
                await _upsert(connection, clocks, {"zone": zone, "rules": rules[zone]}, key=("zone",))
                if zone in known:
                    why = f"the clocks of {zone} go by other rules now"
                    there = or_(editions.c.zone == zone, channels.c.zone == zone)
                    await _replan(connection, there, by="Rundown", at=at, why=why)

    async def failed(self, subscription: Subscription) -> int:
        taken = _Taken(subscription.tenant, subscription.channel, subscription.edition)
        counted = update(subscriptions).where(*taken.row).values(failures=subscriptions.c.failures + 1)
        async with self._database.writing() as connection:
            found = (await connection.execute(counted.returning(subscriptions.c.failures))).scalar()
            return int(found or 0)

    async def subscriptions(self, tenant: Tenant, channel: ChannelId) -> tuple[Due, ...]:
        async with self._database.reading() as connection:
            return _dues(await connection.execute(_served().where(*_of(tenant, channel))))

    async def due(self, *, at: datetime, most: int) -> tuple[Due, ...]:
        fell_due = subscriptions.c.next_due <= at, subscriptions.c.paused.is_(None)
        async with self._database.reading() as connection:
            return _dues(await connection.execute(_served().where(*fell_due).limit(most)))


def _changed(before: Channel, now: Channel) -> list[str]:
    """What was arranged anew, in words."""
    settled = ("zone", "layout", "taste", "look", "from_file")
    return [f"{name} {getattr(now, name)}" for name in settled if getattr(before, name) != getattr(now, name)]


class _Taken(NamedTuple):
    """What a channel takes: one edition, or all of them."""

    tenant: Tenant
    channel: ChannelId
    edition: str | None = None

    @property
    def row(self) -> tuple[ColumnElement[bool], ...]:
        return (*_of(self.tenant, self.channel), subscriptions.c.edition == self.edition)


def _of(tenant: Tenant, channel: ChannelId) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return subscriptions.c.tenant == tenant, subscriptions.c.channel == channel


async def _note(
    connection: AsyncConnection, taken: _Taken, deed: Deed, *, by: str, at: datetime, why: str | None = None
) -> None:
    on = " ".join(filter(None, (taken.channel, taken.edition)))
    await note(connection, Act(tenant=taken.tenant, at=at, by=by, deed=deed, on=on, why=why))


def _taken(due: Due) -> _Taken:
    return _Taken(due.subscription.tenant, due.subscription.channel, due.subscription.edition)


async def _change(connection: AsyncConnection, due: Due, **values: Any) -> None:
    await connection.execute(update(subscriptions).where(*_taken(due).row).values(values))


async def _replan(
    connection: AsyncConnection,
    those: ColumnElement[bool],
    *,
    by: str,
    at: datetime,
    why: str,
    after: Callable[[datetime | None], datetime] | None = None,
) -> None:
    """Set anew when the subscriptions are due; ``after`` tells from their last slot after when, by itself just that."""
    same_slot = and_(*(runs.c[name] == subscriptions.c[name] for name in ("tenant", "channel", "edition")))
    last = select(func.max(runs.c.due)).where(same_slot).scalar_subquery().label("last")
    rows = (await connection.execute(_served().where(those).add_columns(last))).all()
    for due, row in zip(_dues(rows), rows, strict=True):
        served = after(row.last) if after else row.last or due.subscription.created
        earliest = max(served, due.subscription.resumes or served)
        (next_due,) = upcoming(due.edition, due.channel, after=earliest, count=1)
        if next_due != due.subscription.next_due:
            await _change(connection, due, next_due=next_due)
            await _note(connection, _taken(due), Deed.RESCHEDULED, by=by, at=at, why=why)


async def _upsert(connection: AsyncConnection, table: Any, values: Values, *, key: tuple[str, ...]) -> None:
    changes = {name: value for name, value in values.items() if name not in key}
    await connection.execute(
        insert(connection, table).values(values).on_conflict_do_update(index_elements=key, set_=changes)
    )


async def _clock_of(connection: AsyncConnection, edition: Edition) -> tuple[Any, ...] | None:
    """The clock that the edition of that name has so far, None for a new one."""
    known = await connection.execute(
        select(editions).where(editions.c.tenant == edition.tenant, editions.c.name == edition.name)
    )
    row = known.mappings().one_or_none()
    return _clock(dict(row)) if row else None


def _clock(values: Values) -> tuple[Any, ...]:
    return str(values["plans"]), str(values["off"]), values["holidays"], values["zone"]


def _served() -> Select[Any]:
    """Subscriptions with edition and channel, next due first."""
    edition_columns = [column for column in editions.c if column.name not in {"tenant", "name"}]
    channel_columns = [column.label(f"channel_{column.name}") for column in channels.c if column.name != "tenant"]
    return (
        select(subscriptions, *edition_columns, *channel_columns)
        .join(
            editions,
            and_(editions.c.tenant == subscriptions.c.tenant, editions.c.name == subscriptions.c.edition),
        )
        .join(channels, and_(channels.c.tenant == subscriptions.c.tenant, channels.c.id == subscriptions.c.channel))
        .order_by(subscriptions.c.next_due, subscriptions.c.tenant, subscriptions.c.channel, subscriptions.c.edition)
    )


def _dues(rows: Iterable[Any]) -> tuple[Due, ...]:
    """Those that take an edition share one object of it."""
    known: dict[tuple[str, str], Edition] = {}
    dues = []
    for row in rows:
        key = row.tenant, row.edition
        edition = known[key] if key in known else known.setdefault(key, edition_from(row))
        dues.append(Due(subscription=subscription_from(row), edition=edition, channel=channel_from(row, "channel_")))
    return tuple(dues)
