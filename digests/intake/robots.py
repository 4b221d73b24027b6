"""What a site asks of robots (robots.txt, RFC 9309), kept for the time of one round."""

from datetime import datetime
from urllib.parse import urlsplit

import httpx
from protego import Protego

from digests.errors import BadSource, NotAllowed
from digests.intake.egress import NAME
from digests.intake.fetching import fetch

MOST_BYTES = 500 * 1024
"""Of a robots.txt that are read, as RFC 9309 asks at least."""


class Robots:
    """Which pages we may get; each site is asked once. Sites that say nothing forbid nothing."""

    def __init__(self, web: httpx.AsyncClient) -> None:
        self._web = web
        self._known: dict[str, Protego] = {}

    async def allow(self, url: str, *, now: datetime) -> bool:
        """Whether the site lets us get that page. Raises NotAllowed for an address that must not be reached."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._known:
            self._known[site] = Protego.parse(await self._asked(site, now=now))
        return bool(self._known[site].can_fetch(url, NAME.partition("/")[0]))

    async def _asked(self, site: str, *, now: datetime) -> str:
        try:
            fetched = await fetch(self._web, f"{site}/robots.txt", now=now, accept="text/plain")
        except NotAllowed:
            raise
        except BadSource:
            return ""
        return (fetched.body or b"")[:MOST_BYTES].decode("utf-8", errors="replace")
