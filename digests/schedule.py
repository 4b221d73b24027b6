"""When a channel expects its digest: editions, their cadence, subscriptions, and the slots these make."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum
from zoneinfo import ZoneInfo

from digests.article import Tenant
from digests.channel import ChannelId
from digests.errors import BadCadence
from digests.topics import Topic


class Weekday(IntEnum):
    """As in ISO 8601: Monday is 1."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


WEEKDAYS = frozenset({Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY})
WEEKEND = frozenset({Weekday.SATURDAY, Weekday.SUNDAY})
EVERY_DAY = WEEKDAYS | WEEKEND

_DAYS = {"daily": EVERY_DAY, "weekdays": WEEKDAYS, "weekends": WEEKEND} | {
    said: frozenset({day})
    for day in Weekday
    for said in (day.name.lower(), f"{day.name.lower()}s", day.name.lower()[:3])
}
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """The wall times at which a digest is due, on which days; read on the edition's own clock."""

    times: tuple[time, ...]
    days: frozenset[Weekday] = EVERY_DAY

    def __post_init__(self) -> None:
        if not self.times or not self.days:
            raise BadCadence("A digest needs at least one time and one day, such as: weekdays 8:30")
        if any(at.second or at.microsecond or at.tzinfo for at in self.times):
            raise BadCadence("A digest is due on a whole minute of its own clock, such as 8:30.")

    def __str__(self) -> str:
        times = " and ".join(f"{at:%H:%M}" for at in self.times)
        names = next((name for name, days in _DAYS.items() if days == self.days), None)
        days = names or ", ".join(day.name.lower()[:3] for day in sorted(self.days))
        return f"{days} at {times}"


def read_cadence(text: str) -> Cadence:
    """A cadence as people write it: "8:30", "weekdays 8:30", "mon, thu 7am", "daily 8:00 and 17:30".

    Raises BadCadence with an example where it cannot be read; "at", "and" and commas may stand anywhere.
    """
    words = re.sub(r"\b(?:at|and|on)\b|[,;&+]", " ", text.lower().replace("every day", "daily")).split()
    days = frozenset[Weekday]().union(*(_DAYS[word] for word in words if word in _DAYS))
    rest = " ".join(word for word in words if word not in _DAYS)
    times = tuple(sorted({_wall_time(match, text) for match in _TIME.finditer(rest)}))
    if not times or _TIME.sub("", rest).strip():
        raise BadCadence(f"Cannot read {text!r} as a time. Try 8:30, or: weekdays 8:30")
    return Cadence(times=times, days=days or EVERY_DAY)


def _wall_time(match: re.Match[str], text: str) -> time:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()[:1]
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 - a clock of twelve hours
        raise BadCadence(f"{text!r} has no such hour. Try 8:30 or 8:30pm.")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise BadCadence(f"{text!r} has no such time of day. Try 8:30 or 17:30.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A run of the day: what is sent, and when. Channels that share it share its text.

    ``topics`` empty means all topics; ``most`` is the greatest number of items (3 to 7).
    ``from_file`` says that ``rundown.toml`` owns it, so that no command may change it.
    """

    tenant: Tenant
    name: str
    cadence: Cadence
    zone: ZoneInfo
    topics: frozenset[Topic] = frozenset()
    most: int = 5
    from_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A channel's taking of an edition.

    ``next_due`` is the aware instant of its next slot; ``paused`` holds the reason why it is not sent, or None.
    """

    tenant: Tenant
    channel: ChannelId
    edition: str
    created: datetime
    created_by: str
    next_due: datetime
    paused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Slot:
    """A channel's place in an edition on one day: owed once, whatever the clocks do.

    The key is (tenant, channel, edition, local date, wall time); ``due`` is the aware instant at which that comes.
    """

    tenant: Tenant
    channel: ChannelId
    edition: str
    local_date: date
    wall: time
    due: datetime
