"""What is well and what wants mending before the bot is left alone."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import assert_never

from bot.cli.record import settings_in_use
from bot.house_file import HouseFile, read_house_file
from bot.settings import Places, Settings, misspelt
from digests.channel import Channel, Platform
from digests.errors import BadSettings, StoreError
from digests.store.opening import opened

_PREFIXES = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}
_LIBRARIES = {"slack": "slack_bolt", "discord": "discord", "llm": "pydantic_ai"}
_HOOKED = frozenset({Platform.SLACK_WEBHOOK, Platform.DISCORD_WEBHOOK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; where it is not well, the text names the mend."""

    well: bool
    text: str


async def findings(store: str | None) -> list[Finding]:
    """All of them, in the order in which they would be met at start; a fault in one place hides none in another."""
    places = Places()
    try:
        settings = settings_in_use()
        found = _of("settings: " + _switched_on(settings), _in_settings(settings))
    except BadSettings as bad:
        settings = None
        found = _of("", iter(bad.faults))
    found += [Finding(well=False, text=text) for text in misspelt(os.environ)]
    found += _house(places.house_file, settings)
    return [*found, *[finding async for finding in _record(store or places.store)]]


def _of(well: str, faults: Iterator[str]) -> list[Finding]:
    """The faults, or that all is well."""
    return [Finding(well=False, text=fault) for fault in faults] or [Finding(well=True, text=well)]


def _switched_on(settings: Settings) -> str:
    on = [name for name, token in (("Slack", settings.slack_bot_token), ("Discord", settings.discord_token)) if token]
    on += [f"webhook {name}" for name in settings.webhooks]
    on += [f"the model {settings.model_name}"] if settings.model_url else []
    return ", ".join(on) or "no platform is switched on yet"


def _in_settings(settings: Settings) -> Iterator[str]:
    for field, prefix in _PREFIXES.items():
        token = getattr(settings, field)
        if token is not None and not token.get_secret_value().startswith(prefix):
            yield f"RUNDOWN_{field.upper()} does not begin with {prefix}: copy it anew from Slack"
    switched_on = {"slack": settings.slack_bot_token, "discord": settings.discord_token, "llm": settings.model_url}
    for extra, token in switched_on.items():
        if token and find_spec(_LIBRARIES[extra]) is None:
            yield f'{extra} is switched on, but its library is not installed: pip install "rundown[{extra}]"'
    if settings.model_name and not settings.model_url:
        yield "RUNDOWN_MODEL_URL is missing: without it no model is asked"
    if settings.slack_bot_token and not settings.slack_app_token:
        yield "RUNDOWN_SLACK_APP_TOKEN is missing: digests are posted, but no command is heard"
    if settings.slack_app_token and not settings.slack_bot_token:
        yield "RUNDOWN_SLACK_BOT_TOKEN is missing: without it Slack is not switched on"


def _house(path: Path, settings: Settings | None) -> list[Finding]:
    try:
        house = read_house_file(path)
    except BadSettings as bad:
        return _of("", iter(bad.faults))
    known = f"{path}: channels {', '.join(channel.name for channel in house.channels) or 'none'}"
    return _of(known if path.exists() else f"{path}: not there, and not needed", _in_house(house, settings))


def _in_house(house: HouseFile, settings: Settings | None) -> Iterator[str]:
    for channel, editions in house.channels.items():
        if settings is not None and (setting := _missing(channel, settings)):
            yield f"channel {channel.name}: set {setting}"
        if not editions:
            yield f'channel {channel.name} takes no edition: add editions = ["NAME"] to it'
    if settings is not None:
        named = {channel.address for channel in house.channels if channel.platform in _HOOKED}
        for webhook in sorted(settings.webhooks.keys() - named):
            yield f'webhook {webhook} is named by no channel: add webhook = "{webhook}" to one, with its platform'


def _missing(channel: Channel, settings: Settings) -> str | None:
    """The setting without which nothing reaches the channel."""
    match channel.platform:
        case Platform.SLACK:
            return None if settings.slack_bot_token else "RUNDOWN_SLACK_BOT_TOKEN"
        case Platform.DISCORD:
            return None if settings.discord_token else "RUNDOWN_DISCORD_TOKEN"
        case Platform.SLACK_WEBHOOK | Platform.DISCORD_WEBHOOK:
            known = channel.address in settings.webhooks
            return None if known else f"RUNDOWN_WEBHOOKS__{channel.address.upper()}"
        case Platform.TERMINAL:
            return None
        case _:
            assert_never(channel.platform)


async def _record(url: str) -> AsyncIterator[Finding]:
    try:
        async with opened(url) as store:
            yield Finding(well=True, text=f"record: {await store.database.condition()}")
    except StoreError as bad:
        yield Finding(well=False, text=f"record: {bad}")
