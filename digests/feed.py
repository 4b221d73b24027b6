"""A feed that is followed: when it is looked at next, and how it has been doing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digests.article import Tenant

SOONEST = timedelta(minutes=5)
LATEST = timedelta(hours=6)
"""Between two looks at a feed that is well: no feed is asked more often, and none forgotten for longer."""
FIRST_PACE = timedelta(minutes=30)
LONGEST_BACKOFF = timedelta(hours=24)
UNWELL_AFTER = timedelta(days=2)
"""Without a good look: from then on those who follow the feed are told."""
_QUICKER, _SLOWER = 0.5, 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address that is looked at again and again, by one tenant.

    ``pace`` is the time between two looks while it is well, ``next_look`` the aware instant of the next. ``failures``
    counts bad looks since the last good one and ``trouble`` says what the newest of them met; ``last_good`` is None
    before the first good look. ``unwell_since`` is the aware instant from which those who read it must be told that it
    fails, ``well_again`` that of the good look that ended the last such time. ``stopped`` says why it is not looked at
    any more. ``etag`` and ``last_modified`` are what its server gave us to ask "only if it has changed".
    """

    tenant: Tenant
    url: str
    added: datetime
    next_look: datetime
    title: str | None = None
    pace: timedelta = FIRST_PACE
    etag: str | None = None
    last_modified: str | None = None
    last_good: datetime | None = None
    failures: int = 0
    trouble: str | None = None
    unwell_since: datetime | None = None
    well_again: datetime | None = None
    stopped: str | None = None


def after_good_look(feed: Feed, *, at: datetime, new: int) -> Feed:
    """The feed after a look that went well: sooner again where it had something new, else a little later."""
    pace = min(max(feed.pace * (_QUICKER if new else _SLOWER), SOONEST), LATEST)
    well_again = at if feed.unwell_since else feed.well_again
    well = replace(feed, failures=0, trouble=None, unwell_since=None, well_again=well_again)
    return replace(well, pace=pace, next_look=at + pace, last_good=at)


def after_bad_look(feed: Feed, *, at: datetime, trouble: str, wait: timedelta | None = None) -> Feed:
    """The feed after a look that failed: twice as late each time, and not before its server asked for.

    What it holds in the record stays as it is.
    """
    failures = feed.failures + 1
    backoff = min(feed.pace * 2 ** min(failures, 10), LONGEST_BACKOFF)
    asked = min(wait, LONGEST_BACKOFF) if wait is not None else timedelta()
    failed_for = at - (feed.last_good or feed.added)
    unwell_since = feed.unwell_since or (at if failed_for >= UNWELL_AFTER else None)
    return replace(
        feed, failures=failures, trouble=trouble, unwell_since=unwell_since, next_look=at + max(backoff, asked)
    )


def ended(feed: Feed, *, at: datetime, why: str) -> Feed:
    """The feed, not to be looked at again until somebody adds it anew."""
    return replace(feed, stopped=why, trouble=why, unwell_since=feed.unwell_since or at)
