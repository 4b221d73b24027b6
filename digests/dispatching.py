"""Lease what is due, hand it to a courier, record what happened."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from digests.channel import Platform
from digests.delivery import (
    Delivery,
    State,
    after_failure,
    after_looking,
    after_looking_in_vain,
    after_posting,
)
from digests.errors import CourierError, NeverWill, OutcomeUnknown, RundownError
from digests.ports import Courier, Ledger, Roster

log = structlog.get_logger()

LEASE = timedelta(seconds=120)
"""Longer than the slowest send, shorter than the few minutes for which Discord remembers a nonce."""
MOST_AT_ONCE = 20
"""Sends under way at the same time."""
PATIENCE = timedelta(seconds=10)
"""How long a call waits for parts that may go out a moment later, as the next part of a digest often may."""


async def dispatch_due(
    *,
    holder: str,
    now: Callable[[], datetime],
    ledger: Ledger,
    roster: Roster,
    couriers: Mapping[Platform, Courier],
    stopping: asyncio.Event | None = None,
    pause: Callable[[float], Awaitable[None]] | None = None,
) -> int:
    """Send every part that is due, until none is; the number of parts that were posted.

    ``holder`` names this worker in the leases that it takes. What became of a part is written before the next part of
    its digest is taken up. Once ``stopping`` is set nothing more is taken up, and what is under way is finished.
    ``pause`` waits for so many seconds; without it, as on a clock that stands still, a part that must wait is left to
    the next call. Raises StoreError where the ledger cannot be asked what is due; nothing is under way then.
    """
    posted, latest = 0, now() + PATIENCE
    again: list[datetime] = []
    while stopping is None or not stopping.is_set():
        parts = await ledger.lease(holder=holder, at=now(), until=now() + LEASE, most=MOST_AT_ONCE)
        if parts:
            sent = await asyncio.gather(
                *(_sent(part, now=now, ledger=ledger, roster=roster, couriers=couriers) for part in parts)
            )
            posted += sum(part.state is State.POSTED for part in sent)
            again += [part.not_before for part in sent if part.state is State.PLANNED and part.not_before <= latest]
        elif again and pause is not None:
            soonest = min(again)
            again.remove(soonest)
            await pause(max(0.0, (soonest - now()).total_seconds()))
        else:
            break
    return posted


async def _sent(
    part: Delivery,
    *,
    now: Callable[[], datetime],
    ledger: Ledger,
    roster: Roster,
    couriers: Mapping[Platform, Courier],
) -> Delivery:
    """What became of the part: sent, or looked for where it may have been sent before.

    The attempt is on record before anything is sent, so that a crash leaves no part in doubt unseen; one that cannot be
    recorded stops no other, and its lease runs out.
    """
    courier = couriers.get(part.channel.platform, _Nobody())
    try:
        if part.state is State.UNKNOWN:
            part, refusal = await _looked_for(part, now=now, courier=courier), None
        else:
            part = part.moved(State.SENDING, attempts=part.attempts + 1)
            await ledger.settle(part)
            part, refusal = await _carried(part, now=now, courier=courier)
        await ledger.settle(part)
        if refusal is not None and not refusal.only_this:
            await _left_alone(part, roster)
    except RundownError as error:
        log.warning("delivery.not_recorded", token=part.token, part=part.part, state=part.state, reason=str(error))
    else:
        tell = log.info if part.state in {State.POSTED, State.PLANNED} else log.warning
        tell("delivery.settled", token=part.token, part=part.part, state=part.state, reason=part.reason)
    return part


async def _left_alone(part: Delivery, roster: Roster) -> None:
    """A channel that will take nothing is sent nothing until somebody has mended that: no digest knocks again."""
    slot = part.slot
    if await roster.pause(slot.tenant, slot.channel, reason=str(part.reason)):
        log.warning("channel.paused", channel=slot.channel, reason=part.reason)


async def _looked_for(part: Delivery, *, now: Callable[[], datetime], courier: Courier) -> Delivery:
    try:
        message_id = await courier.found(part)
    except CourierError as error:
        return after_looking_in_vain(part, error, at=now())
    except Exception as error:
        log.exception("delivery.look_broke", token=part.token)
        unknown = OutcomeUnknown(f"Looking for it broke: {type(error).__name__}")
        return after_looking_in_vain(part, unknown, at=now())
    return after_looking(part, message_id, at=now())


async def _carried(
    sending: Delivery, *, now: Callable[[], datetime], courier: Courier
) -> tuple[Delivery, NeverWill | None]:
    """What became of it, and the refusal if it met one."""
    try:
        message_id = await courier.carry(sending)
    except CourierError as error:
        return after_failure(sending, error, at=now()), error if isinstance(error, NeverWill) else None
    except Exception as error:
        log.exception("delivery.broke", token=sending.token)
        platform = sending.channel.platform
        unknown = OutcomeUnknown(f"{platform} was being sent to when this broke: {type(error).__name__}")
        return after_failure(sending, unknown, at=now()), None
    return after_posting(sending, message_id, at=now()), None


class _Nobody:
    """Stands where no courier was set up for a platform."""

    async def carry(self, delivery: Delivery) -> str | None:
        raise self._refusal(delivery)

    async def found(self, delivery: Delivery) -> str | None:
        raise self._refusal(delivery)

    def _refusal(self, delivery: Delivery) -> NeverWill:
        platform = delivery.channel.platform
        return NeverWill(platform, "it is not set up here", "Add its tokens to the settings, then: rundown check")
