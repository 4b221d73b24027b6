"""How the bot answers on Discord: at once that it heard, then in words, by a form, in a thread or in person."""

import hashlib
from collections.abc import Mapping
from typing import Any

import discord
import structlog
from discord.http import Route

from bot.adapters.discord.modals import modal
from bot.adapters.discord.threads import conversation_with, thread_under
from bot.conversation import Audience, Form, Note, Said
from bot.rendering import press
from digests.channel import Channel
from digests.language import _, later, speaking

EPHEMERAL = 1 << 6
_DEFERRED, _MODAL = 5, 9
TOO_LATE = frozenset({10062, 40060})
"""Nobody waits for a first answer: three seconds have passed, or it was given."""
HEARD = "heard"
"""Marks an interaction that was acknowledged, among what the library lets us keep with it."""
_GONE = frozenset({10015, 50027})
"""The quarter of an hour in which an interaction can be answered is over."""
_THREAD = "Rundown"

log = structlog.get_logger()
Json = Mapping[str, Any]


async def acknowledged(interaction: discord.Interaction, *, alone: bool = True) -> bool:
    """Say that we heard; False where nobody waits for it any more, and nothing is to be done."""
    return await _called_back(interaction, {"type": _DEFERRED, "data": {"flags": EPHEMERAL} if alone else {}})


async def open_form(interaction: discord.Interaction, form: Form) -> bool:
    """As the first answer; False where nobody waits for it any more."""
    return await _called_back(interaction, {"type": _MODAL, "data": modal(form)})


async def say(interaction: discord.Interaction, said: Said, channel: Channel) -> None:
    """What was said back, to an interaction that was acknowledged to the asker alone."""
    http = interaction.client.http
    match said.audience:
        case Audience.ASKER_ALONE:
            await _follow_up(interaction, said, channel)
        case Audience.IN_PERSON:
            await _post(http, await conversation_with(http, str(interaction.user.id)), said, channel)
            await _follow_up(interaction, _done(said, what=later("Sent to you")), channel)
        case Audience.CHANNEL if said.thread_of and not isinstance(interaction.channel, discord.Thread):
            thread = await thread_under(http, str(interaction.channel_id), said.thread_of, name=_THREAD)
            await _post(http, thread, said, channel)
            await _follow_up(interaction, _done(said, what=later("Shared in the thread")), channel)
        case Audience.CHANNEL:
            await _shown_to_all(interaction, said, channel)


async def reply(message: discord.Message, http: Any, said: Said, channel: Channel) -> None:
    """Under a message of somebody's, in front of everybody. What is sent twice within minutes is one message."""
    for part, payload in enumerate(press.reply(said, channel)):
        nonce = hashlib.sha256(f"{message.id}/{part}".encode()).hexdigest()[:25]
        reference = {"message_id": str(message.id), "fail_if_not_exists": False}
        mentions = {**payload["allowed_mentions"], "replied_user": False}
        more = {"message_reference": reference, "allowed_mentions": mentions, "nonce": nonce, "enforce_nonce": True}
        await http.request(_messages(message.channel.id), json={**payload, **more})


async def _follow_up(interaction: discord.Interaction, said: Said, channel: Channel) -> None:
    """Where the interaction cannot be answered any more, the asker is written to: they asked."""
    first, *more = press.reply(said, channel)
    try:
        await _webhook(interaction, "PATCH", "/messages/@original", first)
        for payload in more:
            await _webhook(interaction, "POST", "", {**payload, "flags": payload.get("flags", 0) | EPHEMERAL})
    except discord.HTTPException as fault:
        if fault.code not in _GONE:
            raise
        log.warning("answer.too_late", platform="discord", code=fault.code)
        http = interaction.client.http
        await _post(http, await conversation_with(http, str(interaction.user.id)), said, channel)


async def _shown_to_all(interaction: discord.Interaction, said: Said, channel: Channel) -> None:
    """After the answer to the asker alone: the first one would be taken for it, and be shown to nobody else."""
    await _follow_up(interaction, _done(said, what=later("Shared")), channel)
    for payload in press.reply(said, channel):
        await _webhook(interaction, "POST", "", payload)


async def _post(http: Any, where: str, said: Said, channel: Channel) -> None:
    for payload in press.reply(said, channel):
        await http.request(_messages(where), json=dict(payload))


def _done(said: Said, *, what: str) -> Said:
    with speaking(said.language):
        return Said(body=Note(heading=_(what)), language=said.language)


def _messages(channel: str | int) -> Route:
    return Route("POST", "/channels/{channel_id}/messages", channel_id=channel)


async def _called_back(interaction: discord.Interaction, answer: Json) -> bool:
    """The first answer, past the library's builders of messages."""
    route = Route(
        "POST",
        "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=interaction.id,
        webhook_token=interaction.token,
    )
    try:
        await interaction.client.http.request(route, json=dict(answer))
        interaction.extras[HEARD] = True
    except discord.HTTPException as fault:
        if fault.code not in TOO_LATE:
            raise
        log.warning("command.too_late", platform="discord", code=fault.code)
        return False
    return True


async def _webhook(interaction: discord.Interaction, method: str, where: str, payload: Json) -> None:
    """The renderer's own payload, past the library's builders of messages."""
    route = Route(
        method,
        "/webhooks/{webhook_id}/{webhook_token}" + where,
        webhook_id=interaction.application_id,
        webhook_token=interaction.token,
    )
    await interaction.client.http.request(route, json=dict(payload))
