"""Modals and App Homes: what Slack demands of a view, the methods that show one, and what a modal's answer does."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.platforms.block_oracles import faults_in_blocks
from tests.platforms.journal import Deed, Json
from tests.platforms.slack_rooms import Workspace
from tests.platforms.slack_web import Arguments, SlackRefusedError, Trigger, WebApi, method

LONGEST = {"private_metadata": 3_000, "callback_id": 255, "external_id": 255}
LONGEST_WORDS = 24
"""Of a modal's title and of its two buttons."""
LARGEST_VIEW = 250_000
DEEPEST = 3
FLAGS = {"clear_on_close", "notify_on_close", "submit_disabled"}
WORDS = {"title", "submit", "close"}
FIELDS = {"type", "blocks", *LONGEST, *FLAGS, *WORDS}


def faults_in_view(view: Any, *, surface: str) -> list[str]:
    """What is wrong with a ``modal`` or ``home``, each fault with its place."""
    if not isinstance(view, dict) or view.get("type") != surface or not isinstance(view.get("blocks"), list):
        return [f"view: not a {surface}"]
    return [*_frame_faults(view), *faults_in_blocks(view["blocks"], surface=surface)]


def _frame_faults(view: Json) -> Iterator[str]:
    yield from (f"view: invalid additional property {name!r}" for name in sorted(view.keys() - FIELDS))
    for name, most in LONGEST.items():
        if len(str(view.get(name) or "")) > most:
            yield f"{name}: more than {most} characters"
    words = WORDS if view["type"] == "modal" else set()
    for name in sorted(words & view.keys() | words & {"title"}):
        text = view.get(name)
        if not isinstance(text, Mapping) or text.get("type") != "plain_text":
            yield f"{name} must be plain_text"
        elif len(str(text.get("text", ""))) not in range(1, LONGEST_WORDS + 1):
            yield f"{name}: 1 to {LONGEST_WORDS} characters"
    if view["type"] == "modal" and "submit" not in view and any(it.get("type") == "input" for it in view["blocks"]):
        yield "submit: needed where there is an input"


@method("views.open")
def open_view(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    view = _judged(args, "modal")
    trigger = api.use_trigger(str(args.get("trigger_id")))
    caller.modals[trigger.user] = []
    return {"view": _shown(api, caller, view, trigger)}


@method("views.push")
def push_view(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    view = _judged(args, "modal")
    trigger = api.use_trigger(str(args.get("trigger_id")))
    stack = caller.modals.get(trigger.user, [])
    if trigger.view is None or trigger.view not in stack:
        raise SlackRefusedError("not_found")
    if len(stack) == DEEPEST:
        raise SlackRefusedError("push_limit_reached")
    return {"view": _shown(api, caller, view, trigger)}


@method("views.update")
def update_view(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    wanted, external = args.get("view_id"), args.get("external_id")
    known = next(
        (it for it in api.views.values() if wanted == it["id"] or (external and external == it["external_id"])), None
    )
    if known is None or known["team_id"] != caller.team_id:
        raise SlackRefusedError("not_found")
    view = _judged(args, known["type"])
    _demand_hash(args, known)
    return {"view": _changed(api, known, view)}


@method("views.publish")
def publish_view(api: WebApi, caller: Workspace, args: Arguments) -> Json:
    view, user = _judged(args, "home"), str(args.get("user_id") or "")
    if not user.startswith("U"):
        raise SlackRefusedError("invalid_arguments", response_metadata={"messages": ["[ERROR] no such user"]})
    _demand_hash(args, caller.homes.get(user))
    known = caller.homes.get(user)
    home = _stored(api, caller, view) if known is None else _changed(api, known, view, deed=None)
    caller.homes[user] = home
    api.took(Deed.HOME, user, home["id"], view)
    return {"view": home}


def settle(api: WebApi, team: Workspace, view: Json, *, user: str, answer: Json) -> list[str]:
    """Let the answer to a submission take effect; where it holds faults, the modal stays as it was."""
    stack, told = team.modals.get(user, []), answer.get("view")
    match answer.get("response_action"):
        case None if answer:
            return [f"a modal's answer of {sorted(answer)} is none: it must be empty or name a response_action"]
        case None:
            team.modals[user] = stack[:-1]
        case "clear":
            team.modals[user] = []
        case "errors":
            return _errors_astray(view, answer.get("errors"))
        case "update" | "push" as action:
            if faults := faults_in_view(told, surface="modal"):
                return faults
            if action == "update":
                _changed(api, view, dict(told or {}))
            elif len(stack) == DEEPEST:
                return ["push_limit_reached"]
            else:
                _shown(api, team, dict(told or {}), Trigger(user=user, view=view["id"], until=0))
        case other:
            return [f"response_action {other!r}"]
    return []


def _errors_astray(view: Json, errors: Any) -> list[str]:
    """Slack takes errors only for inputs that the modal has."""
    inputs = {block.get("block_id") for block in view["blocks"] if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors:
        return ["errors: none are named"]
    return [f"errors: {name!r} is no input of this modal" for name in sorted(errors.keys() - inputs)]


def _judged(args: Arguments, surface: str) -> Json:
    view = args.get("view")
    if faults := faults_in_view(view, surface=surface):
        told = [f"[ERROR] {fault}" for fault in faults]
        raise SlackRefusedError("invalid_arguments", response_metadata={"messages": told})
    if len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW:
        raise SlackRefusedError("view_too_large")
    return dict(view or {})


def _demand_hash(args: Arguments, known: Json | None) -> None:
    if args.get("hash") and known is not None and args["hash"] != known["hash"]:
        raise SlackRefusedError("hash_conflict")


def _shown(api: WebApi, team: Workspace, view: Json, trigger: Trigger) -> Json:
    """A modal on top of whatever the person has open."""
    stack = team.modals.setdefault(trigger.user, [])
    opened = _stored(api, team, view)
    opened |= {"previous_view_id": stack[-1] if stack else None, "root_view_id": stack[0] if stack else opened["id"]}
    stack.append(opened["id"])
    api.took(Deed.VIEW, "", opened["id"], view)
    return opened


def _stored(api: WebApi, team: Workspace, view: Json) -> Json:
    external = view.get("external_id") or ""
    if external and any(it["external_id"] == external for it in api.views.values()):
        raise SlackRefusedError("duplicate_external_id")
    id_ = f"V{len(api.views) + 1}"
    api.views[id_] = {
        "id": id_,
        "team_id": team.team_id,
        "app_id": team.app_id,
        "app_installed_team_id": team.team_id,
        "bot_id": team.bot_id,
        "previous_view_id": None,
        "root_view_id": id_,
        **_as_slack_keeps_it(api, view),
    }
    return api.views[id_]


def _changed(api: WebApi, known: Json, view: Json, *, deed: Deed | None = Deed.VIEW) -> Json:
    known.update(_as_slack_keeps_it(api, view))
    if deed is not None:
        api.took(deed, "", known["id"], view)
    return known


def _as_slack_keeps_it(api: WebApi, view: Json) -> Json:
    blocks = [{"block_id": f"block{place}", **block} for place, block in enumerate(view["blocks"])]
    kept = {"callback_id": "", "private_metadata": "", "external_id": "", "title": None, "submit": None, "close": None}
    return {**kept, **view, "blocks": blocks, "hash": api.stamps.new(), "state": {"values": {}}}
