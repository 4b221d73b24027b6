"""The one way in, from every platform and the terminal: an Invocation comes, a Reply goes back, whatever happens."""

from dataclasses import replace
from secrets import token_hex

import structlog

from bot.commands.command import Desk
from bot.commands.table import meant
from bot.conversation import Invocation, Note, Reply
from digests.channel import Workspace
from digests.errors import BadInput, NotFound, StoreBusy
from digests.ports import Roster

MOST_TYPED = 500
"""Characters of a command that are read; nobody types more by intention."""

log = structlog.get_logger()


async def dispatch(call: Invocation, desk: Desk, *, workspace: Workspace | None = None) -> Reply:
    """What the asker is told. Never raises: what cannot be taken is answered in one line that names the next step.

    Where ``workspace`` is given, it and the channel are made known to the roster first; the call then goes on with
    the channel as the roster knows it, on its clock.
    """
    try:
        here = call if workspace is None else await _introduced(call, workspace, desk.roster)
        return await _run(here, desk)
    except (BadInput, StoreBusy) as fault:
        return Reply(body=Note(heading=" ".join(str(fault).split())))
    except Exception:
        quote = token_hex(3)
        log.exception("command.failed", quote=quote, command=call.command, channel=call.channel.id)
        return Reply(body=Note(heading=f"Something went wrong; quote {quote} to whoever runs this Rundown."))


async def _run(call: Invocation, desk: Desk) -> Reply:
    typed = len(call.text) + sum(map(len, call.words.values()))
    if typed > MOST_TYPED:
        raise BadInput(f"That is {typed} characters long. Say it in {MOST_TYPED} or fewer.")
    command, asked = meant(call)
    if command.right not in call.rights:
        raise BadInput(f"/{command.name} is for those who manage this server. Ask one of them.")
    return await command.handler(asked, desk)


async def _introduced(call: Invocation, workspace: Workspace, roster: Roster) -> Invocation:
    try:
        channel = await roster.channel(call.tenant, call.channel.id)
    except NotFound:
        channel = call.channel
        await roster.join(workspace)
        await roster.enter(channel)
    return replace(call, channel=channel, at=call.at.astimezone(channel.zone))
