"""The bot on Slack: the real slack-bolt over real sockets, against a loopback Slack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.adapters.slack.bot import SlackBot
from bot.adapters.slack.seen import MOST, Seen
from digests.errors import NeverWill
from tests.bot.desks import FakeRooms, FakeRoster, a_desk
from tests.builders import BERLIN
from tests.platforms.faults import Fault
from tests.platforms.journal import Deed, Trail
from tests.platforms.slack import LoopbackSlack
from tests.platforms.watch import Watch

WISH = "subscribe politics weekdays at 8:30 Europe/Berlin"


def a_bot(slack: LoopbackSlack, **changes: Any) -> SlackBot:
    """With the loopback's tokens, on a watch that shows noon."""
    base = {
        "bot_token": slack.bot_token,
        "app_token": slack.APP_TOKEN,
        "desk": a_desk(),
        "now": Watch(),
        "zone": BERLIN,
        "base_url": slack.api_url,
    }
    return SlackBot(**{**base, **changes})


@asynccontextmanager
async def running(slack: LoopbackSlack, **changes: Any) -> AsyncIterator[SlackBot]:
    """A connected bot, until the end of the block."""
    bot = a_bot(slack, **changes)
    task = asyncio.create_task(bot.run())
    try:
        await asyncio.wait_for(bot.connected.wait(), 5)
        yield bot
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_command_is_acknowledged_at_once_and_answered_for_its_asker_alone() -> None:
    async with LoopbackSlack() as slack, running(slack):
        exchange = await slack.command("/digest", "help")
        ack, reply = await exchange.ack(), await exchange.reply()
    assert ack.seconds < 1
    assert ack.body == {}
    assert reply.ephemeral
    assert "/ask QUESTION" in str(reply.body)
    assert not slack.journal.posts()


async def test_a_channel_subscribes_by_command() -> None:
    roster = FakeRoster()
    async with LoopbackSlack() as slack, running(slack, desk=a_desk(roster=roster)):
        reply = await (await slack.command("/digest", WISH)).reply()
    (due,) = roster.dues
    assert "This channel now gets: politics" in str(reply.body)
    assert due.subscription.channel == "slack:T1/C1"
    assert due.subscription.created_by == "slack:T1/U1"
    assert due.channel.address == "C1"


async def test_workspace_and_channel_are_known_once_somebody_speaks() -> None:
    roster = FakeRoster()
    async with LoopbackSlack() as slack, running(slack, desk=a_desk(roster=roster)):
        assert [home.tenant for home in await roster.workspaces()] == ["slack:T1"]
        await (await slack.command("/digest", "help")).reply()
    assert [(channel.id, channel.name, channel.zone) for channel in await roster.channels(None)] == [
        ("slack:T1/C1", "newsroom", BERLIN)
    ]


async def test_a_question_is_read_as_it_was_typed() -> None:
    rooms = FakeRooms()
    async with LoopbackSlack() as slack, running(slack, desk=a_desk(rooms=rooms)):
        await (await slack.command("/ask", "did R&amp;D cost &lt;5%?")).reply()
    assert rooms.asked[0].text == "did R&D cost <5%?"


async def test_a_command_that_slack_sends_again_has_one_effect() -> None:
    rooms = FakeRooms()
    async with LoopbackSlack() as slack, running(slack, desk=a_desk(rooms=rooms)):
        first = await slack.command("/digest", "now")
        await first.reply()
        again = await slack.redeliver(first)
        await again.ack()
        await (await slack.command("/digest", "help")).reply()
    assert len(rooms.composed) == 1
    assert len(slack.journal.of(Deed.REPLY)) == 2
    assert not slack.missed


async def test_a_bot_whose_work_breaks_still_acknowledges_and_says_so() -> None:
    class Broken(FakeRooms):
        async def answer(self, question: Any) -> Any:
            raise RuntimeError(LoopbackSlack.APP_TOKEN)

    async with LoopbackSlack() as slack, running(slack, desk=a_desk(rooms=Broken())):
        exchange = await slack.command("/ask", "what broke?")
        reply = await exchange.reply()
    assert "Something went wrong" in str(reply.body)
    assert LoopbackSlack.APP_TOKEN not in str(reply.body)


async def test_an_answer_that_cannot_be_given_is_told_of_in_the_log() -> None:
    async with LoopbackSlack() as slack, running(slack):
        slack.next("response_url", Fault.status(500))
        with capture_logs() as logged:
            await slack.command("/digest", "help")
            await slack.calls.until(lambda calls: any(call.route == "response_url" for call in calls))
            await (await slack.command("/digest", "help")).reply()
    assert "reply.lost" in {line["event"] for line in logged}


async def test_a_workspace_that_is_not_ours_is_not_served() -> None:
    rooms = FakeRooms()
    async with LoopbackSlack() as slack, running(slack, desk=a_desk(rooms=rooms)):
        other = slack.install("T2")
        other.open_room("C9")
        await (await slack.command("/digest", "now", team=other, channel="C9")).ack()
    assert rooms.composed == []


@pytest.mark.parametrize(("method", "error"), [("auth.test", "invalid_auth"), ("apps.connections.open", "not_authed")])
async def test_a_refused_token_ends_the_bot_with_the_mend(method: str, error: str) -> None:
    async with LoopbackSlack() as slack:
        slack.always(method, Fault.refusal(error))
        with pytest.raises(NeverWill, match="RUNDOWN_SLACK_BOT_TOKEN") as refused:
            await asyncio.wait_for(a_bot(slack).run(), 5)
    assert slack.bot_token not in str(refused.value)


async def test_any_other_trouble_at_the_start_is_waited_out_longer_each_time() -> None:
    waits: Trail[float] = Trail()

    async def pause(seconds: float) -> None:
        waits.add(seconds)

    async with LoopbackSlack() as slack:
        slack.next("auth.test", Fault.status(503), Fault.DROP, Fault.status(200))
        slack.next("apps.connections.open", Fault.refusal("internal_error"))
        async with running(slack, pause=pause):
            assert list(waits) == [1, 2, 4, 8]


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with LoopbackSlack() as slack, running(slack):
        assert (await (await slack.command("/digest", "help")).reply()).ephemeral


async def test_the_bot_comes_back_when_slack_asks_it_to() -> None:
    async with LoopbackSlack() as slack, running(slack):
        await slack.sockets.disconnect("refresh_requested")
        await slack.sockets.opened.nth(1)
        assert (await (await slack.command("/digest", "help")).reply()).ephemeral


def test_what_was_seen_is_remembered_for_a_while() -> None:
    seen = Seen()
    assert seen.first("1.trigger")
    assert not seen.first("1.trigger")
    for number in range(MOST):
        seen.first(f"later {number}")
    assert seen.first("1.trigger")
