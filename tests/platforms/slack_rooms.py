"""What the loopback Slack holds: workspaces, their channels, the messages in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.platforms.journal import Json, Now

ALL_SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "channels:history",
        "groups:history",
        "im:history",
        "im:write",
        "channels:read",
    }
)


@dataclass(slots=True, kw_only=True)
class Message:
    """One message; ``ts`` is its id and its time, ``thread_ts`` that of its parent, ``only_for`` its one reader."""

    ts: str
    user: str
    text: str = ""
    bot: Json = field(default_factory=dict)
    blocks: Sequence[Json] = ()
    metadata: Json | None = None
    thread_ts: str | None = None
    edited: str | None = None
    broadcast: bool = False
    only_for: str | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def in_channel(self) -> bool:
        """Seen by whoever reads the channel and opens no thread."""
        return self.broadcast or not self.is_reply

    def shown(self, *, metadata: bool = True) -> Json:
        """As Slack's methods give it; metadata only to whoever asks for it."""
        told: Json = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text, **self.bot}
        if self.blocks:
            told["blocks"] = list(self.blocks)
        if self.metadata is not None and metadata:
            told["metadata"] = self.metadata
        if self.thread_ts is not None:
            told["thread_ts"] = self.thread_ts
        if self.broadcast:
            told["subtype"] = "thread_broadcast"
        if self.edited is not None:
            told["edited"] = {"user": self.user, "ts": self.edited}
        return told


@dataclass(slots=True, kw_only=True)
class Room:
    """A channel or a direct conversation; a test may archive it or take the bot out."""

    id: str
    name: str
    member: bool = True
    private: bool = False
    archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    """What one person alone was shown here; no method reads it."""

    @property
    def direct(self) -> bool:
        return self.id.startswith("D")

    @property
    def kind(self) -> str:
        return "im" if self.direct else "group" if self.private else "channel"

    @property
    def shown_name(self) -> str:
        return "directmessage" if self.direct else self.name

    @property
    def history_scope(self) -> str:
        return "im:history" if self.direct else "groups:history" if self.private else "channels:history"

    def shown(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": not self.private and not self.direct,
            "is_group": self.private,
            "is_im": self.direct,
            "is_private": self.private or self.direct,
            "is_archived": self.archived,
            "is_member": self.member,
        }

    def thread(self, ts: str) -> list[Message]:
        """The parent and its replies, oldest first."""
        return [message for at, message in sorted(self.messages.items()) if ts in {at, message.thread_ts}]


@dataclass(slots=True, kw_only=True)
class Workspace:
    """One installation of the app: its token, its bot and what that may do."""

    team_id: str
    bot_token: str
    app_id: str
    domain: str = "newsroom"
    scopes: set[str] = field(default_factory=lambda: set(ALL_SCOPES))
    rooms: dict[str, Room] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    """App Homes as they were published, by person."""
    modals: dict[str, list[str]] = field(default_factory=dict)
    """The ids of the modals on a person's screen, the one on top last."""
    refused: str | None = None
    """The error that its token meets once the app was taken out."""

    @property
    def bot_id(self) -> str:
        return f"B{self.team_id[1:]}"

    @property
    def bot_user_id(self) -> str:
        return f"UBOT{self.team_id[1:]}"

    @property
    def bot_profile(self) -> Json:
        """What every message of the bot says of its author."""
        return {"bot_id": self.bot_id, "app_id": self.app_id, "team": self.team_id}

    def open_room(self, id_: str, *, name: str | None = None, private: bool = False) -> Room:
        """A new channel with the bot in it; a direct conversation where the id begins with D."""
        return self.rooms.setdefault(id_, Room(id=id_, name=name or id_.lower(), private=private))


class Timestamps:
    """Slack's ids: seconds and microseconds of the clock, each later than the one before."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._last = 0

    def new(self) -> str:
        self._last = max(int(self._now().timestamp() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"
