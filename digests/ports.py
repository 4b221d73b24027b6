"""The few things that the rules need of the world: a record, a roster, a ledger, a press, a courier and a writer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from digests.article import Article, ClaimId, Slug, Story, StoryId, Tenant
from digests.audit import Act
from digests.channel import Channel, ChannelId, Workspace
from digests.complaint import Complaint
from digests.delivery import Delivery, State
from digests.digest import Carried, Digest, RunProof, Silence, Window
from digests.feed import Feed
from digests.proposal import Proposal, Proposed
from digests.ruling import Ruling, RulingKind
from digests.schedule import Edition, Slot, Subscription
from digests.sought import Found, Place, Shelved, Sought
from digests.taste import Mute
from digests.topics import Topic
from digests.version import Version


class Kept(StrEnum):
    """What became of an article that was given to the archive."""

    STORED = "stored"
    UPDATED = "updated"
    DUPLICATE = "duplicate"


class Archive(Protocol):
    """What was reported. A tenant reads its own articles and those of the house; every call names the tenant."""

    async def keep(self, article: Article, *, story: StoryId) -> Kept:
        """Store a new article in that story; a changed one as its next version, in the story that it has.

        Known by (tenant, slug). A new one goes where the articles of that story stand by now, see ``arrange``.
        The same again changes nothing, whatever its ``received`` and ``version`` say.
        What a person or a source said of a claim's status is kept over versions.
        """

    async def slug_of(self, tenant: Tenant, *, source_id: str, url: str | None) -> Slug | None:
        """The slug of the article that this tenant has under that source id, else under that address, else None."""

    async def article(self, tenant: Tenant, slug: Slug) -> Article:
        """Its newest version. Raises NotFound."""

    async def articles(self, tenant: Tenant) -> tuple[Article, ...]:
        """All articles that the tenant may read, newest in the record first."""

    async def versions(self, tenant: Tenant, slug: Slug) -> tuple[Version, ...]:
        """All versions of the tenant's own article, newest first; none where there is no such article."""

    async def flagged(self, tenant: Tenant, *, since: datetime) -> tuple[Version, ...]:
        """Versions received after ``since`` that were the first to carry a notice, newest first: for the desk."""

    async def stories(self, tenant: Tenant, *, window: Window | None = None) -> tuple[Story, ...]:
        """All stories, or those with an article that belongs to the window; whole, newest in the record first.

        An article belongs where it was received in the window, or published in it.
        """

    async def story(self, tenant: Tenant, story: StoryId) -> Story:
        """Raises NotFound."""

    async def story_of(self, tenant: Tenant, slug: Slug) -> StoryId:
        """The story in which the tenant's own article stands. Raises NotFound."""

    async def arrange(
        self, tenant: Tenant, slugs: Sequence[Slug], *, story: StoryId, kind: RulingKind, by: str, at: datetime
    ) -> None:
        """Put the tenant's own articles into that story, as a person ruled; who and when is kept.

        Their later versions stay there, and what ``keep`` is told to put into a story that was merged goes where its
        articles are. Slugs that the record does not hold are passed over.
        """

    async def rulings(self, tenant: Tenant) -> tuple[Ruling, ...]:
        """Every article of the tenant's own that was moved, as often as it was, oldest first."""

    async def shelf(self, tenant: Tenant, places: Collection[Place]) -> tuple[Shelved, ...]:
        """The articles of those places, each once with its story, in the order asked; those not there are left out."""


class Index(Protocol):
    """Finds where the record speaks of something; it holds no text, and losing it loses nothing."""

    async def near(self, sought: Sought, *, most: int) -> Found:
        """Up to ``most`` places that hold any of the words, best first; nothing barred, nothing of another tenant."""

    async def catch_up(self) -> int:
        """Take in what the record has new since the last time; how many articles that were. Raises StoreError."""

    async def freshen(self, *, patience: float) -> float:
        """Take in what is new beside other work; wait for it up to ``patience`` seconds.

        What share of the record can be found by now, from 0 to 1: what comes too late is found next time.
        """


class Complaints(Protocol):
    """What readers say is wrong."""

    async def hand_in(self, complaint: Complaint) -> None:
        """Keep it; whether a claim of that id exists is not asked."""

    async def since(self, tenant: Tenant | None, at: datetime) -> tuple[Complaint, ...]:
        """Those that came after ``at``, newest first; with None of all tenants, for the operator alone."""


class FeedBook(Protocol):
    """The feeds that are followed, known by tenant and address."""

    async def follow(self, feed: Feed) -> bool:
        """False where the tenant follows it already; then nothing changes."""

    async def unfollow(self, tenant: Tenant, url: str) -> bool:
        """False where there was nothing to end. What came from it stays in the record."""

    async def followed(self, tenant: Tenant) -> tuple[Feed, ...]:
        """All of a tenant, by address."""

    async def ailing(self, tenant: Tenant, *, window: Window) -> tuple[Feed, ...]:
        """Those that the tenant reads, its own and the house's, that became unwell or well again within the window."""

    async def due(self, *, at: datetime, most: int) -> tuple[Feed, ...]:
        """Those of all tenants with ``next_look <= at`` that were not stopped, the longest overdue first."""

    async def moved(self, feed: Feed, url: str) -> Feed:
        """Follow it at another address from now on, and there only once; the feed as it is followed there."""

    async def looked(self, feed: Feed) -> None:
        """Write down how it stands after a look. A feed that was unfollowed meanwhile stays so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A subscription whose time has come, with all that is needed to serve it."""

    subscription: Subscription
    edition: Edition
    channel: Channel


