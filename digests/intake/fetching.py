"""One look at an address of the open web: bounded in time, size and hops, and told what became of it."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx
from ssrfguard import SSRFGuardError

from digests.errors import NotAllowed, SourceBusy, SourceGone, Unreachable

SECONDS = 20.0
"""In all, redirects included: a read timeout alone does not end an answer that drips."""
MOST_RAW = 10 * 1024 * 1024
MOST_DECODED = 20 * 1024 * 1024
MOST_HOPS = 5
_CHUNK = 64 * 1024
_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_GZIP_OR_ZLIB = 47
"""zlib's word for: find out by yourself, with the widest window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask again with: "only if it has changed"."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer. ``body`` is None where nothing has changed since the validators were given.

    ``url`` is where the answer came from in the end, ``moved_to`` the address to ask from now on, where every hop
    said to be permanent.
    """

    url: str
    body: bytes | None
    content_type: str
    validators: Validators
    moved_to: str | None = None


async def fetch(
    client: httpx.AsyncClient, url: str, *, known: Validators | None = None, now: datetime, accept: str = "*/*"
) -> Fetched:
    """Get an address, redirects followed one by one and each checked anew.

    Raises NotAllowed for an address that must not be reached, SourceGone for one that is gone for good (410),
    SourceBusy where we are asked to come back later, Unreachable for everything else that went wrong. ``now`` is what
    a date in Retry-After is counted from.
    """
    headers = {"Accept": accept, **(known.headers if known else {})}
    try:
        async with asyncio.timeout(SECONDS):
            return await _followed(client, url, headers, now=now)
    except SSRFGuardError:
        raise NotAllowed(url) from None
    except TimeoutError:
        raise Unreachable(url, f"it took longer than {SECONDS:.0f} seconds") from None
    except httpx.InvalidURL:
        raise Unreachable(url, "it is no address that can be read") from None
    except httpx.HTTPError as error:
        raise Unreachable(url, _cause(error)) from None


async def _followed(client: httpx.AsyncClient, url: str, headers: dict[str, str], *, now: datetime) -> Fetched:
    asked, permanent = url, True
    for _ in range(MOST_HOPS + 1):
        request = client.build_request("GET", asked, headers=headers)
        response = await client.send(request, stream=True)
        try:
            target = _redirect(response)
            if target is None:
                moved = asked if asked != url and permanent else None
                return await _taken(response, asked, moved, first=url, now=now)
        finally:
            await response.aclose()
        permanent = permanent and response.status_code in _PERMANENT
        if request.url.scheme == "https" and target.scheme != "https":
            raise Unreachable(url, "it leads from https to an address without it")
        asked = str(target)
    raise Unreachable(url, f"it leads on and on, more than {MOST_HOPS} times")


def _redirect(response: httpx.Response) -> httpx.URL | None:
    if not response.has_redirect_location:
        return None
    return response.request.url.join(response.headers["Location"])


async def _taken(response: httpx.Response, asked: str, moved: str | None, *, first: str, now: datetime) -> Fetched:
    status = response.status_code
    if status == HTTPStatus.GONE:
        raise SourceGone(first)
    if status in _BUSY:
        raise SourceBusy(first, wait=_wait(response.headers.get("Retry-After"), now=now))
    unchanged = status == HTTPStatus.NOT_MODIFIED
    if not unchanged and not response.is_success:
        raise Unreachable(first, f"it answered {status} {response.reason_phrase}".rstrip())
    return Fetched(
        url=asked,
        body=None if unchanged else b"".join([part async for part in _decoded(response, first)]),
        content_type=response.headers.get("Content-Type", ""),
        validators=Validators(etag=response.headers.get("ETag"), last_modified=response.headers.get("Last-Modified")),
        moved_to=moved,
    )


async def _decoded(response: httpx.Response, url: str) -> AsyncIterator[bytes]:
    """Unpacked a little at a time, so that a bomb is noticed before it fills the memory."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise Unreachable(url, f"it comes packed as {packing[:40]!r}, which nobody asked for")
    unpacker = None if packing in {"identity", ""} else zlib.decompressobj(_GZIP_OR_ZLIB)
    raw = decoded = 0
    async for chunk in response.aiter_raw(_CHUNK):
        raw += len(chunk)
        rest = chunk
        while rest:
            part, rest = _unpacked(unpacker, rest, url)
            decoded += len(part)
            if raw > MOST_RAW or decoded > MOST_DECODED:
                raise Unreachable(url, f"it is longer than {MOST_DECODED // 1024**2} MiB")
            yield part


def _unpacked(unpacker: "zlib._Decompress | None", packed: bytes, url: str) -> tuple[bytes, bytes]:
    """At most a chunk of plain bytes, and what is still packed."""
    if unpacker is None:
        return packed, b""
    try:
        plain = unpacker.decompress(packed, _CHUNK)
    except zlib.error:
        raise Unreachable(url, "its packing is damaged") from None
    return plain, unpacker.unconsumed_tail


def _wait(said: str | None, *, now: datetime) -> timedelta | None:
    """Retry-After in seconds or as a date; None where it says nothing that can be read."""
    text = (said or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 8:  # noqa: PLR2004 - four months in seconds are enough
        return timedelta(seconds=int(text))
    try:
        then = parsedate_to_datetime(text)
        return max(then - now, timedelta()) if then.tzinfo else None
    except (ValueError, TypeError, IndexError):
        return None


def _cause(error: httpx.HTTPError) -> str:
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout():
            return "nothing answers there"
        case httpx.TimeoutException():
            return "it went silent"
        case httpx.RemoteProtocolError():
            return "its answer breaks off or is no HTTP"
        case _:
            return f"the connection broke ({type(error).__name__})"
