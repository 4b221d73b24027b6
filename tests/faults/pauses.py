"""Two processes on one record, one of them stopped for longer than its lease and woken again."""

import asyncio
import os
import random
import signal
from datetime import timedelta

from digests.dispatching import LEASE
from tests.faults.kills import LONGEST, a_day_passes
from tests.faults.scene import Tally, a_scene, ended

LONG_ENOUGH = 0.6
"""Seconds in which the other does all that there is to do, unless the sleeper holds the record's lock."""


async def interleavings(count: int, *, seed: int = 3) -> Tally:
    """So many times one worker is stopped at a random moment, another takes over after the lease, the first wakes."""
    dice = random.Random(seed)
    done = 0
    async with a_scene() as scene:
        while done < count:
            await scene.digests_fall_due()
            sleeper, begun = scene.worker()
            await begun
            await asyncio.sleep(dice.uniform(0, LONGEST / 2))
            if sleeper.is_alive() and sleeper.pid is not None:
                os.kill(sleeper.pid, signal.SIGSTOP)
                done += 1
            scene.watch.at += LEASE + timedelta(seconds=10)
            other, _ = scene.worker()
            await asyncio.sleep(dice.choice((dice.uniform(0, LONGEST), LONG_ENOUGH)))
            if sleeper.is_alive() and sleeper.pid is not None:
                os.kill(sleeper.pid, signal.SIGCONT)
            await ended(sleeper)
            await ended(other)
            while not await scene.finished():
                scene.watch.at += LEASE + timedelta(seconds=10)
                last, _ = scene.worker()
                await ended(last)
            a_day_passes(scene)
        return await scene.tally(done)
