"""The bot on Discord: connected to the gateway, it hears commands and answers the asker alone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Never
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
from bot.rendering import press
from bot.waiting import Pause, kept_up
from digests.errors import NeverWill

PATIENCE = timedelta(minutes=5)
"""For which a client may be without a connection; the library can go on resuming one for ever that is gone."""
_EPHEMERAL = 1 << 6
_TOO_LATE = {10062, 40060}
"""Nobody waits for a first answer: three seconds have passed, or it was given."""

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
        pause: Pause = asyncio.sleep,
        patience: timedelta = PATIENCE,
    ) -> None:
        point_at(api_base=api_base, gateway_url=gateway_url)
        self.connected = asyncio.Event()
        self._token = token
        self._desk = desk
        self._now = now
        self._zone = zone
        self._pause = pause
        self._patience = patience

    async def run(self) -> Never:
        """Hear commands until cancelled. Raises NeverWill where Discord refuses the token; waits out other trouble."""
        await kept_up(self._connection, pause=self._pause)

    async def _connection(self) -> None:
        """One client, as long as it keeps itself connected.

        One that has failed is not used again: the library cannot mend a client whose first connect failed, and then
        stumbles with an AttributeError.
        """
        client = _Client(self._heard, connected=self.connected, patience=self._patience)
        try:
            async with client, asyncio.timeout(self._patience.total_seconds()) as client.deadline:
                await client.start(self._token)
        except (discord.DiscordException, AttributeError, OSError, aiohttp.ClientError) as fault:
            if (refused := _refusal(fault)) is not None:
                raise refused from None
            log.warning("discord.unreachable", why=type(fault).__name__)
        except Exception:
            log.exception("discord.unreachable")
        finally:
            self.connected.clear()

    async def _heard(self, interaction: discord.Interaction, command: str, words: Mapping[str, str]) -> None:
        """Acknowledge, then work: what nobody waits for any more has no effect, nor has what comes twice."""
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
        except discord.HTTPException as fault:
            if fault.code not in _TOO_LATE:
                raise
            log.warning("command.too_late", platform="discord", command=command, code=fault.code)
            return
        asked = invocation(interaction, command, words, at=self._now(), zone=self._zone)
        call = await introduced(asked, self._desk.roster, workspace=workspace(interaction))
        first, *more = press.reply(await dispatch(call, self._desk), call.channel)
        await _say(interaction, "PATCH", "/messages/@original", first)
        for payload in more:
            await _say(interaction, "POST", "", {**payload, "flags": payload.get("flags", 0) | _EPHEMERAL})


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

    deadline: asyncio.Timeout
    """When this client is given up; not while it is connected."""

    def __init__(self, heard: Callable[..., Awaitable[None]], *, connected: asyncio.Event, patience: timedelta) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=30,
        )
        self._tree = Tree(self, heard)
        self._connected = connected
        self._patience = patience

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
        self.deadline.reschedule(None)
        log.info("discord.connected")

    async def on_resumed(self) -> None:
        await self.on_connect()

    async def on_disconnect(self) -> None:
        """Told of every attempt to connect again that fails: the time runs from the first."""
        if self._connected.is_set():
            self._connected.clear()
            self.deadline.reschedule(asyncio.get_running_loop().time() + self._patience.total_seconds())


async def _say(interaction: discord.Interaction, method: str, where: str, payload: Mapping[str, Any]) -> None:
    """The renderer's own payload, past the library's builders of messages."""
    route = Route(
        method,
        "/webhooks/{webhook_id}/{webhook_token}" + where,
        webhook_id=interaction.application_id,
        webhook_token=interaction.token,
    )
    await interaction.client.http.request(route, json=dict(payload))
