"""No secret gets into a line of the log, whoever writes it."""

import json
import logging
import sys
from io import StringIO

import pytest
import structlog

from bot.logs import set_up

TOKEN = "xoxb-canary-0002"


def test_a_secret_is_masked_in_our_events_in_libraries_records_and_in_tracebacks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("debug", secrets=[TOKEN])
    structlog.get_logger().info("delivery.settled", reason=f"refused {TOKEN}")
    logging.getLogger("somebody.else").info("GET https://hooks.example/%s", TOKEN)
    try:
        int(TOKEN)
    except ValueError:
        structlog.get_logger().exception("delivery.broke")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert TOKEN not in "".join(lines)
    assert json.loads(lines[0])["reason"] == "refused •••"
    assert "ValueError" in json.loads(lines[2])["exception"]


@pytest.mark.parametrize("library", ["httpx", "discord.http", "slack_sdk.web"])
def test_libraries_that_log_addresses_and_bodies_are_held_to_warnings(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("debug", secrets=[])
    logging.getLogger(library).info("POST https://hooks.example/canary")
    assert capsys.readouterr().err == ""


class AScreen(StringIO):
    """Standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_traceback_shows_no_values_of_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = AScreen()
    monkeypatch.setattr(sys, "stderr", screen)
    set_up("info", secrets=[])
    unmasked = "canary of a variable"
    try:
        int(unmasked[:0])
    except ValueError:
        structlog.get_logger().exception("delivery.broke")
    told = screen.getvalue()
    assert "ValueError" in told
    assert unmasked not in told


def test_a_terminal_without_colour_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for wanted, coloured in (("", True), ("1", False)):
        screen = AScreen()
        monkeypatch.setattr(sys, "stderr", screen)
        if wanted:
            monkeypatch.setenv("NO_COLOR", wanted)
        set_up("info", secrets=[])
        structlog.get_logger().info("tick.done")
        assert ("\x1b" in screen.getvalue()) is coloured
