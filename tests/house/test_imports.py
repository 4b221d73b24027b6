"""Modules stay small and are captioned; importing one opens nothing. Floors are for lint-imports to judge."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, modules, name, tree

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
OURS = modules("bot", "digests")
WATCHED = """
import sys, threading
sys.dont_write_bytecode = True
opened = []
def heard(event, args):
    if event in {"socket.connect", "socket.bind", "sqlite3.connect"}:
        opened.append((event, args))
    if event == "open" and set(str(args[1])) & set("wax+"):
        opened.append((event, args))
sys.addaudithook(heard)
for name in sys.argv[1:]:
    __import__(name)
assert threading.active_count() == 1, threading.enumerate()
assert not opened, opened
"""


def dotted(module: Path) -> str:
    return name(module).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@pytest.mark.parametrize("module", OURS, ids=name)
def test_a_module_is_read_in_one_sitting(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("module", OURS, ids=name)
def test_a_function_fits_a_screen(module: Path) -> None:
    functions = [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [f.name for f in functions if (f.end_lineno or f.lineno) - f.lineno >= MOST_LINES_OF_A_FUNCTION]
    assert long == []


@pytest.mark.parametrize("module", [m for m in OURS if m.name == "__init__.py"], ids=name)
def test_a_package_is_introduced_by_one_sentence_alone(module: Path) -> None:
    assert ast.get_docstring(tree(module))
    assert len(tree(module).body) == 1


def test_importing_everything_opens_nothing(tmp_path: Path) -> None:
    """No file, no connection, no thread, no word printed, whichever module comes first."""
    names = [dotted(module) for module in OURS if "migrations" not in module.parts]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *names],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
