"""The Web API methods that the loopback Slack serves; ``METHODS`` in slack_web holds them once this is imported."""

from collections.abc import Sequence

from tests.platforms.journal import Deed, Json
from tests.platforms.slack_rooms import Message, Room, Workspace
from tests.platforms.slack_web import (
    Arguments,
    SlackRefusedError,
    WebApi,
    content_of,
    demand,
    is_true,
    metadata_of,
    method,
)


@method("auth.test")
def auth_test(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    return {
        "url": f"https://{caller.domain}.slack.com/",
        "team": caller.domain,
        "team_id": caller.team_id,
        "user": "rundown",
        "user_id": caller.bot_user_id,
        "bot_id": caller.bot_id,
        "is_enterprise_install": False,
    }


@method("chat.postMessage", scope="chat:write")
def post_message(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    room = api.writable(caller, args)
    message = api.post(caller, room, args)
    return {"channel": room.id, "ts": message.ts, "message": message.shown()}


@method("chat.update", scope="chat:write")
def update(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    room = api.writable(caller, args)
    message = _message(room, args.get("ts"))
    if message.bot.get("bot_id") != caller.bot_id:
        raise SlackRefusedError("cant_update_message")
    text, blocks = content_of(args)
    message.text = text
    message.blocks = message.blocks if blocks is None else blocks
    message.metadata = metadata_of(args) or message.metadata
    message.edited = api.stamps.new()
    api.took(Deed.EDIT, room.id, message.ts, dict(args))
    return {"channel": room.id, "ts": message.ts, "text": text, "message": message.shown()}


@method("chat.postEphemeral", scope="chat:write")
def post_ephemeral(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    room = api.writable(caller, args)
    if not args.get("user"):
        raise SlackRefusedError("user_not_in_channel")
    ts = api.show(room, args, user=str(args["user"]), bot=caller.bot_profile).ts
    api.took(Deed.EPHEMERAL, room.id, ts, dict(args))
    return {"message_ts": ts}


@method("chat.getPermalink")
def permalink(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    room = api.room(caller, args)
    ts = _message(room, args.get("message_ts")).ts
    link = f"https://{caller.domain}.slack.com/archives/{room.id}/p{ts.replace('.', '')}"
    return {"channel": room.id, "permalink": link}


@method("conversations.info", scope="channels:read")
def conversation(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    return {"channel": api.room(caller, args).shown()}


@method("conversations.open", scope="im:write")
def open_conversation(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    people = [name for name in str(args.get("users") or "").split(",") if name]
    if not people:
        raise SlackRefusedError("users_list_not_supplied")
    if len(people) > 1:
        raise SlackRefusedError("not_in_the_loopback", needed="a conversation of several people")
    if not people[0].startswith("U"):
        raise SlackRefusedError("user_not_found")
    known = f"D{people[0][1:]}" in caller.rooms
    room = api.room(caller, {"channel": people[0]})
    return {"channel": {"id": room.id}, **({"no_op": True, "already_open": True} if known else {})}


@method("conversations.history")
def history(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    room = _readable(api, caller, args, "conversations.history")
    told = [message for message in room.messages.values() if message.in_channel]
    return _page(api, args, told, forward=bool(args.get("oldest")) and not args.get("latest"))


@method("conversations.replies")
def replies(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    room = _readable(api, caller, args, "conversations.replies")
    thread = room.thread(str(args.get("ts")))
    if not thread:
        raise SlackRefusedError("thread_not_found")
    page = _page(api, args, thread[1:], forward=True)
    asked = is_true(args.get("include_all_metadata"))
    return {**page, "messages": [thread[0].shown(metadata=asked), *reversed(page["messages"])]}


def _message(room: Room, ts: object) -> Message:
    if ts not in room.messages:
        raise SlackRefusedError("message_not_found")
    return room.messages[str(ts)]


def _readable(api: WebApi, caller: Workspace, args: Arguments, name: str) -> Room:
    room = api.room(caller, args)
    demand(caller, room.history_scope)
    if not room.member:
        raise SlackRefusedError("not_in_channel")
    if wait := api.reading.wait(f"{caller.team_id}/{name}"):
        raise SlackRefusedError("ratelimited", wait=wait)
    return room


def _page(api: WebApi, args: Arguments, messages: Sequence[Message], *, forward: bool) -> Json:
    """The newest first. A page forward is the one nearest to ``oldest``, else it is the one nearest to ``latest``."""
    low, high = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    inclusive = is_true(args.get("inclusive"))
    way, _, at = str(args.get("cursor") or "").partition(":")
    low, high = float(at) if way == "after" else low, float(at) if way == "before" else high
    within = [it for it in messages if low < float(it.ts) < high or (inclusive and not way and it.ts in _edges(args))]
    within.sort(key=lambda it: it.ts, reverse=True)
    most = max(1, min(int(args.get("limit") or 100), api.most_read))
    page = within[-most:] if forward else within[:most]
    has_more = len(within) > len(page)
    edge = page[0] if forward and page else page[-1] if page else None
    cursor = f"{'after' if forward else 'before'}:{edge.ts}" if edge else ""
    return {
        "messages": [it.shown(metadata=is_true(args.get("include_all_metadata"))) for it in page],
        "has_more": has_more,
        "response_metadata": {"next_cursor": cursor if has_more else ""},
    }


def _edges(args: Arguments) -> set[str]:
    return {f"{float(args[name]):.6f}" for name in ("oldest", "latest") if args.get(name)}
