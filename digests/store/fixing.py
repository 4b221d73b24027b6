"""Digests are fixed: what they hold alike is kept once, then every slot and part, then the subscriptions move on."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.delivery import Delivery
from digests.ports import Owed, Run
from digests.store.engine import insert
from digests.store.rows import Values, composition_values, delivery_values, run_values, sheet_values
from digests.store.tables import SLOT, carried, compositions, deliveries, runs, sheets, subscriptions

_Holder = TypeVar("_Holder", Run, Delivery)


async def fix(connection: AsyncConnection, owed: Sequence[Owed]) -> int:
    """All of it, of one tenant, within the transaction; how many slots were new."""
    if not owed:
        return 0
    composed = await _kept_once(connection, compositions, (one.run for one in owed), _proof_of, composition_values)
    rows = [run_values(one.run, composition=composed[id(one.run.proof)]) for one in owed]
    made = insert(connection, runs).on_conflict_do_nothing().returning(*(runs.c[name] for name in SLOT))
    new = {tuple(row) for row in await connection.execute(made, rows)}
    if parts := [part for one in owed if _key(one) in new for part in one.parts]:
        set_on = await _kept_once(connection, sheets, parts, _payload_of, sheet_values)
        await _carry(connection, parts, set_on)
        values = [delivery_values(part, sheet=set_on[id(part.payload)]) for part in parts]
        await connection.execute(deliveries.insert(), values)
    await connection.execute(_MOVED_ON, [{**_taken(one), "moved_to": one.next_due} for one in owed])
    return len(new)


_MOVED_ON = (
    update(subscriptions)
    .where(*(subscriptions.c[name] == bindparam(f"its_{name}") for name in ("tenant", "channel", "edition")))
    .values(next_due=bindparam("moved_to"), failures=0)
)


async def _kept_once(
    connection: AsyncConnection,
    table: Table,
    all_: Iterable[_Holder],
    content_of: Callable[[_Holder], object],
    values_of: Callable[[_Holder], Values],
) -> dict[int, str]:
    """The ids under which the contents stand, by the contents' identity: what is one object is read once."""
    one_each = {id(content_of(one)): one for one in all_}
    values = {identity: values_of(one) for identity, one in one_each.items()}
    rows = {row["id"]: row for row in values.values()}
    await connection.execute(insert(connection, table).on_conflict_do_nothing(), list(rows.values()))
    return {identity: row["id"] for identity, row in values.items()}


async def _carry(connection: AsyncConnection, parts: Iterable[Delivery], set_on: dict[int, str]) -> None:
    rows = {
        (part.slot.tenant, sheet, one.claim): {
            "tenant": part.slot.tenant,
            "sheet": sheet,
            "claim": one.claim,
            "fingerprint": one.fingerprint,
            "shown": one.shown,
        }
        for sheet, part in {set_on[id(part.payload)]: part for part in parts}.items()
        for one in part.carries
    }
    if rows:
        await connection.execute(insert(connection, carried).on_conflict_do_nothing(), list(rows.values()))


def _proof_of(run: Run) -> object:
    return run.proof


def _payload_of(part: Delivery) -> object:
    return part.payload


def _key(owed: Owed) -> tuple[Any, ...]:
    slot = owed.run.slot
    return slot.tenant, slot.channel, slot.edition, slot.local_date, slot.wall


def _taken(owed: Owed) -> Values:
    slot = owed.run.slot
    return {"its_tenant": slot.tenant, "its_channel": slot.channel, "its_edition": slot.edition}
