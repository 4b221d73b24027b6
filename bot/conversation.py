"""What a person says to the bot and what it says back, in no platform's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from digests.answer import Answer
from digests.article import Tenant
from digests.channel import Channel
from digests.digest import Digest
from digests.listing import Listing, StoryFile


class Right(StrEnum):
    """What a person may do in a channel, as far as the platform tells us."""

    READ = "read what the channel may read"
    ARRANGE = "change what the channel is sent"


class Audience(StrEnum):
    """Who sees a reply."""

    ASKER_ALONE = "the asker alone"
    CHANNEL = "everybody in the channel, or in the thread in which it was asked for"
    IN_PERSON = "the asker alone, as a message from the app that stays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A command: who said it, where and when (aware, on the channel's clock), by typing, a button or a form.

    ``command`` is a name of the table ("digest subscribe", "ask") or the first word of one, the rest of it then
    leading ``text``. ``words`` holds its options by name where the platform names them (Discord, forms, buttons),
    ``text`` the rest as it was typed (Slack, the terminal). ``thread_of`` is the platform's id of the message in whose
    thread it was said, None elsewhere. ``posting`` is a sentence on what it takes to post in that channel, None where
    it takes nothing that we know of. ``in_person`` is where the app writes to the asker alone, None where it cannot.
    ``locale`` is the asker's own language as the platform names it, None where it does not. ``who_may`` is a sentence
    on who may do what this asker may not, None where that is whoever manages the server.
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
    in_person: Channel | None = None
    locale: str | None = None
    who_may: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """What says ``command`` with these words when it is pressed; ``label`` is plain, and may hold foreign words."""

    label: str
    command: str
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """The command in one word that ``pressed`` understands: "claims?story=harbor-tunnel"."""
        leaf = self.command.rpartition(" ")[2]
        return f"{leaf}?{urlencode(self.words)}" if self.words else leaf


def pressed(said: str) -> tuple[str, dict[str, str]]:
    """The last word of a command's name, and its words, as a button says them. It may come from anybody."""
    leaf, _, words = said.partition("?")
    return leaf, dict(parse_qsl(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several answers: ``says`` is what is handed in (100 characters at most), ``label`` what is shown."""

    says: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question of a form. ``choices`` where only these may be chosen, else it is written; ``long`` in several lines.

    ``value`` is what stands in it already, for a choice what that says.
    """

    name: str
    label: str
    hint: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = True
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a command still has to be told. ``words`` are those that it was told already.

    The fields stand in the order of their weight: Discord shows the first five.
    """

    command: str
    title: str
    fields: tuple[Field, ...]
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A plain reply: a short heading and lines of text, both plain, and buttons; a renderer escapes them."""

    heading: str
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the app shows to one person on a page of its own: notes one below the other."""

    heading: str
    notes: tuple[Note, ...]


Reply = Note | Answer | Listing | StoryFile | Digest
"""What is said back; a renderer turns it into the platform's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A reply, to whom it is said, and in which language its own words are.

    ``offers`` are buttons below it, besides those that belong to its kind. ``thread_of`` is the message in whose thread
    everybody is told, None where the channel itself is.
    """

    body: Reply
    audience: Audience = Audience.ASKER_ALONE
    language: str = "en"
    offers: tuple[Button, ...] = ()
    thread_of: str | None = None
