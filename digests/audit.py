"""Who changed what that concerns a channel's digests."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digests.article import Tenant


class Deed(StrEnum):
    """What was done."""

    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    RESCHEDULED = "rescheduled"
    PAUSED = "paused"
    RESUMED = "resumed"
    SENT_AGAIN = "sent again"
    DROPPED = "dropped"
    PASSED_OVER = "passed over"
    RESTORED = "restored"
    ARRANGED = "arranged"
    MUTED = "muted"
    UNMUTED = "unmuted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A deed, on what it was done ("slack:T1/C1 politics"), by whom and when (aware), and why where that was said."""

    tenant: Tenant
    at: datetime
    by: str
    deed: Deed
    on: str
    why: str | None = None
