"""Digests that were expected and did not come: the channel is told, and whoever runs this."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from digests.channel import Channel
from digests.delivery import ALARM, DEADLINE, Delivery
from digests.digest import Absence, RunProof, Silence, Window
from digests.owing import parts_of
from digests.ports import Crier, Due, Ledger, Owed, Roster, Run
from digests.schedule import Slot

log = structlog.get_logger()

ALARM_AFTER = timedelta(hours=1)
"""From when a digest was due until somebody is told that it is not there: an operator may mend it until then."""
LOOKED_BACK = timedelta(days=2)
"""What is longer ago alarms nobody any more."""
MOST_TOLD = 20
"""Absences in one message to the operators; the rest is in rundown status."""
_NOBODY = "nobody knows why"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Tells of silence. ``operators`` is the channel of those who run this, None where the log has to do."""

    ledger: Ledger
    roster: Roster
    crier: Crier
    operators: Channel | None = None

    async def raise_due(self, *, at: datetime) -> int:
        """Fix what is to be told of digests that were due an hour ago; how many of them.

        The operators are told once of each that has not arrived, in one message. Its channel is told once it is clear
        that it will not come by itself: not where the channel takes nothing, and not in its quiet hours.
        """
        times = {"before": at - ALARM_AFTER, "since": at - LOOKED_BACK}
        silent = await self.ledger.silent(**times)
        for part in silent:
            log.error(
                "channel.silent",
                channel=part.channel.id,
                edition=part.slot.edition,
                due=part.slot.due,
                state=part.state,
                reason=part.reason,
            )
        if silent and self.operators is not None:
            await self._tell_operators(silent, self.operators, at=at)
        await self.ledger.alarmed([part.slot for part in silent], at=at)
        for part in await self.ledger.gone(**times):
            await self._tell_channel(part, at=at)
        return len(silent)

    async def _tell_operators(self, silent: Sequence[Delivery], channel: Channel, *, at: datetime) -> None:
        absences = tuple(
            Absence(
                edition=part.slot.edition,
                due=part.slot.due.astimezone(part.channel.zone),
                why=_why(part),
                channel=part.channel.name,
            )
            for part in silent[:MOST_TOLD]
        )
        local = at.astimezone(channel.zone)
        slot = Slot(
            tenant=channel.tenant,
            channel=channel.id,
            edition=f"{ALARM}operators",
            local_date=local.date(),
            wall=local.time(),
            due=at,
        )
        await self._cry(slot, Silence(at=local, absences=absences), channel, at=at)

    async def _tell_channel(self, part: Delivery, *, at: datetime) -> None:
        channel, slot = part.channel, part.slot
        takes = await self.roster.subscriptions(slot.tenant, channel.id)
        local = at.astimezone(channel.zone)
        asleep = channel.quiet is not None and channel.quiet.holds(local.time())
        if asleep or (takes and all(due.subscription.paused for due in takes)):
            return
        absence = Absence(
            edition=slot.edition,
            due=slot.due.astimezone(channel.zone),
            why=_why(part),
            next_due=_next(slot.edition, takes),
        )
        named = Slot(
            tenant=slot.tenant,
            channel=slot.channel,
            edition=f"{ALARM}{slot.edition}",
            local_date=slot.local_date,
            wall=slot.wall,
            due=at,
        )
        await self._cry(named, Silence(at=local, absences=(absence,)), channel, at=at)

    async def _cry(self, slot: Slot, silence: Silence, channel: Channel, *, at: datetime) -> None:
        proof = RunProof(window=Window(since=at, until=at), articles=0, stories=0, outlets=(), left_out=(), held=0)
        parts = parts_of(slot, self.crier(silence, channel), channel, not_before=at, expires=at + DEADLINE)
        run = Run(slot=slot, title="No digest", proof=proof)
        await self.ledger.enqueue([Owed(run=run, parts=parts, next_due=at)])


def _why(part: Delivery) -> str:
    which = f"part {part.part} of {part.parts}: " if part.parts > 1 else ""
    return f"{which}{part.reason or _NOBODY}"


def _next(edition: str, takes: Iterable[Due]) -> datetime | None:
    return next(
        (due.subscription.next_due.astimezone(due.edition.zone) for due in takes if due.edition.name == edition), None
    )
