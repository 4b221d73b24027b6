"""Instants, editions and trouble in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from digests.schedule import Edition

WENT_WRONG = "Something went wrong"


def whom_to_tell(quote: str) -> str:
    """What an asker can do about a fault of ours; ``quote`` finds it in the log."""
    return f"Quote {quote} to whoever runs this Rundown."


def moment(due: datetime, *, at: datetime) -> str:
    """When that is, on ``due``'s own clock, seen from ``at``: "now", "tomorrow at 08:30", "Monday 2 March at 08:30"."""
    today = at.astimezone(due.tzinfo).date()
    if due <= at:
        return "now"
    if due.date() == today:
        return f"today at {due:%H:%M}"
    if due.date() == today + timedelta(days=1):
        return f"tomorrow at {due:%H:%M}"
    return f"{due:%A} {due.day} {due:%B} at {due:%H:%M}"


def listed(words: Sequence[str]) -> str:
    """One or more words in a row: "a", "a and b", "a, b and c"."""
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last


def topics_of(edition: Edition) -> str:
    """What it tells of: "politics and sport", or "everything"."""
    return listed(sorted(topic.word for topic in edition.topics)) if edition.topics else "everything"


def facts_of(edition: Edition) -> str:
    """All that an edition is, the same for equal wishes: "politics daily at 08:30 Europe/Berlin"."""
    return f"{topics_of(edition)} {edition.cadence} {edition.zone.key}"
