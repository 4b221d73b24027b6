"""Each slot comes once, whatever the clocks do."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from digests.channel import Quiet
from digests.errors import BadCadence
from digests.planning import after_a_change, checked_holidays, rules_of, slots_due, upcoming
from digests.schedule import EVERY_DAY, WEEKDAYS, Cadence, Slot, Weekday, read_cadence
from tests.builders import a_channel, an_edition

NEW_YORK = ZoneInfo("America/New_York")


def slots(
    zone: str, wall: time, *, after: datetime, until: datetime, days: frozenset[Weekday] = EVERY_DAY
) -> list[Slot]:
    edition = an_edition(zone=ZoneInfo(zone), cadence=Cadence(times=(wall,), days=days))
    return list(slots_due(edition, a_channel(), after=after, until=until))


@pytest.mark.parametrize(
    ("zone", "wall", "day", "due"),
    [
        ("America/New_York", time(2, 30), date(2026, 3, 8), "2026-03-08T03:00:00-04:00"),
        ("America/Chicago", time(0, 30), date(2026, 3, 8), "2026-03-08T00:30:00-06:00"),
        ("Africa/Cairo", time(0, 30), date(2026, 4, 24), "2026-04-24T01:00:00+03:00"),
        ("Australia/Lord_Howe", time(2, 15), date(2026, 10, 4), "2026-10-04T02:30:00+11:00"),
        ("America/Nuuk", time(23, 30), date(2026, 3, 28), "2026-03-29T00:00:00-01:00"),
        ("America/New_York", time(1, 30), date(2026, 11, 1), "2026-11-01T01:30:00-04:00"),
        ("Europe/London", time(1, 30), date(2026, 10, 25), "2026-10-25T01:30:00+01:00"),
        ("Australia/Lord_Howe", time(1, 45), date(2026, 4, 5), "2026-04-05T01:45:00+11:00"),
    ],
)
def test_a_day_on_which_the_clocks_change_has_its_digest_once(zone: str, wall: time, day: date, due: str) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    of_the_day = [
        slot
        for slot in slots(zone, wall, after=noon - timedelta(days=3), until=noon + timedelta(days=3))
        if slot.local_date == day
    ]
    assert [slot.due for slot in of_the_day] == [datetime.fromisoformat(due)]


@pytest.mark.parametrize("minute", [0, 10, 29, 30, 31, 59, 60, 70, 119])
def test_a_restart_in_the_hour_that_comes_twice_makes_no_second_digest(minute: int) -> None:
    first = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)  # 01:00 in New York, for the first time
    restart = first + timedelta(minutes=minute)
    before = slots("America/New_York", time(1, 30), after=first - timedelta(hours=6), until=restart)
    after = slots("America/New_York", time(1, 30), after=restart, until=first + timedelta(hours=12))
    assert [slot.local_date for slot in before + after] == [date(2026, 11, 1)]


def test_a_restart_in_the_hour_that_is_leapt_over_loses_nothing() -> None:
    leap = datetime(2026, 3, 8, 7, 0, tzinfo=UTC)  # 02:00 becomes 03:00 in New York
    until = leap + timedelta(hours=3)
    assert len(slots("America/New_York", time(2, 30), after=leap - timedelta(seconds=1), until=until)) == 1
    assert slots("America/New_York", time(2, 30), after=leap, until=until) == []


def _changes_of_2026(zone: ZoneInfo) -> list[datetime]:
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366)]
    offsets = [(day, day.astimezone(zone).utcoffset()) for day in days]
    return [earlier for (earlier, before), (_, after) in pairwise(offsets) if before != after]


QUARTERS = [time(quarter // 4, quarter % 4 * 15) for quarter in range(16)]
"""From midnight to a quarter to four, when clocks are changed."""


def test_every_zone_that_changes_its_clocks_has_one_digest_a_day() -> None:
    """Every name, each of its changes, every quarter of the night."""
    changes = [(name, change) for name in sorted(available_timezones()) for change in _changes_of_2026(ZoneInfo(name))]
    cases = [(name, change, wall) for name, change in changes for wall in QUARTERS]
    assert len(cases) >= 5_344
    for name, change, wall in cases:
        found = slots(name, wall, after=change - timedelta(days=1), until=change + timedelta(days=3))
        days = Counter(slot.local_date for slot in found)
        assert set(days.values()) == {1}, (name, wall, change)
        assert max(days) - min(days) == timedelta(days=len(days) - 1), (name, wall, change)


def test_a_restart_at_any_moment_around_a_change_neither_loses_nor_doubles_a_slot() -> None:
    """One zone for each way of changing; the time between is cut into pieces as a process that dies would cut it."""
    dice = random.Random(4)
    ways: dict[tuple[object, ...], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        if changes := _changes_of_2026(zone):
            ways.setdefault(tuple((at, at.astimezone(zone).utcoffset()) for at in changes), name)
    assert len(ways) > 20
    for name in ways.values():
        for change in _changes_of_2026(ZoneInfo(name)):
            begin, end = change - timedelta(days=1), change + timedelta(days=2)
            cuts = sorted(begin + (end - begin) * dice.random() for _ in range(6))
            for wall in QUARTERS:
                whole = slots(name, wall, after=begin, until=end)
                pieces = [slots(name, wall, after=a, until=b) for a, b in pairwise([begin, *cuts, end])]
                assert [slot for piece in pieces for slot in piece] == whole, (name, wall, cuts)


def test_weekdays_mean_the_local_monday_to_friday() -> None:
    found = slots(
        "Asia/Tokyo",
        time(6),
        after=datetime(2026, 3, 5, tzinfo=UTC),
        until=datetime(2026, 3, 11, tzinfo=UTC),
        days=WEEKDAYS,
    )
    assert [f"{slot.local_date:%a}" for slot in found] == ["Fri", "Mon", "Tue", "Wed"]


def test_two_times_a_day_come_in_their_order() -> None:
    edition = an_edition(zone=NEW_YORK, cadence=Cadence(times=(time(17, 30), time(8))))
    coming = upcoming(edition, a_channel(), after=datetime(2026, 3, 2, 15, tzinfo=UTC), count=3)
    assert [f"{due:%a %H:%M}" for due in coming] == ["Mon 17:30", "Tue 08:00", "Tue 17:30"]


def test_a_slot_at_the_very_end_of_the_window_is_due_and_one_at_its_start_is_not() -> None:
    due = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
    edition = an_edition(zone=NEW_YORK)
    assert [slot.due for slot in slots_due(edition, a_channel(), after=due - timedelta(days=1), until=due)] == [due]


def test_quiet_hours_hold_what_falls_due_until_their_end_as_one() -> None:
    hourly = an_edition(cadence=Cadence(times=tuple(time(hour) for hour in range(24))))
    sleeper = a_channel(quiet=Quiet(start=time(22), end=time(7)))
    evening = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
    found = list(slots_due(hourly, sleeper, after=evening, until=evening + timedelta(hours=10)))
    assert {f"{slot.due:%H:%M}" for slot in found} == {"06:00"}
    assert [slot.wall.hour for slot in found] == [22, 23, 0, 1, 2, 3, 4, 5, 6, 7]
    assert [f"{due:%H:%M}" for due in upcoming(hourly, sleeper, after=evening, count=3)] == ["07:00", "08:00", "09:00"]


def test_quiet_hours_over_a_day_on_which_the_clocks_change_end_on_the_wall() -> None:
    early = an_edition(cadence=Cadence(times=(time(5),)))
    sleeper = a_channel(quiet=Quiet(start=time(22), end=time(7)))
    (due,) = upcoming(early, sleeper, after=datetime(2026, 3, 29, 0, 0, tzinfo=UTC), count=1)
    assert due.isoformat() == "2026-03-29T07:00:00+02:00"


def test_weekends_may_have_a_plan_of_their_own() -> None:
    edition = an_edition(cadence=read_cadence("weekdays 8:30, weekends 10:00"))
    coming = upcoming(edition, a_channel(), after=datetime(2026, 3, 5, 12, tzinfo=UTC), count=4)
    assert [f"{due:%a %H:%M}" for due in coming] == ["Fri 08:30", "Sat 10:00", "Sun 10:00", "Mon 08:30"]


def test_nothing_is_due_on_days_off_and_public_holidays() -> None:
    edition = an_edition(off=frozenset({date(2026, 12, 24)}), holidays="DE-BE")
    coming = upcoming(edition, a_channel(), after=datetime(2026, 12, 23, 12, tzinfo=UTC), count=2)
    assert [f"{due:%d %b}" for due in coming] == ["27 Dec", "28 Dec"]


@pytest.mark.parametrize("where", ["Atlantis", "DE-XX", ""])
def test_holidays_that_nobody_knows_are_refused(where: str) -> None:
    with pytest.raises(BadCadence, match="DE, US-NY"):
        checked_holidays(where)


NOW = datetime(2026, 3, 2, 7, 32, tzinfo=UTC)
"""Half past eight and two minutes in Berlin."""


@pytest.mark.parametrize(
    ("last", "wall", "due"),
    [
        (datetime(2026, 3, 2, 7, 30, tzinfo=UTC), time(8, 35), "2026-03-03 08:35"),
        (datetime(2026, 3, 2, 7, 30, tzinfo=UTC), time(17, 0), "2026-03-02 17:00"),
        (datetime(2026, 3, 1, 7, 30, tzinfo=UTC), time(8, 30), "2026-03-02 08:30"),
        (datetime(2026, 3, 1, 7, 30, tzinfo=UTC), time(6, 0), "2026-03-03 06:00"),
        (None, time(8, 30), "2026-03-03 08:30"),
    ],
    ids=["moved behind its run", "moved to the evening", "moved before now", "moved long before now", "never run"],
)
def test_times_that_are_changed_around_a_run_give_one_digest(last: datetime | None, wall: time, due: str) -> None:
    edition = an_edition(cadence=Cadence(times=(wall,)))
    (first,) = upcoming(edition, a_channel(), after=after_a_change(NOW, last=last), count=1)
    assert f"{first:%Y-%m-%d %H:%M}" == due


def test_other_rules_of_a_zone_are_noticed() -> None:
    assert rules_of(NEW_YORK, at=NOW) == rules_of(ZoneInfo("America/New_York"), at=NOW)
    assert rules_of(NEW_YORK, at=NOW) != rules_of(ZoneInfo("America/Phoenix"), at=NOW)
