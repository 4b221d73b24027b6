"""The sections of a source, in its categories or its addresses, to topics and genres."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from digests.article import Genre
from digests.topics import Topic, topic_called

_OPINION = frozenset("opinion opinions columnist columnists column columns editorial editorials commentary".split())
_LOOKED_AT = 4
"""Parts of an address, from its host on: the sections stand before the headline."""


def topics_of(words: Iterable[str]) -> tuple[Topic, ...]:
    """Those of a source's own words for its sections that name a topic, each once, in their order."""
    found = (topic_called(word.replace("-", " ")) for word in words)
    return tuple(dict.fromkeys(known for known in found if known is not None))


def topics_of_address(url: str) -> tuple[Topic, ...]:
    """What the sections in an address name; none where they name nothing ("/world/") or there are none."""
    return topics_of(_parts(url))


def genre_of_address(url: str) -> Genre:
    """Opinion where the address says so."""
    return Genre.OPINION if _OPINION.intersection(_parts(url)) else Genre.NEWS


def _parts(url: str) -> list[str]:
    return [part.lower() for part in urlsplit(url).path.split("/")[:-1] if part and not part.isdigit()][:_LOOKED_AT]
