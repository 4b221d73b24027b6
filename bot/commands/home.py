"""The app's page for one person: what they are sent, what their workspace is sent, and what they can do about it."""

from dataclasses import replace

from bot.commands.command import Desk
from bot.commands.reading import next_sends, to_settle, to_subscribe
from bot.conversation import Button, Home, Invocation, Note
from digests.language import _

MOST_CHANNELS = 20


async def home(call: Invocation, desk: Desk) -> Home:
    """``call`` comes from the asker's own messages."""
    mine = await next_sends(call, desk)
    test = Button(label=_("Send me a test"), command="digest test")
    ask = Button(label=_("Ask the record"), command="ask")
    me = Note(
        heading=_("What I send to you"),
        lines=mine or (_("Nothing yet. A digest of your own comes as a message from me."),),
        buttons=(to_subscribe(), *((to_settle(),) if mine else ()), test, ask),
    )
    rooms = [channel for channel in await desk.roster.channels(call.tenant) if channel.id != call.channel.id]
    sends = [(channel.name, await next_sends(replace(call, channel=channel), desk)) for channel in rooms]
    told = [Note(heading=f"#{name}", lines=lines) for name, lines in sends if lines][:MOST_CHANNELS]
    how = Note(
        heading=_("In a channel"),
        lines=(_("Invite me, then say: /digest subscribe politics at 8:30. /digest help lists the rest."),),
    )
    return Home(heading="Rundown", notes=(me, *told, how))
