"""What people do on Discord, as the interactions that their client sends: commands, typing, presses."""

from collections.abc import Mapping
from typing import Any

from simcord.backend import Backend, serializers
from simcord.components import walk_components
from simcord.enums import OptionType
from simcord.interactions import check_options, nest_options, walk_to_subcommand

from tests.platforms.journal import Json

SNOWFLAKES = {OptionType.USER, OptionType.CHANNEL, OptionType.ROLE}


class NotOfferedError(LookupError):
    """Discord would not let this person do it here: no such command, option or button is shown to them."""


def invoked(backend: Backend, path: str, options: Mapping[str, Any], *, user: int, channel: int) -> Json:
    """The interaction's ``data`` for ``/digest subscribe`` and its options; ids stand for channels, people, roles."""
    root, leaf, nesting = _command(backend, path, user=user, channel=channel)
    declared = {option["name"]: option for option in leaf.get("options") or []}
    plain = {**leaf, "options": [_as_text(option) for option in declared.values()]}
    named = {name: str(value) if _is_snowflake(declared.get(name)) else value for name, value in options.items()}
    taken = check_options(path, plain, named)
    built = [{"name": name, "type": declared[name]["type"], "value": value} for name, value in taken.items()]
    resolved: dict[str, Json] = {}
    for option in built:
        if option["type"] in SNOWFLAKES:
            _resolve(backend, option["type"], int(option["value"]), user=user, channel=channel, into=resolved)
    data = {"id": root["id"], "name": root["name"], "type": 1, "options": nest_options(root, nesting, built)}
    return {**data, "resolved": resolved} if resolved else data


def typed(
    backend: Backend, path: str, option: str, text: str, filled: Mapping[str, Any], *, user: int, channel: int
) -> Json:
    """The interaction's ``data`` while a person types into ``option``."""
    root, leaf, nesting = _command(backend, path, user=user, channel=channel)
    declared = {it["name"]: it for it in leaf.get("options") or []}
    if not declared.get(option, {}).get("autocomplete"):
        raise NotOfferedError(f"/{path} suggests nothing for {option!r}")
    rest = check_options(path, leaf, dict(filled), partial=True)
    built = [{"name": name, "type": declared[name]["type"], "value": value} for name, value in rest.items()]
    built.append({"name": option, "type": declared[option]["type"], "value": text, "focused": True})
    return {"id": root["id"], "name": root["name"], "type": 1, "options": nest_options(root, nesting, built)}


def pressed(backend: Backend, custom_id: str, *, message: int, channel: int) -> Json:
    """The interaction's ``data`` for a press on one of the message's buttons."""
    shown = backend.get_message(channel, message)
    for component in walk_components(shown.components):
        if component.get("custom_id") == custom_id:
            return {"custom_id": custom_id, "component_type": component["type"], "id": component.get("id", 0)}
    raise NotOfferedError(f"message {message} has no button {custom_id!r}")


def _command(backend: Backend, path: str, *, user: int, channel: int) -> tuple[Json, Json, list[str]]:
    first, *rest = path.split()
    offered = {command["name"]: command for command in backend.visible_commands(user_id=user, channel_id=channel)}
    if first not in offered:
        raise NotOfferedError(f"/{first} is not offered here; offered: {sorted(offered)}")
    leaf, nesting = walk_to_subcommand(offered[first], rest)
    return offered[first], leaf, nesting


def _is_snowflake(option: Mapping[str, Any] | None) -> bool:
    return option is not None and option["type"] in SNOWFLAKES


def _as_text(option: Json) -> Json:
    """Simcord checks ids only through its own environment; here they are checked as text."""
    return {**option, "type": OptionType.STRING} if _is_snowflake(option) else option


def _resolve(backend: Backend, kind: int, id_: int, *, user: int, channel: int, into: dict[str, Json]) -> None:
    guild_id = backend.get_channel(channel).guild_id
    guild = backend.get_guild(guild_id) if guild_id is not None else None
    if kind == OptionType.CHANNEL and guild is not None:
        seen = str(backend.compute_permissions(guild.id, user, id_))
        shown = dict(serializers.channel_payload(backend, backend.get_channel(id_)))
        into.setdefault("channels", {})[str(id_)] = {**shown, "permissions": seen}
    elif kind == OptionType.ROLE and guild is not None:
        into.setdefault("roles", {})[str(id_)] = dict(serializers.role_payload(backend.get_role(guild.id, id_)))
    else:
        into.setdefault("users", {})[str(id_)] = dict(serializers.user_payload(backend.get_user(id_)))
        if guild is not None and id_ in guild.members:
            member = serializers.member_payload(backend, guild, guild.members[id_], with_user=False)
            into.setdefault("members", {})[str(id_)] = dict(member)
