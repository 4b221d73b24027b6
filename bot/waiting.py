"""How long we wait for a platform: as long as it asks us to, and longer after each attempt to connect that failed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic
from typing import Never

Pause = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""

STEADY = timedelta(minutes=1)
"""A connection that stood for so long was none of a row of failures."""
MOST_DOUBLINGS = 6
"""Of the second after the first failure: a minute and a little at the longest."""

_LONGEST = timedelta(days=1)
"""Beyond every deadline of ours: a longer wait is obeyed just as well by this one."""


def asked_wait(said: str | float | None) -> timedelta | None:
    """The wait that ``Retry-After`` asks for; None where it is missing or says nothing sensible."""
    try:
        seconds = float(said or "nothing")
        return timedelta(seconds=min(seconds, _LONGEST.total_seconds())) if seconds >= 0 else None
    except ValueError:
        return None


async def kept_up(
    connection: Callable[[], Awaitable[timedelta | None]],
    *,
    pause: Pause = asyncio.sleep,
    clock: Callable[[], float] = monotonic,
) -> Never:
    """Open a connection again whenever it ends: at once after a steady one, else after 1 s, 2 s, 4 s and so on.

    ``connection`` lasts as long as it stands, and returns how long the platform asks us to stay away, None where it
    does not; whatever it raises ends all of it.
    """
    failures = 0
    while True:
        began = clock()
        asked = await connection() or timedelta()
        failures = 0 if clock() - began >= STEADY.total_seconds() else failures + 1
        ours = 2.0 ** min(failures - 1, MOST_DOUBLINGS) if failures else 0.0
        await pause(max(ours, asked.total_seconds()))
