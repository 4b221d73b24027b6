import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT, files, modules, name, tree

CORE, BOTS, DEV = "requirements.lock", "requirements-bots.lock", "requirements-dev.lock"
LOCKS = {CORE: ("build",), BOTS: ("build", "slack", "discord"), DEV: ("build", "slack", "discord", "dev")}
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[\w.!+-]+)(?: ; (?P<marker>[^\\]+?))? \\$(?:\n    --hash=.+)+", re.MULTILINE
)
REGISTRIES = [
    f"{host}.{end}" for host, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text_of(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def pins(lock: str) -> dict[str, str]:
    """Canonical name to the version and the marker under which it is wanted."""
    found = PIN.finditer(text_of(lock))
    return {canonicalize_name(pin["name"]): f"{pin['version']} {pin['marker'] or ''}".strip() for pin in found}


def declared(extras: tuple[str, ...]) -> Iterator[Requirement]:
    project = PYPROJECT["project"]
    for line in project["dependencies"]:
        yield Requirement(line)
    for extra in extras:
        for line in project["optional-dependencies"][extra]:
            yield Requirement(line)


def imported_roots(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    assert "://" not in text_of(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_its_hashes(lock: str) -> None:
    left_over = PIN.sub("", text_of(lock)).split()
    assert pins(lock)
    assert left_over == []


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_a_lock_holds_what_pyproject_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    held = pins(lock)
    unmet = [
        str(wanted)
        for wanted in declared(extras)
        if not wanted.specifier.contains(held.get(canonicalize_name(wanted.name), "0").split()[0])
    ]
    assert unmet == [], f"{lock} is behind pyproject.toml: run make lock"


def test_what_the_bot_runs_is_pinned_alike_for_all() -> None:
    core, bots, dev = pins(CORE), pins(BOTS), pins(DEV)
    assert core.items() <= bots.items()
    assert bots.items() <= dev.items()


def test_the_first_start_brings_no_chat_platform_and_no_test_tool() -> None:
    assert not pins(CORE).keys() & {"slack-bolt", "slack-sdk", "discord-py", "aiohttp", "pytest", "uv", "openai"}


def test_what_our_code_imports_is_declared() -> None:
    makers = packages_distributions()
    roots = {root for module in modules("bot", "digests") for root in imported_roots(tree(module))}
    foreign = roots - sys.stdlib_module_names - {"bot", "digests"}
    wanted = {canonicalize_name(requirement.name) for requirement in declared(("slack", "discord", "llm"))}
    brought = {root: {canonicalize_name(maker) for maker in makers.get(root, [root])} for root in foreign}
    assert {root for root in foreign if not brought[root] & wanted} == set()


def test_the_build_backend_is_pinned_as_well() -> None:
    wanted = {canonicalize_name(Requirement(line).name) for line in PYPROJECT["build-system"]["requires"]}
    assert wanted <= pins(CORE).keys()


def test_no_file_names_the_host_of_a_registry() -> None:
    naming = [f"{name(file)}: {host}" for file in files() for host in REGISTRIES if host.encode() in file.read_bytes()]
    assert naming == []
