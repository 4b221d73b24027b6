"""The real discord.py client, pointed at the loopback, for tests in this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

from tests.platforms.discord import LoopbackDiscord, aimed_at


@dataclass(frozen=True, slots=True)
class Bot:
    """A client, ready, with its commands; ``post`` sends a payload through the client's own HTTP layer."""

    client: discord.Client
    tree: app_commands.CommandTree
    loopback: LoopbackDiscord

    async def post(self, **payload: Any) -> dict[str, Any]:
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=self.loopback.world.channel)
        sent: dict[str, Any] = await self.client.http.request(route, json=payload)
        return sent


def a_client(**changes: Any) -> discord.Client:
    """With the two intents that the product asks for, and no wait for slow servers."""
    intents = discord.Intents(guilds=True, guild_messages=True)
    return discord.Client(**{"intents": intents, "max_ratelimit_timeout": 30, "guild_ready_timeout": 0.01, **changes})


@asynccontextmanager
async def a_bot(loopback: LoopbackDiscord, *groups: app_commands.Group) -> AsyncIterator[Bot]:
    """A bot that is connected and has synced its commands, until the end of the block."""
    with aimed_at(loopback):
        client = a_client()
        tree = app_commands.CommandTree(client)
        for group in groups:
            tree.add_command(group)
        running = asyncio.create_task(client.start(loopback.TOKEN))
        try:
            await loopback.gateway.connected()
            await client.wait_until_ready()
            if groups:
                await tree.sync()
            yield Bot(client=client, tree=tree, loopback=loopback)
        finally:
            await client.close()
            await running
