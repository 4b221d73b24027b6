"""A secret is known by its shape, and a placeholder by its words; neither is taken for the other."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tokens import is_placeholder, masked, settings_for, webhook_of
from digests.channel import Platform

LETTERS = string.ascii_letters + string.digits


@pytest.mark.parametrize(
    "said",
    [
        *("xoxb-...", "xoxb-…", "xoxb-<token>", "<your bot token>", "xoxb-your-token", "your_api_key", "YOUR-SECRET"),
        *("xoxb-token", "token", "changeme", "Change-Me", "replace_me", "placeholder", "{{ token }}", "${TOKEN}"),
        *("$TOKEN", "xoxb-xxxx-xxxx", "********", "https://hooks.slack.com/services/T0/B0/XXXXXXXX", "https://..."),
    ],
)
def test_what_a_manual_prints_is_a_placeholder(said: str) -> None:
    assert is_placeholder(said)


@pytest.mark.parametrize(
    "said",
    ["xapp-loopback", "loopback.discord.token", "a-secret-of-the-newsroom", "ollama", "xoxb-xx-Xxx", "pa$$w0rd<3"],
)
def test_an_unusual_secret_is_no_placeholder(said: str) -> None:
    assert not is_placeholder(said)


@given(st.text(LETTERS, min_size=24, max_size=24))
def test_what_was_drawn_by_lot_is_masked_and_known_for_the_setting_in_which_it_belongs(drawn: str) -> None:
    token = f"xoxb-2418-7731-7{drawn}"
    assert masked(f"is {token!r} a zone?") == "is '•••' a zone?"
    assert settings_for(f"# {token}") == ["RUNDOWN_SLACK_BOT_TOKEN"]


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://hooks.slack.com/services/T1/B1/abc", Platform.SLACK_WEBHOOK),
        ("https://hooks.slack-gov.com/services/T1/B1/abc", Platform.SLACK_WEBHOOK),
        ("https://discord.com/api/webhooks/1/a-b_c", Platform.DISCORD_WEBHOOK),
        ("https://canary.discordapp.com/api/v10/webhooks/1/abc/?thread_id=2", Platform.DISCORD_WEBHOOK),
        ("https://discord.com/api/webhooks/1", None),
        ("https://discord.com/api/webhooks/1/abc/slack", None),
        ("https://hooks.slack.com.example/services/T1/B1/abc", None),
        ("https://hooks.slack.com@example.org/services/T1/B1/abc", None),
        ("http://hooks.slack.com/services/T1/B1/abc", None),
    ],
)
def test_an_address_is_known_for_the_platform_that_gave_it_out(address: str, platform: Platform | None) -> None:
    assert webhook_of(address) is platform
