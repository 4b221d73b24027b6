"""A record is opened whole or refused with the next step, and nothing in it is harmed."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from digests.article import HOUSE, StoryId
from digests.errors import StoreBusy, StoreDamaged, StoreError, StoreTooNew
from digests.ports import Kept
from digests.store import engine
from digests.store.archive import StoredArchive
from digests.store.engine import BUSY_MS, NEWEST, connected, journal_mode
from digests.store.opening import opened
from digests.store.tables import metadata
from tests.builders import an_article


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "record.db"


async def keep_one(path: Path) -> None:
    async with opened(f"sqlite:///{path}") as store:
        await store.archive.keep(an_article(), story=StoryId("tunnel"))


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "delete"),
        ((3, 51, 2), "delete"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "delete"),
        ((3, 53, 0), "wal"),
        ((3, 54, 1), "wal"),
    ],
)
def test_a_write_ahead_log_is_kept_only_by_a_sqlite_that_cannot_corrupt_it(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


async def test_a_record_is_made_with_its_folder_and_found_again(path: Path) -> None:
    await keep_one(path)
    async with opened(f"sqlite:///{path}") as store:
        assert len(await store.archive.articles(HOUSE)) == 1


async def test_every_commit_is_on_disk_and_foreign_keys_hold(path: Path) -> None:
    async with connected(f"sqlite:///{path}") as database, database.reading() as connection:
        for pragma, expected in (("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", BUSY_MS)):
            assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == expected
        mode = (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar_one()
    assert mode == journal_mode(sqlite3.sqlite_version_info)


async def test_the_migrations_make_exactly_the_tables_that_the_code_knows(path: Path) -> None:
    async with connected(f"sqlite:///{path}") as database, database.reading() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), metadata)
        )
    assert differences == []


def test_the_newest_migration_is_the_one_that_opening_asks_for() -> None:
    assert ScriptDirectory(str(Path(engine.__file__).parent / "migrations")).get_current_head() == NEWEST


async def test_a_record_of_a_newer_rundown_is_refused_and_left_alone(path: Path) -> None:
    await keep_one(path)
    with sqlite3.connect(path) as record:
        record.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="newer Rundown"):
        await keep_one(path)
    with sqlite3.connect(path) as record:
        assert record.execute("SELECT count(*) FROM articles").fetchone() == (1,)


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear editor, " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="no database"):
        await keep_one(letter)
    assert letter.read_text(encoding="utf-8").startswith("Dear editor")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://root:canary@localhost/rundown", "SQLite"),
        ("no address at all", "Try sqlite:///"),
        ("sqlite:////proc/nowhere/record.db", "folder"),
    ],
)
async def test_an_address_that_cannot_be_used_is_refused_without_repeating_its_secret(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as refused:
        async with connected(url):
            pass
    assert "canary" not in str(refused.value)


async def test_a_record_that_another_program_holds_is_busy_and_not_broken(path: Path) -> None:
    await keep_one(path)
    async with connected(f"sqlite:///{path}", busy_ms=10) as database:
        archive = StoredArchive(database)
        with sqlite3.connect(path) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusy, match="Try again"):
                await archive.keep(an_article("another"), story=StoryId("another"))
            other.rollback()
        assert await archive.keep(an_article("another"), story=StoryId("another")) is Kept.STORED


async def test_two_processes_that_start_together_make_one_record(path: Path) -> None:
    start = "import asyncio, sys; from pathlib import Path; from tests.digests.store.test_engine import keep_one; "
    start += "asyncio.run(keep_one(Path(sys.argv[1])))"
    root = Path(__file__).parents[3]
    both = [await asyncio.create_subprocess_exec(sys.executable, "-c", start, str(path), cwd=root) for _ in range(2)]
    assert await asyncio.gather(*(process.wait() for process in both)) == [0, 0]
    async with opened(f"sqlite:///{path}") as store:
        assert len(await store.archive.articles(HOUSE)) == 1


async def test_a_page_that_is_broken_is_found_before_anything_is_done(path: Path) -> None:
    await keep_one(path)
    await asyncio.to_thread(_break_a_page, path)
    with pytest.raises(StoreDamaged, match="rundown restore FILE"):
        async with connected(f"sqlite:///{path}") as database:
            await database.look_through()


def _break_a_page(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
