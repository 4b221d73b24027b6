"""Both platforms on loopback, as ``rundown run`` is pointed at them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from fnmatch import fnmatch

from tests.bot.cli.typed import PATIENCE
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.slack import LoopbackSlack

TELLING = "PUT /applications/*/commands"


@asynccontextmanager
async def both_platforms() -> AsyncIterator[tuple[LoopbackSlack, LoopbackDiscord, Mapping[str, str]]]:
    """With the settings by which the bot finds them."""
    async with LoopbackSlack() as slack, LoopbackDiscord() as discord:
        settings = {
            "RUNDOWN_SLACK_BOT_TOKEN": slack.bot_token,
            "RUNDOWN_SLACK_APP_TOKEN": slack.APP_TOKEN,
            "RUNDOWN_SLACK_API_URL": slack.api_url,
            "RUNDOWN_DISCORD_TOKEN": discord.TOKEN,
            "RUNDOWN_DISCORD_API_URL": discord.api_base,
            "RUNDOWN_DISCORD_GATEWAY_URL": discord.gateway_url,
        }
        yield slack, discord, settings


async def at_home(discord: LoopbackDiscord) -> None:
    """Wait until the bot has told Discord its commands."""
    await discord.calls.until(lambda calls: any(fnmatch(call.route, TELLING) for call in calls), within=PATIENCE)
