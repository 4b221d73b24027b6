"""What the loopback Discord holds: simcord's backend on the clock of the test, one server, its people."""

from datetime import datetime
from typing import Any

import discord
from simcord._clock import Clock
from simcord.backend import Backend, serializers
from simcord.backend.models import Channel, Message, Overwrite
from simcord.enums import ChannelType, OverwriteType

from tests.platforms.journal import Now


class ShownClock(Clock):
    """Simcord's clock stands still; this one is the test's, so that ids and deadlines agree with the bot."""

    def __init__(self, now: Now) -> None:
        super().__init__()
        self._now = now

    def now(self) -> datetime:
        return self._now()


class Newsroom(Backend):
    """Simcord's backend, where a forum's thread and the message that starts it share one id, as on Discord."""

    CROSSPOSTED_FLAG = 1 << 0
    _starter: int | None = None

    def create_forum_post(self, forum_id: int, name: str, starter: Message, **told: Any) -> tuple[Channel, Message]:
        self._starter = starter.id
        try:
            return super().create_forum_post(forum_id, name, starter, **told)
        finally:
            self._starter = None

    def create_thread(
        self, parent_id: int, name: str, owner_id: int, *, message_id: int | None = None, **told: Any
    ) -> Channel:
        return super().create_thread(parent_id, name, owner_id, message_id=message_id or self._starter, **told)


class World:
    """A server with a bot, an owner who may do everything, a reader who may not, and one text channel."""

    def __init__(self, now: Now) -> None:
        self.backend = Newsroom(clock=ShownClock(now))
        self.guild = self.backend.create_guild("Newsroom").id
        self.channel = self.open_channel("digests")
        self.owner = self.backend.get_guild(self.guild).owner_id
        self.reader = self.join("reader")
        self.shut: set[int] = set()
        """People who take no direct messages."""

    @property
    def bot(self) -> int:
        return self.backend.bot_user.id

    def open_channel(self, name: str, *, kind: ChannelType = ChannelType.TEXT, guild: int | None = None) -> int:
        """A new channel, announced to the bot; ``kind`` also makes forums and announcement channels."""
        return self.backend.create_channel(guild or self.guild, name, type=kind).id

    def open_forum(self, name: str, *tags: str, guild: int | None = None) -> int:
        """A new forum with these tags to choose from; ``tags`` tells their ids."""
        offered = [
            {"id": str(self.backend.snowflake()), "name": tag, "moderated": False, "emoji_id": None, "emoji_name": None}
            for tag in tags
        ]
        where = guild or self.guild
        return self.backend.create_channel(where, name, type=ChannelType.FORUM, available_tags=offered).id

    def tags(self, forum: int) -> dict[str, int]:
        return {str(tag["name"]): int(tag["id"]) for tag in self.backend.get_channel(forum).available_tags}

    def kind(self, channel: int) -> ChannelType:
        return ChannelType(self.backend.get_channel(channel).type)

    def direct(self, user: int) -> int:
        """The channel between the bot and this person alone."""
        return self.backend.get_dm_channel(user).id

    def speak(self, locale: str, *, guild: int | None = None) -> None:
        """The server's own language, told with everything that people do there."""
        self.backend.get_guild(guild or self.guild).preferred_locale = locale

    def remove_bot(self, guild: int | None = None) -> None:
        """The bot is taken out of a server; ``invite_bot`` brings it back."""
        where = guild or self.guild
        del self.backend.get_guild(where).members[self.bot]
        self.backend.emit("GUILD_DELETE", {"id": str(where)})

    def invite_bot(self, guild: int | None = None) -> None:
        held = self.backend.get_guild(guild or self.guild)
        managed = [role.id for role in held.roles.values() if role.managed]
        self.backend.add_member(held.id, self.bot, roles=managed)
        self.backend.emit("GUILD_CREATE", serializers.guild_create_payload(self.backend, held))

    def join(self, name: str, *, guild: int | None = None) -> int:
        """A new member without a role."""
        person = self.backend.make_user(name).id
        self.backend.add_member(guild or self.guild, person)
        return person

    def forbid(self, channel: int, **permissions: bool) -> None:
        """Take permissions from the bot in one channel: ``forbid(channel, send_messages=True)``."""
        deny = discord.Permissions(**permissions).value
        self.backend.set_overwrite(channel, Overwrite(target_id=self.bot, type=OverwriteType.MEMBER, deny=deny))
