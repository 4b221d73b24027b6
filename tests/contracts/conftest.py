"""The record under test: SQLite on a file, which another maker of the ports may stand beside."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from digests.ports import Archive, Audit, Budget, Complaints, FeedBook, Ledger, Roster
from digests.store.opening import Store, opened


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that was brought up to date once, to be copied by every test."""
    path = tmp_path_factory.mktemp("record") / "empty.db"

    async def make() -> None:
        async with opened(f"sqlite:///{path}"):
            pass

    asyncio.run(make())
    return path


@pytest.fixture(params=["sqlite"])
async def store(tmp_path: Path, empty_record: Path) -> AsyncIterator[Store]:
    path = shutil.copy(empty_record, tmp_path / "record.db")
    async with opened(f"sqlite:///{path}") as store:
        yield store


@pytest.fixture
def archive(store: Store) -> Archive:
    return store.archive


@pytest.fixture
def roster(store: Store) -> Roster:
    return store.roster


@pytest.fixture
def audit(store: Store) -> Audit:
    return store.audit


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return store.ledger


@pytest.fixture
def feed_book(store: Store) -> FeedBook:
    return store.feeds


@pytest.fixture
def budget(store: Store) -> Budget:
    return store.budget


@pytest.fixture
def complaints(store: Store) -> Complaints:
    return store.complaints
