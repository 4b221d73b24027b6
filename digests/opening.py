"""The line that opens a digest: how much there is and of what, by counting alone; never a word of an article."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from digests.article import ClaimStatus
from digests.digest import Item
from digests.language import _, several
from digests.taste import Opening

NOON, EVENING = 12, 18


def opening_line(items: Sequence[Item], *, tone: Opening, at: datetime) -> str | None:
    """None where the channel wants none, or there is nothing to open. ``at`` tells the time of day on its clock."""
    if tone is Opening.NONE or not items:
        return None
    count = several("{count} story", "{count} stories", len(items)).format(count=len(items))
    told = f"{'; '.join((count, *_most_told(items), *_corrections(items)))}."
    return f"{_greeting(at)} {told}" if tone is Opening.WARM else told


def _most_told(items: Sequence[Item]) -> list[str]:
    """The topic of two or more of them."""
    ((topic, times),) = Counter(next(iter(item.topics), None) for item in items).most_common(1)
    if topic is None or times < 2:  # noqa: PLR2004 - one story has no common topic
        return []
    return [_("{count} of them on {topic}").format(count=times, topic=topic.word)]


def _corrections(items: Sequence[Item]) -> list[str]:
    corrected = sum(any(line.status is ClaimStatus.CORRECTED for line in item.claims) for item in items)
    if not corrected:
        return []
    return [several("{count} correction", "{count} corrections", corrected).format(count=corrected)]


def _greeting(at: datetime) -> str:
    if at.hour < NOON:
        return _("Good morning.")
    return _("Good afternoon.") if at.hour < EVENING else _("Good evening.")
