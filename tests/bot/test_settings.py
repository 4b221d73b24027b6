"""Settings come from the environment, whole, and no secret is ever seen."""

import pytest

from bot.settings import read_settings
from digests.errors import BadSettings

TOKEN = "xoxb-canary-0001"


def test_without_any_setting_the_record_lies_in_the_folder_and_no_platform_is_on() -> None:
    settings = read_settings()
    assert settings.store == "sqlite:///.rundown/rundown.db"
    assert settings.secrets == ()


def test_a_webhook_is_set_by_the_variable_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNDOWN_WEBHOOKS__NEWSDESK", "https://hooks.example/canary")
    assert read_settings().webhooks["newsdesk"].get_secret_value() == "https://hooks.example/canary"


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
