"""The k-th call to a platform goes wrong, for every k of a round of digests and in every way that a call can."""

from datetime import timedelta

from digests.delivery import SETTLING
from tests.faults.doubts import BLINDNESS, DOUBTS
from tests.faults.kills import a_day_passes
from tests.faults.scene import Scene, Tally, a_scene, ended
from tests.platforms.faults import Fault

KINDS = (*DOUBTS, *BLINDNESS[1:])
LONGEST_ROUND = 20
"""Calls to one platform; a round of two digests has fewer."""


async def every_call_fails_once(kinds: tuple[Fault, ...] = KINDS) -> Tally:
    """On both platforms the first call of a round fails, then the second of the next, to the last; then another way."""
    done = 0
    async with a_scene() as scene:
        for fault in kinds:
            for place in range(1, LONGEST_ROUND):
                if not await _failed(scene, fault, place):
                    break
                done += 1
        return await scene.tally(done)


async def _failed(scene: Scene, fault: Fault, place: int) -> bool:
    """False where the round had no call of that number; all of it is brought to its end."""
    await scene.digests_fall_due()
    before = len(scene.slack.arrived), len(scene.discord.arrived)
    for platform in (scene.slack, scene.discord):
        platform.next("*", *[Fault.delay(0)] * (place - 1), fault)
    process, _ = scene.worker()
    assert await ended(process)
    calls = max(len(scene.slack.arrived) - before[0], len(scene.discord.arrived) - before[1])
    scene.heal()
    while not await scene.finished():
        scene.watch.at += SETTLING + timedelta(minutes=10)
        process, _ = scene.worker()
        assert await ended(process)
    a_day_passes(scene)
    return calls >= place
