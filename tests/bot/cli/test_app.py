"""rundown itself: its help, and every error as one clear line."""

import json
import os
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli.app import app
from bot.cli.examples import EXAMPLES
from tests.bot.cli.typed import filed, started, surroundings, typed
from tests.builders import an_article

VERBS: dict[str, typer.core.TyperCommand] = get_command(app).commands  # type: ignore[attr-defined]
SECRET = "xoxb-canary-secret-0042"


def test_the_help_names_every_verb_whole_on_eighty_columns() -> None:
    said = typed("--help")
    assert said.code == 0
    assert max(map(len, said.out.splitlines())) <= 80
    for verb in VERBS:
        assert f"\n  {verb} " in said.out


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_ends_with_examples_that_it_understands(verb: str) -> None:
    said = typed(verb, "--help")
    lines = [line.strip() for line in said.out.partition("Examples:\n")[2].splitlines()]
    assert lines
    for line in lines:
        words = shlex.split(line.removeprefix("RUNDOWN_LOG_LEVEL=debug ").partition(" > ")[0])
        assert words[:2] == ["rundown", verb]
        with VERBS[verb].make_context(verb, words[2:]) as understood:
            assert understood.params is not None


def test_no_example_is_of_a_verb_that_does_not_exist() -> None:
    assert EXAMPLES.keys() <= VERBS.keys()


def test_help_is_there_before_any_heavy_library_is_loaded() -> None:
    loaded = "import sys, bot.cli.app; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, check=True, text=True, env=surroundings({})
    ).stdout.split()
    heavy = {"alembic", "apscheduler", "discord", "httpx", "jinja2", "nupunkt", "pydantic", "rich", "slack_bolt"}
    assert (heavy | {"slack_sdk", "sqlalchemy", "structlog"}) & set(modules) == set()


def test_the_version_is_told() -> None:
    assert typed("--version").out.startswith("rundown 0.")


def test_an_unknown_verb_is_refused_with_the_one_that_was_meant() -> None:
    said = started("serch")
    assert said.code == 2
    assert "Did you mean 'search'?" in said.err


def test_a_reader_who_leaves_early_is_no_failure() -> None:
    filed(*(an_article(f"tunnel-{number}", headline="x" * 4000) for number in range(40)))
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "stories"],
        env=surroundings({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.readline()
        listing.stdout.close()
        assert listing.stderr.read() == ""
        assert listing.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no /dev/full")
def test_a_full_disk_below_the_output_is_told_in_one_line() -> None:
    filed(an_article())
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "stories"],
            check=False,
            env=surroundings({}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("rundown: This machine refuses: No space left on device.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_words_that_the_locale_cannot_write_reach_a_pipe_whole(encoding: str) -> None:
    filed(an_article(headline="Škoda – “ferry” opens 🚢"))
    said = started("stories", PYTHONIOENCODING=encoding)
    assert said.code == 0
    assert "Škoda – “ferry” opens 🚢" in said.out


def a_folder(path: Path) -> str:
    path.mkdir()
    return f"sqlite:///{path}"


def no_database(path: Path) -> str:
    path.write_text("once upon a time\n" * 100)
    return f"sqlite:///{path}"


def of_a_newer_rundown(path: Path) -> str:
    filed(an_article(), record=path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    return f"sqlite:///{path}"


def under_a_file(path: Path) -> str:
    path.write_text("a file")
    return f"sqlite:///{path}/record.db"


THAT_OPEN_A_RECORD = [("digest",), ("ask", "Who paid?"), ("stories",), ("seed",), ("why",), ("run",)]


@pytest.mark.parametrize("verb", THAT_OPEN_A_RECORD)
@pytest.mark.parametrize(
    ("url", "told"),
    [
        (no_database, "Put a backup in its place"),
        (of_a_newer_rundown, "newer Rundown"),
        (under_a_file, "Choose another one"),
    ],
)
def test_a_record_that_cannot_be_used_is_told_in_one_line_and_left_alone(
    verb: tuple[str, ...], url: Callable[[Path], str], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "record"
    said = typed(*verb, "--store", url(path))
    assert said.code == (2 if verb == ("run",) else 1)
    assert [line.startswith("rundown: ") for line in said.err.splitlines()] == [True]
    assert told in said.err
    assert said.out == ""


@pytest.mark.parametrize("verb", THAT_OPEN_A_RECORD)
@pytest.mark.parametrize(
    "address", ["nonsense", "postgresql://host/rundown", "sqlite://rundown.db", "sqlite:///rundown.db?mode=ro", ""]
)
def test_an_address_that_is_of_no_record_is_refused_with_one_that_is(verb: tuple[str, ...], address: str) -> None:
    said = typed(*verb, "--store", address)
    assert said.code == 2
    assert said.err.startswith("rundown: --store: ")
    assert "sqlite:///FILE" in said.err
    assert list(Path().iterdir()) == []


def test_a_folder_in_place_of_the_record_is_told(tmp_path: Path) -> None:
    said = started("stories", "--store", a_folder(tmp_path / "record"))
    assert said.code == 1
    assert "rundown: The record's file cannot be written." in said.err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_record_that_may_not_be_read_is_told_in_one_line() -> None:
    filed(an_article())
    Path(".rundown/rundown.db").chmod(0)
    said = typed("stories")
    assert said.code == 1
    assert "Look at the rights" in said.err


@pytest.mark.parametrize("verb", [("digest",), ("ask", "Who?"), ("stories",), ("seed",), ("post", "--channel", "desk")])
def test_every_fault_of_the_settings_is_told_at_once_and_no_value_of_them(verb: tuple[str, ...]) -> None:
    said = typed(
        *verb,
        *(["--once"] if verb[0] == "post" else []),
        RUNDOWN_ZONE="Mars/Phobos",
        RUNDOWN_LOG_LEVEL="chatty",
        RUNDOWN_WEBHOOKS__DESK=SECRET,
        RUNDOWN_SLACK_BOT_TOKEN=SECRET,
    )
    assert said.code == 2
    for name in ("RUNDOWN_ZONE", "RUNDOWN_LOG_LEVEL", "RUNDOWN_WEBHOOKS__DESK"):
        assert name in said.err
    assert SECRET not in said.out + said.err


def broken(error: Exception) -> typer.Typer:
    """The program with one verb, which breaks."""
    program = typer.Typer(cls=app.info.cls, pretty_exceptions_enable=False)

    @program.callback()
    def _program() -> None: ...

    @program.command()
    def tell() -> None:
        raise error

    return program


def test_what_nobody_foresaw_is_one_clear_line_and_the_log_has_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNDOWN_SLACK_BOT_TOKEN", SECRET)
    done = CliRunner().invoke(broken(ZeroDivisionError(f"by {SECRET}")), ["tell"])
    logged, *lines = done.stderr.splitlines()
    record = json.loads(logged)
    assert done.exit_code == 1
    assert record["event"] == "cli.broke"
    assert "ZeroDivisionError" in record["exception"]
    assert lines[0].startswith("rundown: Something broke that should not: ZeroDivisionError")
    assert record["error_id"] in lines[0]
    assert SECRET not in done.output


def test_what_the_machine_refuses_is_named_with_its_place() -> None:
    done = CliRunner().invoke(broken(PermissionError(13, "Permission denied", "preview.html")), ["tell"])
    assert done.exit_code == 1
    assert done.stderr.startswith("rundown: This machine refuses: preview.html: Permission denied.")