class Roster(Protocol):
    """Who takes what, where and when."""

    async def join(self, workspace: Workspace) -> None:
        """A tenant is here: make it known, or bring its name up to date."""

    async def workspaces(self) -> tuple[Workspace, ...]:
        """All tenants, by name; for the operator alone."""

    async def enter(self, channel: Channel, *, by: str, at: datetime) -> None:
        """Make the channel known, or bring it up to date, which is noted; other quiet hours move what is sent next."""

    async def channel(self, tenant: Tenant, channel: ChannelId) -> Channel:
        """Raises NotFound."""

    async def channels(self, tenant: Tenant | None) -> tuple[Channel, ...]:
        """A tenant's channels by name; with None those of all tenants, for the operator alone."""

    async def subscribe(self, edition: Edition, subscription: Subscription) -> bool:
        """Take the edition, which is made, or replaced by name; False where the channel takes it already.

        Then its next slot stays, so that none is lost over a restart; only where the edition's clock has changed is
        that set anew, for every channel that takes it: see ``planning.first_due``.
        """

    async def exchange(
        self,
        tenant: Tenant,
        channel: ChannelId,
        old_edition: str,
        edition: Edition,
        subscription: Subscription,
        *,
        by: str,
        at: datetime,
    ) -> bool:
        """Take the edition in the place of another, from where that one had told the channel; pauses stay.

        False, and nothing changed, where the channel does not take the old one, or takes the new one already. Its first
        slot is set by ``planning.after_a_change``, whatever the subscription says.
        """

    async def mute(self, tenant: Tenant, channel: ChannelId, mute: Mute) -> bool:
        """Tell the channel nothing of it; False where it was muted already, which is then by the new terms."""

    async def unmute(self, tenant: Tenant, channel: ChannelId, what: StoryId | Topic, *, by: str, at: datetime) -> bool:
        """False where it was not muted."""

    async def mutes(self, tenant: Tenant, channels: Collection[ChannelId]) -> Mapping[ChannelId, tuple[Mute, ...]]:
        """What each has muted, oldest first, also what has ended by now; those without any are left out."""

    async def unsubscribe(self, tenant: Tenant, channel: ChannelId, edition: str, *, by: str, at: datetime) -> bool:
        """False where there was nothing to end."""

    async def pause(self, tenant: Tenant, channel: ChannelId, *, reason: str, by: str, at: datetime) -> bool:
        """Send the channel nothing of what it takes until it is resumed; False where all of that is paused already."""

    async def pause_until(self, tenant: Tenant, channel: ChannelId, *, until: datetime, by: str, at: datetime) -> bool:
        """Send it nothing that is due before that instant; False where it takes nothing."""

    async def resume(self, tenant: Tenant, channel: ChannelId, *, by: str, at: datetime) -> bool:
        """Send it again what it takes; False where nothing was paused. Its newest missed slot may be due at once."""

    async def pass_over(self, due: Due, *, by: str, at: datetime) -> None:
        """Leave out every slot of it up to that instant; its next digest begins where the last one ended."""

    async def keep_time(self, *, at: datetime) -> None:
        """Set anew when everything is due next in zones whose rules are other ones than when that was planned."""

    async def failed(self, subscription: Subscription) -> int:
        """Note that its digest could not be put together; how often in a row that makes."""

    async def subscriptions(self, tenant: Tenant, channel: ChannelId) -> tuple[Due, ...]:
        """All of a channel, paused ones too, next due first."""

    async def due(self, *, at: datetime, most: int) -> tuple[Due, ...]:
        """Those of all tenants with ``next_due <= at`` that are not paused, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A digest as it was fixed for a slot: its title and its run proof."""

    slot: Slot
    title: str
    proof: RunProof


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A digest that is to be fixed for a channel, its parts, and when that channel's subscription is due next."""

    run: Run
    parts: tuple[Delivery, ...]
    next_due: datetime


Had = frozenset[tuple[ClaimId, str]]
"""Claims with the fingerprints under which a channel was told them last."""


class Audit(Protocol):
    """Who changed what; written with each change."""

    async def since(self, tenant: Tenant | None, at: datetime) -> tuple[Act, ...]:
        """What was done after that instant, newest first; with None for all tenants, for the operator alone."""


