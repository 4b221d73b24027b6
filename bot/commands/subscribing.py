"""Commands that change what a channel is sent, and when."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.commands.command import Desk
from bot.commands.parsing import Wish, read_times, read_topics, read_wish, which
from bot.commands.reading import next_sends, to_settle
from bot.commands.wording import cadence_of, facts_of, listed, moment, topics_of
from bot.conversation import Button, Field, Form, Invocation, Note
from digests.errors import BadInput
from digests.language import _
from digests.ports import Due
from digests.schedule import Edition, Subscription

SENDS_READ_BACK = 3


async def subscribe(call: Invocation, desk: Desk) -> Note:
    """Send the channel what was wished for, and read it back with the next three sends."""
    edition = _edition(read_wish(call), call)
    held = [due.edition for due in await desk.roster.subscriptions(call.tenant, call.channel.id)]
    owned = [other for other in held if other.from_file]
    if same := next((other for other in owned if facts_of(other) == edition.name or other.name == edition.name), None):
        why = _("This channel gets that already, as {name} in rundown.toml: change it there.")
        raise BadInput(why.format(name=repr(same.name)))
    new = await desk.roster.subscribe(edition, _subscription(edition, call, desk))
    heading = _("Subscribed: {topics}") if new else _("Subscribed already: {topics}")
    return _read_back(heading, edition, call, desk, reminders=_reminders(call, owned))


async def wanted(call: Invocation, desk: Desk) -> Form:  # noqa: ARG001 - a form takes what all take
    """Topics, times and zone are wanted."""
    return Form(
        command="digest subscribe",
        title=_("Subscribe to a digest"),
        fields=(
            Field(name="topic", label=_("Topics"), hint=_("politics, business; or: everything")),
            Field(name="time", label=_("When"), hint=_("weekdays 8:30, weekends 10:00"), value="8:30"),
            Field(
                name="zone",
                label=_("Time zone"),
                hint="Europe/Berlin",
                value=call.channel.zone.key,
                required=False,
            ),
        ),
        words=call.words,
    )


async def schedule(call: Invocation, desk: Desk) -> Note:
    """Have it come at other times; what it has not told yet is not lost, and no day comes twice."""
    cadence, zone, named = read_times(call)
    return await _changed(
        call, desk, named, lambda edition: replace(edition, cadence=cadence, zone=zone or edition.zone)
    )


async def topics(call: Invocation, desk: Desk) -> Note:
    """Have it tell of other topics."""
    chosen, named = read_topics(call)
    return await _changed(call, desk, named, lambda edition: replace(edition, topics=chosen))


async def unsubscribe(call: Invocation, desk: Desk) -> Note:
    """End what was named, or all that commands had it sent; what is fixed to be sent still comes."""
    dues = await desk.roster.subscriptions(call.tenant, call.channel.id)
    named = which(call)
    ending = [_one_of(dues, named)] if named else [due for due in dues if not due.edition.from_file]
    if not ending and dues:
        raise BadInput(_("What comes here is set in rundown.toml: whoever runs this Rundown ends it there."))
    for due in ending:
        await desk.roster.unsubscribe(call.tenant, call.channel.id, due.edition.name, by=call.asker, at=call.at)
    if not ending:
        return Note(heading=_("Nothing to end: this channel takes no digest"))
    ended = _("Ended: {editions}").format(editions=listed([due.edition.name for due in ending]))
    return Note(heading=ended, lines=await next_sends(call, desk), buttons=tuple(map(_again, ending)))


def _again(due: Due) -> Button:
    edition = due.edition
    words = {"topic": topics_of(edition), "time": str(edition.cadence), "zone": edition.zone.key}
    return Button(label=_("Subscribe again"), command="digest subscribe", words=words)


async def _changed(call: Invocation, desk: Desk, named: str, change: Callable[[Edition], Edition]) -> Note:
    due = _one_of(await desk.roster.subscriptions(call.tenant, call.channel.id), named)
    changed = change(due.edition)
    edition = replace(changed, name=facts_of(changed))
    if edition.name == due.edition.name:
        return _read_back(_("It is so already: {topics}"), edition, call, desk)
    subscription = _subscription(edition, call, desk)
    done = await desk.roster.exchange(
        call.tenant, call.channel.id, due.edition.name, edition, subscription, by=call.asker, at=call.at
    )
    if not done:
        raise BadInput(_("This channel gets just that already, beside what you named. /digest list shows all of it."))
    return _read_back(_("Changed: {topics}"), edition, call, desk)


def _one_of(dues: Iterable[Due], named: str) -> Due:
    """The subscription that is named, or the only one. Raises BadInput with the names where that is not clear."""
    ours = [due for due in dues if not due.edition.from_file]
    meant = [due for due in ours if named.casefold() in due.edition.name.casefold()]
    exact = [due for due in meant if named.casefold() == due.edition.name.casefold()]
    if len(found := exact or meant) == 1:
        return found[0]
    if not ours:
        why = _("This channel takes no digest that a command could change. Try: /digest subscribe politics at 8:30")
        raise BadInput(why)
    names = listed([due.edition.name for due in ours])
    raise BadInput(_("Which one? There is {names}. Add: of sport").format(names=names))


def _read_back(heading: str, edition: Edition, call: Invocation, desk: Desk, reminders: Iterable[str] = ()) -> Note:
    sends = desk.first_slots(edition, call.channel, after=call.at, count=SENDS_READ_BACK)
    cadence = _("{cadence}, {zone} time.").format(cadence=cadence_of(edition), zone=edition.zone.key)
    return Note(
        heading=heading.format(topics=topics_of(edition)),
        lines=(
            f"{cadence[:1].upper()}{cadence[1:]}",
            _("Next: {sends}.").format(sends=listed([moment(due, at=call.at) for due in sends])),
            *reminders,
        ),
        buttons=(to_settle(),),
    )


def _subscription(edition: Edition, call: Invocation, desk: Desk) -> Subscription:
    (next_due,) = desk.first_slots(edition, call.channel, after=call.at, count=1)
    return Subscription(
        tenant=call.tenant,
        channel=call.channel.id,
        edition=edition.name,
        created=call.at,
        created_by=call.asker,
        next_due=next_due,
    )


def _edition(wish: Wish, call: Invocation) -> Edition:
    """Named by its own facts, so that equal wishes of a tenant share one edition and its text."""
    zone = wish.zone or call.channel.zone
    unnamed = Edition(tenant=call.tenant, name="", cadence=wish.cadence, zone=zone, topics=wish.topics)
    return replace(unnamed, name=facts_of(unnamed))


def _reminders(call: Invocation, owned: Iterable[Edition]) -> Iterable[str]:
    if call.posting is not None:
        yield _(call.posting)
    if names := [edition.name for edition in owned]:
        more = _("It gets {names} besides, which rundown.toml sets: change that there.")
        yield more.format(names=listed(names))
