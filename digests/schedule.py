"""When a channel expects its digest: editions, their cadence, subscriptions, and the slots these make."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum
from zoneinfo import ZoneInfo

from digests.article import Tenant
from digests.channel import ChannelId, Quiet
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
_WORD = re.compile(rf"(?P<day>\b(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))})\b)|{_TIME.pattern}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """The wall times at which a digest is due, on which days; read on the edition's own clock.

    ``also`` is another plan for other days, such as later hours at weekends.
    """

    times: tuple[time, ...]
    days: frozenset[Weekday] = EVERY_DAY
    also: "Cadence | None" = None

    def __post_init__(self) -> None:
        if not self.times or not self.days:
            raise BadCadence("A digest needs at least one time and one day, such as: weekdays 8:30")
        if any(at.second or at.microsecond or at.tzinfo for at in self.times):
            raise BadCadence("A digest is due on a whole minute of its own clock, such as 8:30.")
        if self.also is not None and any(self.days & plan.days for plan in self.also.plans):
            raise BadCadence("A day can stand in one plan only, such as: weekdays 8:30, weekends 10:00")

    @property
    def plans(self) -> tuple["Cadence", ...]:
        """This plan and those for other days, in the order in which they were said."""
        return (self, *(self.also.plans if self.also else ()))

    def __str__(self) -> str:
        return ", ".join(_in_words(plan) for plan in self.plans)


def _in_words(plan: Cadence) -> str:
    times = " and ".join(f"{at:%H:%M}" for at in plan.times)
    names = next((name for name, days in _DAYS.items() if days == plan.days), None)
    days = names or ", ".join(day.name.lower()[:3] for day in sorted(plan.days))
    return f"{days} at {times}"


def read_cadence(text: str) -> Cadence:
    """A cadence as people write it: "8:30", "mon, thu 7am", "daily 8:00 and 17:30", "weekdays 8:30, weekends 10:00".

    Raises BadCadence with an example where it cannot be read; "at", "and" and commas may stand anywhere.
    """
    words = re.sub(r"\b(?:at|and|on)\b|[,;&+]", " ", text.lower().replace("every day", "daily"))
    plans = _apart(list(_WORD.finditer(words)))
    if not plans or _WORD.sub("", words).strip():
        raise BadCadence(f"Cannot read {text!r} as a time. Try 8:30, or: weekdays 8:30")
    return _cadence(plans, text)


def _cadence(plans: Sequence[Sequence[re.Match[str]]], text: str) -> Cadence:
    words, *others = plans
    return Cadence(
        times=tuple(sorted({_wall_time(word, text) for word in words if not word["day"]})),
        days=frozenset[Weekday]().union(*(_DAYS[word["day"]] for word in words if word["day"])) or EVERY_DAY,
        also=_cadence(others, text) if others else None,
    )


def _apart(words: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """The plans of a text: each begins with days after times, or with times after days, as the first one does.

    One plan where a part of it would hold no time or no day: "8:30 weekdays", "weekdays 8:30 and 17:00 weekends".
    """
    plans: list[list[re.Match[str]]] = []
    for before, word in zip([None, *words], words, strict=False):
        begins = bool(word["day"]) is bool(words[0]["day"])
        if before is None or (begins and bool(before["day"]) is not bool(word["day"])):
            plans.append([])
        plans[-1].append(word)
    whole = all(len({bool(word["day"]) for word in plan}) > 1 for plan in plans)
    return plans if whole else [words] * bool(words)


def read_quiet(text: str) -> Quiet:
    """Hours in which nothing is sent, as people write them: "22:00-7:00", "10pm to 7am". Raises BadCadence."""
    words = re.sub(r"\b(?:from|to|until)\b|[-\u2013]", " ", text.lower())
    walls = [_wall_time(match, text) for match in _TIME.finditer(words)]
    if len(walls) != 2 or walls[0] == walls[1] or _TIME.sub("", words).strip():  # noqa: PLR2004 - from and to
        raise BadCadence(f"Cannot read {text!r} as quiet hours. Try 22:00-7:00")
    return Quiet(start=walls[0], end=walls[1])


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

    ``topics`` empty means all topics; ``most`` is the greatest number of items (3 to 7). Nothing is due on the local
    days in ``off``, nor on the public ``holidays`` of that country or part of one ("DE", "DE-BE").
    ``from_file`` says that ``rundown.toml`` owns it, so that no command may change it.
    """

    tenant: Tenant
    name: str
    cadence: Cadence
    zone: ZoneInfo
    topics: frozenset[Topic] = frozenset()
    most: int = 5
    off: frozenset[date] = frozenset()
    holidays: str | None = None
    from_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A channel's taking of an edition.

    ``next_due`` is the aware instant of its next slot; ``paused`` holds the reason why it is not sent, or None.
    ``resumes`` is the end of a pause that was given one: nothing before it is due, also where the times change.
    ``since`` is up to when another edition, which this one took the place of, had told the channel.
    """

    tenant: Tenant
    channel: ChannelId
    edition: str
    created: datetime
    created_by: str
    next_due: datetime
    paused: str | None = None
    resumes: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Slot:
    """A channel's place in an edition on one day: owed once, whatever the clocks do.

    The key is (tenant, channel, edition, local date, wall time); ``due`` is the aware instant at which that comes.
    A wall time of whole minutes belongs to a cadence; one out of turn is exact, so that the two are never the same.
    """

    tenant: Tenant
    channel: ChannelId
    edition: str
    local_date: date
    wall: time
    due: datetime
