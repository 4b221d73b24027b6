"""What is owed to a channel, part by part, and the lawful moves between its states."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, assert_never

from digests.channel import Channel
from digests.digest import Carried
from digests.errors import CannotTell, CourierError, NeverWill, OutcomeUnknown, TryLater, Unlawful
from digests.schedule import Slot

DEADLINE = timedelta(hours=12)
"""How long after its slot a part is still tried; later its articles open the next digest."""
GRACE = timedelta(hours=1)
"""For how long at least a part is tried that a person wants sent again."""
LATE = timedelta(minutes=10)
"""From then on a digest says when it was due."""
TOO_LATE = "too late for its own day: its stories open the next digest"
ALARM = "alarm: "
"""Before an edition's name: what is told in its place where it did not come."""
SETTLING = timedelta(seconds=10)
"""After a send in doubt, before it is looked for: what was posted a moment ago may not show in the history yet."""
_LOOK_AGAIN = timedelta(seconds=30)
LONGEST_BACKOFF = timedelta(minutes=15)


class CatchUp(StrEnum):
    """What becomes of a digest that could not be sent at its time, as while nobody was at work.

    same-day: sent late on its own day, up to 12 hours after it was due. skip: not sent once it is ten minutes late.
    always: sent however late it is. What is not sent stays news for the next digest.
    """

    SAME_DAY = "same-day"
    SKIP = "skip"
    ALWAYS = "always"


class State(StrEnum):
    """Where a part of a digest stands.

    planned: owed, nobody works on it. claimed: leased by one worker, nothing sent. sending: the attempt is on record,
    the send may have begun. posted: the platform told us its id. unknown: sent or not, to be read back. unproven:
    reading back is not allowed, so a person decides. skipped: will not be sent, and the reason says why. quarantined:
    cannot be sent until a person mends something. Unproven and quarantined are shown as "needs attention".
    """

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    POSTED = "posted"
    UNKNOWN = "unknown"
    UNPROVEN = "unproven"
    SKIPPED = "skipped"
    QUARANTINED = "quarantined"


