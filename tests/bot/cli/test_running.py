"""rundown run as its own process: it says what matters, and stops when it is told to."""

import asyncio
import json
import signal
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from time import monotonic

import pytest

from digests.article import When
from tests.bot.cli.platforms import at_home, both_platforms
from tests.bot.cli.typed import PATIENCE, file_away, running, started, surroundings, typed, typed_beside
from tests.builders import an_article
from tests.conftest import ROOT
from tests.platforms.faults import Fault
from tests.platforms.webhooks import LoopbackWebhooks

README = (ROOT / "README.md").read_text(encoding="utf-8")
A_FEW_SECONDS = 5
TERMINAL = """
[editions.morning]
at = "8:00"
[channels.screen]
platform = "terminal"
editions = ["morning"]
"""
DESK = """
[editions.morning]
at = "8:00"
[channels.desk]
platform = "slack-webhook"
webhook = "desk"
editions = ["morning"]
"""


def a_house_file(text: str) -> str:
    Path("rundown.toml").write_text(text, encoding="utf-8")
    return "rundown.toml"


@pytest.fixture
def _a_channel() -> None:
    a_house_file(TERMINAL)


def test_with_nothing_set_up_it_says_what_to_do_and_ends() -> None:
    said = typed("run")
    assert (said.code, said.out) == (2, "")
    for step in ("RUNDOWN_SLACK_BOT_TOKEN", "RUNDOWN_DISCORD_TOKEN", "README.md", "rundown check", "rundown demo"):
        assert step in said.err


@pytest.mark.usefixtures("_a_channel")
def test_faults_of_settings_and_house_file_end_it_before_anything_is_opened() -> None:
    a_house_file("[channels.a]\nplatform = 'irc'\n[editions.b]\nat = 'dawn'\n")
    said = typed("run")
    assert said.code == 2
    assert len(said.err.splitlines()) == 2
    assert not Path(".rundown").exists()


@pytest.mark.usefixtures("_a_channel")
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_leaves_within_seconds_and_without_a_complaint(by: signal.Signals) -> None:
    async with running(RUNDOWN_LOG_LEVEL="debug") as bot:
        await bot.until("sending.done")
        told = monotonic()
        assert await bot.stopped(by) == 0
        assert monotonic() - told < A_FEW_SECONDS
    assert {event["level"] for event in bot.events} <= {"info", "debug"}


@pytest.mark.usefixtures("_a_channel")
async def test_a_minute_in_which_nothing_falls_due_leaves_no_line() -> None:
    await file_away(an_article())
    async with running(RUNDOWN_LOG_LEVEL="debug") as bot:
        await bot.until("sending.done")
        await bot.stopped(signal.SIGTERM)
    told = [event["event"] for event in bot.events if event["level"] != "debug"]
    assert told == ["rundown.running", "rundown.stopping", "rundown.stopped"]


async def test_a_second_signal_does_not_wait_for_a_send_that_hangs() -> None:
    a_minute_ago = datetime.now(UTC) - timedelta(minutes=1)
    await file_away(an_article(received=a_minute_ago, published=When.at(a_minute_ago)))
    async with LoopbackWebhooks() as hooks:
        settings = {"RUNDOWN_WEBHOOKS__DESK": hooks.slack_url, "RUNDOWN_HOUSE_FILE": a_house_file(DESK)}
        hooks.next("slack", Fault.too_many(1), Fault.delay(PATIENCE))
        owed = await typed_beside("post", "--once", "--channel", "desk", "--at", a_minute_ago.isoformat(), **settings)
        assert owed.code == 4
        async with running(**settings) as bot:
            await hooks.arrived.until(lambda routes: len(routes) == 2, within=PATIENCE)
            bot.tell(signal.SIGTERM)
            await bot.until("rundown.stopping")
            told = monotonic()
            bot.tell(signal.SIGTERM)
            assert await bot.ended() == -signal.SIGTERM
            assert monotonic() - told < A_FEW_SECONDS
    assert "loopbacksecret" not in str(bot.events)


@pytest.mark.skipif(not (which("curl") and which("openssl")), reason="needs curl and openssl, as README's lines do")
async def test_a_cms_hands_an_article_in_as_the_readme_says(tmp_path: Path) -> None:
    lines = README.partition("### From your own CMS")[2].partition("```sh\n")[2].partition("```")[0]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"RUNDOWN_INTAKE_SECRET": "a-secret-of-the-newsroom", "RUNDOWN_WEB_BIND": f"127.0.0.1:{port}"}
    async with running(**settings) as bot:
        await bot.until("rundown.running")
        told = await asyncio.create_subprocess_shell(
            lines.replace("8410", str(port)),
            cwd=tmp_path,
            env=surroundings(settings),
            stdout=asyncio.subprocess.PIPE,
        )
        answer, _ = await told.communicate()
        assert await bot.stopped(signal.SIGTERM) == 0
    assert [row["status"] for row in json.loads(answer)["articles"]] == ["stored"]
    assert "a-secret-of-the-newsroom" not in str(bot.events)


async def test_a_door_that_cannot_open_is_told_and_the_bot_does_not_start() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        said = started("run", RUNDOWN_INTAKE_SECRET="a-secret-of-the-newsroom", RUNDOWN_WEB_BIND=place)
    assert said.code == 2
    assert f"RUNDOWN_WEB_BIND: {place} cannot be listened at" in said.err


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
