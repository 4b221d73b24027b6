"""Where a digest can be sent: workspaces and the channels in them."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from digests.article import Tenant
from digests.taste import USUAL_TASTE, Taste
from digests.topics import Topic

ChannelId = NewType("ChannelId", str)
"""``slack:T024BE7LD/C061EG9SL``, ``discord:4177/6134`` (guild and channel), ``webhook:newsdesk``, ``terminal``."""


class Platform(StrEnum):
    """By which road a message travels."""

    SLACK = "slack"
    DISCORD = "discord"
    SLACK_WEBHOOK = "slack-webhook"
    DISCORD_WEBHOOK = "discord-webhook"
    TERMINAL = "terminal"


class Layout(StrEnum):
    """How a digest looks on Discord; the other platforms know one form."""

    COMPONENTS = "components"
    EMBED = "embed"


class Room(StrEnum):
    """What kind of place a channel is on its platform."""

    CHAT = "chat"
    FORUM = "forum"
    """Every digest is a post of its own there (Discord)."""
    ANNOUNCEMENT = "announcement"
    """What is posted there may be published to other servers that follow it (Discord)."""
    PERSON = "person"
    """The messages of the app to one person, whose id is the channel's address."""


class Spread(StrEnum):
    """Over how many messages a digest is spread."""

    ONE = "one message"
    EACH = "a message for each story"
    THREAD = "headlines, and the stories in their thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A role (Discord) or user group (Slack), by the platform's id, that a digest calls where it tells a story of that
    ``urgency`` or a more urgent one (1 is the highest). An admin sets it; nothing that a source wrote ever does.
    """

    address: str
    urgency: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a channel's digests come: to which kind of place, over how many messages, whom they call.

    ``tags`` names the platform's id of the forum tag for a topic. ``publish`` has messages of an announcement channel
    published to those that follow it.
    """

    room: Room = Room.CHAT
    spread: Spread = Spread.ONE
    tags: tuple[tuple[Topic, str], ...] = ()
    calls: tuple[Call, ...] = ()
    publish: bool = False


PLAIN_LOOK = Look()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A tenant: a Slack workspace, a Discord guild, or the house itself."""

    tenant: Tenant
    platform: Platform
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Wall times between which nothing is sent, from ``start`` up to but not with ``end``; over midnight too."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def holds(self, wall: time) -> bool:
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An address that a digest can be sent to.

    ``address`` is the platform's own id of the channel; for a webhook the name of its setting, since its URL is a
    secret. ``zone`` is the channel's clock for people, and that of its ``quiet`` hours: what falls due in them is sent
    as one when they end. ``from_file`` says that ``rundown.toml`` owns all of this, so that no command may change it.
    """

    tenant: Tenant
    id: ChannelId
    platform: Platform
    address: str
    name: str
    zone: ZoneInfo
    layout: Layout = Layout.COMPONENTS
    quiet: Quiet | None = None
    taste: Taste = USUAL_TASTE
    look: Look = PLAIN_LOOK
    from_file: bool = False
