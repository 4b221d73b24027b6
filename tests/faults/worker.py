"""A newsroom at work in a process of its own, on a clock that it is given, until nothing is left to do now."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from time import monotonic
from typing import Any

from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot import logs
from bot.settings import Settings
from bot.wiring import Newsroom, assembled
from digests.channel import Platform
from digests.delivery import State
from digests.errors import StoreError

UNSETTLED = {State.PLANNED, State.CLAIMED, State.SENDING, State.UNKNOWN}


BROKEN = 9
"""With which a worker ends whose database failed once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Where the record and the platforms are, the watch (seconds of the epoch, shared), and what goes wrong.

    ``dies_at`` is the step at which it kills itself, ``breaks_at`` the statement that meets a full disk.
    """

    record: Path
    shown: Any
    slack_url: str
    slack_token: str
    discord_url: str
    discord_token: str
    dies_at: int | None = None
    breaks_at: int | None = None


def work(job: Job, begun: Event) -> None:
    """Ticks until nothing is to be done at its time. ``begun`` is set as soon as the first tick begins."""
    os.chdir(job.record.parent)
    logs.set_up("critical", secrets=())
    with asyncio.Runner(loop_factory=lambda: Loop(job.shown)) as runner:
        runner.run(_work(job, begun))


class Loop(asyncio.SelectorEventLoop):
    """Its time goes on with the watch, so that one that was stopped for two minutes of it finds its time-outs over."""

    def __init__(self, shown: Any) -> None:
        super().__init__()
        self._shown = shown
        self._began = float(shown.value)

    def time(self) -> float:
        return super().time() + float(self._shown.value) - self._began


async def _work(job: Job, begun: Event) -> None:
    start = monotonic()
    settings = Settings(
        store=f"sqlite:///{job.record}",
        house_file=job.record.parent / "rundown.toml",
        slack_bot_token=SecretStr(job.slack_token),
        slack_api_url=job.slack_url,
        discord_token=SecretStr(job.discord_token),
        discord_api_url=job.discord_url,
    )

    def now() -> datetime:
        return datetime.fromtimestamp(job.shown.value, UTC) + timedelta(seconds=monotonic() - start)

    broken = Broken(job.breaks_at)
    with suppress(StoreError):  # whoever runs it starts it again
        async with assembled(settings, now=now) as newsroom:
            begun.set()
            event.listen(newsroom.store.database.engine.sync_engine, "before_cursor_execute", broken)
            await with_steps(newsroom, Steps(job.dies_at)).tick()
    begun.set()
    if broken.happened:
        raise SystemExit(BROKEN)


class Broken:
    """Counts the statements to the database and fails one of them."""

    def __init__(self, breaks_at: int | None) -> None:
        self.happened = False
        self._left = breaks_at

    def __call__(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if self._left is None:
            return
        self._left -= 1
        if self._left == 0:
            self.happened = True
            raise OperationalError(statement, None, sqlite3.OperationalError("database or disk is full"))


class Steps:
    """Counts the steps of the work, before and after every call of a port, and kills its own process at one of them.

    The steps are those that the code takes: none is written down here, so none can be forgotten.
    """

    def __init__(self, dies_at: int | None = None) -> None:
        self.taken = 0
        self._dies_at = dies_at

    def step(self) -> None:
        self.taken += 1
        if self.taken == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)


class Stepping:
    """A port each of whose calls is two steps: one before it, one after."""

    def __init__(self, port: Any, steps: Steps) -> None:
        self._port = port
        self._steps = steps

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        call = getattr(self._port, name)

        async def stepping(*args: Any, **kwargs: Any) -> Any:
            self._steps.step()
            done = await call(*args, **kwargs)
            self._steps.step()
            return done

        return stepping


def with_steps(newsroom: Newsroom, steps: Steps) -> Newsroom:
    """The same newsroom, its ports stepping."""
    ports: dict[str, Any] = {
        name: Stepping(getattr(newsroom.store, name), steps) for name in ("ledger", "roster", "archive", "feeds")
    }
    couriers: dict[Platform, Any] = {
        platform: Stepping(courier, steps) for platform, courier in newsroom.couriers.items()
    }
    return replace(newsroom, store=replace(newsroom.store, **ports), couriers=couriers)
