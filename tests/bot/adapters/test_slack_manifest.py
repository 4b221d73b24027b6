"""Slack makes the app from our manifest: it must keep Slack's limits and ask for no more than we use."""

import json

import pytest
from typer.testing import CliRunner

from bot.adapters.discord.inviting import invitation
from bot.adapters.slack.manifest import MOST_USAGE, READ_BACK, SCOPES, Mode, manifest
from bot.cli.app import app
from bot.commands.table import COMMANDS, ROOTS


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
    for command in (one for one in COMMANDS if one.typed):
        assert command.line.split(" ", 1)[1] in hints


def test_the_app_has_a_room_in_which_a_person_can_be_written_to_and_none_to_write_back() -> None:
    home = manifest()["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, True)


def test_the_app_asks_to_post_and_to_hear_commands_and_for_nothing_else() -> None:
    assert manifest()["oauth_config"] == {"scopes": {"bot": ["app_mentions:read", "chat:write", "commands"]}}
    assert manifest()["settings"]["socket_mode_enabled"]


def test_where_it_may_look_for_lost_messages_it_asks_for_that_and_for_nothing_else() -> None:
    asked = manifest(read_back=True)["oauth_config"]["scopes"]["bot"]
    assert asked == ["app_mentions:read", "channels:history", "chat:write", "commands", "groups:history"]


def test_over_http_every_door_of_slack_leads_to_one_address_and_no_socket_is_opened() -> None:
    made = manifest(mode=Mode.HTTP, url="https://rundown.example/")
    told = made["settings"]
    doors = [told["event_subscriptions"]["request_url"], told["interactivity"]["request_url"]]
    doors += [command["url"] for command in made["features"]["slash_commands"]]
    assert set(doors) == {"https://rundown.example/slack/events"}
    assert not told["socket_mode_enabled"]


def test_commands_may_stand_under_another_name_where_theirs_is_taken() -> None:
    names = [command["command"] for command in manifest(prefix="rd-")["features"]["slash_commands"]]
    assert names == [f"/rd-{root}" for root in ROOTS]


def test_no_command_has_a_name_that_slack_keeps_for_itself() -> None:
    """Of https://slack.com/help/articles/201259356 and those of its integrations."""
    kept = "archive call collapse dm dnd expand feed invite join leave me msg mute open remind remove rename search"
    kept += " shortcuts shrug status star topic unarchive who apps away active giphy help"
    assert not set(kept.split()) & set(ROOTS)


@pytest.mark.parametrize("scope", [*SCOPES, *READ_BACK])
def test_each_scope_has_its_reason(scope: str) -> None:
    assert ({**SCOPES, **READ_BACK})[scope].startswith("to ") or scope == "groups:history"


def test_the_command_line_prints_a_manifest_that_can_be_pasted() -> None:
    printed = CliRunner().invoke(app, ["manifest"])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == manifest()


def test_the_command_line_prints_the_link_by_which_a_server_invites_the_bot() -> None:
    printed = CliRunner().invoke(app, ["manifest", "discord", "--id", "4177"])
    assert printed.stdout.strip() == invitation("4177")
    assert "&permissions=309237730304" in printed.stdout
