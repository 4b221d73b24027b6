"""Commands that read a channel's digests: as it stands now, and when the next is due."""

from bot.commands.command import Desk
from bot.commands.wording import listed, moment
from bot.conversation import Invocation, Note, Reply
from digests.ports import Due


async def now(call: Invocation, desk: Desk) -> Reply:
    """The channel's digest as it would read now; it is shown to the asker and counts as sent to nobody."""
    return await desk.compose_now(call.channel, call.at)


SENDS_TOLD = 3


async def upcoming(call: Invocation, desk: Desk) -> Reply:
    """When the channel's next digests are due, each on its edition's own clock."""
    lines = await next_sends(call, desk)
    if not lines:
        how = "Try: /digest subscribe politics at 8:30 Europe/Berlin"
        return Note(heading="No digest is due in this channel", lines=(how,))
    return Note(heading="The next digests here", lines=lines)


async def next_sends(call: Invocation, desk: Desk) -> tuple[str, ...]:
    """A line for each edition that the channel takes, with its next three sends; none where it takes none."""
    dues = await desk.roster.subscriptions(call.tenant, call.channel.id)
    quiet = (f"Quiet hours here: {call.channel.quiet}. What falls due in them comes at their end.",)
    return (*(_line(due, call, desk) for due in dues), *(quiet if dues and call.channel.quiet else ()))


def _line(due: Due, call: Invocation, desk: Desk) -> str:
    """What a command made is named by its own facts; a name in rundown.toml does not tell its zone."""
    edition, paused = due.edition, due.subscription.paused
    owner = f" (set in rundown.toml, {edition.zone.key} time)" if edition.from_file else ""
    if paused is not None:
        return f"{edition.name}{owner}: paused: {paused}"
    first = due.subscription.next_due.astimezone(edition.zone)
    sends = (first, *desk.first_slots(edition, due.channel, after=max(first, call.at), count=SENDS_TOLD - 1))
    return f"{edition.name}{owner}: {listed([moment(send, at=call.at) for send in sends])}"
