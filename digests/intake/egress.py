"""The way out: the one place that makes HTTP clients, each with limits on what it reaches and takes in."""

from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import cast

import httpx

USER_AGENT = f"Rundown/{version('rundown')} (news digest bot)"
TIMEOUTS = httpx.Timeout(connect=5, read=15, write=15, pool=15)
"""Seconds. Of a whole answer the caller bounds the time: one that drips in keeps each read short."""
MOST_BYTES = 1024 * 1024
"""Of one answer from a named host."""


def named_hosts(*, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """A client for hosts that the operator named, on loopback too; never for an address that came from outside.

    It follows no redirect, reads no proxy from the environment, and raises httpx.ReadError for an answer that is
    longer than ``MOST_BYTES`` or packed. Close it after use.
    """
    return httpx.AsyncClient(
        transport=_Bounded(transport or httpx.AsyncHTTPTransport(trust_env=False)),
        timeout=TIMEOUTS,
        trust_env=False,
        follow_redirects=False,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
    )


class _Bounded(httpx.AsyncBaseTransport):
    """Answers end at a limit; a packed one is refused, since unpacking has none."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            await response.aclose()
            raise httpx.ReadError("a packed answer, though none was asked for", request=request)
        return httpx.Response(
            status_code=response.status_code,
            headers=response.headers,
            stream=_Capped(response, request),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Capped(httpx.AsyncByteStream):
    def __init__(self, response: httpx.Response, request: httpx.Request) -> None:
        self._stream = cast(httpx.AsyncByteStream, response.stream)
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        taken = 0
        async for chunk in self._stream:
            taken += len(chunk)
            if taken > MOST_BYTES:
                raise httpx.ReadError(f"an answer of more than {MOST_BYTES} bytes", request=self._request)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
