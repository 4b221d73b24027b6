"""Slack makes the app from our manifest: it must keep Slack's limits and ask for no more than we use."""

import json

from typer.testing import CliRunner

from bot.adapters.slack.manifest import MOST_USAGE, manifest
from bot.cli.app import app
from bot.commands.table import COMMANDS


def test_the_manifest_keeps_what_slack_allows() -> None:
    made = manifest()
    told = made["display_information"]
    assert len(told["name"]) <= 35
    assert len(told["description"]) <= 140
    assert 174 <= len(told["long_description"]) <= 4000
    for command in made["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert 1 <= len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= MOST_USAGE


def test_every_command_of_the_table_is_hinted_at() -> None:
    hints = " ".join(f"{c['command']} {c['usage_hint']}" for c in manifest()["features"]["slash_commands"])
    for command in COMMANDS:
        assert command.line.split(" ", 1)[1] in hints


def test_the_app_has_a_room_in_which_a_person_can_be_written_to_and_none_to_write_back() -> None:
    home = manifest()["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, True)


def test_the_app_asks_to_post_and_to_hear_commands_and_for_nothing_else() -> None:
    assert manifest()["oauth_config"] == {"scopes": {"bot": ["chat:write", "commands"]}}
    assert manifest()["settings"]["socket_mode_enabled"]


def test_where_it_may_look_for_lost_messages_it_asks_for_that_and_for_nothing_else() -> None:
    asked = manifest(read_back=True)["oauth_config"]["scopes"]["bot"]
    assert asked == ["chat:write", "commands", "channels:history", "groups:history"]


def test_the_command_line_prints_a_manifest_that_can_be_pasted() -> None:
    printed = CliRunner().invoke(app, ["manifest"])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == manifest()
