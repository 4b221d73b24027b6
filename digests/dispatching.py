"""Lease what is due, hand it to a courier, record what happened."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
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
from digests.errors import CourierError, LeaseLost, NeverWill, OutcomeUnknown, RundownError, TryLater
from digests.pacing import Pace
from digests.ports import Courier, Ledger, Roster

log = structlog.get_logger()

LEASE = timedelta(seconds=120)
"""Longer than the slowest send, shorter than the few minutes for which Discord remembers a nonce."""
MOST_AT_ONCE = 600
"""Parts in hand at the same time, most of them waiting for their turn."""
PATIENCE = timedelta(seconds=10)
"""How long a call waits for parts that may go out a moment later, as the next part of a digest often may."""
_FEW = 20
_A_BREATH = 0.02
"""Seconds in which more parts end, while many are under way: the ledger is asked for the next ones once for all."""
IN_HAND = timedelta(seconds=2)
"""A part whose turn comes later is given back to the ledger until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatcher:
    """Sends what is owed.

    ``holder`` names this worker in the leases that it takes. Once ``stopping`` is set nothing more is taken up, and
    what is under way is finished. ``pause`` waits for so many seconds; without it, as on a clock that stands still, a
    part that must wait is left to the next call. Without a ``pace`` everything is sent at once.
    """

    holder: str
    now: Callable[[], datetime]
    ledger: Ledger
    roster: Roster
    couriers: Mapping[Platform, Courier]
    pace: Pace | None = None
    pause: Callable[[float], Awaitable[None]] | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def dispatch_due(self) -> int:
        """Send every part that is due, until none is; the number of parts that were posted.

        What became of a part is written before the next part of its digest is taken up. Raises StoreError where the
        ledger cannot be asked what is due, once what is under way has ended.
        """
        latest = self.now() + PATIENCE
        under_way: set[asyncio.Task[_Ended]] = set()
        posted, soon = 0, list[datetime]()
        try:
            while True:
                under_way |= await self._taken_up(MOST_AT_ONCE - len(under_way))
                if under_way:
                    done, under_way = await asyncio.wait(
                        under_way, timeout=self._seconds_to(soon), return_when=asyncio.FIRST_COMPLETED
                    )
                    if self.pause is not None and len(under_way) > _FEW:
                        await self.pause(_A_BREATH)
                    for ended in (task.result() for task in done):
                        posted += ended.part.state is State.POSTED
                        if ended.waits and (ended.for_its_turn or ended.part.not_before <= latest):
                            soon.append(ended.part.not_before)
                elif soon and self.pause is not None and not self.stopping.is_set():
                    await self.pause(self._seconds_to(soon) or 0.0)
                else:
                    return posted
                soon = [moment for moment in soon if moment > self.now()]
        finally:
            if under_way:
                await asyncio.wait(under_way)

    async def _taken_up(self, room: int) -> set["asyncio.Task[_Ended]"]:
        if self.stopping.is_set() or room == 0:
            return set()
        at = self.now()
        parts = await self.ledger.lease(holder=self.holder, at=at, until=at + LEASE, most=room)
        return {asyncio.create_task(self._brought(part)) for part in parts}

    def _seconds_to(self, soon: list[datetime]) -> float | None:
        """To the first of them, None where there is none."""
        return max(0.0, (min(soon) - self.now()).total_seconds()) if soon else None

    async def _brought(self, part: Delivery) -> "_Ended":
        """What became of the part: sent, looked for where it may have been sent before, or given back.

        The attempt is on record before anything is sent, so that a crash leaves no part in doubt unseen; one that
        cannot be recorded stops no other, and its lease runs out.
        """
        turn = await self._turn(part)
        try:
            if turn is not None:
                back = State.UNKNOWN if part.state is State.UNKNOWN else State.PLANNED
                part = part.moved(back, not_before=turn)
            elif part.state is State.UNKNOWN:
                part = await self._looked_for(part)
            else:
                part = await self._sent(part)
            await self.ledger.settle(part)
        except RundownError as error:
            log.warning("delivery.not_recorded", token=part.token, part=part.part, state=part.state, reason=str(error))
            return _Ended(part=part, waits=False)
        if turn is None:
            tell = log.info if part.state in {State.POSTED, State.PLANNED} else log.warning
            tell("delivery.settled", token=part.token, part=part.part, state=part.state, reason=part.reason)
        return _Ended(part=part, waits=turn is not None or part.state is State.PLANNED, for_its_turn=turn is not None)

    async def _turn(self, part: Delivery) -> datetime | None:
        """None once its turn has come; else when it comes, where that is too late to wait for, or we are to stop."""
        if self.pace is None:
            return None
        at = self.now()
        turn = self.pace.turn(part, at=at, in_hand=IN_HAND if self.pause else timedelta())
        if turn > at:
            if turn - at > IN_HAND or self.pause is None:
                return turn
            await self.pause((turn - at).total_seconds())
            if self.stopping.is_set():
                return turn
        return None

    async def _sent(self, part: Delivery) -> Delivery:
        part = part.moved(State.SENDING, attempts=part.attempts + 1)
        await self.ledger.settle(part)
        if self.pace is not None and self.pause is not None:
            at = self.now()
            await self.pause((self.pace.moment(part, at=at) - at).total_seconds())
        if part.lease is not None and self.now() >= part.lease.until:
            raise LeaseLost("It slept past its lease, and somebody else may have the part in hand.")
        try:
            message_id = await self._courier(part).carry(part)
        except CourierError as error:
            at, after = self.now(), after_failure(part, error, at=self.now())
            if isinstance(error, TryLater) and error.wait is not None and self.pace is not None:
                self.pace.hold(part, until=at + error.wait)
            if isinstance(error, NeverWill) and not error.only_this:
                await self._left_alone(after, at)
            return after
        except Exception as error:
            log.exception("delivery.broke", token=part.token)
            unknown = OutcomeUnknown(
                f"{part.channel.platform} was being sent to when this broke: {type(error).__name__}"
            )
            return after_failure(part, unknown, at=self.now())
        if self.pace is not None:
            self.pace.answered(part, at=self.now())
        return after_posting(part, message_id, at=self.now())

    async def _looked_for(self, part: Delivery) -> Delivery:
        try:
            message_id = await self._courier(part).found(part)
        except CourierError as error:
            return after_looking_in_vain(part, error, at=self.now())
        except Exception as error:
            log.exception("delivery.look_broke", token=part.token)
            unknown = OutcomeUnknown(f"Looking for it broke: {type(error).__name__}")
            return after_looking_in_vain(part, unknown, at=self.now())
        return after_looking(part, message_id, at=self.now())

    async def _left_alone(self, part: Delivery, at: datetime) -> None:
        """A channel that takes nothing is sent nothing until somebody has mended that: no digest knocks again."""
        slot = part.slot
        if await self.roster.pause(slot.tenant, slot.channel, reason=str(part.reason), by="Rundown", at=at):
            log.warning("channel.paused", channel=slot.channel, reason=part.reason)

    def _courier(self, part: Delivery) -> Courier:
        return self.couriers.get(part.channel.platform, _Nobody())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A part after a try; ``waits`` where it is to be tried again, ``for_its_turn`` where it was not tried at all."""

    part: Delivery
    waits: bool
    for_its_turn: bool = False


class _Nobody:
    """Stands where no courier was set up for a platform."""

    async def carry(self, delivery: Delivery) -> str | None:
        raise self._refusal(delivery)

    async def found(self, delivery: Delivery) -> str | None:
        raise self._refusal(delivery)

    def _refusal(self, delivery: Delivery) -> NeverWill:
        platform = delivery.channel.platform
        return NeverWill(platform, "it is not set up here", "Add its tokens to the settings, then: rundown check")
