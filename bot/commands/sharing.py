"""The button by which everybody in a channel is shown what one person was shown there."""

from bot.commands.command import Desk
from bot.conversation import Audience, Button, Invocation, Said
from digests.errors import NotFound
from digests.language import _


async def share(call: Invocation, desk: Desk) -> Said:
    """Just what this asker was shown here. Raises NotFound where that is too long ago."""
    held = desk.memory.held(call, call.words.get("what", ""))
    if held is None:
        raise NotFound(_("That was too long ago to share. Ask again, then share it."))
    body, thread_of = held
    return Said(body=body, audience=Audience.CHANNEL, thread_of=thread_of)


def to_share(word: str) -> Button:
    return Button(label=_("Share to channel"), command="digest share", words={"what": word})
