"""The way out: the one place that makes HTTP clients, each with limits on what it reaches and takes in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from ipaddress import IPv4Network, ip_network
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import httpx
from ssrfguard import DEFAULT_DENIED, AddressTable, Block, Policy, Reach
from ssrfguard.httpx import AsyncClient

if TYPE_CHECKING:
    import aiohttp
    import httpx2

NAME = f"Rundown/{version('rundown')}"
USER_AGENT = f"{NAME} (news digest bot)"
TIMEOUTS = httpx.Timeout(connect=5, read=15, write=15, pool=15)
"""Seconds. Of a whole answer the caller bounds the time: one that drips in keeps each read short."""
MOST_BYTES = 1024 * 1024
"""Of one answer from a named host."""

_WIRESERVER = Block(network=IPv4Network("168.63.129.16/32"), name="Azure's wire server", rfc="none", reach=Reach.DENIED)
"""It answers every machine of that cloud with secrets, and stands in no registry of special addresses."""
_DENIED = AddressTable((*DEFAULT_DENIED.blocks, _WIRESERVER))


def open_web(
    *,
    contact: str | None = None,
    proxy: str | None = None,
    resolver: Callable[..., Any] | None = None,
    allowed: tuple[str, ...] = (),
    ports: frozenset[int] = frozenset({80, 443}),
) -> AsyncClient:
    """A client for addresses that anybody may have given us: feeds and pages.

    Every address that a name stands for is checked before anything is connected, the connection goes to the address
    that was checked, and a name with one address that is not allowed is not reached at all. It follows no redirect
    by itself, reads no proxy from the environment, keeps no cookie, and packs nothing but gzip. ``contact`` (a web or
    mail address) stands in the user agent, so that a publisher can reach whoever runs this Rundown. An operator's
    ``proxy`` is used where one is given; it then resolves names, and guarding them is its work.
    ``resolver`` stands in for socket.getaddrinfo, ``allowed`` names networks that are reached all the same, ``ports``
    those that may be. Raises httpx.HTTPError, or ssrfguard's SSRFGuardError for what is not allowed. Close it after
    use.
    """
    policy = Policy(
        denied_networks=_DENIED,
        allowed_networks=tuple(map(ip_network, allowed)),
        allowed_ports=ports,
        allow_proxy=proxy is not None,
    )
    return AsyncClient(
        policy=policy,
        resolver=resolver,
        timeout=TIMEOUTS,
        trust_env=False,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": f"{NAME} ({contact or 'news digest bot'})", "Accept-Encoding": "gzip"},
        proxy=proxy,
    )


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


def model_host() -> "httpx2.AsyncClient":
    """A client for the model's host, which the operator named: its library speaks through httpx2 alone.

    It follows no redirect, reads no proxy from the environment, and raises httpx2.ReadError for an answer that is
    longer than ``MOST_BYTES`` or packed. Close it after use.
    """
    import httpx2  # noqa: PLC0415 - it comes with the extra, which may not be there

    async def bound(response: httpx2.Response) -> None:
        stream, body = cast(httpx2.AsyncByteStream, response.stream), bytearray()
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise httpx2.ReadError("a packed answer, though none was asked for", request=response.request)
        async for chunk in stream:
            body += chunk
            if len(body) > MOST_BYTES:
                raise httpx2.ReadError(f"an answer of more than {MOST_BYTES} bytes", request=response.request)
        await stream.aclose()
        response.stream = httpx2.ByteStream(bytes(body))

    return httpx2.AsyncClient(
        event_hooks={"response": [bound]},
        timeout=httpx2.Timeout(**TIMEOUTS.as_dict()),
        trust_env=False,
        follow_redirects=False,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
    )


def slack_session(*, seconds: float) -> "aiohttp.ClientSession":
    """A session for slack_sdk, which brings aiohttp: a request that was begun longer ago is not written any more.

    A process may be stopped at any moment, also between its last look at the clock and the first byte; once it wakes,
    another one may have sent what it was about to send. It reads no proxy from the environment. Close it after use.
    """
    import aiohttp  # noqa: PLC0415 - it comes with the extra, which may not be there

    async def noted(_session: object, context: SimpleNamespace, _told: object) -> None:
        context.begun = asyncio.get_running_loop().time()

    async def in_time(_session: object, context: SimpleNamespace, _told: object) -> None:
        if asyncio.get_running_loop().time() - context.begun > seconds:
            raise TimeoutError

    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(noted)
    tracing.on_request_headers_sent.append(in_time)  # aiohttp calls it just before the first byte
    timeout = aiohttp.ClientTimeout(total=seconds)
    return aiohttp.ClientSession(trace_configs=[tracing], timeout=timeout, trust_env=False)


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
