"""The README says what is so: its sample, its commands, its verbs, its settings."""

import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli.app import app
from bot.commands.table import COMMANDS
from bot.settings import Settings
from digests.topics import Topic
from tests.house.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_its_sample_is_what_the_demo_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(app, ["demo"], env={"COLUMNS": "80"}).output
    lines = [line.rstrip() for line in printed.splitlines()]
    sample = fenced("")[0].splitlines()
    start = lines.index(sample[0])
    assert lines[start : start + len(sample)] == sample


def test_every_chat_command_stands_in_it_as_the_table_has_it() -> None:
    for command in (one for one in COMMANDS if one.typed):
        assert f"| `{command.line}` | {command.help} |" in README


def test_every_verb_stands_in_it_and_no_other() -> None:
    table = README.partition("## Commands at a terminal")[2].partition("## Settings")[0]
    assert set(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) == set(get_command(app).commands)  # type: ignore[attr-defined]


def test_every_setting_stands_in_it() -> None:
    for name in Settings.model_fields:
        assert f"`RUNDOWN_{name.upper()}" in README.replace("WEBHOOKS__NAME", "WEBHOOKS")


def test_every_topic_stands_in_it() -> None:
    for topic in Topic:
        assert f"`{topic.word}`" in README


def test_its_last_section_is_the_changelog() -> None:
    assert re.findall(r"^## (.+)$", README, re.MULTILINE)[-1] == "Changelog"


def test_every_file_that_it_names_is_there() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
