"""Copies of the record: taken while it is in use, and put back so that nothing goes out twice."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import make_url, update

from digests.article import HOUSE
from digests.audit import Act, Deed
from digests.delivery import State
from digests.digest import RunProof, Window
from digests.errors import BadInput, StoreError
from digests.ports import Due, Owed, Run
from digests.schedule import Slot
from digests.store.audit import note
from digests.store.identity import was_backed_up
from digests.store.opening import Store
from digests.store.tables import deliveries

_IN_DOUBT = (State.PLANNED, State.CLAIMED, State.SENDING)
_ALL = 1_000_000
_WHY = "The record was put back from a backup: this may have been posted since."


def back_up(url: str, to: Path) -> int:
    """Copy the record at that address, whoever writes to it meanwhile; the number of bytes.

    The copy is whole and has been read through before it bears its name. Raises BadInput where a file of that name is
    there, StoreError where the record cannot be read or the copy not be written.
    """
    if to.exists():
        raise BadInput(f"{to} is there already, and a backup is never written over. Choose another name.")
    record = _file_of(url)
    size = _copied(record, to)
    was_backed_up(record.with_name(f"{record.name}.instance"), to)
    return size


def put_back(backup: Path, url: str, *, at: datetime) -> Path | None:
    """Put a backup in the record's place; where what stood there is kept, None where nothing did.

    No program may have the record open. Raises BadInput for a file that is no record of ours, which changes nothing.
    """
    return _replaced(backup, _file_of(url), f"{at:%Y%m%d-%H%M%S}")


class Meanwhile(StrEnum):
    """What is believed of the time between an older record and now, of which it knows nothing.

    send: nothing went out, so all that fell due is sent. next: what fell due is left out, and its stories open the next
    digest. told: the channels were told everything, so the next digest begins now.
    """

    SEND = "send"
    NEXT = "next"
    TOLD = "told"


async def begin_anew(store: Store, *, by: str, at: datetime) -> int:
    """What must hold in a record that was put back or copied; the number of parts that are now in doubt.

    All that was still to be sent is looked for before it is sent, and the record is known here from now on.
    """
    doubted = update(deliveries).where(deliveries.c.state.in_(_IN_DOUBT))
    async with store.database.writing() as connection:
        changed = await connection.execute(
            doubted.values(state=State.UNKNOWN, not_before=at, holder=None, leased_until=None, reason=_WHY)
        )
        await note(connection, Act(tenant=HOUSE, at=at, by=by, deed=Deed.RESTORED, on="the record"))
    await store.identity.adopt()
    return changed.rowcount


async def settle_meanwhile(store: Store, meanwhile: Meanwhile, *, by: str, at: datetime) -> None:
    """Have the record hold what is believed of the time that it does not know."""
    if meanwhile is Meanwhile.SEND:
        return
    for due in await store.roster.due(at=at, most=_ALL):
        await store.roster.pass_over(due, by=by, at=at)
    if meanwhile is Meanwhile.TOLD:
        for channel in await store.roster.channels(None):
            for due in await store.roster.subscriptions(channel.tenant, channel.id):
                await store.ledger.enqueue([_nothing_owed(due, at)])


def _nothing_owed(due: Due, at: datetime) -> Owed:
    """A digest of no messages: up to that instant the channel has been told."""
    local = at.astimezone(due.edition.zone)
    slot = Slot(
        tenant=due.subscription.tenant,
        channel=due.channel.id,
        edition=due.edition.name,
        local_date=local.date(),
        wall=local.time(),
        due=at,
    )
    proof = RunProof(window=Window(since=at, until=at), articles=0, stories=0, outlets=(), left_out=(), held=0)
    run = Run(slot=slot, title=due.edition.name, proof=proof)
    return Owed(run=run, parts=(), next_due=due.subscription.next_due)


def _file_of(url: str) -> Path:
    file = make_url(url).database
    if not file or file == ":memory:":
        raise BadInput("A record in memory ends with its program: there is nothing to back up.")
    return Path(file)


def _copied(record: Path, to: Path) -> int:
    if not record.exists():
        raise BadInput(f"There is no record at {record} yet: there is nothing to back up.")
    part = to.with_name(f"{to.name}.part")
    try:
        with closing(sqlite3.connect(record)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        _read_through(part)
        part.replace(to)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"No backup was made of {record}: {error}.") from None
    finally:
        part.unlink(missing_ok=True)
    return to.stat().st_size


def _replaced(backup: Path, record: Path, stamp: str) -> Path | None:
    if not backup.is_file():
        raise BadInput(f"There is no backup at {backup}.")
    part = record.with_name(f"{record.name}.part")
    record.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(backup, part)
        _read_through(part)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise BadInput(f"{backup} is no backup that can be put back: {error}.") from None
    before = record.with_name(f"{record.name}.before-{stamp}") if record.exists() else None
    for suffix in ("", "-wal", "-shm", "-journal"):
        if before is not None and (beside := record.with_name(f"{record.name}{suffix}")).exists():
            beside.replace(before.with_name(f"{before.name}{suffix}"))
    part.replace(record)
    return before


def _read_through(file: Path) -> None:
    """Raises sqlite3.Error for a file with a fault in it, or one that is not ours."""
    with closing(sqlite3.connect(file)) as database:
        (told,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        if told != "ok":
            raise sqlite3.DatabaseError(f"it is damaged ({told})")
        database.execute("SELECT version_num FROM alembic_version").fetchone()
