"""A channel that wants its peace for a while gets it, and its digests again."""

from datetime import timedelta

import pytest

from bot.commands.pausing import read_end
from digests.errors import BadInput
from digests.ports import Due
from tests.bot.desks import a_call, a_desk, heard, lines_of
from tests.builders import BERLIN, MORNING, a_channel, a_subscription, an_edition

MONDAY = MORNING.astimezone(BERLIN)


def a_taker(**changes: object) -> Due:
    return Due(subscription=a_subscription(**changes), edition=an_edition(), channel=a_channel())


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Monday", "2026-03-09"),
        ("until tuesday", "2026-03-03"),
        ("wed", "2026-03-04"),
        ("next friday", "2026-03-06"),
        ("tomorrow", "2026-03-03"),
        ("3 days", "2026-03-05"),
        ("for 2 weeks", "2026-03-16"),
        ("2027-01-04", "2027-01-04"),
    ],
)
def test_a_day_is_read_as_people_say_it(said: str, day: str) -> None:
    assert f"{read_end(said, at=MONDAY):%Y-%m-%d %H:%M %Z}" == f"{day} 00:00 CET"


@pytest.mark.parametrize("said", ["someday", "2026-03-02", "2026-03-01", "2028-01-01", "0 days", "31.12."])
def test_what_is_no_later_day_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(BadInput, match="/digest pause until Monday"):
        read_end(said, at=MONDAY)


async def test_a_pause_with_an_end_is_read_back_with_the_day_and_what_follows() -> None:
    reply = await heard(a_call("digest pause until Friday"), a_desk(a_taker()))
    assert lines_of(reply)[0] == "Paused until Friday 6 March"
    assert "Friday 6 March" in lines_of(reply)[1]


async def test_a_pause_without_an_end_lasts_until_somebody_ends_it() -> None:
    desk = a_desk(a_taker(next_due=MORNING + timedelta(days=1)))
    assert "until somebody says /digest resume" in lines_of(await heard(a_call("digest pause"), desk))[0]
    assert "paused: by slack:T1/U1" in lines_of(await heard(a_call("digest next"), desk))[1]
    assert lines_of(await heard(a_call("digest resume"), desk))[0] == "Its digests come again"
    assert lines_of(await heard(a_call("digest resume"), desk))[0] == "Nothing was paused here"


async def test_a_channel_that_takes_nothing_has_nothing_to_pause() -> None:
    assert lines_of(await heard(a_call("digest pause"), a_desk()))[0] == "Nothing to pause"
