"""The bot on Slack: the real slack-bolt over real sockets, against a loopback Slack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.adapters.slack.api import web_api
from bot.adapters.slack.bot import SlackBot
from bot.adapters.slack.forms import House
from bot.commands.reception import Reception
from bot.seen import MOST, Seen
from digests.answer import Answer, Question
from digests.channel import Workspace
from digests.errors import NeverWill
from tests.bot.desks import FakeRooms, FakeRoster, StuckRoster, a_desk
from tests.builders import BERLIN
from tests.platforms.faults import Fault
from tests.platforms.journal import Deed, Trail
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_socket import MOST_SOCKETS
from tests.platforms.watch import Watch

WISH = "subscribe politics weekdays at 8:30 Europe/Berlin"


def a_bot(slack: LoopbackSlack, **changes: Any) -> SlackBot:
    """With the loopback's tokens, on a watch that shows noon."""
    base = {
        "bot_token": slack.bot_token,
        "app_token": slack.APP_TOKEN,
        "reception": Reception(desk=a_desk()),
        "now": Watch(),
        "house": House(admins={"U1"}, zone=BERLIN),
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


async def at_once(seconds: float) -> None:
    """Gives way to others and does not wait."""
    await asyncio.sleep(0)


async def test_a_command_is_acknowledged_at_once_and_answered_for_its_asker_alone() -> None:
    async with LoopbackSlack() as slack, running(slack):
        exchange = await slack.command("/digest", "help")
        ack, reply = await exchange.ack(), await exchange.reply()
    assert ack.seconds < 1
    assert ack.body == {}
    assert reply.ephemeral
    assert "/ask QUESTION" in str(reply.body)
    assert not slack.journal.posts()


async def test_a_record_that_does_not_answer_delays_no_acknowledgement() -> None:
    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(roster=StuckRoster()))):
        acks = [await (await slack.command("/digest", "next")).ack() for _ in range(3)]
    assert max(ack.seconds for ack in acks) < 1
    assert not slack.missed


async def test_a_channel_subscribes_by_command() -> None:
    roster = FakeRoster()
    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(roster=roster))):
        reply = await (await slack.command("/digest", WISH)).reply()
    (due,) = roster.dues
    assert "Subscribed: politics" in str(reply.body)
    assert due.subscription.channel == "slack:T1/C1"
    assert due.subscription.created_by == "slack:T1/U1"
    assert due.channel.address == "C1"


@pytest.mark.parametrize(("room", "name"), [("D1", None), ("G1", "mpdm-anna--ben--cleo-1")])
async def test_what_is_asked_for_between_people_goes_to_the_asker_alone(room: str, name: str | None) -> None:
    roster = FakeRoster()
    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(roster=roster))):
        slack.home.open_room(room, name=name)
        reply = await (await slack.command("/digest", WISH, channel=room)).reply()
    (due,) = roster.dues
    assert (due.subscription.channel, due.channel.address) == ("slack:T1/U1", "U1")
    assert "to you alone" in str(reply.body)
    assert "/invite" not in str(reply.body)


async def test_workspace_and_channel_are_known_once_somebody_speaks() -> None:
    roster = FakeRoster()
    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(roster=roster))):
        assert [home.tenant for home in await roster.workspaces()] == ["slack:T1"]
        await (await slack.command("/digest", "help")).reply()
    assert [(channel.id, channel.name, channel.zone) for channel in await roster.channels(None)] == [
        ("slack:T1/C1", "newsroom", BERLIN)
    ]


async def test_a_question_is_read_as_it_was_typed() -> None:
    rooms = FakeRooms()
    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(rooms=rooms))):
        await (await slack.command("/ask", "did R&amp;D cost &lt;5%?")).reply()
    assert rooms.asked[0].text == "did R&D cost <5%?"


async def test_a_command_that_slack_sends_again_has_one_effect() -> None:
    rooms = FakeRooms()
    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(rooms=rooms))):
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

    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(rooms=Broken()))):
        exchange = await slack.command("/ask", "what broke?")
        reply = await exchange.reply()
    assert "Something went wrong" in str(reply.body)
    assert LoopbackSlack.APP_TOKEN not in str(reply.body)


@pytest.mark.parametrize("fault", [Fault.refusal("invalid_blocks"), Fault.status(500)])
async def test_an_answer_that_slack_does_not_show_goes_another_way(fault: Fault) -> None:
    async with LoopbackSlack() as slack, running(slack):
        slack.next("response_url", fault)
        await slack.command("/digest", "help")
        await slack.journal.until(lambda taken: [one.deed for one in taken] == [Deed.EPHEMERAL])
    assert slack.journal[0].body["user"] == "U1"


