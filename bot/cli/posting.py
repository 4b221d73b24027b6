"""One digest to one channel, now."""

from dataclasses import dataclass

from bot.cli.record import clock, settings_in_use
from bot.house_file import read_house_file
from bot.rendering.press import press
from bot.wiring import Newsroom, assembled
from digests.delivery import State
from digests.errors import BadInput, NotFound
from digests.ports import Due
from digests.publishing import publish_now

POSTED = 0
NOTHING_NEW = 3
NOT_DELIVERED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What to tell, and the exit code."""

    text: str
    code: int


async def post_once(name: str, *, at: str | None, store: str | None) -> Outcome:
    """Post what is new to the channel of that name in rundown.toml, one digest an edition; the worst outcome of them.

    Raises NotFound where the file has no such channel, BadInput where that takes no edition.
    """
    settings = settings_in_use()
    house = read_house_file(settings.house_file)
    if (found := house.named(name)) is None:
        known = ", ".join(channel.name for channel in house.channels) or "none"
        raise NotFound(f"No channel is called {name!r} in {settings.house_file}; there is: {known}.")
    if store:
        settings = settings.model_copy(update={"store": store})
    now = clock(at)
    async with assembled(settings, now=lambda: now) as newsroom:
        dues = await newsroom.store.roster.subscriptions(found[0].tenant, found[0].id)
        if not dues:
            raise BadInput(f'The channel {name!r} takes no edition: add editions = ["morning"] to it.')
        return max([await _post(due, newsroom) for due in dues], key=lambda outcome: outcome.code)


async def _post(due: Due, newsroom: Newsroom) -> Outcome:
    store, edition = newsroom.store, due.edition.name
    slot = await publish_now(due, at=newsroom.now(), archive=store.archive, ledger=store.ledger, press=press)
    if slot is None:
        return Outcome(text=f"{edition}: nothing new since the last digest; nothing was posted.", code=NOTHING_NEW)
    await newsroom.dispatch()
    parts = await store.ledger.deliveries(slot.tenant, slot=slot)
    stuck = [part for part in parts if part.state is not State.POSTED]
    if stuck:
        why = "; ".join(f"part {part.part} of {part.parts} is {part.state}: {part.reason}" for part in stuck)
        return Outcome(text=f"{edition}: not delivered. {why}", code=NOT_DELIVERED)
    ids = ", ".join(part.receipt.message_id or "no id" for part in parts if part.receipt)
    return Outcome(text=f"{edition}: posted to {due.channel.name} ({ids}).", code=POSTED)
