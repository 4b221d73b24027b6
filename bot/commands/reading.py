"""Commands that read a channel's digests: as it stands now, when the next is due, what it takes, what holds it up."""

from collections.abc import AsyncIterator, Iterator

from bot.commands.command import Desk
from bot.commands.wording import listed, moment
from bot.conversation import Audience, Button, Invocation, Note, Reply, Said
from digests.delivery import Delivery, State
from digests.errors import BadInput
from digests.language import _, later
from digests.ports import Due
from digests.taste import Mute
from digests.tasting import filter_words, profile_words

SENDS_TOLD = 3
MOST_TROUBLES = 5
"""Parts that need attention which a list names."""
HOW_TO_BEGIN = later("Try: /digest subscribe politics at 8:30 Europe/Berlin")


async def now(call: Invocation, desk: Desk) -> Reply:
    """The channel's digest as it would read now; it is shown to the asker and counts as sent to nobody."""
    return await desk.compose_now(call.channel, call.at)


async def test(call: Invocation, desk: Desk) -> Said:
    """The same as a message to the asker alone, as it would come; it counts as sent to nobody."""
    if call.in_person is None:
        raise BadInput(_("I cannot write to you here. /digest now shows the same to you alone."))
    return Said(body=await desk.compose_now(call.channel, call.at), audience=Audience.IN_PERSON)


async def upcoming(call: Invocation, desk: Desk) -> Note:
    """When the channel's next digests are due, each on its edition's own clock."""
    lines = await next_sends(call, desk)
    if not lines:
        return Note(heading=_("No digest is due in this channel"), lines=(_(HOW_TO_BEGIN),), buttons=(to_subscribe(),))
    return Note(heading=_("The next digests here"), lines=lines)


async def everything(call: Invocation, desk: Desk) -> Note:
    """What the channel takes, how it is told, what it muted, and what of its digests needs attention."""
    channel, tenant = call.channel, call.tenant
    sends = await next_sends(call, desk)
    mutes = (await desk.roster.mutes(tenant, [channel.id])).get(channel.id, ())
    lines = [
        *(sends or (_("It takes no digest."), _(HOW_TO_BEGIN))),
        *_manner(call),
        *([_("Muted here: {what}.").format(what=listed([_muted(mute, call) for mute in mutes]))] if mutes else []),
        *[line async for line in _troubles(call, desk)],
    ]
    buttons = (to_settle(), *((Button(label=_("Unsubscribe"), command="digest unsubscribe"),) if sends else ()))
    return Note(heading=_("What this channel is sent"), lines=tuple(lines), buttons=buttons)


async def next_sends(call: Invocation, desk: Desk) -> tuple[str, ...]:
    """A line for each edition that the channel takes, with its next three sends; none where it takes none."""
    dues = await desk.roster.subscriptions(call.tenant, call.channel.id)
    quiet = _("Quiet hours here: {hours}. What falls due in them comes at their end.")
    told = (quiet.format(hours=call.channel.quiet),) if dues and call.channel.quiet else ()
    return (*(_line(due, call, desk) for due in dues), *told)


def to_subscribe() -> Button:
    return Button(label=_("Subscribe"), command="digest subscribe")


def to_settle() -> Button:
    return Button(label=_("Settings"), command="digest settings")


def _line(due: Due, call: Invocation, desk: Desk) -> str:
    """What a command made is named by its own facts; a name in rundown.toml does not tell its zone."""
    edition, paused = due.edition, due.subscription.paused
    owner = _(" (set in rundown.toml, {zone} time)").format(zone=edition.zone.key) if edition.from_file else ""
    name = f"{edition.name}{owner}"
    if paused is not None:
        return _("{edition}: paused: {why}").format(edition=name, why=paused)
    first = due.subscription.next_due.astimezone(edition.zone)
    sends = (first, *desk.first_slots(edition, due.channel, after=max(first, call.at), count=SENDS_TOLD - 1))
    return f"{name}: {listed([moment(send, at=call.at) for send in sends])}"


def _manner(call: Invocation) -> Iterator[str]:
    """How the channel is told, as far as that is not the usual way."""
    taste = call.channel.taste
    if words := filter_words(taste.filter):
        yield _("Only stories that pass: {filter}").format(filter=words)
    if words := profile_words(taste.profile):
        yield _("Told so: {profile}").format(profile=words)


def _muted(mute: Mute, call: Invocation) -> str:
    if mute.until is None:
        return mute.name
    return _("{what} until {when}").format(
        what=mute.name, when=moment(mute.until.astimezone(call.at.tzinfo), at=call.at)
    )


async def _troubles(call: Invocation, desk: Desk) -> AsyncIterator[str]:
    """Parts of the channel's digests that wait for a person."""
    stuck: list[Delivery] = []
    for state in (State.QUARANTINED, State.UNPROVEN):
        found = await desk.told.deliveries(call.tenant, state=state)
        stuck += [part for part in found if part.slot.channel == call.channel.id]
    for part in stuck[:MOST_TROUBLES]:
        why = _("Needs attention: {edition} of {day}, part {part} of {parts}: {why}")
        yield why.format(
            edition=part.slot.edition,
            day=part.slot.local_date.isoformat(),
            part=part.part,
            parts=part.parts,
            why=part.reason,
        )
    if len(stuck) > MOST_TROUBLES:
        more = _("And {count} more: whoever runs this Rundown sees them all.")
        yield more.format(count=len(stuck) - MOST_TROUBLES)
