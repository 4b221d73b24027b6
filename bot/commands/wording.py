"""Instants, editions and trouble in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from digests.language import _, later
from digests.schedule import Edition

WENT_WRONG = later("Something went wrong")


def whom_to_tell(quote: str) -> str:
    """What an asker can do about a fault of ours; ``quote`` finds it in the log."""
    return _("Quote {quote} to whoever runs this Rundown.").format(quote=quote)


def moment(due: datetime, *, at: datetime, past: bool = False) -> str:
    """When that is, on ``due``'s own clock, seen from ``at``: "now", "tomorrow at 08:30", "Monday 2 March at 08:30".

    What is ``past`` is no "now".
    """
    today = at.astimezone(due.tzinfo).date()
    time = f"{due:%H:%M}"
    if due <= at and not past:
        return _("now")
    if due.date() == today:
        return _("today at {time}").format(time=time)
    if due.date() == today + timedelta(days=1):
        return _("tomorrow at {time}").format(time=time)
    return _("{day} at {time}").format(day=f"{due:%A} {due.day} {due:%B}", time=time)


def listed(words: Sequence[str]) -> str:
    """One or more words in a row: "a", "a and b", "a, b and c"."""
    *rest, last = words
    return _("{first} and {last}").format(first=", ".join(rest), last=last) if rest else last


def topics_of(edition: Edition) -> str:
    """What it tells of, as it is typed: "politics and sport", or "everything"."""
    return _in_a_row(sorted(topic.word for topic in edition.topics)) if edition.topics else "everything"


def cadence_of(edition: Edition) -> str:
    """When it comes: "weekdays at 08:30"."""
    return str(edition.cadence)


def facts_of(edition: Edition) -> str:
    """All that an edition is, the same for equal wishes: "politics daily at 08:30 Europe/Berlin"."""
    return f"{topics_of(edition)} {edition.cadence} {edition.zone.key}"


def _in_a_row(words: Sequence[str]) -> str:
    """In no language but English: it is a key."""
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last
