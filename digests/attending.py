"""What needs a person's attention: parts that they send again or drop, and channels that they take up again."""

from datetime import datetime

from digests.delivery import GRACE, Delivery, State
from digests.errors import BadInput, NotFound
from digests.ports import Ledger, Roster

NEEDS_ATTENTION = (State.UNPROVEN, State.QUARANTINED)
SHORTEST_NAME = 6
"""Letters of a token that name a part."""


async def waiting(ledger: Ledger) -> tuple[Delivery, ...]:
    """Every part of every tenant that waits for a person, newest first; for the operator alone."""
    return tuple([part for state in NEEDS_ATTENTION for part in await ledger.deliveries(None, state=state)])


async def named(name: str, ledger: Ledger) -> Delivery:
    """The part that waits under that token, or its first letters. Raises NotFound where none does, or several."""
    if len(name) >= SHORTEST_NAME:
        found = [part for part in await waiting(ledger) if part.token.startswith(name.lower())]
        if len(found) == 1:
            return found[0]
    raise NotFound(f"No part that waits for attention is called {name!r}. rundown deliveries list tells their names.")


async def send_again(part: Delivery, *, ledger: Ledger, roster: Roster, at: datetime, by: str) -> bool:
    """Plan it anew, and take its channel up again; True where that was paused.

    Raises BadInput for a digest that could not be put together: there is nothing to send.
    """
    if not part.payload:
        raise BadInput(f"{part.slot.edition} was never put together. Drop it: its stories open the next digest.")
    again = part.moved(
        State.PLANNED, not_before=at, expires=max(part.expires, at + GRACE), reason=f"sent again by {by}"
    )
    await ledger.decide(again, by=by, at=at)
    return await roster.resume(part.slot.tenant, part.slot.channel, by=by, at=at)


async def drop(part: Delivery, *, ledger: Ledger, at: datetime, by: str) -> None:
    """Never send it; its stories are news still."""
    await ledger.decide(part.moved(State.SKIPPED, reason=f"dropped by {by}"), by=by, at=at)
