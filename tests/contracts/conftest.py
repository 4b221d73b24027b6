"""The record under test: SQLite in memory and on a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from digests.ports import Archive, Ledger, Roster
from digests.store.opening import Store, opened


@pytest.fixture(params=["memory", "file"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    url = "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'record.db'}"
    async with opened(url) as store:
        yield store


@pytest.fixture
def archive(store: Store) -> Archive:
    return store.archive


@pytest.fixture
def roster(store: Store) -> Roster:
    return store.roster


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return store.ledger
