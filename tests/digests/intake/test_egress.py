"""Clients for named hosts: bounded, unpacked, without redirects and without the environment's proxy."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from digests.intake.egress import MOST_BYTES, named_hosts

Handler = Callable[[httpx.Request], httpx.Response]


def a_client(handler: Handler) -> httpx.AsyncClient:
    return named_hosts(transport=httpx.MockTransport(handler))


async def drip(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b"x" * 1024


async def test_a_client_says_who_it_is_and_wants_nothing_packed() -> None:
    def shown(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[request.headers["User-Agent"], request.headers["Accept-Encoding"]])

    async with a_client(shown) as client:
        agent, encoding = (await client.get("https://hooks.example/")).json()
    assert agent.startswith("Rundown/")
    assert encoding == "identity"


async def test_an_answer_is_read_up_to_its_limit() -> None:
    async with a_client(lambda request: httpx.Response(200, content=drip(MOST_BYTES))) as client:
        assert len((await client.get("https://hooks.example/")).content) == MOST_BYTES


async def test_an_answer_without_end_is_cut() -> None:
    async with a_client(lambda request: httpx.Response(200, content=drip(MOST_BYTES + 1024))) as client:
        with pytest.raises(httpx.ReadError, match="more than"):
            await client.get("https://hooks.example/")


@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, gzip"])
async def test_a_packed_answer_is_not_unpacked(encoding: str) -> None:
    packed = {"Content-Encoding": encoding}
    async with a_client(lambda request: httpx.Response(200, headers=packed, stream=Never())) as client:
        with pytest.raises(httpx.ReadError, match="packed"):
            await client.get("https://hooks.example/")


async def test_a_redirect_is_shown_and_not_followed() -> None:
    asked: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://169.254.169.254/"})

    async with a_client(elsewhere) as client:
        assert (await client.get("https://hooks.example/")).status_code == 302
    assert asked == ["https://hooks.example/"]


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(served, "127.0.0.1", 0) as server, named_hosts() as client:
        port = server.sockets[0].getsockname()[1]
        assert (await client.get(f"http://127.0.0.1:{port}/")).text == "ok"


class Never(httpx.AsyncByteStream):
    """A body that must not be read."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
