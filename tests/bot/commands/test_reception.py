"""One way in: whatever is typed and whatever breaks, the asker is told something to go on with."""

import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.commands.reception import MOST_TYPED, Reception
from bot.conversation import Note
from digests.article import Tenant
from digests.channel import Channel, ChannelId
from digests.errors import StoreBusy, StoreError
from tests.bot.desks import HERE, FakeRooms, FakeRoster, a_call, a_desk, heard, lines_of
from tests.builders import MORNING, a_channel


class BrokenRoster(FakeRoster):
    """A record that cannot be asked."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self.fault = fault

    async def channel(self, tenant: Tenant, channel: ChannelId) -> Channel:
        raise self.fault

    async def subscriptions(self, tenant: Tenant, channel: ChannelId) -> tuple[()]:
        raise self.fault


async def test_what_breaks_is_told_by_an_id_and_the_rest_goes_to_the_log() -> None:
    desk = a_desk(roster=BrokenRoster(KeyError("the tunnel's secret")))
    with capture_logs() as logged:
        reply = await heard(a_call("digest next"), desk)
    told = " ".join(lines_of(reply))
    (quoted,) = re.findall(r"Quote ([0-9a-f]{6}) ", told)
    assert "secret" not in told
    assert [(line["event"], line.get("quote")) for line in logged] == [
        ("channel.not_known", None),
        ("command.failed", quoted),
    ]


async def test_a_busy_record_is_told_as_such() -> None:
    desk = a_desk(roster=BrokenRoster(StoreBusy("The record is busy. Try again in a minute.")))
    reply = await heard(a_call("digest next"), desk)
    assert reply == Note(heading="Not done", lines=("The record is busy. Try again in a minute.",))


async def test_more_than_anybody_types_is_refused_in_one_line() -> None:
    rooms = FakeRooms()
    reply = await heard(a_call("ask", text="why? " * MOST_TYPED), a_desk(rooms=rooms))
    assert len(lines_of(reply)) == 2
    assert "2500 characters" in lines_of(reply)[1]
    assert rooms.asked == []


@pytest.mark.parametrize(
    "typed",
    ["'; DROP TABLE channels; --", "{0.__class__}", "../../etc/passwd", "\u202egnp.now", "a\nb\r\nc", "\x00", "%s%n"],
)
async def test_tricks_are_refused_in_one_line_without_a_trace(typed: str) -> None:
    for line in (f"digest {typed}", f"digest subscribe {typed}", f"digest subscribe politics at 8:30 {typed}"):
        reply = await heard(a_call(line), a_desk())
        heading, *lines = lines_of(reply)
        assert heading == "Not done"
        assert len(lines) == 1
        assert "\n" not in lines[0]


@given(st.text(max_size=100))
async def test_whatever_is_typed_is_answered(typed: str) -> None:
    reply = await heard(a_call("digest", text=typed), a_desk())
    assert lines_of(reply)[0] != "Something went wrong"


async def test_the_first_command_makes_workspace_and_channel_known() -> None:
    roster = FakeRoster()
    call = await Reception(desk=a_desk(roster=roster)).introduced(a_call(), HERE)
    assert await roster.workspaces() == (HERE,)
    assert await roster.channels(None) == (call.channel,)


async def test_a_known_channel_keeps_its_own_name_and_clock() -> None:
    roster = FakeRoster()
    tokyo = a_channel(name="desk", zone=ZoneInfo("Asia/Tokyo"))
    await roster.enter(tokyo, by="test", at=MORNING)
    call = await Reception(desk=a_desk(roster=roster)).introduced(a_call(), HERE)
    assert call.channel == tokyo
    assert (call.at, call.at.tzinfo) == (MORNING, tokyo.zone)
    assert await roster.workspaces() == ()


async def test_a_record_that_cannot_be_asked_leaves_the_call_as_it_came() -> None:
    call = a_call()
    with capture_logs() as logged:
        assert (
            await Reception(desk=a_desk(roster=BrokenRoster(StoreError("The disk is full.")))).introduced(call, HERE)
            == call
        )
    assert [line["event"] for line in logged] == ["channel.not_known"]
