"""Commands that read a channel's digests: as it stands now, and when the next is due."""

from bot.commands.command import Desk
from bot.commands.wording import moment
from bot.conversation import Invocation, Note, Reply
from digests.ports import Due


async def now(call: Invocation, desk: Desk) -> Reply:
    """The channel's digest as it would read now; it is shown to the asker and counts as sent to nobody."""
    return await desk.compose_now(call.channel, call.at)


async def upcoming(call: Invocation, desk: Desk) -> Reply:
    """When the channel's next digests are due, each on its edition's own clock."""
    dues = await desk.roster.subscriptions(call.tenant, call.channel.id)
    if not dues:
        how = "Try: /digest subscribe politics at 8:30 Europe/Berlin"
        return Note(heading="No digest is due in this channel", lines=(how,))
    return Note(heading="The next digests here", lines=tuple(_line(due, call) for due in dues))


def _line(due: Due, call: Invocation) -> str:
    """What a command made is named by its own facts; a name in rundown.toml does not tell its zone."""
    edition, paused = due.edition, due.subscription.paused
    owner = f" (set in rundown.toml, {edition.zone.key} time)" if edition.from_file else ""
    when = moment(due.subscription.next_due.astimezone(edition.zone), at=call.at)
    return f"{edition.name}{owner}: {when if paused is None else f'paused: {paused}'}"
