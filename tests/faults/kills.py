"""kill -9 at random moments and at every step that the code takes; a disk that is full at every statement."""

import asyncio
import random
from datetime import timedelta

from digests.dispatching import LEASE
from tests.faults.scene import Scene, Tally, a_scene, ended

LONGEST = 0.2
"""Seconds after its first tick begins within which a worker is killed."""
OUTAGES = (LEASE + timedelta(seconds=10), timedelta(minutes=15))
"""How long nobody works after a kill: past the lease, and past Discord's memory for a nonce."""


async def random_kills(kills: int, *, seed: int = 1) -> Tally:
    """So many kills over digests that keep falling due; each restart goes on, and the last one ends all of it."""
    dice = random.Random(seed)
    done = 0
    async with a_scene() as scene:
        while done < kills:
            await scene.digests_fall_due()
            while not await scene.finished():
                process, begun = scene.worker()
                await begun
                await asyncio.sleep(dice.uniform(0, LONGEST))
                if process.is_alive() and done < kills:
                    process.kill()
                    done += 1
                await ended(process)
                scene.watch.at += dice.choice(OUTAGES)
            a_day_passes(scene)
        return await scene.tally(done)


async def kills_at_every_step() -> Tally:
    """A worker that kills itself at its first step, then one at its second, and so on to the last."""
    return await _one_after_the_other("dies_at")


async def every_statement_fails_once() -> Tally:
    """The disk is full at a worker's first statement to the database, then at its second, and so on to the last."""
    return await _one_after_the_other("breaks_at")


async def _one_after_the_other(wrong: str) -> Tally:
    done, place = 0, 1
    async with a_scene() as scene:
        while True:
            await scene.digests_fall_due()
            process, _ = scene.worker(**{wrong: place})
            went_well = await ended(process)
            while not await scene.finished():
                scene.watch.at += OUTAGES[place % 2]
                process, _ = scene.worker()
                await ended(process)
            a_day_passes(scene)
            if went_well:
                return await scene.tally(done)
            done, place = done + 1, place + 1


def a_day_passes(scene: Scene) -> None:
    """To the next morning."""
    scene.watch.at += timedelta(days=1)
    scene.watch.at = scene.watch.at.replace(hour=7, minute=0, second=0, microsecond=0)
