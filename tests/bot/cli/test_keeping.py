"""backup and restore: nothing is lost by them and nothing sent twice."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digests.article import HOUSE
from digests.delivery import State, after_posting
from digests.ports import Owed, Run
from digests.store.opening import opened
from tests.bot.cli.typed import RECORD, typed
from tests.builders import MORNING, a_channel, a_delivery, a_proof, a_slot, a_subscription, an_edition

URL = f"sqlite:///{RECORD}"
LATER = (MORNING + timedelta(hours=2)).isoformat()


async def owed(*, posted: bool = False, day: int = 0) -> None:
    """A digest of one part in the morning, planned or posted, and the next one a day later."""
    due = MORNING + timedelta(days=day)
    async with opened(URL) as store:
        await store.roster.enter(a_channel(), by="test", at=MORNING)
        await store.roster.subscribe(an_edition(), a_subscription())
        slot = a_slot(local_date=due.date(), due=due)
        run = Run(slot=slot, title="Morning", proof=a_proof())
        owed = Owed(run=run, parts=(a_delivery(slot=slot),), next_due=due + timedelta(days=1))
        await store.ledger.enqueue([owed])
        if posted:
            await post()


async def post() -> None:
    async with opened(URL) as store:
        (part,) = await store.ledger.lease(holder="one", at=MORNING, until=MORNING + timedelta(hours=1), most=1)
        await store.ledger.settle(sending := part.moved(State.SENDING, attempts=1))
        await store.ledger.settle(after_posting(sending, "C1:171.5", at=MORNING))


async def at_work() -> None:
    """A start of the bot on that record."""
    assert await stranger() is None


async def stranger(url: str = URL) -> str | None:
    async with opened(url) as store:
        return await store.identity.stranger()


async def covered() -> datetime:
    async with opened(URL) as store:
        return (await store.ledger.covered_until(HOUSE, "morning", [a_channel().id]))[a_channel().id]


async def standing() -> tuple[list[State], datetime]:
    async with opened(URL) as store:
        parts = await store.ledger.deliveries(None)
        (due,) = await store.roster.subscriptions(HOUSE, a_channel().id)
        return [part.state for part in parts], due.subscription.next_due


def restored(*words: str) -> tuple[int, str]:
    said = typed("restore", "copy.db", *words)
    return said.code, said.out


@pytest.fixture(autouse=True)
def _seeded() -> None:
    assert typed("seed").code == 0


def test_a_backup_holds_what_the_record_held_and_comes_back() -> None:
    assert typed("backup", "copy.db").code == 0
    before = typed("stories", "--json").out
    RECORD.unlink()
    code, out = restored("--at", LATER)
    assert (code, typed("stories", "--json").out) == (0, before)
    assert "What stood there" not in out


def test_a_backup_is_never_written_over() -> None:
    Path("copy.db").write_text("mine")
    said = typed("backup", "copy.db")
    assert said.code == 2
    assert Path("copy.db").read_text() == "mine"


def test_a_backup_is_taken_while_somebody_writes() -> None:
    with closing(sqlite3.connect(RECORD)) as writer:
        writer.execute("CREATE TABLE more (n)")
        writer.execute("INSERT INTO more VALUES (1)")
        assert typed("backup", "copy.db").code == 0
        writer.commit()
    with closing(sqlite3.connect("copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" + bytes(500)])
def test_what_is_no_backup_changes_nothing(content: bytes) -> None:
    Path("copy.db").write_bytes(content)
    before = RECORD.read_bytes()
    said = typed("restore", "copy.db")
    assert (said.code, RECORD.read_bytes()) == (2, before)
    assert "no backup that can be put back" in said.err
    assert [path.name for path in RECORD.parent.glob("*.part")] == []


def test_a_part_that_may_have_been_posted_since_is_looked_for_first() -> None:
    asyncio.run(at_work())
    asyncio.run(owed())
    typed("backup", "copy.db")
    asyncio.run(post())
    code, out = restored("--at", LATER)
    assert (code, asyncio.run(standing())[0]) == (0, [State.UNKNOWN])
    assert "Looked for before they are sent: 1 part of digests." in out
    assert "What stood there is kept as" in out


def test_what_was_posted_before_stays_posted() -> None:
    asyncio.run(owed(posted=True))
    typed("backup", "copy.db")
    restored("--at", LATER)
    assert asyncio.run(standing())[0] == [State.POSTED]


def test_digests_that_fell_due_since_are_passed_over_or_sent_as_it_is_told() -> None:
    asyncio.run(owed(posted=True))
    typed("backup", "copy.db")
    two_days_on = (MORNING + timedelta(days=2, hours=2)).isoformat()
    assert "Sent with the next start of rundown run" in restored("--at", two_days_on, "--meanwhile", "send")[1]
    assert asyncio.run(standing())[1] == MORNING + timedelta(days=1)
    assert "Passed over" in restored("--at", two_days_on, "--meanwhile", "next")[1]
    assert asyncio.run(standing())[1] > MORNING + timedelta(days=2, hours=2)
    assert asyncio.run(covered()) == MORNING


def test_what_was_told_meanwhile_is_not_told_again_where_that_is_what_happened() -> None:
    asyncio.run(owed(posted=True))
    typed("backup", "copy.db")
    assert "what comes in from now on" in restored("--at", LATER, "--meanwhile", "told")[1]
    assert asyncio.run(covered()) == MORNING + timedelta(hours=2)


def test_without_a_word_it_asks_and_a_record_about_which_nobody_answered_sends_nothing() -> None:
    asyncio.run(at_work())
    asyncio.run(owed())
    typed("backup", "copy.db")
    asyncio.run(owed(day=1))
    said = typed("restore", "copy.db", "--at", (MORNING + timedelta(days=2)).isoformat())
    assert "send, next or told?" in said.out
    assert said.code != 0
    assert "1 digests fixed since are not in it" in str(asyncio.run(stranger()))
    assert typed("adopt", "--meanwhile", "next").code == 0
    assert asyncio.run(stranger()) is None


def test_a_copy_that_is_started_elsewhere_sends_nothing_until_it_is_adopted() -> None:
    asyncio.run(at_work())
    asyncio.run(owed())
    typed("backup", "elsewhere.db")
    elsewhere = "sqlite:///elsewhere.db"
    assert "a copy of one that works elsewhere" in str(asyncio.run(stranger(elsewhere)))
    assert typed("adopt", "--meanwhile", "told", "--store", elsewhere).code == 0
    assert asyncio.run(stranger(elsewhere)) is None
    assert asyncio.run(stranger()) is None


def test_a_damaged_record_is_refused_and_the_last_backup_is_told() -> None:
    asyncio.run(at_work())
    typed("backup", "copy.db")
    whole = RECORD.read_bytes()
    RECORD.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    said = typed("run")
    assert said.code == 2
    assert "rundown restore FILE" in said.err
    assert str(Path("copy.db").resolve()) in said.err


def test_the_index_knows_that_the_record_is_another_now() -> None:
    typed("search", "tanker")
    typed("backup", "copy.db")
    assert typed("intake", "--summary", "The council of Skarv bought a ferry.", "--outlet", "Courier").code == 0
    assert "ferry" in typed("search", "Skarv ferry").out
    restored("--at", LATER)
    typed("intake", "--summary", "The quarry of Sund closes in May.", "--outlet", "Courier")
    assert "quarry" in typed("search", "Sund quarry").out
    assert "Nothing in the record" in typed("search", "Skarv ferry").out
