"""/digest now and /digest next."""

from datetime import timedelta

from digests.digest import Digest
from digests.ports import Due
from tests.bot.desks import FakeRooms, a_call, a_desk, heard, lines_of
from tests.builders import BERLIN, MORNING, a_channel, a_subscription, an_edition


async def test_the_digest_as_it_stands_is_shown_to_the_asker_alone() -> None:
    rooms = FakeRooms()
    reply = await heard(a_call("digest now"), a_desk(rooms=rooms))
    assert isinstance(reply, Digest)
    assert rooms.composed == [(a_channel(), MORNING.astimezone(BERLIN))]


async def test_the_next_digests_are_told_on_their_own_clocks() -> None:
    def due(name: str, after: timedelta, **changes: object) -> Due:
        subscription = a_subscription(edition=name, next_due=MORNING + after, **changes)
        return Due(subscription=subscription, edition=an_edition(name=name), channel=a_channel())

    desk = a_desk(
        due("early", timedelta()),
        due("noon", timedelta(hours=4)),
        due("tomorrow", timedelta(days=1)),
        due("weekly", timedelta(days=7)),
        due("summer", timedelta(days=1), paused="until the holidays end"),
    )
    reply = await heard(a_call("digest next"), desk)
    assert lines_of(reply)[1:] == (
        "early: now, tomorrow at 08:00 and Wednesday 4 March at 08:00",
        "noon: today at 12:00, tomorrow at 08:00 and Wednesday 4 March at 08:00",
        "tomorrow: tomorrow at 08:00, Wednesday 4 March at 08:00 and Thursday 5 March at 08:00",
        "weekly: Monday 9 March at 08:00, Tuesday 10 March at 08:00 and Wednesday 11 March at 08:00",
        "summer: paused: until the holidays end",
    )


async def test_what_rundown_toml_sets_is_named_as_its_own() -> None:
    due = Due(subscription=a_subscription(), edition=an_edition(from_file=True), channel=a_channel())
    reply = await heard(a_call("digest next"), a_desk(due))
    assert lines_of(reply)[1].startswith("morning (set in rundown.toml, Europe/Berlin time):")


async def test_a_channel_without_digests_is_told_how_to_get_one() -> None:
    reply = await heard(a_call("digest next"), a_desk())
    assert "/digest subscribe politics at 8:30" in lines_of(reply)[1]
