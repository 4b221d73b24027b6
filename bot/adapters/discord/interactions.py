"""What people do on Discord, in our words; nothing of Discord goes further in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord

from bot.commands.table import called
from bot.conversation import Invocation, Right, pressed
from bot.rendering.offering import PREFIX, WITHIN
from digests.article import Tenant
from digests.channel import Channel, ChannelId, Look, Platform, Room, Workspace
from digests.errors import BadInput, NotFound
from digests.language import _, later
from digests.ports import Roster

_ALLOW = later("I may not post here yet: give me View Channel and Send Messages in this channel.")
_NOT_YOURS = later("That channel is not open to you.")
_ROOMS: Mapping[discord.ChannelType, Room] = {
    discord.ChannelType.forum: Room.FORUM,
    discord.ChannelType.news: Room.ANNOUNCEMENT,
}


def workspace(interaction: discord.Interaction) -> Workspace:
    """The server in which it was done."""
    name = interaction.guild.name if interaction.guild is not None else str(interaction.guild_id)
    return Workspace(tenant=tenant_of(interaction.guild_id), platform=Platform.DISCORD, name=name)


def tenant_of(guild: int | str | None) -> Tenant:
    """Raises ValueError for what is done outside of a server, where none of our commands is offered."""
    if guild is None:
        raise ValueError("a command that was given outside of a server")
    return Tenant(f"discord:{guild}")


def invocation(
    interaction: discord.Interaction,
    command: str,
    words: Mapping[str, str],
    *,
    at: datetime,
    zone: ZoneInfo,
    where: discord.app_commands.AppCommandChannel | discord.app_commands.AppCommandThread | None = None,
) -> Invocation:
    """What was asked, in a channel whose clock is ``zone`` until the record says otherwise.

    Who has the permission Manage Server may arrange digests, and everybody their own. A thread has the id of the
    message that it grew from. Raises BadInput for another channel that the asker may not see.
    """
    tenant = tenant_of(interaction.guild_id)
    channel = _channel(tenant, interaction.channel, str(interaction.channel_id), zone=zone)
    in_thread = isinstance(interaction.channel, discord.Thread)
    ours = interaction.app_permissions
    may_post = ours.view_channel and (ours.send_messages_in_threads if in_thread else ours.send_messages)
    if where is not None:
        if not where.permissions.view_channel:
            raise BadInput(_(_NOT_YOURS))
        channel, may_post = _channel(tenant, where, str(where.id), zone=zone), True
    return Invocation(
        command=command,
        tenant=tenant,
        channel=channel,
        asker=f"{tenant}/{interaction.user.id}",
        at=at.astimezone(zone),
        words=words,
        rights=frozenset({Right.READ, Right.ARRANGE} if interaction.permissions.manage_guild else {Right.READ}),
        thread_of=str(interaction.channel_id) if in_thread else None,
        posting=None if may_post else _ALLOW,
        in_person=in_person(tenant, interaction.user, zone=zone),
        locale=str(interaction.locale),
    )


def button(interaction: discord.Interaction, *, at: datetime, zone: ZoneInfo) -> Invocation:
    """A button on a server: read with the digest that it stands on. Raises BadInput for an unknown one."""
    leaf, words = pressed(said(interaction))
    call = invocation(interaction, called(leaf).name, words, at=at, zone=zone)
    message = interaction.message
    on_a_digest = message is not None and not message.flags.ephemeral
    return replace(call, thread_of=call.thread_of or (str(message.id) if message and on_a_digest else None))


async def button_in_person(
    interaction: discord.Interaction, roster: Roster, *, at: datetime, zone: ZoneInfo
) -> tuple[Invocation, Workspace]:
    """A button of a message from the app to one person. The server that it names must be one whose digests they take.

    Raises BadInput where that is not so.
    """
    leaf, words = pressed(said(interaction))
    tenant = tenant_of(words.pop(WITHIN, ""))
    mine = in_person(tenant, interaction.user, zone=zone)
    try:
        known = await roster.channel(tenant, mine.id)
    except NotFound:
        raise BadInput(_("That message is of a server whose digests you do not take.")) from None
    call = Invocation(
        command=called(leaf).name,
        tenant=tenant,
        channel=known,
        asker=f"{tenant}/{interaction.user.id}",
        at=at.astimezone(zone),
        words=words,
        rights=frozenset({Right.READ, Right.ARRANGE}),
        thread_of=str(interaction.message.id) if interaction.message else None,
        in_person=known,
        locale=str(interaction.locale),
    )
    return call, Workspace(tenant=tenant, platform=Platform.DISCORD, name=tenant)


def mention(message: discord.Message, me: int, *, at: datetime, zone: ZoneInfo) -> Invocation | None:
    """A question to the app, by its name in a channel, in a digest's thread or under a digest; else None."""
    if message.guild is None or message.author.bot or me not in message.raw_mentions:
        return None
    question = message.content.replace(f"<@{me}>", " ").replace(f"<@!{me}>", " ").strip()
    if not question:
        return None
    tenant = tenant_of(message.guild.id)
    under = message.reference.message_id if message.reference else None
    in_thread = message.channel.id if isinstance(message.channel, discord.Thread) else None
    return Invocation(
        command="ask",
        tenant=tenant,
        channel=_channel(tenant, message.channel, str(message.channel.id), zone=zone),
        asker=f"{tenant}/{message.author.id}",
        at=at.astimezone(zone),
        words={"question": question},
        thread_of=str(under or in_thread) if under or in_thread else None,
    )


def in_person(tenant: Tenant, user: discord.abc.User, *, zone: ZoneInfo) -> Channel:
    """Where the app writes to that person alone."""
    return Channel(
        tenant=tenant,
        id=ChannelId(f"{tenant}/@{user.id}"),
        platform=Platform.DISCORD,
        address=str(user.id),
        name=user.name,
        zone=zone,
        look=Look(room=Room.PERSON),
    )


def said(interaction: discord.Interaction) -> str:
    """What a button or a form of ours says; empty for any other."""
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    return custom_id.removeprefix(PREFIX) if custom_id.startswith(PREFIX) else ""


def _channel(tenant: Tenant, channel: Any, address: str, *, zone: ZoneInfo) -> Channel:
    return Channel(
        tenant=tenant,
        id=ChannelId(f"{tenant}/{address}"),
        platform=Platform.DISCORD,
        address=address,
        name=getattr(channel, "name", None) or address,
        zone=zone,
        look=Look(room=_ROOMS.get(getattr(channel, "type", None) or discord.ChannelType.text, Room.CHAT)),
    )
