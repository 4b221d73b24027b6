"""The settings' clock and record, as every verb opens them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import logs
from bot.cli.options import instant
from bot.settings import Settings, read_settings
from digests.store.opening import Store, opened


def settings_in_use(store: str | None = None) -> Settings:
    """The settings of the environment; from here on the log knows their secrets and masks them.

    ``store`` is the record that was named on the command line, before any that the settings name.
    """
    settings = read_settings()
    logs.set_up(settings.log_level, secrets=settings.secrets)
    return settings.model_copy(update={"store": store}) if store else settings


def clock(said: str | None = None) -> datetime:
    """The present, or the instant that was said, on the settings' clock."""
    now = datetime.now(ZoneInfo(read_settings().zone))
    return instant(said, now) if said else now


@asynccontextmanager
async def reading(url: str | None) -> AsyncIterator[Store]:
    """The record at that address, else the settings' own."""
    async with opened(settings_in_use(url).store) as store:
        yield store
