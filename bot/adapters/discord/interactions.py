"""Discord's interactions in our words; nothing of Discord goes further in."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import discord

from bot.conversation import Invocation, Right
from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform, Workspace

_ALLOW = "I may not post here yet: give me View Channel and Send Messages in this channel."


def workspace(interaction: discord.Interaction) -> Workspace:
    """The server in which the command was given."""
    name = interaction.guild.name if interaction.guild is not None else str(interaction.guild_id)
    return Workspace(tenant=_tenant(interaction), platform=Platform.DISCORD, name=name)


def invocation(
    interaction: discord.Interaction, command: str, words: Mapping[str, str], *, at: datetime, zone: ZoneInfo
) -> Invocation:
    """What was asked, in a channel whose clock is ``zone`` until the record says otherwise.

    Who has the permission Manage Server may arrange digests. A thread has the id of the message that it grew from.
    """
    tenant = _tenant(interaction)
    address = str(interaction.channel_id)
    channel = Channel(
        tenant=tenant,
        id=ChannelId(f"{tenant}/{address}"),
        platform=Platform.DISCORD,
        address=address,
        name=getattr(interaction.channel, "name", None) or address,
        zone=zone,
    )
    rights = {Right.READ, Right.ARRANGE} if interaction.permissions.manage_guild else {Right.READ}
    ours = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    may_post = ours.view_channel and (ours.send_messages_in_threads if in_thread else ours.send_messages)
    return Invocation(
        command=command,
        tenant=tenant,
        channel=channel,
        asker=f"{tenant}/{interaction.user.id}",
        at=at.astimezone(zone),
        words=words,
        rights=frozenset(rights),
        thread_of=address if in_thread else None,
        posting=None if may_post else _ALLOW,
    )


def _tenant(interaction: discord.Interaction) -> Tenant:
    """Raises ValueError for a command from outside of a server, where none of ours is offered."""
    if interaction.guild_id is None:
        raise ValueError("a command that was given outside of a server")
    return Tenant(f"discord:{interaction.guild_id}")
