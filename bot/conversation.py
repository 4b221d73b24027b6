"""What a person says to the bot and what it says back, in no platform's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digests.answer import Answer
from digests.article import Tenant
from digests.channel import Channel
from digests.digest import Digest


class Audience(StrEnum):
    """Who sees a reply."""

    ASKER_ALONE = "asker alone"
    CHANNEL = "channel"


class Right(StrEnum):
    """What a person may do in a channel, as far as the platform tells us."""

    READ = "read what the channel may read"
    ARRANGE = "change what the channel is sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A slash command: who said it, where and when (aware, on the channel's clock).

    ``command`` is a name of the table ("digest subscribe", "ask") or the first word of one, the rest of it then
    leading ``text``. ``words`` holds its options by name where the platform names them (Discord), ``text`` the rest
    as it was typed (Slack, the terminal).
    """

    command: str
    tenant: Tenant
    channel: Channel
    asker: str
    at: datetime
    text: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    rights: frozenset[Right] = frozenset({Right.READ})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A plain reply: a short heading and lines of text, both plain; a renderer escapes them."""

    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the asker gets back; a renderer turns it into the platform's words."""

    body: Note | Answer | Digest
    audience: Audience = Audience.ASKER_ALONE
