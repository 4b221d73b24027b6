"""One guarded client factory: a client made elsewhere would fetch without its guard."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT, modules, name, tree

EGRESS = ROOT / "digests" / "intake" / "egress.py"
FETCHERS = {
    "aiohttp": {"ClientSession", "request"},
    "http.client": {"HTTPConnection", "HTTPSConnection"},
    "httpx": {"AsyncClient", "Client", "delete", "get", "head", "options", "patch", "post", "put", "request", "stream"},
    "httpx2": {
        "AsyncClient",
        "Client",
        "delete",
        "get",
        "head",
        "options",
        "patch",
        "post",
        "put",
        "request",
        "stream",
    },
    "openai": {"AsyncOpenAI", "OpenAI"},
    "ssrfguard.httpx": {"AsyncClient", "Client"},
    "urllib.request": {"build_opener", "urlopen", "urlretrieve"},
}
MAKERS = {f"{module}.{maker}" for module, makers in FETCHERS.items() for maker in makers}


def imported(module: ast.Module) -> dict[str, str]:
    """The names that a module gives to what it imports, and what they stand for."""
    known = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                known[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return known


def fetchers(module: ast.Module) -> Iterator[str]:
    """Line and name of every call that makes a client, or fetches without one that was given in."""
    known = imported(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            first, _, rest = ast.unparse(node.func).partition(".")
            called = ".".join(filter(None, (known.get(first, first), rest)))
            given_in = any(keyword.arg == "http_client" for keyword in node.keywords)
            if called in MAKERS and not given_in:
                yield f"{node.lineno}: {called}"


def test_only_egress_makes_http_clients() -> None:
    found = [
        f"{name(path)}:{call}" for path in modules("bot", "digests") if path != EGRESS for call in fetchers(tree(path))
    ]
    assert found == []


def test_egress_is_where_the_clients_come_from() -> None:
    assert list(fetchers(tree(EGRESS)))


@pytest.mark.parametrize(
    "source",
    [
        "import httpx\nhttpx.AsyncClient()",
        "import httpx as web\nweb.get('/')",
        "from httpx import AsyncClient as Web\nasync def f():\n    async with Web() as web: ...",
        "from ssrfguard.httpx import AsyncClient\nAsyncClient(policy=None)",
        "async def f():\n    import httpx2\n    return httpx2.AsyncClient()",
        "from openai import AsyncOpenAI\nAsyncOpenAI(api_key='x')",
        "import urllib.request\nurllib.request.urlopen('/')",
    ],
)
def test_a_client_in_disguise_is_seen(source: str) -> None:
    assert len(list(fetchers(ast.parse(source)))) == 1


def test_a_client_that_is_only_named_or_given_in_is_no_client_made() -> None:
    source = "import httpx\nasync def send(client: httpx.AsyncClient) -> None:\n    await client.post('/')"
    assert list(fetchers(ast.parse(source))) == []
