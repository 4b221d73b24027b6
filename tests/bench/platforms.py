"""Loopback platforms in a process of their own, so that a benchmark measures us and not them."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from multiprocessing.connection import Connection
from typing import Any

from tests.platforms.discord import LoopbackDiscord
from tests.platforms.faults import Fault
from tests.platforms.loopback import Loopback
from tests.platforms.slack import LoopbackSlack

_SPAWN = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class Heard:
    """What a platform saw: each post by channel and time (seconds of the epoch), and how often it said 429."""

    posts: list[tuple[str, float]] = field(default_factory=list)
    slowed: int = 0
    texts: int = 0
    """Different ones by channel."""

    @property
    def doubled(self) -> int:
        """Posts of a text that stood in the channel already."""
        return len(self.posts) - self.texts

    @property
    def firsts(self) -> list[float]:
        """When the first post of each channel came, in order."""
        seen: dict[str, float] = {}
        for channel, at in self.posts:
            seen.setdefault(channel, at)
        return sorted(seen.values())

    @property
    def most_in_a_second(self) -> int:
        times, most, begin = sorted(at for _, at in self.posts), 0, 0
        for end, at in enumerate(times):
            while times[begin] <= at - 1:
                begin += 1
            most = max(most, end - begin + 1)
        return most


@dataclass(slots=True)
class Served:
    """A platform at work elsewhere: where it is, the addresses of its channels, and what it heard."""

    url: str
    channels: list[str]
    _pipe: Connection

    def heard(self) -> Heard:
        self._pipe.send("heard")
        told: Heard = self._pipe.recv()
        return told


@contextmanager
def slack(*, workspaces: int, channels: int, dropping: int = 0) -> Iterator[Served]:
    """Workspaces T0, T1, ... with tokens ``xoxb-loopback-T0``, ...; a message a second and channel.

    Every connection whose number ``dropping`` divides is cut after the message was taken.
    """
    with _elsewhere(_slack, workspaces, channels, dropping) as served:
        yield served


@contextmanager
def discord(*, channels: int) -> Iterator[Served]:
    """One guild; ``LoopbackDiscord.TOKEN`` opens it."""
    with _elsewhere(_discord, channels) as served:
        yield served


@contextmanager
def _elsewhere(work: Any, *words: int) -> Iterator[Served]:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_run, args=(work, theirs, words), daemon=True)
    process.start()
    try:
        url, channels = ours.recv()
        yield Served(url, channels, ours)
    finally:
        process.kill()
        process.join()


def _run(work: Any, pipe: Connection, words: tuple[int, ...]) -> None:
    asyncio.run(work(pipe, *words))


async def _slack(pipe: Connection, workspaces: int, channels: int, dropping: int) -> None:
    async with LoopbackSlack(seconds_between_posts=1.0) as loopback:
        places = [f"C{number}" for number in range(workspaces * channels)]
        for number, place in enumerate(places):
            loopback.install(f"T{number // channels}").open_room(place, name=f"newsroom-{number}")
        if dropping:
            faults = (Fault.ACCEPT_THEN_DROP if n % dropping == 0 else Fault.delay(0) for n in range(1, 10_001))
            loopback.next("chat.postMessage", *faults)
        await _serve(pipe, loopback, loopback.api_url, places)


async def _discord(pipe: Connection, channels: int) -> None:
    async with LoopbackDiscord() as loopback:
        places = [str(loopback.world.open_channel(f"newsroom-{place}")) for place in range(channels)]
        await _serve(pipe, loopback, loopback.api_base, places)


async def _serve(pipe: Connection, loopback: Loopback, url: str, places: list[str]) -> None:
    pipe.send((url, places))
    while await asyncio.to_thread(pipe.recv):
        posts = [(post.channel, post.at.timestamp()) for post in loopback.journal.posts()]
        texts = {(post.channel, str(post.body.get("text"))) for post in loopback.journal.posts()}
        slowed = sum(call.status == HTTPStatus.TOO_MANY_REQUESTS for call in loopback.calls)
        pipe.send(Heard(posts=posts, slowed=slowed, texts=len(texts)))
