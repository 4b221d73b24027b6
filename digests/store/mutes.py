"""What channels are told nothing of: topics and stories, each until it is unmuted or its time is over."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.article import StoryId, Tenant
from digests.audit import Act, Deed
from digests.channel import ChannelId
from digests.store.audit import note
from digests.store.engine import insert
from digests.store.rows import mute_from, mute_key, mute_values
from digests.store.tables import mutes
from digests.taste import Mute
from digests.topics import Topic

_FEW = 500
"""Channels that are asked for by name; for more, all of the tenant are read."""


async def put(connection: AsyncConnection, tenant: Tenant, channel: ChannelId, mute: Mute) -> bool:
    """As the roster says of ``mute``."""
    key, values = mute_key(tenant, channel, mute.what), mute_values(tenant, channel, mute)
    known = await connection.execute(select(mutes.c.at).where(*(mutes.c[name] == one for name, one in key.items())))
    is_new = known.one_or_none() is None
    terms = {name: value for name, value in values.items() if name not in key}
    written = insert(connection, mutes).values(values).on_conflict_do_update(index_elements=list(key), set_=terms)
    await connection.execute(written)
    await note(
        connection,
        Act(tenant=tenant, at=mute.at, by=mute.by, deed=Deed.MUTED, on=f"{channel} {mute.what}", why=mute.name),
    )
    return is_new


async def take_away(
    connection: AsyncConnection, tenant: Tenant, channel: ChannelId, what: StoryId | Topic, *, by: str, at: datetime
) -> bool:
    """As the roster says of ``unmute``."""
    key = mute_key(tenant, channel, what)
    gone = await connection.execute(delete(mutes).where(*(mutes.c[name] == one for name, one in key.items())))
    if gone.rowcount:
        await note(connection, Act(tenant=tenant, at=at, by=by, deed=Deed.UNMUTED, on=f"{channel} {what}"))
    return gone.rowcount == 1


async def of_channels(
    connection: AsyncConnection, tenant: Tenant, channels: Collection[ChannelId]
) -> Mapping[ChannelId, tuple[Mute, ...]]:
    """As the roster says of ``mutes``."""
    among = mutes.c.channel.in_(channels) if len(channels) <= _FEW else mutes.c.channel.is_not(None)
    rows = await connection.execute(select(mutes).where(mutes.c.tenant == tenant, among).order_by(mutes.c.at))
    found: dict[ChannelId, list[Mute]] = defaultdict(list)
    for row in rows:
        found[ChannelId(row.channel)].append(mute_from(row))
    return {channel: tuple(muted) for channel, muted in found.items()}
