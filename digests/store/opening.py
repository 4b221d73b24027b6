"""The whole record, opened and closed as one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from digests.store.archive import StoredArchive
from digests.store.budget import StoredBudget
from digests.store.complaints import StoredComplaints
from digests.store.engine import Database, connected
from digests.store.feeds import StoredFeeds
from digests.store.index import TantivyIndex
from digests.store.ledger import StoredLedger
from digests.store.roster import StoredRoster


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The ports of the record over one database."""

    database: Database
    archive: StoredArchive
    index: TantivyIndex
    roster: StoredRoster
    ledger: StoredLedger
    feeds: StoredFeeds
    budget: StoredBudget
    complaints: StoredComplaints


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The record at that address, up to date; see ``connected`` for the addresses and the errors."""
    async with connected(url) as database:
        index = TantivyIndex(database, _beside(url))
        try:
            yield Store(
                database=database,
                archive=StoredArchive(database),
                index=index,
                roster=StoredRoster(database),
                ledger=StoredLedger(database),
                feeds=StoredFeeds(database),
                budget=StoredBudget(database),
                complaints=StoredComplaints(database),
            )
        finally:
            await index.close()


def _beside(url: str) -> Path | None:
    """The index's folder, next to the record's file; None where that is in memory."""
    file = make_url(url).database
    return Path(f"{file}.index") if file and file != ":memory:" else None
