"""Workspaces, channels, editions and subscriptions: the Roster on disk."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform, Workspace
from digests.errors import NotFound
from digests.ports import Due
from digests.schedule import Edition, Subscription
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
from digests.store.tables import channels, editions, subscriptions, workspaces


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

    async def enter(self, channel: Channel) -> None:
        async with self._database.writing() as connection:
            await _upsert(connection, channels, channel_values(channel), key=("tenant", "id"))

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
            if await _clock_of(connection, edition) not in {None, _clock(edition_values(edition))}:
                await connection.execute(
                    update(subscriptions)
                    .where(subscriptions.c.tenant == edition.tenant, subscriptions.c.edition == edition.name)
                    .values(next_due=subscription.next_due)
                )
            await _upsert(connection, editions, edition_values(edition), key=("tenant", "name"))
            taken = insert(connection, subscriptions).values(subscription_values(subscription))
            return (await connection.execute(taken.on_conflict_do_nothing())).rowcount == 1

    async def unsubscribe(self, tenant: Tenant, channel: ChannelId, edition: str) -> bool:
        async with self._database.writing() as connection:
            ended = await connection.execute(
                delete(subscriptions).where(
                    subscriptions.c.tenant == tenant,
                    subscriptions.c.channel == channel,
                    subscriptions.c.edition == edition,
                )
            )
            return ended.rowcount == 1

    async def pause(self, tenant: Tenant, channel: ChannelId, *, reason: str) -> bool:
        return await self._paused(tenant, channel, subscriptions.c.paused.is_(None), reason)

    async def resume(self, tenant: Tenant, channel: ChannelId) -> bool:
        return await self._paused(tenant, channel, subscriptions.c.paused.is_not(None), None)

    async def _paused(self, tenant: Tenant, channel: ChannelId, those: ColumnElement[bool], reason: str | None) -> bool:
        of_channel = subscriptions.c.tenant == tenant, subscriptions.c.channel == channel
        async with self._database.writing() as connection:
            changed = await connection.execute(update(subscriptions).where(*of_channel, those).values(paused=reason))
            return changed.rowcount > 0

    async def subscriptions(self, tenant: Tenant, channel: ChannelId) -> tuple[Due, ...]:
        of_channel = subscriptions.c.tenant == tenant, subscriptions.c.channel == channel
        async with self._database.reading() as connection:
            return _dues(await connection.execute(_served().where(*of_channel)))

    async def due(self, *, at: datetime, most: int) -> tuple[Due, ...]:
        fell_due = subscriptions.c.next_due <= at, subscriptions.c.paused.is_(None)
        async with self._database.reading() as connection:
            return _dues(await connection.execute(_served().where(*fell_due).limit(most)))


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
    return tuple(values["times"]), tuple(values["days"]), values["zone"]


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
    return tuple(
        Due(subscription=subscription_from(row), edition=edition_from(row), channel=channel_from(row, "channel_"))
        for row in rows
    )
