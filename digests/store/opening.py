"""The whole record, opened and closed as one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from digests.errors import StoreDamaged
from digests.store.archive import StoredArchive
from digests.store.audit import StoredAudit
from digests.store.budget import StoredBudget
from digests.store.complaints import StoredComplaints
from digests.store.engine import Database, connected
from digests.store.feeds import StoredFeeds
from digests.store.identity import Identity, last_backup
from digests.store.index import TantivyIndex
from digests.store.ledger import StoredLedger
from digests.store.roster import StoredRoster


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The ports of the record over one database."""

    database: Database
    identity: Identity
    archive: StoredArchive
    index: TantivyIndex
    roster: StoredRoster
    ledger: StoredLedger
    feeds: StoredFeeds
    budget: StoredBudget
    complaints: StoredComplaints
    audit: StoredAudit


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The record at that address, up to date; see ``connected`` for the addresses and the errors.

    Where its file is damaged, the error tells which backup was the last.
    """
    try:
        async with _opened(url) as store:
            yield store
    except StoreDamaged as damaged:
        beside = _next_to(url, ".instance")
        backup = last_backup(beside) if beside else None
        raise StoreDamaged(f"{damaged}. The last one: {backup}" if backup else str(damaged)) from damaged


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Store]:
    async with connected(url) as database:
        identity = Identity(database, _next_to(url, ".instance"))
        index = TantivyIndex(database, _next_to(url, ".index"))
        try:
            yield Store(
                database=database,
                identity=identity,
                archive=StoredArchive(database),
                index=index,
                roster=StoredRoster(database),
                ledger=StoredLedger(database, identity),
                feeds=StoredFeeds(database),
                budget=StoredBudget(database),
                complaints=StoredComplaints(database),
                audit=StoredAudit(database),
            )
        finally:
            await index.close()


def _next_to(url: str, suffix: str) -> Path | None:
    """What belongs to the record's file; None where that is in memory."""
    file = make_url(url).database
    return Path(f"{file}{suffix}") if file and file != ":memory:" else None
