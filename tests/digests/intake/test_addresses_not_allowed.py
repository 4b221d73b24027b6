"""No address of this machine, of its network or of its cloud is ever connected to, however it is spelt."""

import socket
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import quote

import pytest

from digests.errors import NotAllowed, Unreachable
from digests.intake.egress import open_web
from digests.intake.fetching import fetch
from tests.digests.intake.test_fetching import a_site, said

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PUBLIC = "93.184.215.14"
HOSTILE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 - it is never bound to
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.192",
    "168.63.129.16",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
]


def spellings(address: str) -> set[str]:
    """As a host may stand in a URL: plain, decimal, octal, hexadecimal, short, mapped, in full, in circled digits."""
    parsed = ip_address(address)
    if parsed.version == 6:
        full = parsed.exploded
        hosts = {f"[{one}]" for one in (str(parsed), full, str(parsed).upper(), full.upper(), f"{parsed}%25eth0")}
        return hosts | {f"[{parsed}]:80", f"[{full}]:443", f"a@[{parsed}]", f"a:b@[{full}]"}
    number, parts = int(parsed), address.split(".")
    return {
        address,
        str(number),
        f"0x{number:08x}",
        ".".join(f"0{int(part):o}" for part in parts),
        ".".join(f"0x{int(part):02x}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"[::ffff:{address}]",
        "".join(chr(0x245F + int(sign)) if sign in "123456789" else sign for sign in address),
        f"a@{address}",
    }


URLS = {
    address: [f"{scheme}://{host}/" for host in sorted(spellings(address)) for scheme in ("http", "https")]
    for address in HOSTILE
}


class Names:
    """Every name but that of the site on loopback stands for these addresses; how often they were asked for."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.lookups = 0

    def __call__(self, host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == "site.example":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        self.lookups += 1
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (one, port, 0, 0))
            if ":" in one
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
            for one in self.addresses
        ]


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every connection that is tried; none may be made."""
    tried: list[object] = []

    def connect(self: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("no connection in this test")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    return tried


async def refused(resolver: Names, *urls: str) -> list[str]:
    """What was told of each; one that was not refused fails the test."""
    told = []
    async with open_web(resolver=resolver) as client:
        for url in urls:
            with pytest.raises((NotAllowed, Unreachable)) as fault:
                await fetch(client, url, now=NOON)
            told.append(str(fault.value).removeprefix(url))
    return told


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert 2 * sum(map(len, URLS.values())) + 4 * len(HOSTILE) >= 800


@pytest.mark.parametrize("address", HOSTILE)
async def test_as_a_literal(address: str, connected: list[object]) -> None:
    """Some spellings pass for names: what reads them then gives the address behind them, as the system's own does."""
    told = await refused(Names(address), *URLS[address])
    assert connected == []
    assert all("not allowed" in one or "no address that can be read" in one for one in told)


@pytest.mark.parametrize("address", HOSTILE)
async def test_behind_a_name(address: str, connected: list[object]) -> None:
    told = await refused(Names(address), "http://inside.example/", "https://inside.example/")
    assert connected == []
    assert all("not allowed" in one and address not in one for one in told)


@pytest.mark.parametrize("address", HOSTILE)
async def test_beside_a_public_one(address: str, connected: list[object]) -> None:
    for names in (Names(PUBLIC, address), Names(address, PUBLIC)):
        await refused(names, "http://mixed.example/")
        assert connected == []
        assert names.lookups == 1


@pytest.mark.parametrize("address", [address for address in HOSTILE if address != "127.0.0.1"])
async def test_behind_a_redirect(address: str) -> None:
    async with (
        a_site() as site,
        open_web(resolver=Names(address), allowed=("127.0.0.1/32",), ports=frozenset({80, 443, site.port})) as client,
    ):
        for url in URLS[address]:
            site.pages["/news"] = said(status="302 Found", Location=quote(url, safe=":/@[]%"))
            site.asked.clear()
            with pytest.raises((NotAllowed, Unreachable)):
                await fetch(client, site.at("/news"), now=NOON)
            assert [asked["path"] for asked in site.asked] == ["/news"]
