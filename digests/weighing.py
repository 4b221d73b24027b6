"""How much a story weighs, by rules that are written down: each gives points and says why."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from digests.article import Story
from digests.telling import leading_article

NOBODY_SAID = 5
"""The urgency of an article whose source gave it none."""
A_STEP = 2
"""Points of a step of urgency, up or down from there."""
BREAKING = 3
COVERAGE = ((5, 6), (3, 4), (2, 2))
"""Independent sources from which on, and their points: each further one tells less than the one before."""
RECENCY = (
    (timedelta(hours=1), 3, "from the last hour"),
    (timedelta(hours=6), 2, "from the last six hours"),
    (timedelta(hours=24), 1, "from the last day"),
)

_WORDS = """
    dies dead kills killed resigns ousted arrested indicted convicted acquitted impeached assassinated coup ceasefire
    invades invasion airstrike airstrikes bombing explosion explodes gunman gunmen hostage hostages earthquake tsunami
    wildfire crash crashes derails collapses evacuated evacuates evacuation
"""
_PHRASES = ("state of emergency", "declares war", "steps down", "wins election", "mass shooting")
_LABEL = re.compile(
    r"\W*(?P<word>breaking(?: news)?|just in|urgent|developing|alert)(?:\s*[:|\]]|\s+[–—-]\s)", re.IGNORECASE
)
"""What an agency puts before a headline; within one, "breaking" and "urgent" say nothing."""
_BREAKING = re.compile(
    rf"(?<![\w-])(?<!that )(?<!which )(?<!who )(?P<word>{'|'.join((*_PHRASES, *_WORDS.split()))})(?![\w-]| that )",
    re.IGNORECASE,
)
"""What a headline says of news that cannot wait; "the crash that killed two" tells of what was."""


class Tier(IntEnum):
    """How much an operator trusts an outlet to be first and right; one that is in no tier neither gains nor loses."""

    FIRST = 1
    SECOND = 2
    LAST = 3


_OF_TIER = {Tier.FIRST: 3, Tier.SECOND: 1, Tier.LAST: -3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The operator's own table of outlets; Rundown comes with an empty one."""

    outlets: Mapping[str, Tier]

    def best(self, outlets: Iterable[str]) -> tuple[Tier, str] | None:
        """The best of theirs and the outlet that has it, in whatever case it is written; None where none is in any."""
        known = {name.casefold(): tier for name, tier in self.outlets.items()}
        found = [(known[outlet.casefold()], outlet) for outlet in outlets if outlet.casefold() in known]
        return min(found, default=None)


NO_TIERS = Tiers(outlets={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Points, more for what weighs more, and their reasons in the order of the rules."""

    points: int
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """As ``rundown why`` shows it."""
        return f"{'; '.join(self.reasons)}: {self.points} point{'s' * (abs(self.points) != 1)}"


def weigh(story: Story, *, at: datetime, tiers: Tiers = NO_TIERS) -> Weight:
    """The story as it weighs at that instant; the same story at the same instant always weighs the same."""
    ruled = tuple(_ruled(story, at, tiers))
    return Weight(points=sum(points for points, _ in ruled), reasons=tuple(reason for _, reason in ruled))


def _ruled(story: Story, at: datetime, tiers: Tiers) -> Iterator[tuple[int, str]]:
    lead = leading_article(story)
    if lead.urgency != NOBODY_SAID:
        yield A_STEP * (NOBODY_SAID - lead.urgency), f"urgency {lead.urgency} of 9, as its source gave it"
    if found := _LABEL.match(lead.headline) or _BREAKING.search(lead.headline):
        yield BREAKING, f"“{found['word']}” in its headline"
    count = len(story.sources)
    points = next((points for least, points in COVERAGE if count >= least), 0)
    yield points, f"{count} independent sources" if count > 1 else "one source" if count else "source unknown"
    age = at - max(article.published.start or article.received for article in story.articles)
    if fresh := next(((points, told) for within, points, told in RECENCY if age < within), None):
        yield fresh
    if best := tiers.best(story.sources):
        tier, outlet = best
        yield _OF_TIER[tier], f"{outlet} is of tier {tier}"
