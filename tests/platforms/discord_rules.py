"""What Discord's schema demands and simcord does not: nonces and the form of application commands."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

Judge = Callable[[str, str, Any], list[str]]
"""Method, path and body of a request to what is wrong with it; empty where nothing is."""

LONGEST_NONCE = 25
COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
LONGEST_DESCRIPTION = 100
LONGEST_COMMAND = 8_000
MOST_OPTIONS = 25
MOST_COMMANDS = {1: 100, 2: 15, 3: 15}
CHAT_INPUT = 1


def nonce_faults(method: str, path: str, body: Any) -> list[str]:
    """A nonce is short, and enforced only where there is one."""
    if not isinstance(body, dict) or method != "POST" or not path.endswith("/messages"):
        return []
    nonce = body.get("nonce")
    found = []
    if nonce is not None and len(str(nonce)) > LONGEST_NONCE:
        found.append(f"nonce: Must be {LONGEST_NONCE} or fewer in length.")
    if not isinstance(body.get("enforce_nonce", False), bool):
        found.append("enforce_nonce: Not a boolean.")
    return found


def command_faults(method: str, path: str, body: Any) -> list[str]:
    """Names, descriptions, counts and sizes of commands that are set at once."""
    if method != "PUT" or not path.endswith("/commands") or not isinstance(body, list):
        return []
    kinds = Counter(command.get("type", CHAT_INPUT) for command in body)
    names = Counter((command.get("name"), command.get("type", CHAT_INPUT)) for command in body)
    found = [
        f"type {kind}: more than {MOST_COMMANDS.get(kind, 0)}" for kind, n in kinds.items() if n > MOST_COMMANDS[kind]
    ]
    found += [f"{name}: twice" for (name, _), times in names.items() if times > 1]
    for command in body:
        if _weight(command) > LONGEST_COMMAND:
            found.append(f"{command.get('name')}: more than {LONGEST_COMMAND} characters in all")
        if command.get("type", CHAT_INPUT) == CHAT_INPUT:
            found += _node_faults(command, str(command.get("name")))
    return found


def _node_faults(node: dict[str, Any], path: str) -> Iterator[str]:
    name, description = str(node.get("name", "")), str(node.get("description", ""))
    if not COMMAND_NAME.fullmatch(name) or name != name.lower():
        yield f"{path}: {name!r} is no name"
    if not 1 <= len(description) <= LONGEST_DESCRIPTION:
        yield f"{path}: description of {len(description)} characters"
    options, choices = node.get("options") or [], node.get("choices") or []
    if len(options) > MOST_OPTIONS or len(choices) > MOST_OPTIONS:
        yield f"{path}: more than {MOST_OPTIONS} options or choices"
    yield from (f"{path}: {name!r} twice" for name, n in Counter(it.get("name") for it in options).items() if n > 1)
    for choice in choices:
        if not 1 <= len(str(choice.get("name", ""))) <= LONGEST_DESCRIPTION:
            yield f"{path}: choice {choice.get('name')!r}"
    for option in options:
        yield from _node_faults(option, f"{path} {option.get('name')}")


def _weight(node: dict[str, Any]) -> int:
    """Characters of names, descriptions and choice values, as Discord counts a command's size."""
    own = len(str(node.get("name", ""))) + len(str(node.get("description", "")))
    chosen = sum(len(str(it.get("name", ""))) + len(str(it.get("value", ""))) for it in node.get("choices") or [])
    return own + chosen + sum(_weight(option) for option in node.get("options") or [])
