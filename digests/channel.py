"""Where a digest can be sent: workspaces and the channels in them."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from digests.article import Tenant

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
    as one when they end.
    """

    tenant: Tenant
    id: ChannelId
    platform: Platform
    address: str
    name: str
    zone: ZoneInfo
    layout: Layout = Layout.COMPONENTS
    quiet: Quiet | None = None
