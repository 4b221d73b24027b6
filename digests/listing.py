"""What the library hands over besides answers: claims in a list, and one story told whole."""

from dataclasses import dataclass
from datetime import datetime

from digests.answer import Citation
from digests.article import Article
from digests.digest import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Claims under a heading, in an order that it tells; none where the record holds none.

    ``at`` is when it was asked for (aware, in the asker's zone), ``more`` how many claims there was no room for.
    """

    heading: str
    at: datetime
    citations: tuple[Citation, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFile:
    """A story as an item, and the articles that tell it, oldest first; at least one, and none that is barred."""

    item: Item
    articles: tuple[Article, ...]
    at: datetime
