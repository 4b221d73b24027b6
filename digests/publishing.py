"""Slots that fell due become digests, fixed in the ledger before anything is sent."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from digests.article import Story
from digests.channel import ChannelId
from digests.composing import FIRST_WINDOW, compose
from digests.delivery import DEADLINE, CatchUp
from digests.digest import Digest, Window
from digests.feed import Feed
from digests.language import speaking
from digests.owing import Terms, owed_in_vain, owed_to, parts_of
from digests.planning import slots_due, upcoming
from digests.ports import Archive, Due, FeedBook, Had, Ledger, Owed, Press, Roster, Run
from digests.schedule import Edition, Slot, Subscription
from digests.taste import Mute, Taste
from digests.weighing import NO_TIERS, Tiers

log = structlog.get_logger()

MOST_AT_ONCE = 2000
"""Subscriptions taken from the roster at once; the rest follows in the same tick."""
MOST_TRIES = 3
"""How often in a row a digest may fail to be put together before a person has to look."""
LONGEST_SPREAD = timedelta(minutes=10)
"""Over which late digests are spread where an outage left many of them; fewer are spread a second each."""
_A_SECOND_EACH = timedelta(seconds=1)
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Makes what is due into what is owed; a digest that channels share is composed and set once."""

    roster: Roster
    archive: Archive
    book: FeedBook
    ledger: Ledger
    press: Press
    tiers: Tiers = NO_TIERS
    catch_up: CatchUp = CatchUp.SAME_DAY

    async def publish_due(self, *, at: datetime) -> int:
        """Fix a digest for every slot due at that instant; the number of slots that were new.

        A digest that cannot be put together is told of in the log and tried again at the next ticks; after the third
        time in a row it is quarantined. The others go on. Raises StoreError where the record cannot be used.
        """
        fixed, failed = 0, set[Subscription]()
        while dues := await self._due(at, failed):
            spread = min(len(dues) * _A_SECOND_EACH, LONGEST_SPREAD)
            for together in _split(dues, by=_slot_of).values():
                fixed += await self._publish(together, at=at, spread=spread, failed=failed)
        return fixed

    async def composed_for(self, due: Due, *, at: datetime) -> Digest:
        """What the channel would be sent at that instant: all that is new since its last digest of the edition."""
        ((_, ground),) = await self._grounds([due], at=at)
        return self._composed(due.edition, ground, due.channel.taste, at=at)

    async def publish_now(self, due: Due, *, at: datetime) -> Slot | None:
        """Fix a digest out of turn, in a slot of its own; None, and nothing fixed, where nothing is new.

        The schedule goes on as it was, and its next digest tells only what is newer than this one.
        """
        digest = await self.composed_for(due, at=at)
        if not digest.items:
            return None
        local = at.astimezone(due.edition.zone)
        wall = local.time() if local.second or local.microsecond else local.time().replace(microsecond=1)
        slot = Slot(
            tenant=due.subscription.tenant,
            channel=due.channel.id,
            edition=due.edition.name,
            local_date=local.date(),
            wall=wall,
            due=at,
        )
        run = Run(slot=slot, title=digest.title, proof=digest.proof)
        parts = parts_of(slot, self.press(digest, due.channel), due.channel, not_before=at, expires=at + DEADLINE)
        await self.ledger.enqueue([Owed(run=run, parts=parts, next_due=due.subscription.next_due)])
        return slot

    async def _due(self, at: datetime, failed: Collection[Subscription]) -> list[Due]:
        dues = await self.roster.due(at=at, most=MOST_AT_ONCE + len(failed))
        return [due for due in dues if due.subscription not in failed]

    async def _publish(
        self, together: Sequence[Due], *, at: datetime, spread: timedelta, failed: set[Subscription]
    ) -> int:
        """A digest for all that have one slot; only the newest missed slot is served, and tells of older ones."""
        first = together[0]
        just_before = first.subscription.next_due - timedelta(microseconds=1)
        slots = list(slots_due(first.edition, first.channel, after=just_before, until=at))
        if not slots:
            for due in together:
                await self.roster.pass_over(due, by="Rundown", at=at)
            return 0
        (next_due,) = upcoming(first.edition, first.channel, after=at, count=1)
        terms = Terms(slot=slots[-1], at=at, next_due=next_due, catch_up=self.catch_up, spread=spread)
        owed: list[Owed] = []
        for takers, ground in await self._grounds(together, at=at, slot=terms.slot):
            try:
                composed = self._composed(first.edition, ground, takers[0].channel.taste, at=at)
                owed += owed_to(takers, composed, terms, press=self.press)
            except Exception as error:
                log.exception("digest.failed", edition=first.edition.name, channels=len(takers))
                owed += await self._in_vain(takers, terms, ground.window, why=type(error).__name__)
                failed.update(due.subscription for due in takers)
        new = await self.ledger.enqueue(owed)
        log.info("digest.fixed", edition=first.edition.name, due=terms.slot.due, channels=len(together), new=new)
        return new

    async def _in_vain(self, takers: Iterable[Due], terms: Terms, window: Window, *, why: str) -> list[Owed]:
        """Those of which no digest could be put together too often."""
        tries = [(due, await self.roster.failed(due.subscription)) for due in takers]
        return [owed_in_vain(due, terms, window=window, why=why) for due, times in tries if times >= MOST_TRIES]

    async def _grounds(
        self, together: Sequence[Due], *, at: datetime, slot: Slot | None = None
    ) -> list[tuple[list[Due], "_Ground"]]:
        """On what the digest of each channel stands; those that stand on the same, and want the same, together."""
        first = together[0]
        tenant = first.subscription.tenant
        names = [due.channel.id for due in together]
        covered = await self.ledger.covered_until(tenant, first.edition.name, names)
        mutes = await self.roster.mutes(tenant, names)
        grounds = []
        for since, takers in _split(together, by=lambda due: covered.get(due.channel.id)).items():
            window = Window(since=min(since or at - FIRST_WINDOW, at), until=at)
            stories = await self.archive.stories(tenant, window=window)
            ailing = await self.book.ailing(tenant, window=window)
            missed = _missed(first, since, slot) if since and slot else ()
            claims = {claim.id for story in stories for article in story.articles for claim in article.claims}
            had = await self.ledger.carried(tenant, [due.channel.id for due in takers], claims)
            for (told, _, muted), readers in _split(takers, by=partial(_wanted_by, had, mutes)).items():
                ground = _Ground(window=window, stories=stories, ailing=ailing, missed=missed, had=told, mutes=muted)
                grounds.append((readers, ground))
        return grounds

    def _composed(self, edition: Edition, ground: "_Ground", taste: Taste, *, at: datetime) -> Digest:
        with speaking(taste.language):
            return compose(
                edition,
                ground.stories,
                window=ground.window,
                at=at,
                carried=dict(ground.had),
                ailing=ground.ailing,
                tiers=self.tiers,
                missed=ground.missed,
                taste=taste,
                mutes=ground.mutes,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """All that a digest is composed from."""

    window: Window
    stories: Sequence[Story]
    ailing: Sequence[Feed]
    missed: Sequence[Slot]
    had: Had
    mutes: tuple[Mute, ...]


def _slot_of(due: Due) -> Hashable:
    """Equal for those that have one slot now."""
    quiet = (due.channel.quiet, due.channel.zone) if due.channel.quiet else None
    return due.subscription.tenant, due.edition.name, due.subscription.next_due, quiet


def _wanted_by(
    had: Mapping[ChannelId, Had], mutes: Mapping[ChannelId, tuple[Mute, ...]], due: Due
) -> tuple[Had, Taste, tuple[Mute, ...]]:
    """What the channel has had, what it wants, and what it wants nothing of."""
    channel = due.channel
    return had.get(channel.id, frozenset()), channel.taste, mutes.get(channel.id, ())


def _missed(due: Due, since: datetime, slot: Slot) -> tuple[Slot, ...]:
    """Slots after the last digest that went out and before this one; those of quiet hours are none."""
    between = slots_due(due.edition, due.channel, after=since, until=slot.due)
    return tuple(one for one in between if one.due < slot.due)


def _split(dues: Iterable[Due], *, by: Callable[[Due], _Key]) -> dict[_Key, list[Due]]:
    """In the order in which they came."""
    parts: dict[_Key, list[Due]] = defaultdict(list)
    for due in dues:
        parts[by(due)].append(due)
    return parts
