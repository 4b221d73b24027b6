"""The files of the repository, as the house rules walk them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOP = ("bot", "digests", "seeds", "tests", ".ci", ".github")


def files() -> Iterator[Path]:
    """Every file that is written by people or committed for them; nothing that a run or a tool left."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.name != ".git")
    for folder in TOP:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def modules(*packages: str) -> list[Path]:
    """The Python files of the packages, in the order of their paths."""
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def name(path: Path) -> str:
    """A path as people write it: from the top of the repository."""
    return path.relative_to(ROOT).as_posix()
