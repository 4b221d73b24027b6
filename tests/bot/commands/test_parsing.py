"""A subscription as people write it."""

from contextlib import suppress
from datetime import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.parsing import read_wish
from digests.errors import BadCadence, BadInput, UnknownTopic, UnknownZone
from digests.schedule import EVERY_DAY, WEEKDAYS, Weekday
from digests.topics import Topic
from tests.bot.desks import a_call


@pytest.mark.parametrize(
    ("said", "topics", "times", "days", "zone"),
    [
        ("politics at 8:30 Europe/Berlin", {Topic.POLITICS}, (time(8, 30),), EVERY_DAY, "Europe/Berlin"),
        ("politics weekdays 8:30", {Topic.POLITICS}, (time(8, 30),), WEEKDAYS, None),
        ("politics at 8:30 on weekdays in Berlin", {Topic.POLITICS}, (time(8, 30),), WEEKDAYS, "Europe/Berlin"),
        (
            "politics, sport and weather at 7am",
            {Topic.POLITICS, Topic.SPORT, Topic.WEATHER},
            (time(7),),
            EVERY_DAY,
            None,
        ),
        ("everything daily at 8:00 and 17:30 New York", set(), (time(8), time(17, 30)), EVERY_DAY, "America/New_York"),
        ("All every Monday at 8 am US/Eastern", set(), (time(8),), {Weekday.MONDAY}, "America/New_York"),
        ("science and technology every day 6:15 pm", {Topic.SCIENCE}, (time(18, 15),), EVERY_DAY, None),
        ("“politics” at ‘7am’", {Topic.POLITICS}, (time(7),), EVERY_DAY, None),
        ("sport at noon and midnight Tokyo", {Topic.SPORT}, (time(0), time(12)), EVERY_DAY, "Asia/Tokyo"),
        (
            "crime mon, thu 7am London time",
            {Topic.CRIME},
            (time(7),),
            {Weekday.MONDAY, Weekday.THURSDAY},
            "Europe/London",
        ),
    ],
)
def test_topics_stand_before_the_time_and_the_zone_after_it(
    said: str, topics: set[Topic], times: tuple[time, ...], days: set[Weekday], zone: str | None
) -> None:
    wish = read_wish(a_call(f"digest {said}"))
    assert wish.topics == topics
    assert wish.cadence.times == times
    assert wish.cadence.days == days
    assert (wish.zone.key if wish.zone else None) == zone


def test_fields_of_a_form_say_the_same_as_a_typed_line() -> None:
    words = {"topic": "politics, sport", "time": "every Monday at 8 am", "zone": "Europe/Berlin"}
    assert read_wish(a_call("digest", words=words)) == read_wish(
        a_call("digest politics, sport every Monday at 8 am Europe/Berlin")
    )


def test_a_zone_may_stand_behind_the_time_in_its_field_and_gives_way_to_one_in_a_field_of_its_own() -> None:
    words = {"topic": "politics", "time": "07:00 Berlin"}
    assert read_wish(a_call(words=words)) == read_wish(a_call("digest politics at 7:00 Europe/Berlin"))
    both = read_wish(a_call(words={**words, "zone": "Tokyo"}))
    assert both.zone == ZoneInfo("Asia/Tokyo")


def test_a_field_that_tells_no_time_is_refused_with_one_that_does() -> None:
    with pytest.raises(BadCadence, match="'morning' as a time"):
        read_wish(a_call(words={"topic": "politics", "time": "morning"}))


@pytest.mark.parametrize(
    ("said", "error", "told"),
    [
        ("polticks at 8:30", UnknownTopic, "politics"),
        ("politics and gossip at 8:30", UnknownTopic, "gossip"),
        ("politics at 8:30 Mars/Phobos", UnknownZone, "Mars/Phobos"),
        ("politics at 8:30 Europe/Berln", UnknownZone, "Did you mean Europe/Berlin"),
        ("politics", BadInput, "At what time"),
        ("at 8:30", BadInput, "Which topics"),
        ("", BadInput, "/digest subscribe"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_next_step(said: str, error: type[BadInput], told: str) -> None:
    with pytest.raises(error, match=told):
        read_wish(a_call(f"digest {said}"))


def test_a_time_that_no_clock_shows_is_refused_with_one_that_does() -> None:
    with pytest.raises(BadCadence, match="8:30"):
        read_wish(a_call("digest politics at 25:00"))


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused(said: str) -> None:
    with suppress(BadInput):
        assert read_wish(a_call("digest", text=said)).cadence.times
