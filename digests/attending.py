"""What needs a person's attention: parts that they send again or drop, and channels that they take up again."""

from datetime import datetime

from digests.delivery import Delivery, State
from digests.errors import NotFound
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

    Past its deadline it is skipped by the next dispatch, and its stories open the channel's next digest.
    """
    await ledger.decide(part.moved(State.PLANNED, not_before=at, reason=f"sent again by {by}"))
    return await roster.resume(part.slot.tenant, part.slot.channel)


async def drop(part: Delivery, *, ledger: Ledger, by: str) -> None:
    """Never send it; its stories are news still."""
    await ledger.decide(part.moved(State.SKIPPED, reason=f"dropped by {by}"))
