"""/digest subscribe: what a channel is sent from now on."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.conversation import Note, Right
from digests.channel import ChannelId
from digests.ports import Due
from digests.schedule import WEEKDAYS, Cadence
from digests.topics import Topic
from tests.bot.desks import FakeRoster, a_call, a_desk, heard, lines_of
from tests.builders import BERLIN, MORNING, a_channel, a_subscription, an_edition

WISH = "digest subscribe politics weekdays at 8:30 Europe/Berlin"


async def test_a_channel_is_sent_what_it_asked_for_from_its_next_slot_on() -> None:
    roster = FakeRoster()
    await heard(a_call(WISH), a_desk(roster=roster))
    (due,) = roster.dues
    assert due.edition.topics == {Topic.POLITICS}
    assert due.edition.cadence == Cadence(times=(time(8, 30),), days=WEEKDAYS)
    assert due.edition.name == "politics weekdays at 08:30 Europe/Berlin"
    assert due.subscription.next_due == datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN)
    assert due.subscription.created == MORNING
    assert due.subscription.created_by == "slack:T1/U1"


async def test_the_next_three_sends_are_read_back_in_words() -> None:
    reply = await heard(a_call(WISH), a_desk())
    heading, cadence, sends, *_ = lines_of(reply)
    assert heading == "Subscribed: politics"
    assert cadence == "Weekdays at 08:30, Europe/Berlin time."
    assert sends == "Next: today at 08:30, tomorrow at 08:30 and Wednesday 4 March at 08:30."


async def test_a_wish_without_a_zone_is_read_on_the_channels_own_clock() -> None:
    roster = FakeRoster()
    tokyo = a_channel(zone=ZoneInfo("Asia/Tokyo"))
    await heard(a_call("digest subscribe everything at 9am", channel=tokyo), a_desk(roster=roster))
    assert roster.dues[0].edition.zone.key == "Asia/Tokyo"
    assert roster.dues[0].edition.topics == frozenset()


async def test_equal_wishes_of_two_channels_share_one_edition() -> None:
    roster = FakeRoster()
    there = a_channel(id=ChannelId("slack:T1/C2"))
    await heard(a_call("digest subscribe sport, politics at 8:30"), a_desk(roster=roster))
    await heard(a_call("digest subscribe politics and sport daily 8:30am", channel=there), a_desk(roster=roster))
    assert len({due.edition for due in roster.dues}) == 1


async def test_asking_again_says_that_it_was_so_already() -> None:
    desk = a_desk()
    await heard(a_call(WISH), desk)
    reply = await heard(a_call(WISH), desk)
    assert lines_of(reply)[0] == "Subscribed already: politics"


async def test_what_rundown_toml_sets_is_changed_there() -> None:
    edition = an_edition(name="morning", from_file=True)
    roster = FakeRoster(Due(subscription=a_subscription(), edition=edition, channel=a_channel()))
    reply = await heard(a_call("digest subscribe everything at 8:00"), a_desk(roster=roster))
    assert "rundown.toml: change it there" in lines_of(reply)[1]
    assert len(roster.dues) == 1


async def test_a_further_wish_is_taken_and_told_of_what_rundown_toml_sets() -> None:
    edition = an_edition(name="morning", from_file=True)
    desk = a_desk(Due(subscription=a_subscription(), edition=edition, channel=a_channel()))
    reply = await heard(a_call("digest subscribe sport at 18:00"), desk)
    assert lines_of(reply)[0] == "Subscribed: sport"
    assert lines_of(reply)[-1] == "It gets morning besides, which rundown.toml sets: change that there."


async def test_what_it_takes_to_post_there_is_said_where_something_is_needed() -> None:
    invited = await heard(a_call(WISH, posting="Invite me first."), a_desk())
    free = await heard(a_call(WISH), a_desk())
    assert "Invite me first." in lines_of(invited)
    assert lines_of(free) == tuple(line for line in lines_of(invited) if line != "Invite me first.")


async def test_who_may_only_read_changes_nothing() -> None:
    roster = FakeRoster()
    reply = await heard(a_call(WISH, rights=frozenset({Right.READ})), a_desk(roster=roster))
    assert isinstance(reply, Note)
    assert "those who manage this server" in reply.lines[0]
    assert roster.dues == []


async def test_what_cannot_be_read_changes_nothing() -> None:
    roster = FakeRoster()
    for wish in ("polticks at 8:30", "politics at 25:00", "politics at 8:30 Mars/Phobos", "politics", ""):
        reply = await heard(a_call(f"digest subscribe {wish}"), a_desk(roster=roster))
        assert lines_of(reply)[0] == "Not done"
    assert roster.dues == []