LAWFUL: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.CLAIMED, State.SKIPPED}),
    State.CLAIMED: frozenset({State.SENDING, State.PLANNED}),
    State.SENDING: frozenset({State.POSTED, State.UNKNOWN, State.PLANNED, State.QUARANTINED}),
    State.UNKNOWN: frozenset({State.POSTED, State.PLANNED, State.UNPROVEN, State.UNKNOWN}),
    State.POSTED: frozenset(),
    State.SKIPPED: frozenset(),
    State.UNPROVEN: frozenset({State.PLANNED, State.SKIPPED}),
    State.QUARANTINED: frozenset({State.PLANNED, State.SKIPPED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Ours until then. A fence grows with every lease of a part: a write with an older one is refused."""

    holder: str
    until: datetime
    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a platform took, and when (aware): its own id of the message, None where it gives none; the claims in it."""

    message_id: str | None
    posted: datetime
    carries: tuple[Carried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One part of one digest to one channel: the exact payload, fixed before anything is sent.

    ``part`` counts from 1 to ``parts``. ``attempts`` counts sends begun. ``not_before`` is the aware instant before
    which it must not be tried, ``expires`` the last one at which it may be. ``reason`` says why it stands where it
    stands. ``lease`` is the last one that it had. ``thread`` is the name of the thread under the first part's message,
    ``lead``, in which it stands; None where it stands beside that one.
    """

    slot: Slot
    part: int
    parts: int
    channel: Channel
    payload: Mapping[str, Any]
    carries: tuple[Carried, ...]
    not_before: datetime
    expires: datetime
    state: State = State.PLANNED
    attempts: int = 0
    reason: str | None = None
    receipt: Receipt | None = None
    lease: Lease | None = None
    thread: str | None = None
    lead: str | None = None

    @property
    def token(self) -> str:
        """Names this part to the platform: 25 characters that tell an outsider nothing, equal on every machine."""
        key = (self.slot.tenant, self.slot.channel, self.slot.edition)
        wall = self.slot.wall.isoformat("auto" if self.slot.wall.second or self.slot.wall.microsecond else "minutes")
        text = "\n".join((*key, self.slot.local_date.isoformat(), wall, str(self.part)))
        return base64.b32encode(hashlib.sha256(text.encode()).digest())[:25].decode().lower()

    def moved(self, to: State, **changes: Any) -> "Delivery":
        """The same part in another state. Raises Unlawful where the table does not hold the move."""
        if to not in LAWFUL[self.state]:
            raise Unlawful(f"A part cannot go from {self.state} to {to}: {self.slot.edition}, part {self.part}.")
        return replace(self, state=to, **changes)


def after_posting(delivery: Delivery, message_id: str | None, *, at: datetime) -> Delivery:
    """What becomes of a part that a platform took."""
    receipt = Receipt(message_id=message_id, posted=at, carries=delivery.carries)
    return delivery.moved(State.POSTED, receipt=receipt, reason=None)


def after_failure(delivery: Delivery, error: CourierError, *, at: datetime) -> Delivery:
    """What becomes of a part that a platform did not take, or perhaps took."""
    match error:
        case TryLater():
            again = at + (error.wait if error.wait is not None else _backoff(delivery))
            if again <= delivery.expires:
                return delivery.moved(State.PLANNED, not_before=again, reason=str(error))
            late = round((delivery.expires - delivery.slot.due).total_seconds() / 3600)
            why = f"Given up {late} hours after it was due. Last: {error}"
            return delivery.moved(State.QUARANTINED, reason=why)
        case NeverWill():
            return delivery.moved(State.QUARANTINED, reason=str(error))
        case OutcomeUnknown():
            return delivery.moved(State.UNKNOWN, not_before=at + SETTLING, reason=str(error))
        case _:
            raise AssertionError(f"no rule for {type(error).__name__}")


def after_looking(delivery: Delivery, message_id: str | None, *, at: datetime) -> Delivery:
    """What becomes of a part in doubt of which the platform showed the message, or showed that it is not there."""
    if message_id is not None:
        return after_posting(delivery, message_id, at=at)
    return delivery.moved(State.PLANNED, not_before=at, reason="It was not there when we looked: it is sent again.")


def after_looking_in_vain(delivery: Delivery, error: CourierError, *, at: datetime) -> Delivery:
    """What becomes of a part in doubt where the platform did not say: it is looked for again until the deadline."""
    match error:
        case CannotTell():
            return delivery.moved(State.UNPROVEN, reason=str(error))
        case TryLater() | OutcomeUnknown() | NeverWill():
            wait = error.wait if isinstance(error, TryLater) and error.wait is not None else _LOOK_AGAIN
            if at + wait <= delivery.expires:
                return delivery.moved(State.UNKNOWN, not_before=at + wait)
            why = f"It may have been posted, and nobody could look for it until now. Last: {error}"
            return delivery.moved(State.UNPROVEN, reason=why)
        case _:
            raise AssertionError(f"no rule for {type(error).__name__}")


def _backoff(delivery: Delivery) -> timedelta:
    """Twice as long each time, spread by the part's own token so that a thousand parts do not come back at once."""
    longest = min(timedelta(seconds=2 ** min(delivery.attempts, 20)), LONGEST_BACKOFF)
    spread = int.from_bytes(hashlib.sha256(f"{delivery.token}{delivery.attempts}".encode()).digest()[:2]) / 0xFFFF
    return longest * (0.5 + spread / 2)


def abandoned(delivery: Delivery) -> Delivery:
    """What becomes of a part whose lease ran out: nothing was sent while it was claimed, nobody knows after that."""
    match delivery.state:
        case State.CLAIMED:
            return delivery.moved(State.PLANNED)
        case State.SENDING:
            why = "The sender stopped in mid-send; it may have been posted."
            return delivery.moved(State.UNKNOWN, reason=why)
        case State.PLANNED | State.POSTED | State.UNKNOWN | State.UNPROVEN | State.SKIPPED | State.QUARANTINED:
            raise Unlawful(f"A {delivery.state} part has no lease to lose.")
        case _:
            assert_never(delivery.state)
