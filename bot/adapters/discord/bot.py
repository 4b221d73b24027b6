"""The bot on Discord: connected to the gateway, it hears commands and answers the asker alone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import discord
import structlog
from discord.http import Route

from bot.adapters.discord.addresses import point_at
from bot.adapters.discord.interactions import invocation, workspace
from bot.adapters.discord.tree import Tree
from bot.commands.command import Desk
from bot.commands.dispatching import dispatch, introduced
from bot.conversation import Audience
from bot.rendering import press
from digests.errors import NeverWill

MOST_DOUBLINGS = 6
"""Of the second between two attempts to connect: a minute and a little at the longest."""
_EPHEMERAL = 1 << 6

log = structlog.get_logger()


class DiscordBot:
    """One bot on all its servers. ``run`` connects it; ``connected`` is set while it hears commands."""

    def __init__(
        self,
        *,
        token: str,
        desk: Desk,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        api_base: str | None = None,
        gateway_url: str | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        point_at(api_base=api_base, gateway_url=gateway_url)
        self.connected = asyncio.Event()
        self._token = token
        self._desk = desk
        self._now = now
        self._zone = zone
        self._pause = pause

    async def run(self) -> None:
        """Hear commands until cancelled. Raises NeverWill where Discord refuses the token; waits out other trouble.

        A client that has failed is not used again: the library cannot mend one whose first connect failed, and then
        raises an AttributeError.
        """
        for attempt in count():
            client = _Client(self._heard, connected=self.connected)
            try:
                async with client:
                    await client.start(self._token)
            except (discord.DiscordException, AttributeError, OSError, aiohttp.ClientError) as fault:
                if (refused := _refusal(fault)) is not None:
                    raise refused from None
                log.warning("discord.unreachable", why=type(fault).__name__)
            finally:
                self.connected.clear()
            await self._pause(2.0 ** min(attempt, MOST_DOUBLINGS))

    async def _heard(self, interaction: discord.Interaction, command: str, words: Mapping[str, str]) -> None:
        """Acknowledge, then work: an interaction that was acknowledged before raises here and has no second effect."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        asked = invocation(interaction, command, words, at=self._now(), zone=self._zone)
        call = await introduced(asked, self._desk.roster, workspace=workspace(interaction))
        reply = await dispatch(call, self._desk)
        first, *more = press.reply(reply.body, call.channel)
        match reply.audience:
            case Audience.ASKER_ALONE:
                await _say(interaction, "PATCH", "/messages/@original", first)
                for payload in more:
                    await _say(interaction, "POST", "", {**payload, "flags": payload.get("flags", 0) | _EPHEMERAL})
            case Audience.CHANNEL:
                await interaction.delete_original_response()
                for payload in (first, *more):
                    await _say(interaction, "POST", "", payload)


def _refusal(fault: Exception) -> NeverWill | None:
    """What no further attempt will mend; None where one may."""
    match fault:
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            mend = "Put a valid token into RUNDOWN_DISCORD_TOKEN, then start again"
            return NeverWill("Discord", "the token is not valid", mend)
        case discord.PrivilegedIntentsRequired():
            mend = "Let it have the intents Guilds and Guild Messages in the developer portal"
            return NeverWill("Discord", "the application may not have its intents", mend)
        case _:
            return None


class _Client(discord.Client):
    """Intents Guilds and Guild Messages, nobody pinged, nothing kept in memory that Rundown does not ask for."""

    def __init__(self, heard: Callable[..., Awaitable[None]], *, connected: asyncio.Event) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=30,
        )
        self._tree = Tree(self, heard)
        self._connected = connected

    async def setup_hook(self) -> None:
        """Trouble with the list of commands keeps nobody from being served by the list that Discord has."""
        try:
            changed = await self._tree.sync_if_changed()
        except discord.HTTPException as fault:
            log.warning("discord.commands_not_told", why=str(fault))
        else:
            log.info("discord.commands_told", changed=changed)

    async def on_connect(self) -> None:
        """Commands are heard from here on; ``on_ready`` would wait two seconds more for servers to be told of."""
        self._connected.set()

    async def on_resumed(self) -> None:
        self._connected.set()

    async def on_disconnect(self) -> None:
        self._connected.clear()


async def _say(interaction: discord.Interaction, method: str, where: str, payload: Mapping[str, Any]) -> None:
    """The renderer's own payload, past the library's builders of messages."""
    route = Route(
        method,
        "/webhooks/{webhook_id}/{webhook_token}" + where,
        webhook_id=interaction.application_id,
        webhook_token=interaction.token,
    )
    await interaction.client.http.request(route, json=dict(payload))
