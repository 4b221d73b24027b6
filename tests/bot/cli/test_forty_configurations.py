"""Configurations that people really write: every fault at once, each with its place and its mend, and no secret."""

import json
import os
from pathlib import Path
from signal import SIGTERM

import pytest

from tests.bot.cli.configurations import (
    BOT_TOKEN,
    BY_HOUSE_FILE,
    BY_SETTINGS,
    DISCORD_HOOK,
    HOOKED,
    MORNING,
    SCREEN,
    SECRET,
    SLACK_HOOK,
    THAT_START,
    WELL,
    Made,
    Settings,
    Told,
)
from tests.bot.cli.typed import Said, running, typed


def looked_at(verb: str, settings: Settings, house: Made | None = None) -> Said:
    """What the verb says; the planted secret is never in it, and nothing breaks."""
    path = Path("rundown.toml")
    if isinstance(house, str | bytes):
        path.write_bytes(house.encode() if isinstance(house, str) else house)
    elif house is not None and not path.exists():
        house(path)
    said = typed(verb, **{f"RUNDOWN_{name}": value for name, value in settings.items()})
    for never in (SECRET, "Traceback", "Something broke"):
        assert never not in said.out + said.err
    return said


def mends(said: Said, beginning: str) -> list[str]:
    assert said.code == 2
    lines = (said.out + said.err).splitlines()
    return [line.removeprefix(beginning) for line in lines if line.startswith(beginning)]


def tell(found: list[str], told: Told) -> None:
    """Neither a fault too few nor one too many."""
    assert len(found) == len(told), found
    for place, mend in told:
        assert [fault for fault in found if fault.startswith(place) and mend in fault], f"{place} is not in {found}"


def in_the_file(told: Told) -> Told:
    return [(f"rundown.toml: {place}", mend) for place, mend in told]


STOPPING = [
    *[(settings, None, told) for settings, told in BY_SETTINGS.values()],
    *[({}, house, in_the_file(told)) for house, told in BY_HOUSE_FILE.values()],
]


@pytest.mark.parametrize(("settings", "house", "told"), STOPPING, ids=[*BY_SETTINGS, *BY_HOUSE_FILE])
def test_what_stops_a_start_is_told_by_check_and_by_the_start_alike(
    settings: Settings, house: Made | None, told: Told
) -> None:
    checked = mends(looked_at("check", settings, house), "MEND ")
    tell(checked, told)
    assert mends(looked_at("run", settings, house), "rundown: ") == checked


def test_faults_of_every_place_are_told_at_once_and_nothing_is_opened_by_the_start() -> None:
    settings = {
        "ZONE": "Mars/Phobos",
        "SLACK_BOT_TOKEN": "<token>",
        "WEBHOOKS__DESK": SECRET,
        "STORE": SECRET,
        "DISCORD_TOKN": SECRET,
        "MODEL_URL": "http://127.0.0.1:9/v1",
        "MODEL_KEY": SECRET,
    }
    checked = mends(looked_at("check", settings, f'[editions.a]\nat = "dawn"\n# {BOT_TOKEN}\n'), "MEND ")
    told = [
        *[(f"RUNDOWN_{name}", "") for name in ("ZONE", "SLACK_BOT_TOKEN", "WEBHOOKS__DESK", "STORE", "MODEL_NAME")],
        ("RUNDOWN_DISCORD_TOKN is no setting", "RUNDOWN_DISCORD_TOKEN"),
        *in_the_file([("line 2: editions.a.at", "8:30"), ("line 3: a secret stands here", "RUNDOWN_SLACK_BOT_TOKEN")]),
    ]
    tell(checked, told)
    assert mends(looked_at("run", settings), "rundown: ") == checked
    assert not Path(".rundown").exists()


def test_a_house_file_that_is_named_and_missing_is_not_called_needless() -> None:
    assert "not needed" not in looked_at("check", {"HOUSE_FILE": "elsewhere.toml"}).out


