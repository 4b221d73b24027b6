"""The promise, held against faults: the same as make faults, with as many runs as CI has time for."""

from tests.faults.calls import every_call_fails_once
from tests.faults.doubts import ambiguous_sends
from tests.faults.kills import every_statement_fails_once, kills_at_every_step, random_kills
from tests.faults.pauses import interleavings
from tests.faults.restores import older_records
from tests.platforms.faults import Fault


async def test_a_hundred_and_fifty_kills_lose_and_double_nothing() -> None:
    tally = await random_kills(150)
    assert tally.holds, tally
    assert tally.runs == 150


async def test_a_kill_before_and_after_every_step_loses_and_doubles_nothing() -> None:
    tally = await kills_at_every_step()
    assert tally.holds, tally
    assert tally.runs > 50


async def test_a_full_disk_at_any_statement_loses_and_doubles_nothing() -> None:
    tally = await every_statement_fails_once()
    assert tally.holds, tally
    assert tally.runs > 50


async def test_a_call_to_a_platform_that_fails_loses_and_doubles_nothing() -> None:
    tally = await every_call_fails_once((Fault.ACCEPT_THEN_DROP, Fault.too_many(1)))
    assert tally.holds, tally
    assert tally.runs >= 8


async def test_sends_in_doubt_are_looked_for_and_neither_lost_nor_doubled() -> None:
    tally = await ambiguous_sends(60)
    assert tally.holds, tally


async def test_a_backup_that_is_put_back_posts_nothing_again() -> None:
    tally = await older_records(4)
    assert tally.holds, tally


async def test_a_process_that_slept_past_its_lease_sends_nothing_again() -> None:
    tally = await interleavings(25)
    assert tally.holds, tally
