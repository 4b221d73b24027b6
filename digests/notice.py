"""What an outlet says of its own article: that it was wrong, that it was unclear, that it is taken back."""

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What an outlet does about an article that it has published. An update with new facts is none of these."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An outlet's own words on an article, as we found them with it: raised to the desk, never acted upon by itself."""

    kind: NoticeKind
    text: str
