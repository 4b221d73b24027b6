"""What Slack must know of us to make the app: the manifest, grown from the table of commands."""

from collections.abc import Mapping
from typing import Any

from bot.commands.table import COMMANDS, ROOTS

SCOPES = ("chat:write", "commands")
"""The fewest that do the work: to post where we were invited, and to hear slash commands."""
READ_BACK = ("channels:history", "groups:history")
"""To look whether a message was posted after its answer was lost; only in channels that the bot is a member of."""
MOST_USAGE = 1000
"""Characters of a usage hint."""

_NAME = "Rundown"
_TOLD = "News digests that a newsroom can trust"
_TOLD_LONG = (
    "Rundown posts short digests of the news to your channels on a schedule: who said what, to whom, and where it"
    " stands. Ask it a question, and every sentence of its answer cites the stored claim it rests on, or it says"
    " that the record does not hold one. It posts only where you invite it and takes nothing from what you write there."
)


def manifest(*, read_back: bool = False) -> Mapping[str, Any]:
    """As Slack's "Create an app from a manifest" takes it: Socket Mode, so that no address of ours must be public.

    Without ``read_back`` a part whose answer was lost waits for a person.
    """
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": _NAME, "description": _TOLD, "long_description": _TOLD_LONG},
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": _NAME, "always_online": True},
            "slash_commands": [_slash_command(root, told) for root, told in ROOTS.items()],
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES, *(READ_BACK if read_back else ())]}},
        "settings": {
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _slash_command(root: str, told: str) -> dict[str, Any]:
    lines = [command.line.removeprefix(f"/{root} ") for command in COMMANDS if command.name.split()[0] == root]
    return {
        "command": f"/{root}",
        "description": told,
        "usage_hint": " | ".join(lines)[:MOST_USAGE],
        "should_escape": False,
    }
