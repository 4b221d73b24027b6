"""What the door makes of spoilt bytes, each through the real worker: none may break it, none may hold it up."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path
from time import perf_counter

from digests.errors import BadSource
from digests.intake.incoming import Copy
from digests.intake.newswire import read_files
from digests.intake.workshop import Workshop
from tests.bench.row import Row
from tests.builders import MORNING
from tests.digests.intake.spoilt import spoilt

INPUTS = int(os.environ.get("SPOILT", "1000"))
"""SPOILT=10000 make bench ARGS=spoilt reads more."""
DEEPEST = 20_000
GIVEN_UP = ("takes longer", "takes more memory")
STUMBLED = "cannot be read ("
"""How a worker tells of an error that no reader foresaw."""


async def rows() -> Iterable[Row]:
    return measured()


def measured() -> Iterable[Row]:
    """The worker is warm: its first piece, with which the libraries are loaded, is not counted."""
    articles, refused, given_up, uncaught = 0, 0, 0, 0
    slowest, at_seed = 0.0, 0
    with tempfile.TemporaryDirectory() as folder, chdir(folder), Workshop() as workshop:
        for seed in (-1, *range(INPUTS)):
            name, raw = spoilt(max(0, seed), deepest=DEEPEST)
            Path(name).write_bytes(raw)
            began = perf_counter()
            try:
                came = list(read_files(name, at=MORNING, workshop=workshop))
            except Exception as error:  # noqa: BLE001 - it is what is counted
                came = [BadSource(name, f"{STUMBLED}{type(error).__name__}).")]
            took = perf_counter() - began
            faults = [one.why for one in came if isinstance(one, BadSource)]
            for why in faults:
                if STUMBLED in why or why.startswith(GIVEN_UP):
                    print(f"seed {seed}: {name} {why}")
            if seed >= 0 and took > slowest:
                slowest, at_seed = took, seed
            articles += sum(isinstance(one, Copy) for one in came)
            refused += len(faults)
            given_up += sum(why.startswith(GIVEN_UP) for why in faults)
            uncaught += sum(STUMBLED in why for why in faults)
    return [
        Row(what=f"uncaught in {INPUTS} spoilt inputs", figure=uncaught, unit="errors", goal=0),
        Row(what=f"slowest of them (seed {at_seed})", figure=slowest, unit="s", goal=2),
        Row(what="given up for their time or memory", figure=given_up, unit="inputs"),
        Row(what="articles read from them", figure=articles, unit="articles"),
        Row(what="faults told", figure=refused, unit="faults"),
    ]