class Ledger(Protocol):
    """What is owed and what went out. Each call is one transaction."""

    async def enqueue(self, owed: Sequence[Owed]) -> int:
        """Fix digests of one tenant and their parts, and move their subscriptions on, all at once; how many were new.

        Where a slot is known already nothing changes but the subscription, which still moves on. What several hold
        alike, proofs and payloads, is kept once.
        """

    async def lease(self, *, holder: str, at: datetime, until: datetime, most: int) -> tuple[Delivery, ...]:
        """Claim parts that are planned and due, oldest first; a later part only once the earlier ones are settled.

        With them come parts in doubt that are to be looked for now: they stay unknown, under a lease.

        Leases that ran out are settled first: a claimed part is planned again, a sending one becomes unknown. What was
        planned and is more than ``DEADLINE`` late is skipped, and its claims are news again.
        """

    async def settle(self, delivery: Delivery) -> None:
        """Write the part's new state, under the lease that it was given.

        Raises LeaseLost where another worker holds it by now, Unlawful for a move that the table does not hold.
        """

    async def decide(self, delivery: Delivery, *, by: str, at: datetime) -> None:
        """Write what a person ruled of a part that nobody holds. Raises Unlawful for a move that is none."""

    async def deliveries(
        self, tenant: Tenant | None, *, state: State | None = None, slot: Slot | None = None
    ) -> tuple[Delivery, ...]:
        """Parts by due time, newest first; with None those of all tenants, for the operator alone."""

    async def carried(
        self, tenant: Tenant, channels: Collection[ChannelId], claims: Collection[ClaimId]
    ) -> Mapping[ChannelId, Had]:
        """Which of those claims each channel has used up (posted, or about to be), with their newest fingerprints.

        A channel that had none of them is left out; those that had the same are given the same object.
        """

    async def covered_until(
        self, tenant: Tenant, edition: str, channels: Collection[ChannelId]
    ) -> Mapping[ChannelId, datetime]:
        """Up to when each channel has been told in that edition: the end of the last window of which nothing was
        skipped or quarantined; before the first such, the start of the first window. One for which none was ever
        fixed is left out.
        """

    async def silent(self, *, before: datetime, since: datetime) -> tuple[Delivery, ...]:
        """Of each digest due in that time that did not arrive whole, and for which nobody was alarmed, its first part
        that is not posted; for the operator alone.
        """

    async def gone(self, *, before: datetime, since: datetime) -> tuple[Delivery, ...]:
        """Of each digest due in that time that will not come by itself any more, and whose channel was not told, its
        first part that is not posted.
        """

    async def alarmed(self, slots: Collection[Slot], *, at: datetime) -> None:
        """Somebody was told of these: they are silent no more."""

    async def last_run(self, tenant: Tenant | None, channel: ChannelId | None = None) -> Run | None:
        """The newest digest that was fixed for the channel, or for any of the tenant; alarms are none.

        With no tenant, of all tenants: for the operator alone.
        """

    async def run_told_by(self, tenant: Tenant, message_id: str) -> Run | None:
        """The digest of which that message, by its platform's id, is a part; None where it is none of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One message of a digest, ready for its platform, and the claims that it carries.

    ``thread`` is the name of the thread of the digest's first message in which it stands, None where it stands beside
    that one.
    """

    payload: Mapping[str, Any]
    carries: tuple[Carried, ...]
    thread: str | None = None


class Press(Protocol):
    """Sets a digest for a platform: one sheet a message, in order. Pure: the same digest gives the same sheets."""

    def __call__(self, digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
        """Never empty, and no sheet is over a limit of its platform."""


class Crier(Protocol):
    """Sets what is told of digests that did not come, as a ``Press`` does digests."""

    def __call__(self, silence: Silence, channel: Channel) -> tuple[Sheet, ...]:
        """Never empty, and no sheet is over a limit of its platform."""


class Courier(Protocol):
    """Carries one part to its platform."""

    async def carry(self, delivery: Delivery) -> str | None:
        """Send the payload as it stands, marked with the part's token; the platform's own id of the message.

        None where the platform gives no id (an incoming webhook of Slack). Raises TryLater where the same message
        may pass later, NeverWill where it cannot, OutcomeUnknown where nobody knows whether it was taken. Any other
        error counts as OutcomeUnknown.
        """

    async def found(self, delivery: Delivery) -> str | None:
        """The platform's own id of a part that may have been posted; None where it certainly is not there.

        Raises CannotTell where that cannot be seen, TryLater or OutcomeUnknown where the platform did not answer now.
        """


class Writer(Protocol):
    """A model, where one is switched on. What it writes is believed by nobody: vetting decides."""

    async def write(self, headline: str, sentences: Sequence[str]) -> Proposal:
        """What it proposes to tell of the article. Raises WriterFailed for whatever kept it from answering in form."""

    async def answer(self, question: str, claims: Sequence[str]) -> tuple[Proposed, ...]:
        """Sentences that answer, each with the claim that it rests on. Raises WriterFailed, as ``write`` does."""


class Budget(Protocol):
    """What asking a model may cost, kept over restarts."""

    async def draw(self, tenant: Tenant, day: date) -> int:
        """Count one article more that it is asked about; how many of the tenant's this makes on that UTC day."""
