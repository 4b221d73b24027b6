"""Commands that read: the digest as it stands now, when the next is due, a question."""

from bot.commands.command import Desk
from bot.commands.wording import moment
from bot.conversation import Invocation, Note, Reply
from digests.answer import Question
from digests.errors import BadInput
from digests.ports import Due


async def now(call: Invocation, desk: Desk) -> Reply:
    """The channel's digest as it would read now; it is shown to the asker and counts as sent to nobody."""
    return Reply(body=await desk.compose_now(call.channel, call.at))


async def upcoming(call: Invocation, desk: Desk) -> Reply:
    """When the channel's next digests are due, each on its edition's own clock."""
    dues = await desk.roster.subscriptions(call.tenant, call.channel.id)
    if not dues:
        how = "Try: /digest subscribe politics at 8:30 Europe/Berlin"
        return Reply(body=Note(heading="No digest is due in this channel", lines=(how,)))
    return Reply(body=Note(heading="The next digests here", lines=tuple(_line(due, call) for due in dues)))


def _line(due: Due, call: Invocation) -> str:
    edition, paused = due.edition, due.subscription.paused
    owner = " (set in rundown.toml)" if edition.from_file else ""
    when = moment(due.subscription.next_due.astimezone(edition.zone), at=call.at)
    stands = f"paused: {paused}" if paused is not None else f"{when}, {edition.zone.key} time"
    return f"{edition.name}{owner}: {stands}"


async def ask(call: Invocation, desk: Desk) -> Reply:
    """What the record says to a question."""
    asked = call.words.get("question", call.text).strip()
    if not asked:
        raise BadInput("What would you like to know? Try: /ask who denied the report, and in what words?")
    return Reply(body=await desk.answer(Question(text=asked, tenant=call.tenant, at=call.at)))
