"""Commands that change what a channel is sent."""

from collections.abc import Iterable
from dataclasses import replace

from bot.commands.command import Desk
from bot.commands.parsing import Wish, read_wish
from bot.commands.wording import facts_of, listed, moment, topics_of
from bot.conversation import Invocation, Note, Reply
from digests.errors import BadInput
from digests.schedule import Edition, Subscription

SENDS_READ_BACK = 3


async def subscribe(call: Invocation, desk: Desk) -> Reply:
    """Send the channel what was wished for, and read it back with the next three sends."""
    edition = _edition(read_wish(call), call)
    held = [due.edition for due in await desk.roster.subscriptions(call.tenant, call.channel.id)]
    owned = [other for other in held if other.from_file]
    if same := next((other for other in owned if facts_of(other) == edition.name or other.name == edition.name), None):
        raise BadInput(f"This channel gets that already, as {same.name!r} in rundown.toml: change it there.")
    sends = desk.first_slots(edition, call.channel, after=call.at, count=SENDS_READ_BACK)
    subscription = Subscription(
        tenant=call.tenant,
        channel=call.channel.id,
        edition=edition.name,
        created=call.at,
        created_by=call.asker,
        next_due=sends[0],
    )
    new = await desk.roster.subscribe(edition, subscription)
    return Note(
        heading=f"{'Subscribed' if new else 'Subscribed already'}: {topics_of(edition)}",
        lines=(
            f"{str(edition.cadence).capitalize()}, {edition.zone.key} time.",
            f"Next: {listed([moment(due, at=call.at) for due in sends])}.",
            *_reminders(call, owned),
        ),
    )


def _edition(wish: Wish, call: Invocation) -> Edition:
    """Named by its own facts, so that equal wishes of a tenant share one edition and its text."""
    zone = wish.zone or call.channel.zone
    unnamed = Edition(tenant=call.tenant, name="", cadence=wish.cadence, zone=zone, topics=wish.topics)
    return replace(unnamed, name=facts_of(unnamed))


def _reminders(call: Invocation, owned: Iterable[Edition]) -> Iterable[str]:
    if call.posting is not None:
        yield call.posting
    if names := [edition.name for edition in owned]:
        yield f"It gets {listed(names)} besides, which rundown.toml sets: change that there."
