"""A newsroom's own system hands articles in: signed, once, and nobody else can."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import httpx
import pytest

from bot.settings import Settings
from bot.web.app import web_app
from bot.web.intake import MOST_BYTES, IntakeRoute
from bot.web.server import WebServer, bound_to
from bot.web.signing import GRACE, HEADER
from bot.wiring import Newsroom, assembled
from digests.article import HOUSE
from digests.errors import BadSettings
from tests.builders import MORNING

SECRET = "a-secret-of-the-newsroom"
FERRY = {
    "id": "ferry",
    "headline": "Council buys a second ferry",
    "body": "The council bought a ferry, its chair said.",
}
ROWS = json.dumps(FERRY).encode()
NOW = str(int(MORNING.timestamp()))


def signed(body: bytes, *, secret: str = SECRET, at: datetime = MORNING) -> str:
    said = str(int(at.timestamp()))
    return f"t={said},v1={hmac.new(secret.encode(), said.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


class Door:
    """The intake on loopback, and the newsroom behind it."""

    def __init__(self, url: str, newsroom: Newsroom, client: httpx.AsyncClient) -> None:
        self.url = url
        self.newsroom = newsroom
        self.client = client

    async def post(self, body: bytes = ROWS, signature: str | None = None) -> httpx.Response:
        said = signed(body) if signature is None else signature
        return await self.client.post(self.url, content=body, headers=[(HEADER.encode(), said.encode("latin-1"))])

    async def kept(self) -> int:
        return len(await self.newsroom.store.archive.articles(HOUSE))


@asynccontextmanager
async def open_door(*, secrets: tuple[str, ...] = (SECRET,), seconds: float = 5) -> AsyncIterator[Door]:
    async with assembled(Settings(store="sqlite://"), now=lambda: MORNING) as newsroom:
        route = IntakeRoute(newsroom.take_in, secrets=secrets, now=newsroom.now, seconds=seconds)
        bound = bound_to("127.0.0.1:0")
        serving = asyncio.create_task(WebServer(web_app(intake=route), bound).run())
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                yield Door(f"http://127.0.0.1:{bound.getsockname()[1]}/intake", newsroom, client)
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


async def test_an_article_is_kept_before_it_is_answered() -> None:
    async with open_door() as door:
        answer = await door.post()
        assert answer.status_code == 202
        (row,) = answer.json()["articles"]
        assert (row["source_id"], row["id"], row["status"]) == ("ferry", "council-buys-a-second-ferry", "stored")
        assert await door.kept() == 1
        assert answer.headers["Cache-Control"] == "no-store"
        assert "server" not in answer.headers


async def test_a_list_lines_and_ninjs_come_in_and_a_bad_one_stops_no_other() -> None:
    ninjs = {"uri": "urn:2", "type": "text", "headline": "Fog closes port", "body_text": "Fog closed the port at dawn."}
    lines = b"\n".join((ROWS, b"{broken", json.dumps({**FERRY, "id": "b", "headline": "Bakers strike"}).encode()))
    async with open_door() as door:
        listed = (await door.post(json.dumps([FERRY, 7]).encode())).json()["articles"]
        agency = (await door.post(json.dumps(ninjs).encode())).json()["articles"]
        told = (await door.post(lines)).json()["articles"]
    assert [row["status"] for row in listed] == ["stored", "failed"]
    assert [row["source_id"] for row in agency] == ["urn:2"]
    assert [row["status"] for row in told] == ["duplicate", "failed", "stored"]
    assert "line 2" in told[1]["reason"]


REFUSED = {
    "empty": "",
    "no time": "v1=abc",
    "no signature": f"t={NOW}",
    "an empty signature": f"t={NOW},v1=",
    "no number": f"t=soon,v1={signed(ROWS)[-64:]}",
    "before the beginning": f"t=-1,v1={signed(ROWS)[-64:]}",
    "a number without end": f"t={'9' * 5000},v1=ab",
    "digits of another script": f"t=\xb9\xb2,v1={signed(ROWS)[-64:]}",
    "another secret": signed(ROWS, secret="another-tenants-secret"),
    "too old": signed(ROWS, at=MORNING - GRACE - timedelta(seconds=1)),
    "too new": signed(ROWS, at=MORNING + GRACE + timedelta(seconds=1)),
    "another body": signed(ROWS + b" "),
    "cut short": signed(ROWS)[:-1],
    "another version": signed(ROWS).replace("v1=", "v0="),
    "letters beyond ours": f"t={NOW},v1=\xff\xfe",
}


@pytest.mark.parametrize("signature", REFUSED.values(), ids=REFUSED)
async def test_what_is_not_signed_rightly_is_refused_and_not_kept(signature: str) -> None:
    async with open_door() as door:
        answer = await door.post(signature=signature)
        assert answer.status_code == 401
        assert answer.json()["error"]
        assert SECRET not in answer.text
        assert await door.kept() == 0


async def test_a_request_without_any_signature_is_told_how_to_sign() -> None:
    async with open_door() as door:
        answer = await door.client.post(door.url, content=ROWS)
    assert answer.status_code == 401
    assert "HMAC-SHA256" in answer.json()["error"]


async def test_a_request_that_comes_again_has_no_second_effect() -> None:
    newer = json.dumps({**FERRY, "body": "The council bought two ferries, it said."}).encode()
    async with open_door() as door:
        first = await door.post()
        await door.post(newer)
        again = await door.post()
        (article,) = await door.newsroom.store.archive.articles(HOUSE)
    assert (again.status_code, again.content) == (202, first.content)
    assert "two ferries" in article.body


async def test_while_a_secret_takes_anothers_place_both_sign() -> None:
    async with open_door(secrets=("the-old-secret-of-it", SECRET)) as door:
        assert (await door.post(signature=signed(ROWS, secret="the-old-secret-of-it"))).status_code == 202
        assert (await door.post()).status_code == 202


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"not json", b"\xff\xfe\x00"])
async def test_what_is_no_article_is_told_and_breaks_nothing(body: bytes) -> None:
    async with open_door() as door:
        answer = await door.post(body)
        assert answer.status_code == 400
        assert answer.json()["error"]
        assert (await door.post()).status_code == 202


async def test_too_much_is_refused_while_it_comes_in() -> None:
    async with open_door() as door:
        answer = await door.post(b" " * (MOST_BYTES + 1))
        assert answer.status_code == 413
        assert (await door.post()).status_code == 202


async def test_who_dribbles_is_cut_off_and_holds_up_nobody() -> None:
    async with open_door(seconds=0.3) as door, asyncio.timeout(10):
        url = httpx.URL(door.url)
        reader, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(b"POST /intake HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{")
        assert (await door.post()).status_code == 202
        answer = await reader.read()
        writer.close()
    assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/intake", 405), ("POST", "/", 404), ("GET", "/", 404)])
async def test_nothing_else_is_answered(method: str, path: str, status: int) -> None:
    async with open_door() as door:
        answer = await door.client.request(method, door.url.removesuffix("/intake") + path)
        assert answer.status_code == status


async def test_a_place_that_is_taken_is_told_with_its_mend() -> None:
    with bound_to("127.0.0.1:0") as taken, pytest.raises(BadSettings, match="Choose another port"):
        bound_to(f"127.0.0.1:{taken.getsockname()[1]}")


def test_the_secret_is_among_what_the_log_masks() -> None:
    settings = Settings(intake_secret=f"{SECRET}, {SECRET}-new")  # type: ignore[arg-type]  # pydantic makes it one
    assert {SECRET, f"{SECRET}-new"} <= set(settings.secrets)
    assert SECRET not in repr(settings)
