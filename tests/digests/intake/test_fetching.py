"""The open web answers as it likes; we are reached by nothing, wait for nothing and take in nothing beyond bounds."""

import asyncio
import gzip
import resource
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from digests.errors import NotAllowed, SourceBusy, SourceGone, Unreachable
from digests.intake import fetching
from digests.intake.egress import open_web
from digests.intake.fetching import Fetched, Validators, fetch

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def said(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join((*lines, "", "")).encode() + body


@dataclass
class Site:
    """A site on loopback: what it says at each path, and what it was asked."""

    port: int = 0
    pages: dict[str, bytes | Answer] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def at(self, path: str, host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        path = head[0].split()[1]
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        self.asked.append({"path": path, **headers})
        page = self.pages.get(path, said(status="404 Not Found"))
        try:
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
        except ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def a_site(**pages: bytes | Answer) -> AsyncIterator[Site]:
    site = Site(pages={f"/{name}": page for name, page in pages.items()})
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site


async def get(site: Site, path: str, *, known: Validators | None = None) -> Fetched:
    def resolver(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    ports = frozenset({site.port})
    async with open_web(resolver=resolver, allowed=("127.0.0.0/8",), ports=ports, contact="desk@example.org") as client:
        return await fetch(client, site.at(path), known=known, now=NOON)


async def test_a_page_is_got_with_what_is_needed_to_ask_again() -> None:
    async with a_site(news=said(b"<rss/>", ETag='"7"', Last_Modified="Mon, 02 Mar 2026 08:00:00 GMT")) as site:
        got = await get(site, "/news")
        assert (got.body, got.validators.etag, got.moved_to) == (b"<rss/>", '"7"', None)
        assert "desk@example.org" in site.asked[0]["user-agent"]


async def test_who_asks_again_is_told_that_nothing_changed() -> None:
    async with a_site(news=said(status="304 Not Modified", ETag='"7"')) as site:
        got = await get(site, "/news", known=Validators(etag='"7"', last_modified="Mon, 02 Mar 2026 08:00:00 GMT"))
        assert got.body is None
        assert site.asked[0]["if-none-match"] == '"7"'
        assert site.asked[0]["if-modified-since"].startswith("mon, 02 mar")


@pytest.mark.parametrize(
    ("first", "second", "moved"), [("301 Moved", "308 Moved", True), ("301 Moved", "302 Found", False)]
)
async def test_only_a_move_for_good_changes_the_address(first: str, second: str, moved: bool) -> None:
    async with a_site() as site:
        site.pages["/a"] = said(status=first, Location="/b")
        site.pages["/b"] = said(status=second, Location="/c")
        site.pages["/c"] = said(b"here")
        got = await get(site, "/a")
        assert got.body == b"here"
        assert got.moved_to == (site.at("/c") if moved else None)


async def test_a_site_that_leads_on_and_on_is_left() -> None:
    async with a_site(loop=said(status="302 Found", Location="/loop")) as site:
        with pytest.raises(Unreachable, match="on and on"):
            await get(site, "/loop")
        assert len(site.asked) == fetching.MOST_HOPS + 1


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]/", "http://2130706433/", "gopher://a/"],
)
async def test_a_redirect_into_our_own_network_is_not_followed(target: str) -> None:
    async with a_site(news=said(status="302 Found", Location=target)) as site:
        with pytest.raises((NotAllowed, Unreachable)) as refused:
            await get(site, "/news")
        assert "169.254" not in str(refused.value)
        assert len(site.asked) == 1


async def test_no_cookie_of_a_site_goes_to_the_next() -> None:
    async with a_site() as site:
        site.pages["/a"] = said(status="302 Found", Location="/b", Set_Cookie="id=1")
        site.pages["/b"] = said(b"here")
        await get(site, "/a")
        assert all("cookie" not in asked for asked in site.asked)


async def test_what_is_gone_for_good_is_not_asked_for_again() -> None:
    async with a_site(news=said(status="410 Gone")) as site:
        with pytest.raises(SourceGone):
            await get(site, "/news")


@pytest.mark.parametrize(
    ("retry", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 02 Mar 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Mon, 02 Mar 2026 11:00:00 GMT", timedelta()),
        ("soon", None),
        ("-5", None),
        ("9" * 400, None),
    ],
)
async def test_a_busy_server_is_given_the_time_that_it_asks_for(retry: str, wait: timedelta | None) -> None:
    async with a_site(news=said(status="429 Too Many Requests", Retry_After=retry)) as site:
        with pytest.raises(SourceBusy) as busy:
            await get(site, "/news")
        assert busy.value.wait == wait


@pytest.mark.parametrize("status", ["401 No", "403 No", "404 No", "500 No", "502 No"])
async def test_any_other_refusal_may_be_another_the_next_time(status: str) -> None:
    async with a_site(news=said(status=status)) as site:
        with pytest.raises(Unreachable, match=status[:3]):
            await get(site, "/news")


async def test_a_packed_page_is_unpacked() -> None:
    async with a_site(
        gzip=said(gzip.compress(b"words"), Content_Encoding="gzip"),
        deflate=said(zlib.compress(b"words"), Content_Encoding="deflate"),
    ) as site:
        assert (await get(site, "/gzip")).body == (await get(site, "/deflate")).body == b"words"


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
async def test_packing_that_nobody_asked_for_is_refused(packing: str) -> None:
    async with a_site(news=said(b"x", Content_Encoding=packing)) as site:
        with pytest.raises(Unreachable, match="nobody asked for"):
            await get(site, "/news")


async def test_a_bomb_is_noticed_before_it_fills_the_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = gzip.compress(b"\0" * 300 * 1024**2)
    after_packing = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with a_site(news=said(bomb, Content_Encoding="gzip")) as site:
        with pytest.raises(Unreachable, match="longer than"):
            await get(site, "/news")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, after_packing)
    assert grown <= 32 * 1024


async def test_damaged_packing_is_told() -> None:
    async with a_site(news=said(b"no gzip at all", Content_Encoding="gzip")) as site:
        with pytest.raises(Unreachable, match="damaged"):
            await get(site, "/news")


async def without_end(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"x" * 65536
    while not writer.is_closing():
        writer.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        await writer.drain()


async def endless_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while not writer.is_closing():
        writer.write(b"X-More: and more\r\n" * 1000)
        await writer.drain()


async def dripping(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def breaking_off(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    await writer.drain()


async def no_http(writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
    await writer.drain()


@pytest.mark.parametrize("answer", [without_end, endless_headers, breaking_off, no_http])
async def test_an_answer_without_end_or_sense_is_given_up(answer: Answer) -> None:
    async with a_site(news=answer) as site:
        with pytest.raises(Unreachable):
            await get(site, "/news")


async def test_an_answer_that_drips_ends_with_the_time_for_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    async with a_site(news=dripping) as site:
        with pytest.raises(Unreachable, match="longer than"):
            await get(site, "/news")


async def test_nobody_there_is_told_plainly() -> None:
    async with a_site() as site:
        pass
    with pytest.raises(Unreachable, match="nothing answers"):
        await get(site, "/news")


async def test_the_environments_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with a_site(news=said(b"here")) as site:
        assert (await get(site, "/news")).body == b"here"
