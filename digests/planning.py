"""Local times to instants: which slots of an edition fall due, each once, also where the clocks change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim

from digests.channel import ChannelId
from digests.schedule import Edition, Slot


def slots_due(edition: Edition, channel: ChannelId, *, after: datetime, until: datetime) -> Iterator[Slot]:
    """Slots with ``after < due <= until``, oldest first; empty where none fell due.

    A wall time that the clocks leap over is due at the first minute after the leap; one that comes twice is due the
    first time. Either way its key, (local date, wall time), comes once.
    """
    for due, wall in takewhile(lambda found: found[0] <= until, _dues(edition, after=after)):
        day = _local_date(due, wall, edition.zone)
        yield Slot(tenant=edition.tenant, channel=channel, edition=edition.name, local_date=day, wall=wall, due=due)


def upcoming(edition: Edition, *, after: datetime, count: int) -> tuple[datetime, ...]:
    """The next ``count`` instants after that one at which the edition is due, in its own zone."""
    return tuple(due.astimezone(edition.zone) for due, _ in islice(_dues(edition, after=after), count))


def _dues(edition: Edition, *, after: datetime) -> Iterator[tuple[datetime, time]]:
    return merge(*(_dues_of(wall, edition, after) for wall in edition.cadence.times))


def _dues_of(wall: time, edition: Edition, after: datetime) -> Iterator[tuple[datetime, time]]:
    """In UTC, since two local times of one zone compare by the wall and not by the instant.

    Begun within the second turn of an hour that comes twice, cronsim names that hour's first turn: it is dropped.
    """
    days = ",".join(str(day % 7) for day in sorted(edition.cadence.days))
    for local in CronSim(f"{wall.minute} {wall.hour} * * {days}", after.astimezone(edition.zone)):
        if (due := local.astimezone(UTC)) > after:
            yield due, wall


def _local_date(due: datetime, wall: time, zone: ZoneInfo) -> date:
    """The day whose wall time this is: the day before where the clocks leapt over both it and midnight."""
    local = due.astimezone(zone)
    return local.date() if wall <= local.time() else local.date() - timedelta(days=1)
