"""Open the record, bring it up to date, close it. SQLite now; another database is another URL."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Table, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from digests.errors import StoreBusy, StoreDamaged, StoreError, StoreTooNew

NEWEST = "0012"
"""The newest migration; a test holds it to the folder of them."""
BUSY_MS = 5000
"""How long a write waits for another process's lock."""
_DAMAGED = "The record's file is damaged or no database. Put a backup in its place: rundown restore FILE"
_UNWRITABLE = "The record's file cannot be written. Look at the rights of it and its folder."
_FIXED = (3, 53, 0)
_FIXED_BRANCH = (3, 51, 3)


def journal_mode(sqlite_version: tuple[int, ...]) -> str:
    """WAL where this SQLite has the fix for the WAL-reset bug (3.51.3, or 3.53.0 and newer), else DELETE.

    Versions 3.7.0 to 3.51.2 can corrupt a WAL database that two connections write to.
    """
    is_fixed = sqlite_version >= _FIXED or _FIXED_BRANCH <= sqlite_version < (3, 52, 0)
    return "wal" if is_fixed else "delete"


INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""A dialect's own insert, the only one that knows what to do where a key is there already."""


def insert(connection: AsyncConnection, table: Table) -> Any:
    """An insert that may go on with ``on_conflict_do_nothing`` or ``on_conflict_do_update``."""
    return INSERT[connection.dialect.name](table)


@dataclass(frozen=True, slots=True)
class Database:
    """Transactions on the record; what goes wrong with the database itself becomes a StoreError."""

    engine: AsyncEngine

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the record."""
        with _told():
            async with self.engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that holds the write lock from its start: all of it is written, or nothing."""
        with _told():
            async with self.engine.execution_options(writes=True).begin() as connection:
                yield connection

    async def look_through(self) -> None:
        """Read every page of the file. Raises StoreDamaged where one is broken."""
        async with self.reading() as connection:
            if connection.dialect.name == "sqlite":
                told = (await connection.execute(text("PRAGMA quick_check(1)"))).scalar_one()
                if told != "ok":
                    raise StoreDamaged(_DAMAGED)

    async def condition(self) -> str:
        """In words: what kind of database, and how it keeps its journal."""
        async with self.reading() as connection:
            if connection.dialect.name != "sqlite":
                return connection.dialect.name
            mode = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
            return f"SQLite {sqlite3.sqlite_version}, journal {mode}"


@asynccontextmanager
async def connected(url: str, *, busy_ms: int = BUSY_MS) -> AsyncIterator[Database]:
    """A database, brought up to date, in which every write is on disk once it is committed.

    ``url`` is ``sqlite:///FILE``, ``sqlite:////ABSOLUTE/FILE`` or ``sqlite://`` for one in memory that ends with the
    call; ``busy_ms`` is how long a write waits for another process. Raises StoreTooNew where a newer Rundown wrote
    the record, StoreError where it cannot be used; it is then unchanged.
    """
    engine = _engine(url, busy_ms)
    try:
        database = Database(engine)
        await _bring_up_to_date(database)
        yield database
    finally:
        await engine.dispose()


def _engine(url: str, busy_ms: int) -> AsyncEngine:
    """With one connection: SQLite has one write lock, for which those of one process would only fight."""
    try:
        parsed = make_url(url)
        if parsed.drivername != "sqlite":
            raise StoreError(f"Rundown keeps its record in SQLite: sqlite:///FILE, not {parsed.drivername}.")
    except (ArgumentError, NoSuchModuleError):
        raise StoreError("The address of the record cannot be read. Try sqlite:///.rundown/rundown.db") from None
    if parsed.database not in {None, "", ":memory:"}:
        _make_room(Path(parsed.database or ""))
    engine = create_async_engine(
        parsed.set(drivername="sqlite+aiosqlite"), poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0
    )
    event.listen(engine.sync_engine, "connect", partial(_prepare, busy_ms))
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _make_room(path: Path) -> None:
    """The folder, and a first look at the file: the driver's own thread would tell of a file that cannot be opened."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {path.parent} cannot be made: {error.strerror}. Choose another one.") from None
    try:
        sqlite3.connect(path).close()
    except sqlite3.Error:
        raise StoreError(_UNWRITABLE) from None


def _prepare(busy_ms: int, connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where _begin says so, not where the driver guesses
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {busy_ms}",
        f"journal_mode = {journal_mode(sqlite3.sqlite_version_info)}",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told() -> Iterator[None]:
    """The database's own errors in words that name the next step; no SQL and no values are in them."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreBusy("The record was not free for half a minute. Try again in a moment.") from error
    except DBAPIError as error:
        why = str(error.orig)
        if "locked" in why or "busy" in why:
            raise StoreBusy("The record is locked by another program. Try again in a moment.") from error
        if "full" in why:
            raise StoreError("The disk that holds the record is full. Make room; nothing was lost.") from error
        if "not a database" in why or "malformed" in why:
            raise StoreDamaged(_DAMAGED) from error
        if "unable to open" in why or "readonly" in why:
            raise StoreError(_UNWRITABLE) from error
        raise StoreError(f"The record cannot be used: {type(error.orig).__name__}. See the log.") from error


async def _bring_up_to_date(database: Database) -> None:
    """Two processes that start together both come here: the second waits for the lock and finds nothing left to do."""
    if await _revision(database) == NEWEST:
        return
    async with database.writing() as connection:
        await connection.run_sync(_migrate)


async def _revision(database: Database) -> str | None:
    async with database.reading() as connection:
        known = await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version"))
        return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() if known else None


def _migrate(connection: Connection) -> None:
    """Alembic is loaded only where there is something for it to do."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreTooNew("The record was written by a newer Rundown. Start that one, or restore a backup.") from error
