"""Times in a message are those of the reader's own clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.web.clocks import ago, day_name, discord_time, slack_date
from tests.bot.web.samples import EIGHT, UNIX

DAY = 86_400


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{date_num} {time_secs}", "2026-03-02 08:00:00"),
        ("{date_slash}", "02/03/2026"),
        ("{date}", "March 2"),
        ("{date_short}", "Mar 2, 2026"),
        ("{date_long}", "Monday, March 2nd, 2026"),
        ("{date_long_full}", "March 2, 2026"),
        ("{date_short_pretty} at {time}", "Today at 08:00"),
        ("posted {ago}", "Posted now"),
    ],
)
def test_slack_fills_a_date_template(template: str, words: str) -> None:
    assert slack_date(template, UNIX, EIGHT) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "Yesterday"), (1, "Tomorrow"), (-2, "Saturday, February 28th"), (-400, "Sunday, January 26th, 2025")],
)
def test_slack_drops_the_year_of_today_from_a_days_name(days: int, words: str) -> None:
    assert slack_date("{day_divider_pretty}", UNIX + days * DAY, EIGHT) == words


@pytest.mark.parametrize(
    ("day", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (22, "22nd")]
)
def test_slack_writes_days_as_ordinals(day: int, words: str) -> None:
    instant = EIGHT.replace(day=day).timestamp()

    assert f" {words}," in slack_date("{date_long}", instant, EIGHT)


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("t", "08:00"),
        ("T", "08:00:00"),
        ("d", "02/03/2026"),
        ("D", "2 March 2026"),
        ("f", "2 March 2026 08:00"),
        ("F", "Monday, 2 March 2026 08:00"),
        ("s", "02/03/2026, 08:00"),
        ("S", "02/03/2026, 08:00:00"),
        ("R", "now"),
    ],
)
def test_discord_knows_nine_ways_to_write_a_time(style: str, words: str) -> None:
    assert discord_time(style, UNIX, EIGHT) == words


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(seconds=-1), "1 second ago"),
        (timedelta(minutes=-59, seconds=-59), "59 minutes ago"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(days=-400), "1 year ago"),
    ],
)
def test_spans_are_told_in_whole_units(after: timedelta, words: str) -> None:
    assert ago(EIGHT + after, EIGHT) == words


def test_a_day_begins_at_the_readers_midnight() -> None:
    late_in_utc = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    assert day_name(late_in_utc, EIGHT) == "today"
