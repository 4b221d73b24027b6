"""What Slack sends to an app: commands, events and interactions, in their published shapes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.platforms.journal import Json
from tests.platforms.slack_rooms import Message, Room, Workspace

VERIFICATION = "loopback-verification"


def command_form(team: Workspace, room: Room, *, user: str, command: str, text: str) -> Json:
    """A slash command, without its response_url and trigger."""
    return {
        "token": VERIFICATION,
        "team_id": team.team_id,
        "team_domain": team.domain,
        "channel_id": room.id,
        "channel_name": "directmessage" if room.direct else room.name,
        "user_id": user,
        "user_name": user.lower(),
        "command": command,
        "text": text,
        "api_app_id": team.app_id,
        "is_enterprise_install": "false",
    }


def event_callback(team: Workspace, event: Mapping[str, Any], *, event_id: str, at: int) -> Json:
    bot = {"enterprise_id": None, "team_id": team.team_id, "user_id": team.bot_user_id, "is_bot": True}
    return {
        "token": VERIFICATION,
        "team_id": team.team_id,
        "api_app_id": team.app_id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": event_id,
        "event_time": at,
        "authorizations": [{**bot, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }


def interaction(team: Workspace, kind: str, *, user: str) -> Json:
    """What block actions and view submissions have in common."""
    return {
        "type": kind,
        "token": VERIFICATION,
        "api_app_id": team.app_id,
        "team": {"id": team.team_id, "domain": team.domain},
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": team.team_id},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def block_actions(team: Workspace, room: Room, message: Message, *, action_id: str, user: str) -> Json:
    """A press on one of the message's buttons. Raises LookupError where it has none of that id."""
    element, block_id = next(iter(_elements(message.blocks, action_id)), (None, ""))
    if element is None:
        raise LookupError(f"no element {action_id!r} in message {message.ts}")
    container = {"type": "message", "message_ts": message.ts, "channel_id": room.id, "is_ephemeral": False}
    return {
        **interaction(team, "block_actions", user=user),
        "container": container,
        "channel": {"id": room.id, "name": room.name},
        "message": message.shown(),
        "state": {"values": {}},
        "actions": [{"block_id": block_id, "action_ts": message.ts, **element}],
    }


def view_submission(team: Workspace, view: Json, values: Mapping[str, Mapping[str, Json]], *, user: str) -> Json:
    """``values`` by block id and action id, as Slack's ``state.values``."""
    return {
        **interaction(team, "view_submission", user=user),
        "view": {**view, "state": {"values": {block: dict(told) for block, told in values.items()}}},
        "response_urls": [],
    }


def _elements(blocks: Sequence[Json], action_id: str) -> Iterator[tuple[Json, str]]:
    for place, block in enumerate(blocks):
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if isinstance(element, dict) and element.get("action_id") == action_id:
                yield element, block.get("block_id", f"block{place}")
