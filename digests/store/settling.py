"""What became of parts is written: many at once, each under the lease that it was given."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.delivery import LAWFUL, Delivery, Lease, State
from digests.errors import LeaseLost, Unlawful
from digests.store.rows import Values, slot_values
from digests.store.tables import SLOT, attempts, deliveries

HELD = (State.CLAIMED, State.SENDING)
"""Somebody works on what is in these."""
KEY = tuple(deliveries.c[name] for name in (*SLOT, "part"))
_CHANGED = ("state", "attempts", "not_before", "expires", "reason", "message_id", "posted", "holder", "leased_until")


def key_of(delivery: Delivery) -> tuple[Any, ...]:
    """In the order of ``KEY``."""
    return (*slot_values(delivery.slot).values(), delivery.part)


async def settle_all(connection: AsyncConnection, parts: Sequence[Delivery]) -> list[Unlawful | None]:
    """Write all of them that still may be written; for each None, or why it was not."""
    named = [deliveries.c.state, deliveries.c.holder, deliveries.c.fence]
    found = select(*KEY, *named).where(tuple_(*KEY).in_([key_of(part) for part in parts])).with_for_update()
    rows = {tuple(row)[: len(KEY)]: row for row in await connection.execute(found)}
    refusals = [_refusal(part, rows[key_of(part)]) for part in parts]
    await write_all(connection, [part for part, refusal in zip(parts, refusals, strict=True) if refusal is None])
    return refusals


def _refusal(part: Delivery, row: Any) -> Unlawful | None:
    if part.lease is None:
        return Unlawful("A part that nobody ever held cannot be settled.")
    lawful = part.state in LAWFUL[State(row.state)]
    if row.fence != part.lease.fence or (row.holder is None and not lawful):
        return LeaseLost(f"Part {part.part} is somebody else's by now.")
    return None if lawful else Unlawful(f"A part cannot go from {row.state} to {part.state}.")


async def write_all(connection: AsyncConnection, parts: Sequence[Delivery]) -> None:
    """Where they stand, and how their tries begin and end; whether they may is not asked."""
    if not parts:
        return
    await connection.execute(_WRITTEN, [_standing(part) for part in parts])
    if begun := [_attempt(part, part.lease) for part in parts if part.state is State.SENDING and part.lease]:
        await connection.execute(attempts.insert(), begun)
    if ended := [part for part in parts if part.state is not State.SENDING and part.attempts]:
        values = [
            {**_its(part), "its_number": part.attempts, "ended": part.state, "why": part.reason} for part in ended
        ]
        await connection.execute(_ENDED, values)


_WRITTEN = (
    update(deliveries)
    .where(*(column == bindparam(f"its_{column.name}") for column in KEY))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)
_ENDED = (
    update(attempts)
    .where(*(attempts.c[name] == bindparam(f"its_{name}") for name in (*SLOT, "part", "number")))
    .values(outcome=bindparam("ended"), reason=bindparam("why"))
)


def _its(part: Delivery) -> Values:
    return {f"its_{column.name}": value for column, value in zip(KEY, key_of(part), strict=True)}


def _standing(part: Delivery) -> Values:
    """A lease ends with the work; its fence stays, so that a late writer is still known."""
    lease = part.lease if part.state in HELD else None
    return {
        **_its(part),
        "new_state": part.state,
        "new_attempts": part.attempts,
        "new_not_before": part.not_before,
        "new_expires": part.expires,
        "new_reason": part.reason,
        "new_message_id": part.receipt.message_id if part.receipt else None,
        "new_posted": part.receipt.posted if part.receipt else None,
        "new_holder": lease.holder if lease else None,
        "new_leased_until": lease.until if lease else None,
    }


def _attempt(part: Delivery, lease: Lease) -> Values:
    """A send is on record before it begins."""
    named = {**slot_values(part.slot), "part": part.part, "number": part.attempts}
    return {**named, "holder": lease.holder, "fence": lease.fence}
