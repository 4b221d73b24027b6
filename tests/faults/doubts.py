"""Sends whose outcome nobody knows: taken and not answered, not taken and not answered, and anything between."""

import random
from datetime import timedelta

from digests.delivery import SETTLING
from tests.faults.kills import a_day_passes
from tests.faults.scene import Scene, Tally, a_scene, ended
from tests.platforms.faults import Fault

POSTING = {"slack": "chat.postMessage", "discord": "POST /channels/*/messages"}
DOUBTS = (
    Fault.ACCEPT_THEN_DROP,
    Fault.ACCEPT_THEN_RESET,
    Fault.DROP,
    Fault.status(502, taken=True),
    Fault.status(500),
    Fault.html(taken=True),
    Fault.html(status=503),
    Fault.broken(taken=True),
)
READING = {"slack": "conversations.history", "discord": "GET /channels/*"}
BLINDNESS = (Fault.DROP, Fault.status(503), Fault.too_many(7))


async def ambiguous_sends(each: int, *, seed: int = 2) -> Tally:
    """So many sends in doubt on each platform; every fifth look into the history fails as well."""
    dice = random.Random(seed)
    done = 0
    async with a_scene() as scene:
        while done < each:
            await scene.digests_fall_due()
            while not await scene.finished():
                if done < each:
                    _trouble(scene, dice)
                    done += 1
                process, _ = scene.worker()
                assert await ended(process)
                scene.watch.at += SETTLING + timedelta(seconds=dice.choice((5, 600)))
            scene.heal()
            a_day_passes(scene)
        return await scene.tally(done)


def _trouble(scene: Scene, dice: random.Random) -> None:
    for platform, name in ((scene.slack, "slack"), (scene.discord, "discord")):
        platform.next(POSTING[name], dice.choice(DOUBTS))
        if dice.random() < 1 / 5:
            platform.next(READING[name], dice.choice(BLINDNESS))
