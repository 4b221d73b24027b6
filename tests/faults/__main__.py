"""python -m tests.faults [GROUP ...] [--of SHARE]: brings the faults about and prints a line of figures a group."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

from tests.faults.calls import every_call_fails_once
from tests.faults.doubts import ambiguous_sends
from tests.faults.kills import every_statement_fails_once, kills_at_every_step, random_kills
from tests.faults.pauses import interleavings
from tests.faults.restores import older_records
from tests.faults.scene import Tally

GROUPS: Mapping[str, tuple[str, Callable[[float], Awaitable[Tally]]]] = {
    "kills": ("kill -9 at random moments", lambda share: random_kills(round(1000 * share))),
    "steps": ("kill -9 at every step of the code", lambda _: kills_at_every_step()),
    "statements": ("the disk is full at every statement", lambda _: every_statement_fails_once()),
    "calls": ("every call to a platform fails in every way", lambda _: every_call_fails_once()),
    "doubts": ("sends in doubt, on each platform", lambda share: ambiguous_sends(round(5000 * share))),
    "restores": ("an older record is put back", lambda share: older_records(round(100 * share))),
    "pauses": ("a process stopped past its lease", lambda share: interleavings(round(2000 * share))),
}


def main() -> int:
    """Exit code 0 where nothing was lost, doubled or left unproven, 1 else."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []], help="all of them where none is named")
    parser.add_argument("--of", type=float, default=1.0, metavar="SHARE", help="of the runs, such as 0.1")
    asked = parser.parse_args()
    held = True
    for name in asked.groups or GROUPS:
        told, brought_about = GROUPS[name]
        begun = perf_counter()
        tally = asyncio.run(_awaited(brought_about(asked.of)))
        figures = f"{tally.runs:,} runs, {tally.parts:,} parts: {tally.lost} lost, {tally.doubled} doubled"
        sys.stdout.write(f"{told}: {figures}, {tally.unproven} unproven ({perf_counter() - begun:,.0f} s)\n")
        sys.stdout.writelines(f"    {why}\n" for why in tally.why)
        sys.stdout.flush()
        held = held and tally.holds
    return 0 if held else 1


async def _awaited(tally: Awaitable[Tally]) -> Tally:
    return await tally


if __name__ == "__main__":
    sys.exit(main())
