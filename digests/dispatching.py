"""Lease what is due, hand it to a courier, record what happened."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from digests.channel import Platform
from digests.delivery import Delivery, State, after_failure, after_posting
from digests.errors import CourierError, LeaseLost, NeverWill, OutcomeUnknown
from digests.ports import Courier, Ledger

log = structlog.get_logger()

LEASE = timedelta(seconds=120)
"""Longer than the slowest send, shorter than the few minutes for which Discord remembers a nonce."""
MOST_AT_ONCE = 20
"""Sends under way at the same time."""


async def dispatch_due(
    *, holder: str, now: Callable[[], datetime], ledger: Ledger, couriers: Mapping[Platform, Courier]
) -> int:
    """Send every part that is due, until none is; the number of parts that were posted.

    ``holder`` names this worker in the leases that it takes. What became of a part is written before the next part of
    its digest is taken up.
    """
    posted = 0
    while parts := await ledger.lease(holder=holder, at=now(), until=now() + LEASE, most=MOST_AT_ONCE):
        posted += sum(await asyncio.gather(*(_send(part, now=now, ledger=ledger, couriers=couriers) for part in parts)))
    return posted


async def _send(
    part: Delivery, *, now: Callable[[], datetime], ledger: Ledger, couriers: Mapping[Platform, Courier]
) -> bool:
    """The attempt is on record before anything is sent, so that a crash leaves no part in doubt unseen."""
    try:
        sending = part.moved(State.SENDING, attempts=part.attempts + 1)
        await ledger.settle(sending)
        settled = await _carried(sending, now=now, couriers=couriers)
        await ledger.settle(settled)
    except LeaseLost:
        log.warning("delivery.lease_lost", token=part.token, part=part.part)
        return False
    log.info("delivery.settled", token=part.token, part=part.part, state=settled.state, reason=settled.reason)
    return settled.state is State.POSTED


async def _carried(sending: Delivery, *, now: Callable[[], datetime], couriers: Mapping[Platform, Courier]) -> Delivery:
    platform = sending.channel.platform
    try:
        message_id = await couriers.get(platform, _Nobody()).carry(sending)
    except CourierError as error:
        return after_failure(sending, error, at=now())
    except Exception as error:
        log.exception("delivery.broke", token=sending.token)
        unknown = OutcomeUnknown(f"{platform} was being sent to when this broke: {type(error).__name__}")
        return after_failure(sending, unknown, at=now())
    return after_posting(sending, message_id, at=now())


class _Nobody:
    """Stands where no courier was set up for a platform."""

    async def carry(self, delivery: Delivery) -> str | None:
        platform = delivery.channel.platform
        raise NeverWill(platform, "it is not set up here", "Add its tokens to the settings, then: rundown check")
