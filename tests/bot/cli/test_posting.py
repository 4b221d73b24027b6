"""rundown post --once: one digest to one channel, and an exit code for cron and CI."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bot.cli.platforms import both_platforms
from tests.bot.cli.typed import Said, file_away, filed, typed, typed_beside
from tests.builders import a_claim, an_article
from tests.platforms.faults import Fault
from tests.platforms.webhooks import LoopbackWebhooks

EIGHT, LATER = "2026-03-02T07:00Z", "2026-03-02T07:05Z"
HOUSE = """
[editions.morning]
at = "weekdays 8:00"
[editions.markets]
at = "weekdays 17:00"
topics = ["business"]
[channels.newsdesk]
platform = "slack-webhook"
webhook = "newsdesk"
editions = ["morning"]
[channels.floor]
platform = "discord-webhook"
webhook = "floor"
editions = ["morning", "markets"]
[channels.screen]
platform = "terminal"
editions = ["morning"]
[channels.attic]
platform = "terminal"
"""
ROOMS = """
[editions.morning]
at = "8:00"
[channels.slack]
platform = "slack"
workspace = "T1"
channel = "C1"
editions = ["morning"]
[channels.discord]
platform = "discord"
workspace = {guild}
channel = {room}
editions = ["morning"]
"""


def house(text: str) -> None:
    Path("rundown.toml").write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def _a_house_file() -> None:
    house(HOUSE)


@pytest.fixture
async def hooks() -> AsyncIterator[LoopbackWebhooks]:
    async with LoopbackWebhooks() as hooks:
        yield hooks


async def posted(hooks: LoopbackWebhooks, channel: str = "newsdesk", *, at: str = EIGHT) -> Said:
    """What the call says; neither address is ever in it."""
    said = await typed_beside(
        *("post", "--once", "--channel", channel, "--at", at),
        RUNDOWN_WEBHOOKS__NEWSDESK=hooks.slack_url,
        RUNDOWN_WEBHOOKS__FLOOR=hooks.discord_url,
    )
    assert "loopbacksecret" not in said.out + said.err
    assert hooks.discord_url not in said.out + said.err
    return said


async def test_what_is_new_is_posted_once_and_the_second_call_finds_nothing(hooks: LoopbackWebhooks) -> None:
    await file_away(an_article())
    first, second = await posted(hooks), await posted(hooks, at=LATER)
    (post,) = hooks.journal
    assert "Harbor tunnel to open in June" in str(post.body)
    assert (first.code, first.out) == (0, "newsdesk: morning, part 1 of 1: posted.\n")
    assert (second.code, second.out) == (3, "newsdesk: nothing new since the last digest; nothing was sent.\n")


async def test_discord_names_the_message_and_so_does_the_call(hooks: LoopbackWebhooks) -> None:
    await file_away(an_article())
    said = await posted(hooks, "floor")
    (post,) = hooks.journal
    assert (said.code, said.out) == (0, f"floor: morning, part 1 of 1: posted as {post.id}.\n")


async def test_an_empty_record_is_nothing_new(hooks: LoopbackWebhooks) -> None:
    said = await posted(hooks)
    assert said.code == 3
    assert len(hooks.journal) == 0


async def test_what_came_in_since_the_last_call_is_a_digest_of_its_own(hooks: LoopbackWebhooks) -> None:
    await file_away(an_article())
    assert (await posted(hooks)).code == 0
    claim = a_claim("sailing", of="second-ferry", text="A second ferry sails from Monday.")
    ferry = {"headline": "Second ferry to sail", "summary": "It sails.", "claims": (claim,)}
    await file_away(an_article("second-ferry", received=datetime(2026, 3, 2, 7, 3, tzinfo=UTC), **ferry))
    assert (await posted(hooks, at=LATER)).code == 0
    first, second = hooks.journal
    assert "Harbor tunnel" in str(first.body)
    assert "Second ferry" in str(second.body)
    assert "Harbor tunnel" not in str(second.body)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault.status(404), "Make a new one and put its address"),
        (Fault.status(410), "Make a webhook for another channel"),
    ],
)
async def test_a_refusal_for_good_is_told_with_its_mend(fault: Fault, told: str, hooks: LoopbackWebhooks) -> None:
    await file_away(an_article())
    hooks.next("slack", fault)
    said = await posted(hooks)
    assert said.code == 4
    assert "part 1 of 1: quarantined." in said.out
    assert told in said.out


async def test_what_a_busy_platform_did_not_take_is_owed_and_the_next_call_delivers_it(hooks: LoopbackWebhooks) -> None:
    await file_away(an_article())
    hooks.next("slack", Fault.too_many(60))
    first, second, third = await posted(hooks), await posted(hooks), await posted(hooks, at=LATER)
    assert [said.code for said in (first, second, third)] == [4, 4, 0]
    assert "not delivered yet, slack-webhook asks us to wait for 60 s. The next call tries again." in first.out
    assert len(hooks.journal) == 1


async def test_a_send_whose_answer_is_lost_is_told_and_not_repeated(hooks: LoopbackWebhooks) -> None:
    await file_away(an_article())
    hooks.next("slack", Fault.ACCEPT_THEN_DROP)
    first, second = await posted(hooks), await posted(hooks, at=LATER)
    assert [said.code for said in (first, second)] == [4, 3]
    assert "part 1 of 1: unknown." in first.out
    assert len(hooks.journal) == 1


async def test_channels_of_both_bots_are_posted_to_as_well() -> None:
    await file_away(an_article())
    async with both_platforms() as (slack, discord, settings):
        house(ROOMS.format(guild=discord.world.guild, room=discord.world.channel))
        for name, platform in (("slack", slack), ("discord", discord)):
            said = await typed_beside("post", "--once", "--channel", name, "--at", EIGHT, **settings)
            (post,) = platform.journal.posts()
            assert said.code == 0
            assert post.id in said.out


def test_a_webhook_without_an_address_is_told_with_the_setting_that_is_missing() -> None:
    filed(an_article())
    said = typed(
        "post",
        "--once",
        "--channel",
        "newsdesk",
        "--at",
        EIGHT,
        RUNDOWN_WEBHOOKS__OTHER="https://discord.com/api/webhooks/1/x",
    )
    assert said.code == 4
    assert "RUNDOWN_WEBHOOKS__NEWSDESK" in said.out


def test_a_terminal_is_a_channel_too() -> None:
    filed(an_article())
    said = typed("post", "--once", "--channel", "screen", "--at", EIGHT)
    assert said.code == 0
    assert said.out.startswith("MORNING RUNDOWN\n")
    assert said.out.endswith(".\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--once", "--channel", "newsdsk"), "there is: newsdesk, floor, screen, attic"),
        (("--once", "--channel", "attic"), "takes no edition: add editions"),
        (("--channel", "newsdesk"), "say --once"),
        (("--once",), "Missing option '--channel'"),
        (("--once", "--channel", "screen", "--at", "eight"), "Try 2026-03-02T08:00Z"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused_with_the_next_step(words: tuple[str, ...], told: str) -> None:
    said = typed("post", *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