async def test_an_answer_that_may_have_been_shown_is_not_said_twice() -> None:
    async with LoopbackSlack() as slack, running(slack):
        slack.next("response_url", Fault.ACCEPT_THEN_DROP)
        with capture_logs() as logged:
            await (await slack.command("/digest", "help")).reply()
            await (await slack.command("/digest", "next")).reply()
    assert [one.deed for one in slack.journal] == [Deed.REPLY, Deed.REPLY]
    assert "answer.in_doubt" in {line["event"] for line in logged}


async def test_an_answer_that_comes_after_half_an_hour_still_reaches_its_asker_alone() -> None:
    watch = Watch()

    class Slow(FakeRooms):
        async def answer(self, question: Question) -> Answer:
            watch.at += timedelta(minutes=31)
            return await super().answer(question)

    async with LoopbackSlack(now=watch) as slack, running(slack, reception=Reception(desk=a_desk(rooms=Slow()))):
        await slack.command("/ask", "what took so long?")
        await slack.journal.until(lambda taken: [one.deed for one in taken] == [Deed.EPHEMERAL])
    assert slack.journal[0].body["user"] == "U1"


async def test_a_workspace_that_is_not_ours_is_not_served() -> None:
    rooms = FakeRooms()
    async with LoopbackSlack() as slack, running(slack, reception=Reception(desk=a_desk(rooms=rooms))):
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


async def test_a_fault_of_our_own_at_the_start_is_waited_out_too() -> None:
    class Clumsy(FakeRoster):
        async def join(self, workspace: Workspace) -> None:
            if not self.known:
                self.known[workspace.tenant] = workspace
                raise ZeroDivisionError

    async with LoopbackSlack() as slack:
        with capture_logs() as logged:
            async with running(slack, reception=Reception(desk=a_desk(roster=Clumsy())), pause=at_once):
                assert (await (await slack.command("/digest", "help")).reply()).ephemeral
    assert [line["event"] for line in logged if line["log_level"] == "error"] == ["slack.unreachable"]


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with LoopbackSlack() as slack, running(slack):
        assert (await (await slack.command("/digest", "help")).reply()).ephemeral


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_the_bot_comes_back_when_slack_asks_it_to(reason: str) -> None:
    async with LoopbackSlack() as slack, running(slack, pause=at_once):
        await slack.sockets.disconnect(reason)
        await slack.sockets.opened.nth(1)
        assert (await (await slack.command("/digest", "help")).reply()).ephemeral


async def test_the_bot_comes_back_after_its_connection_was_cut() -> None:
    async with LoopbackSlack() as slack, running(slack, pause=at_once, ping_seconds=0.1):
        slack.sockets.cut()
        await slack.sockets.opened.nth(1)
        assert (await (await slack.command("/digest", "help")).reply()).ephemeral


async def test_a_bot_that_finds_too_many_connections_waits_longer_each_time_for_one_to_end() -> None:
    waits: Trail[float] = Trail()
    async with LoopbackSlack() as slack, ClientSession() as others:
        api = web_api(slack.bot_token, base_url=slack.api_url)
        addresses = [await api.apps_connections_open(app_token=slack.APP_TOKEN) for _ in range(MOST_SOCKETS)]
        sockets = [await others.ws_connect(opened["url"]) for opened in addresses]

        async def pause(seconds: float) -> None:
            waits.add(seconds)
            if len(waits) == 3:
                await sockets[0].close()

        async with running(slack, pause=pause):
            assert list(waits) == [1, 2, 4]
        asked = [call.route for call in slack.calls].count("apps.connections.open")
    assert asked == MOST_SOCKETS + 4


async def test_a_token_that_is_revoked_ends_the_bot_at_its_next_connection() -> None:
    async with LoopbackSlack() as slack:
        bot = a_bot(slack, pause=at_once)
        task = asyncio.create_task(bot.run())
        await asyncio.wait_for(bot.connected.wait(), 5)
        slack.always("auth.test", Fault.refusal("token_revoked"))
        await slack.sockets.disconnect("refresh_requested")
        with pytest.raises(NeverWill, match="token_revoked"):
            await asyncio.wait_for(task, 5)
        assert not bot.connected.is_set()


async def test_slack_is_obeyed_where_it_asks_a_bot_to_stay_away() -> None:
    waits: Trail[float] = Trail()

    async def pause(seconds: float) -> None:
        waits.add(seconds)

    async with LoopbackSlack() as slack:
        slack.next("apps.connections.open", Fault.too_many(30))
        async with running(slack, pause=pause):
            assert list(waits) == [30]


def test_what_was_seen_is_remembered_for_a_while() -> None:
    seen = Seen()
    assert seen.first("1.trigger")
    assert not seen.first("1.trigger")
    for number in range(MOST):
        seen.first(f"later {number}")
    assert seen.first("1.trigger")
