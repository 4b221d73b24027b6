"""Slack's Web API: what each method demands, does and answers."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.platforms.block_oracles import faults_in_blocks
from tests.platforms.journal import Deed, Json, Now
from tests.platforms.loopback import Pace
from tests.platforms.slack_rooms import Message, Room, Timestamps, Workspace

LONGEST_TEXT = 40_000
LONGEST_BLOCKS = 13_200
"""Characters of blocks JSON; Slack's own bound is undocumented and was met about here."""
TRIGGER_SECONDS = 3.0

Arguments = Mapping[str, Any]
Took = Callable[[Deed, str, str, Json], None]
Method = Callable[["WebApi", Workspace, Arguments], Json]

METHODS: dict[str, Method] = {}


class SlackRefusedError(Exception):
    """``ok: false``; ``wait`` in seconds makes it a 429, ``more`` are further fields of the answer."""

    def __init__(self, error: str, *, wait: int = 0, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.wait = wait
        self.more = more


def method(name: str, *, scope: str | None = None) -> Callable[[Method], Method]:
    """Serve ``name``, to callers with ``scope`` only."""

    def listed(answer: Method) -> Method:
        def guarded(api: "WebApi", caller: Workspace, args: Arguments) -> Json:
            if scope is not None:
                demand(caller, scope)
            return answer(api, caller, args)

        METHODS[name] = guarded
        return guarded

    return listed


def demand(caller: Workspace, scope: str) -> None:
    if scope not in caller.scopes:
        raise SlackRefusedError("missing_scope", needed=scope, provided=",".join(sorted(caller.scopes)))


@dataclass(slots=True, kw_only=True)
class Trigger:
    """What lets the app show one modal to whoever acted, maybe in a ``view``; ``until`` is 0 once it was used."""

    user: str
    view: str | None
    until: float


class WebApi:
    """The state behind the methods, and what their limits count."""

    def __init__(self, *, app_id: str, app_token: str, now: Now, took: Took, socket_url: Callable[[], str]) -> None:
        self.app_id = app_id
        self.app_token = app_token
        self.now = now
        self.took = took
        self.socket_url = socket_url
        self.stamps = Timestamps(now)
        self.teams: dict[str, Workspace] = {}
        self.views: dict[str, Json] = {}
        self.posting = Pace(0.0, now)
        self.reading = Pace(0.0, now)
        self.most_read = 999
        self._triggers: dict[str, Trigger] = {}

    def call(self, name: str, token: str | None, args: Arguments) -> Json:
        """The method's answer without ``ok``. Raises SlackRefusedError where Slack would refuse."""
        if not token:
            raise SlackRefusedError("not_authed")
        if name == "apps.connections.open":
            if token != self.app_token:
                raise SlackRefusedError("not_allowed_token_type" if self._caller(token) else "invalid_auth")
            return {"url": self.socket_url()}
        caller = self._caller(token)
        if caller is None:
            raise SlackRefusedError("invalid_auth")
        if caller.refused is not None:
            raise SlackRefusedError(caller.refused)
        if name not in METHODS:
            raise SlackRefusedError("unknown_method", req_method=name)
        return METHODS[name](self, caller, args)

    def _caller(self, token: str) -> Workspace | None:
        return next((team for team in self.teams.values() if team.bot_token == token), None)

    def trigger(self, *, user: str, view: str | None = None) -> str:
        """A new trigger id, good for one modal within three seconds."""
        name = f"{len(self._triggers) + 1}.trigger"
        self._triggers[name] = Trigger(user=user, view=view, until=self.now().timestamp() + TRIGGER_SECONDS)
        return name

    def use_trigger(self, name: str) -> Trigger:
        trigger = self._triggers.get(name)
        if trigger is None:
            raise SlackRefusedError("invalid_trigger_id")
        if trigger.until == 0:
            raise SlackRefusedError("exchanged_trigger_id")
        if self.now().timestamp() > trigger.until:
            raise SlackRefusedError("expired_trigger_id")
        trigger.until = 0
        return trigger

    def room(self, caller: Workspace, args: Arguments) -> Room:
        """The channel that the arguments name; a user's id stands for the conversation with them."""
        named = str(args.get("channel") or "")
        if named.startswith("U"):
            return caller.open_room(f"D{named[1:]}")
        if named not in caller.rooms:
            raise SlackRefusedError("channel_not_found")
        return caller.rooms[named]

    def writable(self, caller: Workspace, args: Arguments) -> Room:
        room = self.room(caller, args)
        if room.archived:
            raise SlackRefusedError("is_archived")
        if not room.member:
            raise SlackRefusedError("not_in_channel")
        return room

    def post(self, caller: Workspace, room: Room, args: Arguments) -> Message:
        """Check a new message and put it into the room."""
        text, blocks = content_of(args)
        thread = args.get("thread_ts")
        if thread is not None and thread not in room.messages:
            raise SlackRefusedError("thread_not_found")
        metadata = metadata_of(args)
        if wait := self.posting.wait(f"{caller.team_id}/{room.id}"):
            raise SlackRefusedError("ratelimited", wait=wait)
        ts = self.stamps.new()
        message = Message(
            ts=ts,
            user=caller.bot_user_id,
            bot=caller.bot_profile,
            text=text,
            blocks=blocks or (),
            metadata=metadata,
            thread_ts=thread,
            broadcast=thread is not None and is_true(args.get("reply_broadcast")),
        )
        room.messages[ts] = message
        self.took(Deed.POST, room.id, ts, dict(args))
        return message

    def show(self, room: Room, args: Arguments, *, user: str, bot: Json) -> Message:
        """Check a message that one person alone sees, and show it to them."""
        text, blocks = content_of(args)
        ts = self.stamps.new()
        message = Message(
            ts=ts, user=user, bot=bot, text=text, blocks=blocks or (), thread_ts=args.get("thread_ts"), only_for=user
        )
        room.ephemerals[ts] = message
        return message


def content_of(args: Arguments) -> tuple[str, Sequence[Json] | None]:
    """Text and blocks that Slack would take; blocks are None where none were given."""
    text, blocks = str(args.get("text") or ""), args.get("blocks")
    if len(text) > LONGEST_TEXT:
        raise SlackRefusedError("msg_too_long")
    if blocks is not None and not isinstance(blocks, list):
        raise SlackRefusedError("invalid_blocks_format")
    if not text and not blocks and not args.get("attachments"):
        raise SlackRefusedError("no_text")
    if faults := faults_in_blocks(blocks or ()):
        raise SlackRefusedError("invalid_blocks", response_metadata={"messages": [f"[ERROR] {it}" for it in faults]})
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > LONGEST_BLOCKS:
        raise SlackRefusedError("msg_blocks_too_long")
    return text, blocks


def metadata_of(args: Arguments) -> Json | None:
    """A message's metadata: a type, and a flat payload."""
    metadata = args.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not metadata.get("event_type"):
        raise SlackRefusedError("invalid_metadata_format")
    payload = metadata.get("event_payload")
    if not isinstance(payload, dict) or not all(map(_is_flat, payload.values())):
        raise SlackRefusedError("invalid_metadata_format")
    return metadata


def _is_flat(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return all(isinstance(it, str | int | float | bool | None) for it in inner)


def is_true(value: object) -> bool:
    """JSON sends true, forms and queries send 1 or true."""
    return str(value).lower() in {"1", "true"}
