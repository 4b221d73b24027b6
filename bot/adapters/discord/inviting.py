"""What a server is asked for when it invites the bot: the fewest permissions that do the work."""

from collections.abc import Mapping
from urllib.parse import urlencode

PERMISSIONS: Mapping[str, tuple[int, str]] = {
    "View Channels": (1 << 10, "to see the channels that it posts to"),
    "Send Messages": (1 << 11, "to post digests"),
    "Embed Links": (1 << 14, "to post them in the classic form, where a channel chooses that"),
    "Read Message History": (1 << 16, "to look whether a digest was posted before it is sent again"),
    "Create Public Threads": (1 << 35, "to tell details in the thread of a digest"),
    "Send Messages in Threads": (1 << 38, "to answer there, and to post in forums"),
}
"""Each with its bit and its reason. Mention Everyone, Manage anything and Administrator are not among them."""
SCOPES = "bot applications.commands"


def invitation(application: str) -> str:
    """The address at which whoever manages a server lets the bot in; ``application`` is its id."""
    permissions = sum(bit for bit, _why in PERMISSIONS.values())
    asked = {"client_id": application, "scope": SCOPES, "permissions": permissions}
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
