"""Where Discord refuses and simcord does not: servers that the bot left, people who are shut, threads, crossposts."""

from collections import defaultdict
from datetime import datetime, timedelta

from simcord.backend.errors import BackendError, cannot_dm_bot, missing_access, unknown_guild
from simcord.backend.models import Channel
from simcord.enums import ChannelType

from tests.platforms.discord_world import World
from tests.platforms.journal import Now

CROSSPOSTS = 10
PER = timedelta(hours=1)


class TooManyError(Exception):
    """A 429; ``wait`` is in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


class Doors:
    """Asked before a request takes effect."""

    def __init__(self, world: World, *, now: Now) -> None:
        self._world = world
        self._now = now
        self._crossposts: defaultdict[int, list[datetime]] = defaultdict(list)

    def pass_through(self, method: str, steps: list[str]) -> None:
        """Raises BackendError or TooManyError where Discord would refuse."""
        match method, steps:
            case _, ["guilds", guild] if not self._in(int(guild)):
                raise unknown_guild()
            case _, ["guilds", guild, *_] | ["applications", _, "guilds", guild, *_] if not self._in(int(guild)):
                raise missing_access()
            case "POST", ["channels", channel, "messages"]:
                self._post(self._world.backend.get_channel(int(channel)))
            case "POST", ["channels", channel, "messages", message, "threads"]:
                self._open_thread(int(channel), int(message))
            case "POST", ["channels", channel, "messages", _, "crosspost"]:
                self._crosspost(int(channel))
            case _:
                pass

    def _in(self, guild: int) -> bool:
        return self._world.bot in self._world.backend.get_guild(guild).members

    def _post(self, channel: Channel) -> None:
        if channel.type == ChannelType.DM and self._world.shut.intersection(channel.recipient_ids):
            raise cannot_dm_bot()
        if channel.type == ChannelType.FORUM:
            raise BackendError(400, 50008, "Cannot send messages in a non-text channel")
        if channel.thread_metadata is not None and channel.thread_metadata.archived:
            if channel.thread_metadata.locked:
                raise BackendError(400, 50083, "Thread is archived")
            self._world.backend.edit_channel(channel.id, {}, thread_metadata={"archived": False})

    def _open_thread(self, channel: int, message: int) -> None:
        self._world.backend.get_message(channel, message)
        if message in self._world.backend.channels:
            raise BackendError(400, 160004, "A thread has already been created for this message")

    def _crosspost(self, channel: int) -> None:
        now, spent = self._now(), self._crossposts[channel]
        spent[:] = [at for at in spent if at > now - PER]
        if len(spent) >= CROSSPOSTS:
            raise TooManyError((spent[0] + PER - now).total_seconds())
        spent.append(now)
