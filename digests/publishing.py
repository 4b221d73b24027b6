"""Slots that fell due become digests, fixed in the ledger before anything is sent."""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from digests.composing import FIRST_WINDOW, compose
from digests.delivery import DEADLINE, TOO_LATE, Delivery, State
from digests.digest import Digest, Window
from digests.planning import slots_due, upcoming
from digests.ports import Archive, Due, FeedBook, Ledger, Press, Roster, Run
from digests.schedule import Slot
from digests.weighing import NO_TIERS, Tiers

log = structlog.get_logger()

LATE = timedelta(minutes=10)
"""From then on a digest says when it was due."""
MOST_AT_ONCE = 1000
"""Subscriptions taken from the roster at once; the rest follows in the same tick."""


async def publish_due(
    *,
    at: datetime,
    roster: Roster,
    archive: Archive,
    book: FeedBook,
    ledger: Ledger,
    press: Press,
    tiers: Tiers = NO_TIERS,
) -> int:
    """Fix a digest for every slot due at that instant; the number of slots that were new.

    A subscription that fails is told of in the log and tried again at the next tick; the others go on.
    """
    fixed = 0
    failed: set[tuple[str, str, str]] = set()
    while dues := [due for due in await roster.due(at=at, most=MOST_AT_ONCE + len(failed)) if _key(due) not in failed]:
        for due in dues:
            try:
                fixed += await _publish(due, at=at, archive=archive, book=book, ledger=ledger, tiers=tiers, press=press)
            except Exception:
                failed.add(_key(due))
                log.exception("digest.failed", channel=due.channel.id, edition=due.edition.name)
    return fixed


async def composed_for(
    due: Due, *, at: datetime, archive: Archive, book: FeedBook, ledger: Ledger, tiers: Tiers = NO_TIERS
) -> Digest:
    """What the channel would be sent at that instant: all that is new since its last digest of the edition."""
    tenant, channel = due.subscription.tenant, due.subscription.channel
    since = await ledger.covered_until(tenant, channel, due.edition.name) or at - FIRST_WINDOW
    window = Window(since=min(since, at), until=at)
    stories = await archive.stories(tenant, window=window)
    carried = await ledger.carried(tenant, channel)
    ailing = await book.ailing(tenant, window=window)
    return compose(due.edition, stories, window=window, at=at, carried=carried, ailing=ailing, tiers=tiers)


async def publish_now(
    due: Due, *, at: datetime, archive: Archive, book: FeedBook, ledger: Ledger, press: Press, tiers: Tiers = NO_TIERS
) -> Slot | None:
    """Fix a digest out of turn, in the slot of this very minute; None, and nothing fixed, where nothing is new.

    The schedule goes on as it was, and its next digest tells only what is newer than this one.
    """
    digest = await composed_for(due, at=at, archive=archive, book=book, ledger=ledger, tiers=tiers)
    if not digest.items:
        return None
    local = at.astimezone(due.edition.zone).replace(second=0, microsecond=0)
    slot = Slot(
        tenant=due.subscription.tenant,
        channel=due.channel.id,
        edition=due.edition.name,
        local_date=local.date(),
        wall=local.time(),
        due=at,
    )
    run = Run(slot=slot, title=digest.title, proof=digest.proof)
    parts = _parts(slot, digest, due, press, at=at)
    await ledger.enqueue(run, parts, next_due=due.subscription.next_due)
    return slot


async def _publish(
    due: Due, *, at: datetime, archive: Archive, book: FeedBook, ledger: Ledger, press: Press, tiers: Tiers
) -> bool:
    """Only the newest missed slot is served: what older ones would have told is news in it."""
    just_before = due.subscription.next_due - timedelta(microseconds=1)
    *_, slot = slots_due(due.edition, due.channel.id, after=just_before, until=at)
    digest = await composed_for(due, at=at, archive=archive, book=book, ledger=ledger, tiers=tiers)
    if at - slot.due >= LATE:
        digest = replace(digest, was_due=slot.due.astimezone(due.edition.zone))
    (next_due,) = upcoming(due.edition, after=at, count=1)
    run = Run(slot=slot, title=digest.title, proof=digest.proof)
    new = await ledger.enqueue(run, _parts(slot, digest, due, press, at=at), next_due=next_due)
    log.info("digest.fixed", channel=slot.channel, edition=slot.edition, due=slot.due, items=len(digest.items), new=new)
    return new


def _parts(slot: Slot, digest: Digest, due: Due, press: Press, *, at: datetime) -> list[Delivery]:
    """One part a sheet; skipped with the reason where it comes too late for its own day."""
    local = at.astimezone(due.edition.zone)
    late = at - slot.due > DEADLINE or local.date() != slot.due.astimezone(due.edition.zone).date()
    state = State.SKIPPED if late else State.PLANNED
    reason = TOO_LATE if late else None
    sheets = press(digest, due.channel)
    return [
        Delivery(
            slot=slot,
            part=part,
            parts=len(sheets),
            channel=due.channel,
            payload=sheet.payload,
            carries=sheet.carries,
            not_before=at,
            state=state,
            reason=reason,
        )
        for part, sheet in enumerate(sheets, start=1)
    ]


def _key(due: Due) -> tuple[str, str, str]:
    return due.subscription.tenant, due.subscription.channel, due.edition.name
