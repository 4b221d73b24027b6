"""Whether a record is the one that worked here last: a copy, or an older state of it, must not post anything.

Beside the record's file stands another, ``FILE.instance``: which record it is, how many digests it had fixed, and where
its last backup went. A record that comes without it is a copy; one that had fixed fewer was put back by hand.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from secrets import randbits

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.engine import Database, insert
from digests.store.tables import revisions

RECORD = "record"
"""The row of ``revisions`` that tells this record from any other at the same address."""
FIXED = "fixed"
"""The row that counts the digests that it has fixed."""
_COPY = "This record is a copy of one that works elsewhere, or its FILE.instance was lost"
_OLDER = "This record is an older state of the one that worked here: {} digests fixed since are not in it"
_MEND = "Nothing is sent. If this is the one that shall work from now on: rundown adopt"


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the file beside the record says."""

    record: int
    fixed: int
    backup: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Knows a record again; ``beside`` is the file next to it, None for a record in memory, which is always ours."""

    database: Database
    beside: Path | None

    async def stranger(self) -> str | None:
        """Why this record must not post anything, with the next step; None where it is ours.

        One that has never fixed a digest becomes ours.
        """
        if self.beside is None:
            return None
        record, fixed = await self._numbers()
        known = _read(self.beside)
        if known is None and fixed == 0:
            await self.adopt()
        elif known is None or known.record != record:
            return f"{_COPY}. {_MEND}"
        elif known.fixed > fixed:
            return f"{_OLDER.format(known.fixed - fixed)}. {_MEND}"
        return None

    async def adopt(self) -> None:
        """This record works here from now on. It gets a name of its own, so that its index is made anew."""
        async with self.database.writing() as connection:
            record = await named_anew(connection)
        _, fixed = await self._numbers()
        if self.beside is not None:
            _write(self.beside, _Beside(record=record, fixed=fixed, backup=last_backup(self.beside)))

    def has_fixed(self, fixed: int) -> None:
        """So many digests in all; to be told once they are on disk, never before."""
        if self.beside is not None and (known := _read(self.beside)) is not None:
            _write(self.beside, replace(known, fixed=fixed))

    async def _numbers(self) -> tuple[int | None, int]:
        async with self.database.reading() as connection:
            rows = await connection.execute(select(revisions).where(revisions.c.name.in_((FIXED, RECORD))))
            numbers = {row.name: row.last for row in rows}
        return numbers.get(RECORD), numbers.get(FIXED, 0)


def was_backed_up(beside: Path, to: Path) -> None:
    """To be told where the record cannot be read any more."""
    if (known := _read(beside)) is not None:
        _write(beside, replace(known, backup=str(to.resolve())))


def last_backup(beside: Path) -> str | None:
    """Where the last backup went, None where none is known."""
    known = _read(beside)
    return known.backup if known else None


async def named_anew(connection: AsyncConnection) -> int:
    """Give the record another name; what that is."""
    number = randbits(53)
    named = insert(connection, revisions).values(name=RECORD, last=number)
    await connection.execute(named.on_conflict_do_update(index_elements=("name",), set_={"last": number}))
    return number


async def counted(connection: AsyncConnection, more: int) -> int:
    """How many digests the record has fixed with these."""
    counter = insert(connection, revisions).values(name=FIXED, last=more)
    grown = counter.on_conflict_do_update(index_elements=("name",), set_={"last": revisions.c.last + more})
    return int((await connection.execute(grown.returning(revisions.c.last))).scalar_one())


def _read(path: Path) -> _Beside | None:
    try:
        return _Beside(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, told: _Beside) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(asdict(told)), encoding="utf-8")
    part.replace(path)
