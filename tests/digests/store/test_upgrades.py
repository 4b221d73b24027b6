"""A record that an earlier Rundown wrote is brought up to date with all that is in it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from digests.article import HOUSE, ClaimId
from digests.delivery import DEADLINE, State
from digests.schedule import Cadence
from digests.store import engine
from digests.store.opening import opened
from tests.builders import MORNING, a_channel, an_edition

WRITTEN = """
INSERT INTO channels VALUES ('house', 'slack:T1/C1', 'slack', 'C1', 'newsroom', 'Europe/Berlin', 'components');
INSERT INTO editions VALUES
('house', 'morning', '["08:00"]', '[1, 2, 3, 4, 5, 6, 7]', 'Europe/Berlin', '[]', 5, 0);
INSERT INTO subscriptions VALUES
('house', 'slack:T1/C1', 'morning', '2026-03-01 12:00:00.000000', 'ada', '2026-03-03 07:00:00.000000', NULL);
INSERT INTO runs VALUES ('house', 'slack:T1/C1', 'morning', '2026-03-02', '08:00:00.000000',
'2026-03-02 07:00:00.000000', 'Morning rundown', '2026-03-01 07:00:00.000000', '2026-03-02 07:00:00.000000',
'{"window": {"since": "2026-03-01T07:00:00Z", "until": "2026-03-02T07:00:00Z"}, "articles": 1, "stories": 1,
"outlets": [], "told": [], "left_out": [], "held": 0}');
INSERT INTO deliveries VALUES ('house', 'slack:T1/C1', 'morning', '2026-03-02', '08:00:00.000000', 1, 1,
'2026-03-02 07:00:00.000000', '{"text": "Harbor tunnel to open in June"}',
'[{"claim": "harbor-tunnel/toll", "fingerprint": "f1", "shown": true}]', 'posted', 1, '2026-03-02 07:00:00.000000',
NULL, 'C1:171.5', '2026-03-02 07:00:01.000000', NULL, NULL, 1);
INSERT INTO carried VALUES
('house', 'slack:T1/C1', 'morning', '2026-03-02', '08:00:00.000000', 1, 'harbor-tunnel/toll', 'f1', 1);
INSERT INTO attempts VALUES
('house', 'slack:T1/C1', 'morning', '2026-03-02', '08:00:00.000000', 1, 1, 'one', 1, 'posted', NULL);
"""
"""A digest that was posted, as it stood in a record of revision 0008."""


def as_it_was(path: Path) -> None:
    """A record of revision 0008, with that digest in it."""
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    with create_engine(f"sqlite:///{path}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
    with closing(sqlite3.connect(path)) as record:
        record.executescript(WRITTEN)


async def test_what_was_posted_and_who_takes_what_are_kept(tmp_path: Path) -> None:
    as_it_was(tmp_path / "record.db")
    async with opened(f"sqlite:///{tmp_path / 'record.db'}") as store:
        (part,) = await store.ledger.deliveries(HOUSE)
        assert (part.state, part.payload) == (State.POSTED, {"text": "Harbor tunnel to open in June"})
        assert (part.expires, part.receipt and part.receipt.message_id) == (MORNING + DEADLINE, "C1:171.5")
        assert await store.ledger.covered_until(HOUSE, "morning", [a_channel().id]) == {a_channel().id: MORNING}
        had = await store.ledger.carried(HOUSE, [a_channel().id], [ClaimId("harbor-tunnel/toll")])
        assert had == {a_channel().id: frozenset({("harbor-tunnel/toll", "f1")})}
        (due,) = await store.roster.subscriptions(HOUSE, a_channel().id)
    assert due.edition == an_edition()
    assert isinstance(due.edition.cadence, Cadence)
    assert due.subscription.next_due == MORNING + timedelta(days=1)
    with closing(sqlite3.connect(tmp_path / "record.db")) as record:
        assert record.execute("SELECT count(*), max(outcome) FROM attempts").fetchone() == (1, "posted")
        assert record.execute("PRAGMA foreign_key_check").fetchall() == []
