"""rundown check: every fault at once, each with its mend, and no secret."""

import sys
from pathlib import Path

import pytest

from tests.bot.cli.typed import Said, filed, typed
from tests.builders import an_article

SECRET = "canary-secret-0042"
NEWSDESK = """
[editions.morning]
at = "8:00"
[channels.newsdesk]
platform = "slack-webhook"
webhook = "newsdesk"
editions = ["morning"]
"""
NOON = """
[editions.noon]
at = "12:00"
[channels.a]
platform = "{platform}"
workspace = "{workspace}"
channel = "{channel}"
editions = ["noon"]
"""


def checked(house: str = "", *words: str, **environment: str) -> Said:
    if house:
        Path("rundown.toml").write_text(house, encoding="utf-8")
    said = typed("check", *words, **environment)
    assert SECRET not in said.out + said.err
    return said


def mends(said: Said) -> list[str]:
    assert said.code == 2
    return [line.removeprefix("MEND ") for line in said.out.splitlines() if line.startswith("MEND ")]


def test_a_newsroom_that_has_set_up_nothing_is_well_and_hears_so() -> None:
    said = checked()
    assert said.code == 0
    assert [line[:5] for line in said.out.splitlines()] == ["ok   "] * 3
    assert "no platform is switched on yet" in said.out
    assert "rundown.toml: not there, and not needed" in said.out


def test_what_is_switched_on_and_which_channels_there_are_is_told() -> None:
    said = checked(NEWSDESK, RUNDOWN_WEBHOOKS__NEWSDESK=f"https://hooks.slack.com/services/T1/B1/{SECRET}")
    assert said.code == 0
    assert "settings: webhook newsdesk" in said.out
    assert "rundown.toml: channels newsdesk" in said.out
    assert "record: SQLite" in said.out


def test_faults_of_settings_house_file_and_record_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "record.db").write_text("no database" * 100)
    found = mends(
        checked(
            '[editions.dawn]\nat = "at dawn"\n[channels.a]\nplatform = "irc"\n[channels.b]\nplatform = "slack"\n',
            RUNDOWN_ZONE="Mars/Phobos",
            RUNDOWN_LOG_LEVEL=SECRET,
            RUNDOWN_WEBHOOKS__DESK=SECRET,
            RUNDOWN_WEBHOOKS=SECRET,
            RUNDOWN_DISCORD_API_URL=SECRET,
            RUNDOWN_DISCORD_TOKN=SECRET,
            RUNDOWN_STORE=f"sqlite:///{tmp_path / 'record.db'}",
        )
    )
    for place in (
        *("RUNDOWN_ZONE", "RUNDOWN_LOG_LEVEL", "RUNDOWN_WEBHOOKS", "RUNDOWN_DISCORD_API_URL"),
        "RUNDOWN_DISCORD_TOKN is no setting: did you mean RUNDOWN_DISCORD_TOKEN?",
        *("rundown.toml: line 2: editions.dawn.at", "rundown.toml: line 3: channels.a"),
        "rundown.toml: line 5: channels.b.workspace",
        "record (RUNDOWN_STORE): The record's file is damaged",
    ):
        assert [fault for fault in found if fault.startswith(place)], f"{place} is not among {found}"


def test_a_webhook_whose_address_is_none_is_named_and_not_shown() -> None:
    (fault,) = mends(checked(RUNDOWN_WEBHOOKS__DESK=SECRET))
    assert fault == "RUNDOWN_WEBHOOKS__DESK: this is no web address: copy it anew"


@pytest.mark.parametrize(
    ("environment", "mend"),
    [
        (
            {"SLACK_BOT_TOKEN": "xoxp-" + SECRET, "SLACK_APP_TOKEN": "xapp-1"},
            "RUNDOWN_SLACK_BOT_TOKEN: this does not begin",
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-" + SECRET},
            "RUNDOWN_SLACK_APP_TOKEN: this does not begin",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-" + SECRET}, "RUNDOWN_SLACK_APP_TOKEN is missing"),
        ({"SLACK_APP_TOKEN": "xapp-" + SECRET}, "RUNDOWN_SLACK_BOT_TOKEN is missing"),
        ({"WEBHOOKS__ATTIC": "https://discord.com/api/webhooks/1/" + SECRET}, "webhook attic is named by no channel"),
        ({"HOUSE_FILE": "elsewhere.toml"}, "RUNDOWN_HOUSE_FILE: there is no such file"),
    ],
)
def test_a_token_that_cannot_work_is_told_with_its_mend(environment: dict[str, str], mend: str) -> None:
    (fault,) = mends(checked(**{f"RUNDOWN_{name}": value for name, value in environment.items()}))
    assert fault.startswith(mend)


@pytest.mark.parametrize(
    ("house", "mend"),
    [
        (NEWSDESK, "channel newsdesk: set RUNDOWN_WEBHOOKS__NEWSDESK"),
        (NEWSDESK.replace("slack-", "discord-"), "channel newsdesk: set RUNDOWN_WEBHOOKS__NEWSDESK"),
        (NOON.format(platform="slack", workspace="T1", channel="C1"), "channel a: set RUNDOWN_SLACK_BOT_TOKEN"),
        (NOON.format(platform="discord", workspace="1", channel="2"), "channel a: set RUNDOWN_DISCORD_TOKEN"),
        ('[channels.screen]\nplatform = "terminal"\n', "channel screen takes no edition"),
    ],
)
def test_a_channel_that_nothing_would_reach_is_told_with_its_mend(house: str, mend: str) -> None:
    (fault,) = mends(checked(house))
    assert fault.startswith(mend)


@pytest.mark.parametrize(
    ("library", "extra", "tokens"),
    [
        ("slack_bolt", "slack", {"RUNDOWN_SLACK_BOT_TOKEN": "xoxb-1", "RUNDOWN_SLACK_APP_TOKEN": "xapp-1"}),
        ("pydantic_ai", "llm", {"RUNDOWN_MODEL_URL": "http://127.0.0.1:9/v1", "RUNDOWN_MODEL_NAME": "pencil"}),
        ("discord", "discord", {"RUNDOWN_DISCORD_TOKEN": "1.2.3"}),
    ],
)
def test_a_platform_whose_library_is_not_installed_is_told_with_what_installs_it(
    library: str, extra: str, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    fault, *_ = mends(checked(**tokens))
    assert fault.endswith(f'pip install "rundown[{extra}]"')


def test_a_record_elsewhere_is_looked_at_where_it_is_named() -> None:
    filed(an_article(), record=Path("elsewhere.db"))
    assert checked("", "--store", "sqlite:///elsewhere.db").code == 0
    assert not Path(".rundown").exists()
