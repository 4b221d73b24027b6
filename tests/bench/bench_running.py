"""What the program costs whoever runs it: time to start, memory while nothing happens, room on the disk."""

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir
from importlib.metadata import Distribution, distributions
from importlib.util import cache_from_source
from pathlib import Path
from time import perf_counter

from tests.bench.row import Row
from tests.bot.cli.platforms import at_home, both_platforms
from tests.bot.cli.typed import running, surroundings
from tests.conftest import ROOT

TRIES = 5
"""The best of them is told: the others measure what else the machine was doing."""
IDLE_SECONDS = 10
MEGABYTE = 1_000_000

HOUSE_FILE = """
[editions.morning]
at = "8:00"
[channels.newsdesk]
platform = "slack-webhook"
webhook = "newsdesk"
editions = ["morning"]
"""


async def rows() -> Iterable[Row]:
    """Each try of a verb is a process of its own, whose code is compiled and lies in the machine's cache."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        await _seconds("seed")
        return [
            Row(what="rundown --help", figure=await _best("--help"), unit="s", goal=0.4),
            Row(what="rundown digest", figure=await _best("digest"), unit="s"),
            Row(what="rundown demo", figure=await _best("demo"), unit="s", goal=2),
            Row(what="memory of an idle run, webhooks alone", figure=await _idle_with_webhooks(), unit="MB", goal=120),
            Row(what="memory of an idle run, both bots", figure=await _idle_with_bots(), unit="MB", goal=200),
            Row(what="installed for both bots", figure=_installed(), unit="MB", goal=250),
        ]


async def _best(*words: str) -> float:
    return min([await _seconds(*words) for _ in range(TRIES)])


async def _seconds(*words: str) -> float:
    """From start to exit, by the clock on the wall. Raises RuntimeError where it fails: then nothing was measured."""
    begun = perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        env=surroundings({}),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    if code := await process.wait():
        raise RuntimeError(f"rundown {' '.join(words)} ended with {code}")
    return perf_counter() - begun


async def _idle_with_webhooks() -> float:
    hook = {"RUNDOWN_WEBHOOKS__NEWSDESK": "https://127.0.0.1:9/nobody", "RUNDOWN_HOUSE_FILE": _a_house_file()}
    async with running(**hook) as bot:
        await bot.until("rundown.running")
        await asyncio.sleep(IDLE_SECONDS)
        return _resident(bot.pid)


async def _idle_with_bots() -> float:
    """Once both have introduced themselves and heard a command."""
    async with both_platforms() as (slack, discord, settings), running(**settings) as bot:
        await at_home(discord)
        await (await slack.command("/digest", "help")).reply()
        await (await discord.slash("digest help", {})).reply()
        await asyncio.sleep(IDLE_SECONDS)
        return _resident(bot.pid)


def _a_house_file() -> str:
    path = Path("house.toml")
    path.write_text(HOUSE_FILE, encoding="utf-8")
    return str(path)


def _resident(pid: int) -> float:
    """Megabytes that the process holds in memory, shared libraries included."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) * 1024 / MEGABYTE


def _installed() -> float:
    """Megabytes of what the lock for both bots names, as it is installed here, compiled code included."""
    lock = (ROOT / "requirements-bots.lock").read_text(encoding="utf-8")
    locked = {_spelt(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    files = {path for made in distributions() if _spelt(made.name) in locked for path in _files(made)}
    return sum(path.stat().st_size for path in files if path.is_file()) / MEGABYTE


def _files(made: Distribution) -> Iterator[Path]:
    for listed in made.files or ():
        path = Path(str(made.locate_file(listed))).resolve()
        yield path
        if path.suffix == ".py":
            yield Path(cache_from_source(str(path)))


def _spelt(name: str) -> str:
    """As package names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()
