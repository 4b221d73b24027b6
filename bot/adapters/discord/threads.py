"""The thread that belongs to a message, and the conversation with one person: both are made where they are not yet."""

from discord import HTTPException
from discord.http import HTTPClient, Route

HAS_ONE = 160004
"""A thread has already been created for this message."""
_A_DAY = 1440


async def thread_under(http: HTTPClient, channel: str, message: str, *, name: str) -> str:
    """The thread's id, which is the message's own. Raises HTTPException where there may be none."""
    route = Route(
        "POST", "/channels/{channel_id}/messages/{message_id}/threads", channel_id=channel, message_id=message
    )
    try:
        await http.request(route, json={"name": name, "auto_archive_duration": _A_DAY})
    except HTTPException as refused:
        if refused.code != HAS_ONE:
            raise
    return message


async def conversation_with(http: HTTPClient, person: str) -> str:
    """The channel in which the app writes to that person alone. Raises HTTPException where they allow none."""
    opened = await http.request(Route("POST", "/users/@me/channels"), json={"recipient_id": person})
    return str(opened["id"])
