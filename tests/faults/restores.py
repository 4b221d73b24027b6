"""Backups taken while a worker sends, put back after more was sent: nothing goes out a second time."""

import asyncio
import random
from collections import Counter

from digests.delivery import State
from digests.dispatching import LEASE
from digests.store.keeping import Meanwhile, back_up, begin_anew, put_back, settle_meanwhile
from digests.store.opening import opened
from tests.faults.kills import LONGEST, a_day_passes
from tests.faults.scene import Scene, Tally, a_scene, ended


async def older_records(count: int, *, seed: int = 5) -> Tally:
    """So many times a backup is taken in mid-work, the worker killed, all of it finished, and the backup put back.

    What was posted after the backup is in no record then; it counts as doubled where it arrives again.
    """
    dice = random.Random(seed)
    async with a_scene() as scene:
        for number in range(count):
            await scene.digests_fall_due()
            process, begun = scene.worker()
            await begun
            await asyncio.sleep(dice.uniform(0, LONGEST))
            copy = scene.record.with_name(f"copy-{number}.db")
            await asyncio.to_thread(back_up, f"sqlite:///{scene.record}", copy)
            process.kill()
            await ended(process)
            await _finished(scene)
            await asyncio.to_thread(put_back, copy, f"sqlite:///{scene.record}", at=scene.watch.at)
            async with opened(f"sqlite:///{scene.record}") as store:
                await begin_anew(store, by="test", at=scene.watch.at)
                await settle_meanwhile(store, Meanwhile.NEXT, by="test", at=scene.watch.at)
            await _finished(scene)
            a_day_passes(scene)
        return await _tally(scene, count)


async def _finished(scene: Scene) -> None:
    while not await scene.finished():
        scene.watch.at += LEASE * 1.1
        process, _ = scene.worker()
        await ended(process)


async def _tally(scene: Scene, runs: int) -> Tally:
    async with opened(f"sqlite:///{scene.record}") as store:
        parts = await store.ledger.deliveries(None)
    arrived = Counter(scene.arrived())
    return Tally(
        runs=runs,
        parts=len(arrived),
        lost=sum(part.state is not State.SKIPPED and not arrived[part.token] for part in parts),
        doubled=sum(times > 1 for times in arrived.values()),
        unproven=sum(part.state is State.UNPROVEN for part in parts),
    )
