"""What Slack sends to an app: commands, events and interactions, in their published shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.platforms.block_oracles import parts_of
from tests.platforms.journal import Json
from tests.platforms.slack_rooms import Message, Room, Workspace

VERIFICATION = "loopback-verification"
ONE_OPTION = {"overflow", "static_select", "external_select", "radio_buttons"}
SOME_OPTIONS = {"checkboxes", "multi_static_select", "multi_external_select"}
PLAIN_CHOICES = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}

Choice = str | int | Sequence[str] | None
"""What a person chose or wrote: the value of an option, several of them, a text, an id, a date."""


def command_form(team: Workspace, room: Room, *, user: str, command: str, text: str) -> Json:
    """A slash command, without its response_url and trigger."""
    return {
        "token": VERIFICATION,
        "team_id": team.team_id,
        "team_domain": team.domain,
        "channel_id": room.id,
        "channel_name": room.shown_name,
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


def message_event(message: Message, room: Room, *, kind: str) -> Json:
    """What a person wrote, as an ``app_mention`` or a ``message``."""
    told = {"type": kind, "user": message.user, "text": message.text, "ts": message.ts, "event_ts": message.ts}
    if message.thread_ts is not None:
        told["thread_ts"] = message.thread_ts
    if kind == "message":
        told["channel_type"] = room.kind
    return {**told, "channel": room.id}


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


def block_actions(
    team: Workspace, room: Room, message: Message, *, action_id: str, user: str, option: Choice = None
) -> Json:
    """A press on one of the message's elements; what one person alone sees is not repeated in the payload."""
    action = acted_on(message.blocks, action_id, option, at=message.ts)
    container = {"type": "message", "message_ts": message.ts, "channel_id": room.id, "is_ephemeral": False}
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    pressed = {
        **interaction(team, "block_actions", user=user),
        "container": container,
        "channel": {"id": room.id, "name": room.shown_name},
        "state": {"values": {}},
        "actions": [action],
    }
    if message.only_for is None:
        return {**pressed, "message": message.shown()}
    return {**pressed, "container": {**container, "is_ephemeral": True}}


def view_actions(
    team: Workspace, view: Json, values: Mapping[str, Mapping[str, Any]], *, action_id: str, user: str, option: Choice
) -> Json:
    """A press within a modal or an App Home: no channel, no message, no response_url."""
    return {
        **interaction(team, "block_actions", user=user),
        "container": {"type": "view", "view_id": view["id"]},
        "view": {**view, "state": state_of(view, values)},
        "actions": [acted_on(view["blocks"], action_id, option, at=view["hash"])],
    }


def message_action(team: Workspace, room: Room, message: Message, *, callback_id: str, user: str, at: str) -> Json:
    """A shortcut from a message's menu."""
    return {
        **interaction(team, "message_action", user=user),
        "callback_id": callback_id,
        "action_ts": at,
        "message_ts": message.ts,
        "channel": {"id": room.id, "name": room.shown_name},
        "message": message.shown(),
    }


def view_submission(team: Workspace, view: Json, values: Mapping[str, Mapping[str, Any]], *, user: str) -> Json:
    """``values`` by block id and action id; what is left out stays as the modal showed it."""
    return {
        **interaction(team, "view_submission", user=user),
        "view": {**view, "state": state_of(view, values)},
        "response_urls": [],
    }


def state_of(view: Json, values: Mapping[str, Mapping[str, Any]]) -> Json:
    """Every input of the view as it stands. Raises LookupError where ``values`` name one that it has not."""
    inputs = {(block["block_id"], it["action_id"]): it for block in view["blocks"] for it in _inputs_of(block)}
    told = {(block, action): said for block, actions in values.items() for action, said in actions.items()}
    if astray := told.keys() - inputs.keys():
        raise LookupError(f"view {view['id']} has no inputs {sorted(astray)}; it has {sorted(inputs)}")
    filled: dict[str, Json] = {}
    for (block, action), element in inputs.items():
        filled.setdefault(block, {})[action] = _filled(element, told.get((block, action)))
    return {"values": filled}


def acted_on(blocks: Sequence[Json], action_id: str, option: Choice, *, at: str) -> Json:
    """The element of that id as a press on it is told. Raises LookupError where there is none, or no such option."""
    for place, block in enumerate(blocks):
        for part in parts_of(block):
            if part.get("action_id") == action_id:
                named = {"block_id": block.get("block_id", f"block{place}"), "action_ts": at}
                return {**named, **(dict(part) if part["type"] == "button" else _chosen(part, option))}
    raise LookupError(f"no element {action_id!r} here")


def _inputs_of(block: Json) -> list[Mapping[str, Any]]:
    """What of a block keeps a state: every input and menu, also outside of input blocks; no button, no overflow."""
    kept = (ONE_OPTION | SOME_OPTIONS | PLAIN_CHOICES.keys()) - {"overflow"}
    return [part for part in parts_of(block) if part.get("type") in kept and part.get("action_id")]


def _filled(element: Mapping[str, Any], told: Any) -> Json:
    """An input's state; a dict is taken as Slack would say it."""
    if isinstance(told, dict):
        return {"type": element["type"], **told}
    if told is not None:
        chosen = _chosen(element, told)
        return {key: value for key, value in chosen.items() if key != "action_id"}
    kind = element["type"]
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in SOME_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    key = PLAIN_CHOICES[kind]
    return {"type": kind, key: element.get(key.replace("selected", "initial").replace("value", "initial_value"))}


def _chosen(element: Mapping[str, Any], choice: Choice) -> Json:
    kind = element["type"]
    named = {"type": kind, "action_id": element["action_id"]}
    if kind in ONE_OPTION:
        return {**named, "selected_option": _option(element, choice)}
    if kind in SOME_OPTIONS:
        picked = [choice] if isinstance(choice, str) else choice if isinstance(choice, Sequence) else []
        return {**named, "selected_options": [_option(element, value) for value in picked]}
    return {**named, PLAIN_CHOICES[kind]: choice}


def _option(element: Mapping[str, Any], value: Choice) -> Json:
    groups = element.get("option_groups") or [element]
    offered = {it.get("value"): dict(it) for group in groups for it in group.get("options") or ()}
    if value not in offered:
        raise LookupError(f"{element['action_id']!r} has no option {value!r}; it has {sorted(map(str, offered))}")
    return offered[value]
