"""The table of commands: every one documented, every word found or answered with the nearest."""

import re

import pytest

from bot.commands.command import Command
from bot.commands.table import COMMANDS, ROOTS, meant
from digests.errors import BadInput
from digests.ports import Due
from tests.bot.desks import a_call, a_desk, heard, lines_of
from tests.builders import a_channel, a_subscription, an_edition


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_command_tells_what_it_does_and_how_it_is_typed(command: Command) -> None:
    assert command.help.endswith(".")
    assert len(command.help) <= 100
    assert command.example.startswith(f"/{command.name}")
    assert command.for_me is False or command.name.startswith("digest ")
    assert bool(command.usage) is bool(command.options)
    for option in command.options:
        assert re.fullmatch(r"[a-z]{1,32}", option.name)
        assert 0 < len(option.help) <= 100
        assert option.name.upper() in command.usage or "NAME VALUE" in command.usage


TYPED = [command for command in COMMANDS if command.typed]


@pytest.mark.parametrize("command", TYPED, ids=lambda command: str(command.name))
async def test_every_example_works_as_it_stands(command: Command) -> None:
    due = Due(subscription=a_subscription(), edition=an_edition(), channel=a_channel())
    reply = await heard(a_call(command.example.removeprefix("/")), a_desk(due))
    assert lines_of(reply)[0] not in {"Not done", "Something went wrong"}


@pytest.mark.parametrize("line", ["digest", "digest help", "Digest HELP", "digest   help"])
async def test_help_lists_every_command_with_its_example(line: str) -> None:
    reply = await heard(a_call(line), a_desk())
    told = "\n".join(lines_of(reply))
    for command in COMMANDS:
        assert (f"{command.line}: {command.help}" in told) is command.typed
        assert (command.example in told) is command.typed


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("digest nwo", "/digest now"),
        ("digest subscirbe politics", "/digest subscribe"),
        ("digest xyzzy", "/digest help"),
    ],
)
def test_an_unknown_word_gets_the_nearest_command(line: str, nearest: str) -> None:
    with pytest.raises(BadInput, match=nearest):
        meant(a_call(line))


def test_a_command_keeps_only_what_follows_it() -> None:
    command, call = meant(a_call("digest subscribe politics at 8:30"))
    assert (command.name, call.command, call.text) == ("digest subscribe", "digest subscribe", "politics at 8:30")


def test_a_platform_that_names_the_whole_command_is_understood() -> None:
    command, call = meant(a_call("digest", command="digest subscribe", words={"topic": "sport"}))
    assert (command.name, call.text, call.words) == ("digest subscribe", "", {"topic": "sport"})


def test_every_group_of_commands_tells_what_it_is_for_and_a_command_alone_tells_its_help() -> None:
    assert set(ROOTS) == {command.name.split()[0] for command in COMMANDS}
    assert all(0 < len(told) <= 100 for told in ROOTS.values())
    assert ROOTS["ask"] == next(command.help for command in COMMANDS if command.name == "ask")
