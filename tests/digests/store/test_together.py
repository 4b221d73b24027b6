"""Small writes that come at once share a commit, and none of them spoils another."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import StoreError, Unlawful
from digests.store.engine import Database, connected
from digests.store.together import Together


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with connected(f"sqlite:///{tmp_path / 'record.db'}") as database:
        yield database


async def numbers(database: Database) -> set[str]:
    async with database.reading() as connection:
        return set((await connection.execute(text("SELECT name FROM revisions"))).scalars())


async def write_all(connection: AsyncConnection, names: Sequence[str]) -> list[Unlawful | None]:
    """Names that begin with "no" are refused, at "full" the disk is full, at "slow" it takes for ever."""
    for name in names:
        if name == "slow":
            await asyncio.sleep(60)
        if not name.startswith("no"):
            await connection.execute(text("INSERT INTO revisions VALUES (:name, 1)"), {"name": name})
        if name == "full":
            raise StoreError("The disk is full.")
    return [Unlawful("somebody else's") if name.startswith("no") else None for name in names]


async def test_what_comes_at_once_is_on_disk_after_a_few_commits(database: Database) -> None:
    commits = 0

    @event.listens_for(database.engine.sync_engine, "commit")
    def counted(_connection: object) -> None:
        nonlocal commits
        commits += 1

    together = Together(database, write_all)
    await asyncio.gather(*(together.write(f"a{number}") for number in range(50)))
    assert commits <= 2
    assert len(await numbers(database)) == 50


async def test_a_write_that_is_refused_stops_no_other(database: Database) -> None:
    together = Together(database, write_all)
    results = await asyncio.gather(
        *(together.write(name) for name in ("one", "not two", "three")), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), Unlawful, type(None)]
    assert await numbers(database) == {"one", "three"}


async def test_where_the_database_fails_all_are_told_and_the_next_ones_are_written(database: Database) -> None:
    together = Together(database, write_all)
    results = await asyncio.gather(*(together.write(name) for name in ("one", "full", "three")), return_exceptions=True)
    assert [type(result) for result in results].count(StoreError) >= 1
    await together.write("four")
    assert "four" in await numbers(database)
    assert "full" not in await numbers(database)


async def test_a_leader_that_is_cut_short_leaves_nobody_waiting(database: Database) -> None:
    together = Together(database, write_all)
    leader = asyncio.create_task(together.write("slow"))
    await asyncio.sleep(0.05)
    follower = asyncio.create_task(together.write("after"))
    leader.cancel()
    await asyncio.wait_for(follower, timeout=5)
    assert "after" in await numbers(database)
