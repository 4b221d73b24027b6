"""What is typed at the command line, and what it says."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bot.cli.app import app
from digests.article import Article, StoryId
from digests.store.opening import opened
from tests.conftest import ROOT

RECORD = Path(".rundown/rundown.db")
PATIENCE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """Standard output read as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def typed(*words: str, **environment: str) -> Said:
    """``rundown`` with those words, in this process and on 80 columns."""
    done = CliRunner().invoke(app, words, env={"COLUMNS": "80", **environment}, prog_name="rundown")
    return Said(code=done.exit_code, out=done.stdout, err=done.stderr)


async def typed_beside(*words: str, **environment: str) -> Said:
    """The same while the platforms of this test's own loop go on."""
    return await asyncio.to_thread(typed, *words, **environment)


def started(*words: str, **environment: str) -> Said:
    """``python -m bot`` with those words: real streams, a real exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=surroundings(environment),
        timeout=PATIENCE,
    )
    return Said(code=done.returncode, out=done.stdout, err=done.stderr)


def surroundings(more: Mapping[str, str]) -> dict[str, str]:
    """An environment of this test's own, in which the program is found."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **more}


@asynccontextmanager
async def running(*words: str, **environment: str) -> AsyncIterator["Running"]:
    """``rundown run`` as its own process; killed at the end of the block where it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", *words, env=surroundings(environment), stderr=asyncio.subprocess.PIPE
    )
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


class Running:
    """A bot at work, and the lines that it logged so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.events: list[dict[str, Any]] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    async def until(self, event: str) -> dict[str, Any]:
        """Read its log up to that event. Raises AssertionError with all of it where it ends before."""
        assert self._process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while line := await self._process.stderr.readline():
                self.events.append(json.loads(line))
                if self.events[-1]["event"] == event:
                    return self.events[-1]
        raise AssertionError(f"it ended before {event}: {self.events}")

    def tell(self, told: signal.Signals) -> None:
        self._process.send_signal(told)

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        async with asyncio.timeout(PATIENCE):
            return await self._process.wait()

    async def stopped(self, by: signal.Signals) -> int:
        """Its exit code; the rest of its log is read too."""
        self.tell(by)
        await self.until("rundown.stopped")
        return await self.ended()


async def file_away(*articles: Article, record: Path = RECORD) -> None:
    """Into the record, each article as a story of its own."""
    record.parent.mkdir(parents=True, exist_ok=True)
    async with opened(f"sqlite:///{record}") as store:
        for article in articles:
            await store.archive.keep(article, story=StoryId(article.slug))


def filed(*articles: Article, record: Path = RECORD) -> None:
    """``file_away`` for a test without a loop."""
    asyncio.run(file_away(*articles, record=record))
