"""What Slack must know of us to make the app: the manifest, grown from the table of commands."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.commands.table import COMMANDS, ROOTS

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to hear a question that names the app, as in the thread of a digest",
    "chat:write": "to post where the app was invited",
    "commands": "to hear its own commands and the shortcut “Add to the record”",
}
"""The fewest that do the work, each with its reason."""
READ_BACK: Mapping[str, str] = {
    "channels:history": "to look whether a digest was posted whose answer was lost; nothing else is read",
    "groups:history": "the same in private channels that the app was invited to",
}
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked")
ADD_TO_THE_RECORD = "add_to_the_record"
"""The message shortcut."""
MOST_USAGE = 1000
"""Characters of a usage hint."""
PATH = "/slack/events"
"""Where Slack calls us over HTTP: commands, buttons, forms and events alike."""

_NAME = "Rundown"
_TOLD = "News digests that a newsroom can trust"
_TOLD_LONG = (
    "Rundown posts short digests of the news to your channels on a schedule: who said what, to whom, and where it"
    " stands. Ask it a question, and every sentence of its answer cites the stored claim it rests on, or it says"
    " that the record does not hold one. It posts only where you invite it and takes nothing from what you write there."
)


class Mode(StrEnum):
    """How Slack reaches us: through a socket that we open, or by calling an address of ours."""

    SOCKET = "socket"
    HTTP = "http"


def manifest(
    *, mode: Mode = Mode.SOCKET, url: str = "https://rundown.example", read_back: bool = False, prefix: str = ""
) -> Mapping[str, Any]:
    """As Slack's "Create an app from a manifest" takes it.

    ``url`` is where our web server is reached from outside; a socket needs none. Without ``read_back`` a part whose
    answer was lost waits for a person.
    """
    called = {} if mode is Mode.SOCKET else {"request_url": f"{url.rstrip('/')}{PATH}"}
    commands = {"url": called["request_url"]} if called else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": _NAME, "description": _TOLD, "long_description": _TOLD_LONG},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": _NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": "Add to the record",
                    "type": "message",
                    "callback_id": ADD_TO_THE_RECORD,
                    "description": "Have Rundown keep this message's article",
                }
            ],
            "slash_commands": [
                {**_slash_command(root, told, prefix=prefix), **commands} for root, told in ROOTS.items()
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted({**SCOPES, **(READ_BACK if read_back else {})})}},
        "settings": {
            "event_subscriptions": {**called, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **called},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode is Mode.SOCKET,
            "token_rotation_enabled": False,
        },
    }


def _slash_command(root: str, told: str, *, prefix: str) -> dict[str, Any]:
    lines = [
        command.line.removeprefix(f"/{root} ")
        for command in COMMANDS
        if command.typed and command.name.split()[0] == root
    ]
    return {
        "command": f"/{prefix}{root}",
        "description": told,
        "usage_hint": " | ".join(lines)[:MOST_USAGE],
        "should_escape": False,
    }
