"""A digest becomes what channels are owed of it: slot, parts, and when they may be sent."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, assert_never
from zoneinfo import ZoneInfo

from digests.article import Tenant
from digests.channel import Channel, Layout, Look, Platform, Room
from digests.delivery import DEADLINE, LATE, TOO_LATE, CatchUp, Delivery, State
from digests.digest import Digest, RunProof, Window
from digests.ports import Due, Owed, Press, Run, Sheet
from digests.schedule import Slot

NEVER_COMPOSED = "It could not be put together: {}. Its stories open the next digest; the log has the rest"


class _Form(NamedTuple):
    """Channels of one form get the same sheets; ``server`` is named on the buttons of a message to a person."""

    platform: Platform
    layout: Layout
    zone: ZoneInfo
    look: Look
    language: str
    server: Tenant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms a slot is served: when, what follows, what becomes of it where it is late.

    Late digests are spread over ``spread``, so that an outage does not end in a burst.
    """

    slot: Slot
    at: datetime
    next_due: datetime
    catch_up: CatchUp
    spread: timedelta

    @property
    def is_late(self) -> bool:
        return self.at - self.slot.due >= LATE

    def is_too_late(self, zone: ZoneInfo) -> bool:
        match self.catch_up:
            case CatchUp.SAME_DAY:
                another_day = self.at.astimezone(zone).date() != self.slot.due.astimezone(zone).date()
                return another_day or self.at - self.slot.due > DEADLINE
            case CatchUp.SKIP:
                return self.is_late
            case CatchUp.ALWAYS:
                return False
            case _:
                assert_never(self.catch_up)


def owed_to(readers: Sequence[Due], digest: Digest, terms: Terms, *, press: Press) -> list[Owed]:
    """The digest for each of them, which all take one edition; it is set once for channels of one form."""
    zone = readers[0].edition.zone
    expires = terms.slot.due + DEADLINE
    if terms.is_late:
        digest = replace(digest, was_due=terms.slot.due.astimezone(zone))
    if terms.catch_up is CatchUp.ALWAYS:
        expires = max(expires, terms.at + DEADLINE)
    state, reason = (State.SKIPPED, TOO_LATE) if terms.is_too_late(zone) else (State.PLANNED, None)
    sheets: dict[_Form, tuple[Sheet, ...]] = {}
    owed = []
    for due in readers:
        form = _form_of(due.channel)
        if form not in sheets:
            sheets[form] = press(digest, due.channel)
        slot = replace(terms.slot, channel=due.channel.id)
        parts = parts_of(
            slot,
            sheets[form],
            due.channel,
            not_before=terms.at + terms.spread * _share(slot) if terms.is_late else terms.at,
            expires=expires,
            state=state,
            reason=reason,
        )
        run = Run(slot=slot, title=digest.title, proof=digest.proof)
        owed.append(Owed(run=run, parts=parts, next_due=terms.next_due))
    return owed


def _form_of(channel: Channel) -> _Form:
    server = channel.tenant if channel.look.room is Room.PERSON else None
    return _Form(channel.platform, channel.layout, channel.zone, channel.look, channel.taste.language, server)


def owed_in_vain(due: Due, terms: Terms, *, window: Window, why: str) -> Owed:
    """A digest of that window that could not be put together: a person has to look, and nothing can be sent."""
    slot = replace(terms.slot, channel=due.channel.id)
    proof = RunProof(window=window, articles=0, stories=0, outlets=(), left_out=(), held=0)
    parts = parts_of(
        slot,
        (Sheet(payload={}, carries=()),),
        due.channel,
        not_before=terms.at,
        expires=slot.due + DEADLINE,
        state=State.QUARANTINED,
        reason=NEVER_COMPOSED.format(why),
    )
    return Owed(run=Run(slot=slot, title=due.edition.name, proof=proof), parts=parts, next_due=terms.next_due)


def parts_of(
    slot: Slot,
    sheets: Sequence[Sheet],
    channel: Channel,
    *,
    not_before: datetime,
    expires: datetime,
    state: State = State.PLANNED,
    reason: str | None = None,
) -> tuple[Delivery, ...]:
    """One part a sheet, in their order."""
    return tuple(
        Delivery(
            slot=slot,
            part=part,
            parts=len(sheets),
            channel=channel,
            payload=sheet.payload,
            carries=sheet.carries,
            thread=sheet.thread,
            not_before=not_before,
            expires=expires,
            state=state,
            reason=reason,
        )
        for part, sheet in enumerate(sheets, start=1)
    )


def _share(slot: Slot) -> float:
    """Its place in a burst, from 0 to 1: the same on every machine and at every try."""
    name = f"{slot.tenant}\n{slot.channel}\n{slot.edition}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 0xFFFFFFFF
