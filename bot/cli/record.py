"""The settings' clock and record, as every verb opens them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import logs
from bot.cli.options import instant
from bot.settings import Settings, read_settings
from digests.store.opening import Store, opened


def settings_in_use() -> Settings:
    """The settings of the environment; from here on the log knows their secrets and masks them."""
    settings = read_settings()
    logs.set_up(settings.log_level, secrets=settings.secrets)
    return settings


def clock(said: str | None = None) -> datetime:
    """The present, or the instant that was said, on the settings' clock."""
    now = datetime.now(ZoneInfo(read_settings().zone))
    return instant(said, now) if said else now


@asynccontextmanager
async def reading(url: str | None) -> AsyncIterator[Store]:
    """The record at that address, else the settings' own."""
    async with opened(url or settings_in_use().store) as store:
        yield store
