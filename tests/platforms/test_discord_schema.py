"""Discord's own schema judges what clients send: it names the place of each fault, and takes what discord.py sends."""

from typing import Any

import discord
import pytest

from tests.platforms.discord import LoopbackDiscord
from tests.platforms.discord_clients import a_bot
from tests.platforms.discord_schema import schema_faults

MESSAGES, CALLBACK = "/channels/1/messages", "/interactions/1/token/callback"
BUTTON = {"type": 2, "style": 1, "label": "Why this?", "custom_id": "why"}


def a_row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


@pytest.mark.parametrize(
    ("method", "path", "body", "place"),
    [
        ("POST", MESSAGES, {"content": "x" * 4_001}, "$.content"),
        ("POST", MESSAGES, {"nonce": "x" * 26}, "$.nonce"),
        ("POST", MESSAGES, {"embeds": [{"title": "x" * 257}]}, "$.embeds[0].title"),
        ("POST", MESSAGES, {"allowed_mentions": {"parse": ["nobody"]}}, "$.allowed_mentions.parse[0]"),
        ("POST", MESSAGES, {"components": [a_row(*[BUTTON] * 6)]}, "$.components[0].components"),
        (
            "POST",
            MESSAGES,
            {"components": [a_row({**BUTTON, "label": "x" * 81})]},
            "$.components[0].components[0].label",
        ),
        ("POST", MESSAGES, {"components": [{"type": 99}]}, "$.components[0].type"),
        ("PATCH", MESSAGES + "/2", {"embeds": "none"}, "$.embeds"),
        ("POST", MESSAGES + "/2/threads", {"name": "x" * 101}, "$.name"),
        ("POST", "/channels/1/threads", {"name": "x", "message": {"content": 7}}, "$.message.content"),
        ("POST", "/channels/1/threads", {"name": "x", "auto_archive_duration": 7}, "$.auto_archive_duration"),
        ("POST", CALLBACK, {"type": 3}, "$.type"),
        ("POST", CALLBACK, {"type": 4, "data": {"content": 7}}, "$.data.content"),
        (
            "POST",
            CALLBACK,
            {"type": 9, "data": {"custom_id": "a", "title": "x" * 46, "components": []}},
            "$.data.title",
        ),
        ("POST", "/webhooks/1/token", {"username": "x" * 81}, "$.username"),
        ("PATCH", "/webhooks/1/token/messages/@original", {"content": 7}, "$.content"),
        ("PUT", "/applications/1/commands", [{"name": "", "description": "x"}], "$[0].name"),
        ("PUT", "/applications/1/guilds/2/commands", [{"description": "x"}], "$[0]"),
        ("POST", "/users/@me/channels", {"recipient_id": "owner"}, "$.recipient_id"),
    ],
)
def test_a_fault_is_told_with_its_place(method: str, path: str, body: Any, place: str) -> None:
    assert place in [fault.partition(":")[0] for fault in schema_faults(method, path, body)]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", MESSAGES, {"content": "Digest", "nonce": "part-1", "enforce_nonce": True, "unknown": 1}),
        ("POST", MESSAGES, {"components": [a_row(BUTTON)], "embeds": None}),
        ("POST", CALLBACK, {"type": 5}),
        ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "Science", "value": "science"}]}}),
        ("POST", "/channels/1/typing", {"anything": "goes"}),
        ("GET", MESSAGES, None),
    ],
)
def test_what_discord_takes_is_no_fault(method: str, path: str, body: Any) -> None:
    assert schema_faults(method, path, body) == []


async def test_the_schema_refuses_before_anything_takes_effect() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        with pytest.raises(discord.HTTPException, match=r"allowed_mentions\.parse") as refused:
            await bot.post(content="Digest", allowed_mentions={"parse": ["nobody"]})
        assert refused.value.code == 50035
        assert not platform.journal
