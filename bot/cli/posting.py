"""One digest to one channel, now."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.cli.record import clock, settings_in_use
from bot.house_file import read_house_file
from bot.wiring import Newsroom, assembled, present
from digests.channel import Channel
from digests.delivery import Delivery, State
from digests.errors import BadInput, NotFound
from digests.ports import Due
from digests.schedule import Slot

POSTED = 0
NOTHING_NEW = 3
NOT_DELIVERED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What to tell, and the exit code."""

    text: str
    code: int


async def post_once(name: str, *, at: str | None, store: str | None) -> Outcome:
    """Post to the channel of that name in rundown.toml what is still owed to it and what is new, a digest an edition.

    Posted where anything was and all of it arrived. Raises NotFound where the file has no such channel, BadInput where
    that takes no edition.
    """
    settings = settings_in_use(store)
    house = read_house_file(settings.house_file)
    if (found := house.named(name)) is None:
        known = ", ".join(channel.name for channel in house.channels) or "none"
        raise NotFound(f"No channel is called {name!r} in {settings.house_file}; there is: {known}.")
    channel, editions = found
    if not editions:
        raise BadInput(f'The channel {name!r} takes no edition: add editions = ["NAME"] to it.')
    told = clock(at)
    async with assembled(settings, now=(lambda: told) if at else present) as newsroom:
        if newsroom.stranger:
            raise BadInput(newsroom.stranger)
        slots = await _owed(channel, newsroom)
        for due in await newsroom.store.roster.subscriptions(channel.tenant, channel.id):
            if slot := await _fixed(due, newsroom):
                slots.append(slot)
        await newsroom.dispatch()
        parts = [await newsroom.store.ledger.deliveries(channel.tenant, slot=slot) for slot in dict.fromkeys(slots)]
        return _outcome(channel, parts)


async def _owed(channel: Channel, newsroom: Newsroom) -> list[Slot]:
    """Digests of which an earlier call could not deliver a part that may still be sent."""
    planned = await newsroom.store.ledger.deliveries(channel.tenant, state=State.PLANNED)
    return [part.slot for part in planned if part.slot.channel == channel.id]


async def _fixed(due: Due, newsroom: Newsroom) -> Slot | None:
    return await newsroom.publisher.publish_now(due, at=newsroom.now())


def _outcome(channel: Channel, digests: Iterable[tuple[Delivery, ...]]) -> Outcome:
    parts = [part for digest in digests for part in digest]
    if not parts:
        return Outcome(text=f"{channel.name}: nothing new since the last digest; nothing was sent.", code=NOTHING_NEW)
    stuck = any(part.state is not State.POSTED for part in parts)
    return Outcome(text="\n".join(map(_told, parts)), code=NOT_DELIVERED if stuck else POSTED)


def _told(part: Delivery) -> str:
    which = f"{part.channel.name}: {part.slot.edition}, part {part.part} of {part.parts}"
    if part.receipt is not None:
        return f"{which}: posted{f' as {part.receipt.message_id}' if part.receipt.message_id else ''}."
    if part.state is State.PLANNED:
        why = part.reason or "an earlier part is not settled"
        return f"{which}: not delivered yet, {why}. The next call tries again."
    return f"{which}: {part.state}. {part.reason}"
