"""What a person says to the bot and what it says back, in no platform's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digests.answer import Answer
from digests.article import Tenant
from digests.channel import Channel
from digests.digest import Digest
from digests.listing import Listing, StoryFile


class Right(StrEnum):
    """What a person may do in a channel, as far as the platform tells us."""

    READ = "read what the channel may read"
    ARRANGE = "change what the channel is sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A slash command: who said it, where and when (aware, on the channel's clock).

    ``command`` is a name of the table ("digest subscribe", "ask") or the first word of one, the rest of it then
    leading ``text``. ``words`` holds its options by name where the platform names them (Discord), ``text`` the rest
    as it was typed (Slack, the terminal). ``thread_of`` is the platform's id of the message in whose thread it was
    said, None elsewhere. ``posting`` is a sentence on what it takes to post in that channel, None where it takes
    nothing that we know of.
    """

    command: str
    tenant: Tenant
    channel: Channel
    asker: str
    at: datetime
    text: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    rights: frozenset[Right] = frozenset({Right.READ})
    thread_of: str | None = None
    posting: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A plain reply: a short heading and lines of text, both plain; a renderer escapes them."""

    heading: str
    lines: tuple[str, ...] = ()


Reply = Note | Answer | Listing | StoryFile | Digest
"""What the asker alone gets back; a renderer turns it into the platform's words."""