def test_a_record_that_is_no_database_stops_the_start() -> None:
    Path("notes.txt").write_text("no database" * 100, encoding="utf-8")
    settings = {"STORE": "sqlite:///notes.txt"}
    (told,) = mends(looked_at("check", settings), "MEND ")
    assert told.startswith("record (RUNDOWN_STORE): The record's file is damaged or no database. Put a backup")
    assert mends(looked_at("run", settings), "rundown: ") == [told]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_house_file_that_may_not_be_read_is_told_with_its_mend() -> None:
    Path("rundown.toml").touch(mode=0)
    told = in_the_file([("cannot be read: Permission denied", "Name a file that this user may read")])
    tell(mends(looked_at("check", {}), "MEND "), told)
    tell(mends(looked_at("run", {}), "rundown: "), told)


@pytest.mark.parametrize(("mode", "seen"), [(0o600, ""), (0o644, "(mode 0644): renew the secret as well")])
def test_a_secret_that_others_may_have_read_wants_to_be_renewed(mode: int, seen: str) -> None:
    Path("rundown.toml").write_text(f'{MORNING}# hook = "{DISCORD_HOOK}"\n', encoding="utf-8")
    Path("rundown.toml").chmod(mode)
    (told,) = mends(looked_at("check", {}), "MEND ")
    assert told.startswith("rundown.toml: line 3: a secret stands here: take it out and put it into RUNDOWN_WEBHOOKS__")
    assert told.endswith(seen or "NAME")


def test_a_placeholder_in_a_comment_is_no_secret() -> None:
    said = looked_at(
        "check", {}, "# RUNDOWN_SLACK_BOT_TOKEN=xoxb-your-bot-token, from https://hooks.slack.com/services/...\n"
    )
    assert said.code == 0


@pytest.mark.parametrize(("platform", "address"), [("slack", DISCORD_HOOK), ("discord", SLACK_HOOK)])
def test_the_address_of_one_platform_for_a_channel_of_the_other_stops_the_start(platform: str, address: str) -> None:
    house, settings = MORNING + HOOKED.replace("slack", platform), {"WEBHOOKS__DESK": address}
    (told,) = mends(looked_at("check", settings, house), "MEND ")
    other = {"slack": "discord", "discord": "slack"}[platform]
    assert told.startswith("channel desk: RUNDOWN_WEBHOOKS__DESK belongs to another platform")
    assert told.endswith(f'write platform = "{other}-webhook"')
    assert mends(looked_at("run", settings, house), "rundown: ") == [told]


def test_a_setting_in_large_and_in_small_letters_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("rundown_zone", "Europe/Paris")
    tell(mends(looked_at("check", {"ZONE": "UTC"}), "MEND "), [("RUNDOWN_ZONE is set twice", "keep one of them")])


@pytest.mark.parametrize(("settings", "house", "told"), THAT_START.values(), ids=THAT_START)
def test_what_does_not_stop_a_start_is_told_to_the_log(settings: Settings, house: str, told: Told) -> None:
    checked = mends(looked_at("check", settings, house), "MEND ")
    tell(checked, told)
    begun = looked_at("run", settings, house)
    logged = [json.loads(line) for line in begun.err.splitlines() if line.startswith("{")]
    assert [(line["event"], line["mend"]) for line in logged] == [("rundown.mend", mend) for mend in checked]
    assert "Nothing is set up yet" in begun.err


@pytest.fixture
def _two_channels() -> None:
    Path("rundown.toml").write_text(MORNING + SCREEN + HOOKED, encoding="utf-8")


@pytest.mark.usefixtures("_two_channels")
async def test_a_channel_that_nothing_reaches_keeps_no_other_from_its_digests() -> None:
    async with running() as bot:
        await bot.until("rundown.running")
        assert await bot.stopped(SIGTERM) == 0
    assert [event["mend"] for event in bot.events if event["event"] == "rundown.mend"] == [
        "channel desk: set RUNDOWN_WEBHOOKS__DESK"
    ]


@pytest.mark.parametrize(("settings", "house", "told"), WELL.values(), ids=WELL)
def test_what_is_well_is_not_complained_of(settings: Settings, house: Made, told: str) -> None:
    said = looked_at("check", settings, house)
    assert (said.code, "MEND" in said.out) == (0, False)
    assert told in said.out
