"""What the loopback Discord holds: simcord's backend on the clock of the test, one server, its people."""

from datetime import datetime

import discord
from simcord._clock import Clock
from simcord.backend import Backend
from simcord.backend.models import Overwrite
from simcord.enums import ChannelType, OverwriteType

from tests.platforms.journal import Now


class ShownClock(Clock):
    """Simcord's clock stands still; this one is the test's, so that ids and deadlines agree with the bot."""

    def __init__(self, now: Now) -> None:
        super().__init__()
        self._now = now

    def now(self) -> datetime:
        return self._now()


class World:
    """A server with a bot, an owner who may do everything, a reader who may not, and one text channel."""

    def __init__(self, now: Now) -> None:
        self.backend = Backend(clock=ShownClock(now))
        self.guild = self.backend.create_guild("Newsroom").id
        self.channel = self.open_channel("digests")
        self.owner = self.backend.get_guild(self.guild).owner_id
        self.reader = self.join("reader")

    @property
    def bot(self) -> int:
        return self.backend.bot_user.id

    def open_channel(self, name: str, *, kind: ChannelType = ChannelType.TEXT, guild: int | None = None) -> int:
        """A new channel, announced to the bot; ``kind`` also makes forums and announcement channels."""
        return self.backend.create_channel(guild or self.guild, name, type=kind).id

    def join(self, name: str, *, guild: int | None = None) -> int:
        """A new member without a role."""
        person = self.backend.make_user(name).id
        self.backend.add_member(guild or self.guild, person)
        return person

    def forbid(self, channel: int, **permissions: bool) -> None:
        """Take permissions from the bot in one channel: ``forbid(channel, send_messages=True)``."""
        deny = discord.Permissions(**permissions).value
        self.backend.set_overwrite(channel, Overwrite(target_id=self.bot, type=OverwriteType.MEMBER, deny=deny))
