"""The loopback webhooks, met by a plain HTTP client."""

import httpx
import pytest

from tests.platforms.faults import Fault
from tests.platforms.webhooks import LoopbackWebhooks

LAYOUT = {"flags": 1 << 15, "components": [{"type": 10, "content": "Harbor tunnel to open in June"}]}


async def test_slacks_webhook_says_ok_and_keeps_the_body() -> None:
    async with LoopbackWebhooks() as hooks, httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(hooks.slack_url, json={"text": "Digest"})
        assert (answer.status_code, answer.text) == (200, "ok")
        assert [(taken.channel, taken.body) for taken in hooks.journal] == [("slack", {"text": "Digest"})]


async def test_discords_webhook_gives_the_message_only_to_those_who_wait() -> None:
    async with LoopbackWebhooks() as hooks, httpx.AsyncClient(trust_env=False) as client:
        hasty = await client.post(hooks.discord_url, json={"content": "Digest"})
        patient = await client.post(hooks.discord_url, params={"wait": "true"}, json={"content": "Digest"})
        stored = await client.get(f"{hooks.discord_url}/messages/{patient.json()['id']}")

        assert (hasty.status_code, hasty.content) == (204, b"")
        assert patient.json()["content"] == "Digest"
        assert stored.json()["id"] == patient.json()["id"]
        assert [taken.channel for taken in hooks.journal] == ["discord", "discord"]


async def test_a_layout_needs_to_be_announced_to_discords_webhook() -> None:
    async with LoopbackWebhooks() as hooks, httpx.AsyncClient(trust_env=False) as client:
        bare = await client.post(hooks.discord_url, json=LAYOUT)
        announced = await client.post(hooks.discord_url, params={"with_components": "true"}, json=LAYOUT)
        assert (bare.status_code, announced.status_code) == (400, 204)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"text": ', "invalid_payload"),
        (b"[]", "invalid_payload"),
        (b"{}", "no_text"),
        (b'{"text": "x", "blocks": [{"type": "no such block"}]}', "invalid_blocks"),
    ],
)
async def test_slacks_webhook_refuses_with_a_word(body: bytes, error: str) -> None:
    async with LoopbackWebhooks() as hooks, httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(hooks.slack_url, content=body)
        assert (answer.status_code, answer.text) == (400, error)
        assert not hooks.journal


async def test_an_address_with_another_secret_is_unknown() -> None:
    async with LoopbackWebhooks() as hooks, httpx.AsyncClient(trust_env=False) as client:
        slack = await client.post(hooks.slack_url + "x", json={"text": "Digest"})
        discord = await client.post(hooks.discord_url + "x", json={"content": "Digest"})
        assert (slack.status_code, slack.text) == (404, "no_service")
        assert (discord.status_code, discord.json()["code"]) == (404, 10015)


@pytest.mark.parametrize("kind", ["slack", "discord"])
@pytest.mark.parametrize(
    ("fault", "stored"),
    [(Fault.DROP, 0), (Fault.ACCEPT_THEN_DROP, 1), (Fault.ACCEPT_THEN_RESET, 1), (Fault.silence(0.02, taken=True), 1)],
)
async def test_a_dropped_connection_leaves_what_the_fault_says(kind: str, fault: Fault, stored: int) -> None:
    async with LoopbackWebhooks() as hooks, httpx.AsyncClient(trust_env=False) as client:
        hooks.next(kind, fault)
        url, body = told(hooks, kind)
        with pytest.raises(httpx.TransportError):
            await client.post(url, json=body)
        assert len(hooks.journal) == stored


@pytest.mark.parametrize("kind", ["slack", "discord"])
async def test_each_says_in_its_own_words_how_long_to_wait(kind: str) -> None:
    async with LoopbackWebhooks() as hooks, httpx.AsyncClient(trust_env=False) as client:
        hooks.next(kind, Fault.too_many(7), Fault.refusal("channel_is_archived", status=410))
        url, body = told(hooks, kind)
        busy, gone, taken = [await client.post(url, json=body) for _ in range(3)]
        assert (busy.status_code, busy.headers["Retry-After"]) == (429, "7")
        assert gone.status_code == 410
        assert taken.is_success
        assert len(hooks.journal) == 1


def told(hooks: LoopbackWebhooks, kind: str) -> tuple[str, dict[str, str]]:
    """A webhook's address, and a body that it takes."""
    return (hooks.slack_url, {"text": "Digest"}) if kind == "slack" else (hooks.discord_url, {"content": "Digest"})
