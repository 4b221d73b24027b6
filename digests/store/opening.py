"""The whole record, opened and closed as one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from digests.store.archive import StoredArchive
from digests.store.budget import StoredBudget
from digests.store.engine import Database, connected
from digests.store.feeds import StoredFeeds
from digests.store.ledger import StoredLedger
from digests.store.roster import StoredRoster


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The ports of the record over one database."""

    database: Database
    archive: StoredArchive
    roster: StoredRoster
    ledger: StoredLedger
    feeds: StoredFeeds
    budget: StoredBudget


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The record at that address, up to date; see ``connected`` for the addresses and the errors."""
    async with connected(url) as database:
        yield Store(
            database=database,
            archive=StoredArchive(database),
            roster=StoredRoster(database),
            ledger=StoredLedger(database),
            feeds=StoredFeeds(database),
            budget=StoredBudget(database),
        )
