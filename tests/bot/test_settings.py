"""Settings come from the environment, whole, and no secret is ever seen."""

import pytest

from bot.settings import Places, misspelt, read_settings
from digests.errors import BadSettings

TOKEN = "xoxb-canary-0001"


def test_without_any_setting_the_record_lies_in_the_folder_and_no_platform_is_on() -> None:
    settings = read_settings()
    assert settings.store == "sqlite:///.rundown/rundown.db"
    assert settings.secrets == ()


def test_a_webhook_is_set_by_the_variable_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNDOWN_WEBHOOKS__NEWSDESK", "https://discord.com/api/webhooks/1/canary")
    assert read_settings().webhooks["newsdesk"].get_secret_value() == "https://discord.com/api/webhooks/1/canary"


def test_a_secret_is_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNDOWN_SLACK_BOT_TOKEN", TOKEN)
    settings = read_settings()
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump()}"
    assert settings.secrets == (TOKEN,)


def test_all_faults_are_told_at_once_and_none_repeats_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNDOWN_ZONE", "Mars/Phobos")
    monkeypatch.setenv("RUNDOWN_LOG_LEVEL", "canary-level")
    with pytest.raises(BadSettings) as refused:
        read_settings()
    assert len(refused.value.faults) == 2
    assert "RUNDOWN_ZONE" in str(refused.value)
    assert "canary-level" not in str(refused.value)


def test_spaces_around_a_pasted_token_and_the_case_of_a_level_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNDOWN_SLACK_BOT_TOKEN", f" {TOKEN}\n")
    monkeypatch.setenv("RUNDOWN_LOG_LEVEL", "Warning")
    settings = read_settings()
    assert settings.secrets == (TOKEN,)
    assert settings.log_level == "warning"


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("WEBHOOKS", "https://discord.com/api/webhooks/1/canary", "RUNDOWN_WEBHOOKS__NEWSDESK=https://..."),
        ("WEBHOOKS__DESK", "canary", "no web address"),
        ("WEBHOOKS__DESK", "file:///canary", "no web address"),
        ("WEBHOOKS__DESK", "https://", "no web address"),
        ("WEBHOOKS__DESK__EXTRA", "https://discord.com/api/webhooks/1/canary", "valid string"),
        ("DISCORD_GATEWAY_URL", "canary", "no web address"),
        ("HOUSE_FILE", "canary.toml", "no such file"),
        ("LOG_LEVEL", "canary", "'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named_by_its_variable_alone(
    name: str, said: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"RUNDOWN_{name}", said)
    with pytest.raises(BadSettings) as refused:
        read_settings()
    (fault,) = refused.value.faults
    assert fault.startswith(f"RUNDOWN_{name.removesuffix('__EXTRA')}: ")
    assert told in fault
    assert "canary" not in fault


def test_where_things_lie_is_known_though_the_rest_is_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNDOWN_ZONE", "Mars/Phobos")
    monkeypatch.setenv("RUNDOWN_STORE", "sqlite:///elsewhere.db")
    assert Places().store == "sqlite:///elsewhere.db"


def test_a_misspelt_setting_is_told_with_the_one_that_was_meant() -> None:
    strange = misspelt({"RUNDOWN_SLACK_TOKEN": TOKEN, "RUNDOWN_ZONE": "UTC", "RUNDOWN_WEBHOOKS__A": "x", "SLACK": "y"})
    assert strange == ["RUNDOWN_SLACK_TOKEN is no setting: did you mean RUNDOWN_SLACK_BOT_TOKEN?"]
