"""Local times to instants: which slots of an edition fall due, each once, also where the clocks change."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice, takewhile
from operator import itemgetter
from zoneinfo import ZoneInfo

from cronsim import CronSim

from digests.channel import Channel
from digests.errors import BadCadence
from digests.schedule import Cadence, Edition, Slot

_LONGEST_QUIET = timedelta(days=1)
_DAYS_LOOKED_AHEAD = 731
AROUND_A_CHANGE = timedelta(hours=1)
"""How near to a digest that went out, or to the change of its times, a slot counts as the same one."""


def slots_due(edition: Edition, channel: Channel, *, after: datetime, until: datetime) -> Iterator[Slot]:
    """Slots with ``after < due <= until``, oldest first; empty where none fell due.

    A wall time that the clocks leap over is due at the first minute after the leap; one that comes twice is due the
    first time. Either way its key, (local date, wall time), comes once. What falls into the channel's quiet hours is
    due at their end: several slots may then be due at one instant.
    """
    for due, day, wall in takewhile(lambda found: found[0] <= until, _dues(edition, channel, after=after)):
        yield Slot(tenant=edition.tenant, channel=channel.id, edition=edition.name, local_date=day, wall=wall, due=due)


def upcoming(edition: Edition, channel: Channel, *, after: datetime, count: int) -> tuple[datetime, ...]:
    """The next ``count`` instants after that one at which the channel is sent the edition, in the edition's zone."""
    instants = groupby(_dues(edition, channel, after=after), key=itemgetter(0))
    return tuple(due.astimezone(edition.zone) for due, _ in islice(instants, count))


def after_a_change(at: datetime, *, last: datetime | None) -> datetime:
    """After which instant an edition is due whose times were changed at ``at``; ``last`` is when it was due last.

    A digest that was moved around its own time comes once: no second one within the hour, and one that was to come
    within the hour before the change comes at once.
    """
    return at if last is None else max(last + AROUND_A_CHANGE, at - AROUND_A_CHANGE)


def rules_of(zone: ZoneInfo, *, at: datetime) -> str:
    """The zone's offsets of that year and the next, as one short text: another one means that its rules have changed.

    With a new year it is another one as well, which harms nothing.
    """
    begin = datetime(at.year, 1, 1, tzinfo=UTC)
    days = (begin + timedelta(days=day) for day in range(_DAYS_LOOKED_AHEAD))
    return hashlib.sha256(str([str(day.astimezone(zone).utcoffset()) for day in days]).encode()).hexdigest()[:16]


def checked_holidays(said: str) -> str:
    """The country or part of one as it is written ("DE", "US-NY"). Raises BadCadence where its days are not known."""
    try:
        _is_holiday(said.upper(), date(2026, 1, 1))
    except NotImplementedError:
        raise BadCadence(
            f"The public holidays of {said!r} are not known here. Wanted is a country, or one of its parts: DE, US-NY"
        ) from None
    return said.upper()


def _dues(edition: Edition, channel: Channel, *, after: datetime) -> Iterator[tuple[datetime, date, time]]:
    """Due instant in UTC, local date and wall time, in the order of the dues."""
    began = after - _LONGEST_QUIET if channel.quiet else after
    plans = [_dues_of(wall, plan, edition.zone, began) for plan in edition.cadence.plans for wall in plan.times]
    for due, wall in merge(*plans):
        day = _local_date(due, wall, edition.zone)
        woken = _woken(due, channel)
        if woken > after and not _is_off(edition, day):
            yield woken, day, wall


def _dues_of(wall: time, plan: Cadence, zone: ZoneInfo, after: datetime) -> Iterator[tuple[datetime, time]]:
    """In UTC, since two local times of one zone compare by the wall and not by the instant.

    Begun within the second turn of an hour that comes twice, cronsim names that hour's first turn: it is dropped.
    """
    days = ",".join(str(day % 7) for day in sorted(plan.days))
    for local in CronSim(f"{wall.minute} {wall.hour} * * {days}", after.astimezone(zone)):
        if (due := local.astimezone(UTC)) > after:
            yield due, wall


def _woken(due: datetime, channel: Channel) -> datetime:
    """The end of the channel's quiet hours where that falls into them."""
    if channel.quiet is None or not channel.quiet.holds((local := due.astimezone(channel.zone)).time()):
        return due
    end = channel.quiet.end
    return next(CronSim(f"{end.minute} {end.hour} * * *", local)).astimezone(UTC)


def _is_off(edition: Edition, day: date) -> bool:
    return day in edition.off or (edition.holidays is not None and _is_holiday(edition.holidays, day))


@lru_cache(maxsize=4096)
def _is_holiday(where: str, day: date) -> bool:
    """Raises NotImplementedError for a country or part of one that the library does not know."""
    from holidays import country_holidays  # noqa: PLC0415 - only where somebody wants it

    country, _, part = where.partition("-")
    return day in country_holidays(country, subdiv=part or None)


def _local_date(due: datetime, wall: time, zone: ZoneInfo) -> date:
    """The day whose wall time this is: the day before where the clocks leapt over both it and midnight."""
    local = due.astimezone(zone)
    return local.date() if wall <= local.time() else local.date() - timedelta(days=1)
