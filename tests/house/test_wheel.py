"""What is installed from a wheel holds all that the bot needs beside its code."""

import shutil
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from tests.house.tree import ROOT, name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Built from a copy, so that a build leaves nothing in the tree."""
    copy = tmp_path_factory.mktemp("tree") / "rundown"
    unwanted = shutil.ignore_patterns(".venv", ".git", ".rundown", "*_cache", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=unwanted)
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(copy)
        built = build_wheel(str(copy.parent))
    with zipfile.ZipFile(copy.parent / built) as opened:
        yield opened


def expected(folder: str, *, under: str) -> set[str]:
    """Every file of a folder of the tree, by the name that it has in the wheel."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {name(path).replace(folder, under, 1) for path in found}


@pytest.mark.parametrize(("folder", "under"), [("bot", "bot"), ("digests", "digests"), ("seeds", "digests/_seeds")])
def test_a_wheel_holds_every_file_of(folder: str, under: str, wheel: zipfile.ZipFile) -> None:
    wanted = expected(folder, under=under)
    assert wanted
    assert wanted - set(wheel.namelist()) == set()


def test_a_wheel_brings_no_tests_and_nothing_of_the_tree_beside(wheel: zipfile.ZipFile) -> None:
    assert {Path(held).parts[0] for held in wheel.namelist()} == {"bot", "digests", "rundown-0.1.0.dist-info"}


def test_a_wheel_installs_the_command_rundown(wheel: zipfile.ZipFile) -> None:
    assert "rundown = bot.__main__:main" in wheel.read("rundown-0.1.0.dist-info/entry_points.txt").decode()


def test_a_wheel_says_under_which_licence_it_comes(wheel: zipfile.ZipFile) -> None:
    told = Parser().parsestr(wheel.read("rundown-0.1.0.dist-info/METADATA").decode())
    assert told["License-Expression"] == "MIT"
    assert "rundown-0.1.0.dist-info/licenses/LICENSE" in wheel.namelist()
