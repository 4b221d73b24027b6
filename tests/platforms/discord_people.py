"""What people do on Discord, as the interactions that their client sends: commands, typing, presses, modals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from simcord.backend import Backend, serializers
from simcord.components import walk_components
from simcord.enums import SELECT_TYPES, AppCommandType, ComponentType, OptionType
from simcord.interactions import check_options, nest_options, walk_to_subcommand

from tests.platforms.journal import Json

SNOWFLAKES = {OptionType.USER, OptionType.CHANNEL, OptionType.ROLE}
RESOLVED = {
    ComponentType.USER_SELECT: OptionType.USER,
    ComponentType.ROLE_SELECT: OptionType.ROLE,
    ComponentType.CHANNEL_SELECT: OptionType.CHANNEL,
}


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


def pressed(
    backend: Backend, custom_id: str, values: Sequence[str | int] | None, *, message: int, user: int, channel: int
) -> Json:
    """The interaction's ``data`` for a press on one of the message's buttons, or a choice from its menus."""
    shown = backend.get_message(channel, message)
    if not shown.visible_to(user):
        raise NotOfferedError(f"{user} does not see message {message}")
    for component in walk_components(shown.components):
        if component.get("custom_id") == custom_id and not component.get("disabled"):
            named = {"custom_id": custom_id, "component_type": component["type"], "id": component.get("id", 0)}
            if component["type"] not in SELECT_TYPES:
                return named
            resolved: dict[str, Json] = {}
            picked = _picked(backend, component, values or (), user=user, channel=channel, into=resolved)
            return {**named, "values": picked, **({"resolved": resolved} if resolved else {})}
    raise NotOfferedError(f"message {message} has nothing to press by the name of {custom_id!r}")


def chosen(backend: Backend, name: str, *, message: int, user: int, channel: int) -> Json:
    """The interaction's ``data`` for a command from a message's menu."""
    offered = {
        command["name"]: command
        for command in backend.visible_commands(user_id=user, channel_id=channel, type=AppCommandType.MESSAGE)
    }
    if name not in offered:
        raise NotOfferedError(f"{name!r} is not offered on messages here; offered: {sorted(offered)}")
    shown = dict(serializers.message_payload(backend, backend.get_message(channel, message)))
    told = {"id": offered[name]["id"], "name": name, "type": int(AppCommandType.MESSAGE), "target_id": str(message)}
    return {**told, "resolved": {"messages": {str(message): shown}}}


def filled(backend: Backend, modal: Json, values: Mapping[str, Any], *, user: int, channel: int) -> Json:
    """The interaction's ``data`` for a submitted modal, nested as the modal was."""
    controls = {it["custom_id"]: it for it in _controls(modal["components"])}
    if astray := values.keys() - controls.keys():
        raise NotOfferedError(f"this modal has no {sorted(astray)}; it has {sorted(controls)}")
    resolved: dict[str, Json] = {}

    def answered(node: Json) -> Json:
        told: Json = {"type": node["type"], "id": node["id"]}
        if "component" in node:
            return {**told, "component": answered(node["component"])}
        if "components" in node:
            return {**told, "components": [answered(child) for child in node["components"]]}
        if "custom_id" not in node:
            return told
        value = values.get(node["custom_id"])
        entered = _entered(backend, node, value, user=user, channel=channel, into=resolved)
        return {**told, "custom_id": node["custom_id"], **entered}

    data = {"custom_id": modal["custom_id"], "components": [answered(node) for node in modal["components"]]}
    return {**data, "resolved": resolved} if resolved else data


def _controls(nodes: Iterable[Json]) -> Iterator[Json]:
    """What a modal asks for, without the layout around it."""
    for node in nodes:
        if "custom_id" in node:
            yield node
        yield from _controls([*node.get("components", ()), *([node["component"]] if "component" in node else ())])


def _entered(
    backend: Backend, control: Json, value: Any, *, user: int, channel: int, into: dict[str, Json]
) -> dict[str, Any]:
    name, kind = control["custom_id"], control["type"]
    if kind == ComponentType.TEXT_INPUT:
        text = str(control.get("value") or "") if value is None else str(value)
        least = max(int(control.get("min_length") or 0), int(control.get("required", True)))
        if not (least if text or control.get("required", True) else 0) <= len(text) <= control.get("max_length", 4_000):
            raise NotOfferedError(f"{name!r} takes no text of {len(text)} characters")
        return {"value": text}
    if kind in SELECT_TYPES or kind == ComponentType.CHECKBOX_GROUP:
        wanted = _preset(control) if value is None else [value] if isinstance(value, str | int) else value
        if not wanted and not control.get("required", True):
            return {"values": []}
        return {"values": _picked(backend, control, wanted, user=user, channel=channel, into=into)}
    if kind == ComponentType.RADIO_GROUP:
        wanted = _preset(control) if value is None else [value]
        return {"value": next(iter(_picked(backend, control, wanted, user=user, channel=channel, into=into)), None)}
    if kind == ComponentType.CHECKBOX:
        return {"value": bool(control.get("default") if value is None else value)}
    raise NotOfferedError(f"the loopback fills no component of type {kind}")


def _preset(control: Json) -> list[str]:
    return [option["value"] for option in control.get("options") or () if option.get("default")]


def _picked(
    backend: Backend,
    menu: Json,
    values: Sequence[str | int],
    *,
    user: int,
    channel: int,
    into: dict[str, Json],
) -> list[str]:
    """The choice as the menu would let it through; ids of people, roles and channels are resolved."""
    many = len(menu["options"]) if menu["type"] == ComponentType.CHECKBOX_GROUP else 1
    fewest, most = menu.get("min_values"), menu.get("max_values") or many
    fewest = 1 if fewest is None else fewest
    if not fewest <= len(values) <= most:
        raise NotOfferedError(f"{menu['custom_id']!r} takes {fewest} to {most} values, not {len(values)}")
    offered = [option["value"] for option in menu.get("options") or ()]
    if "options" in menu and (astray := [value for value in values if value not in offered]):
        raise NotOfferedError(f"{menu['custom_id']!r} does not offer {astray}; it offers {offered}")
    for value in values if menu["type"] in RESOLVED else ():
        _resolve(backend, RESOLVED[menu["type"]], int(value), user=user, channel=channel, into=into)
    return [str(value) for value in values]


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
