"""rundown run as its own process: it says what matters, and stops when it is told to."""

import signal
from pathlib import Path
from time import monotonic

import pytest

from tests.bot.cli.platforms import at_home, both_platforms
from tests.bot.cli.typed import file_away, running, typed
from tests.builders import an_article

A_FEW_SECONDS = 5
TERMINAL = """
[editions.morning]
at = "8:00"
[channels.screen]
platform = "terminal"
editions = ["morning"]
"""


@pytest.fixture
def _a_channel() -> None:
    Path("rundown.toml").write_text(TERMINAL, encoding="utf-8")


def test_with_nothing_set_up_it_says_what_to_do_and_ends() -> None:
    said = typed("run")
    assert (said.code, said.out) == (2, "")
    for step in ("RUNDOWN_SLACK_BOT_TOKEN", "RUNDOWN_DISCORD_TOKEN", "README.md", "rundown check", "rundown demo"):
        assert step in said.err


@pytest.mark.usefixtures("_a_channel")
def test_faults_of_settings_and_house_file_end_it_before_anything_is_opened() -> None:
    Path("rundown.toml").write_text("[channels.a]\nplatform = 'irc'\n[editions.b]\nat = 'dawn'\n", encoding="utf-8")
    said = typed("run")
    assert said.code == 2
    assert len(said.err.splitlines()) == 2
    assert not Path(".rundown").exists()


@pytest.mark.usefixtures("_a_channel")
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_leaves_within_seconds_and_without_a_complaint(by: signal.Signals) -> None:
    async with running(RUNDOWN_LOG_LEVEL="debug") as bot:
        await bot.until("tick.done")
        told = monotonic()
        assert await bot.stopped(by) == 0
        assert monotonic() - told < A_FEW_SECONDS
    assert {event["level"] for event in bot.events} <= {"info", "debug"}


@pytest.mark.usefixtures("_a_channel")
async def test_a_minute_in_which_nothing_falls_due_leaves_no_line() -> None:
    await file_away(an_article())
    async with running(RUNDOWN_LOG_LEVEL="debug") as bot:
        await bot.until("tick.done")
        await bot.stopped(signal.SIGTERM)
    told = [event["event"] for event in bot.events if event["level"] != "debug"]
    assert told == ["rundown.running", "rundown.stopped"]


async def test_with_both_bots_connected_it_stops_within_seconds_and_tells_no_token() -> None:
    async with both_platforms() as (slack, discord, settings), running(**settings) as bot:
        begun = await bot.until("rundown.running")
        assert (await (await slack.command("/digest", "help")).reply()).ephemeral
        await at_home(discord)
        assert (await (await discord.slash("digest help", {})).reply()).body
        told = monotonic()
        assert await bot.stopped(signal.SIGTERM) == 0
        assert monotonic() - told < A_FEW_SECONDS
    assert (begun["bots"], begun["platforms"]) == (2, ["discord", "slack", "terminal"])
    for secret in (slack.bot_token, slack.APP_TOKEN, discord.TOKEN):
        assert secret not in str(bot.events)


async def test_a_token_that_is_refused_silences_its_own_platform_alone() -> None:
    async with both_platforms() as (_, discord, settings):
        refused = {**settings, "RUNDOWN_SLACK_BOT_TOKEN": "xoxb-canary-revoked"}
        async with running(**refused) as bot:
            told = await bot.until("bot.refused")
            await at_home(discord)
            assert (await (await discord.slash("digest help", {})).reply()).body
            assert await bot.stopped(signal.SIGTERM) == 0
    assert "RUNDOWN_SLACK_BOT_TOKEN" in told["reason"]
    assert "canary" not in str(bot.events)
