"""The one way in, from every platform and the terminal: an Invocation comes, a Reply goes back, whatever happens."""

from dataclasses import replace
from secrets import token_hex

import structlog

from bot.commands.command import Desk
from bot.commands.table import meant
from bot.commands.wording import WENT_WRONG, whom_to_tell
from bot.conversation import Invocation, Note, Reply
from digests.channel import Channel, Workspace
from digests.errors import BadInput, NotFound, RundownError, StoreBusy
from digests.ports import Roster

MOST_TYPED = 500
"""Characters of a command that are read; nobody types more by intention."""

log = structlog.get_logger()


async def dispatch(call: Invocation, desk: Desk) -> Reply:
    """What the asker is told. Never raises: what cannot be taken is answered by a sentence that names the next step."""
    try:
        return await _run(call, desk)
    except (BadInput, StoreBusy) as fault:
        return Note(heading="Not done", lines=(" ".join(str(fault).split()),))
    except Exception:
        quote = token_hex(3)
        log.exception("command.failed", quote=quote, command=call.command, channel=call.channel.id)
        return Note(heading=WENT_WRONG, lines=(whom_to_tell(quote),))


async def introduced(call: Invocation, roster: Roster, *, workspace: Workspace) -> Invocation:
    """The call in its channel as the roster knows it, on its clock; both are made known first where they are new.

    Where the record cannot be asked the call stays as it came, and ``dispatch`` tells the asker of the trouble.
    """
    try:
        channel = await _known(call, roster, workspace)
    except RundownError as fault:
        log.warning("channel.not_known", channel=call.channel.id, why=str(fault))
        return call
    return replace(call, channel=channel, at=call.at.astimezone(channel.zone))


async def _known(call: Invocation, roster: Roster, workspace: Workspace) -> Channel:
    channel = call.channel
    try:
        return await roster.channel(channel.tenant, channel.id)
    except NotFound:
        await roster.join(workspace)
        await roster.enter(channel, by=call.asker, at=call.at)
        return channel


async def _run(call: Invocation, desk: Desk) -> Reply:
    typed = len(call.text) + sum(map(len, call.words.values()))
    if typed > MOST_TYPED:
        raise BadInput(f"That is {typed} characters long. Say it in {MOST_TYPED} or fewer.")
    command, asked = meant(call)
    if command.right not in call.rights:
        raise BadInput(f"/{command.name} is for those who manage this server. Ask one of them.")
    return await command.handler(asked, desk)
