"""What is well and what wants mending before the bot is left alone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.cli.record import settings_in_use
from bot.house_file import read_house_file
from bot.settings import Settings
from digests.channel import Platform
from digests.errors import BadSettings, StoreError
from digests.store.opening import opened

_PREFIXES = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; where it is not well, the text names the mend."""

    well: bool
    text: str


async def findings(store: str | None) -> list[Finding]:
    """All of them, in the order in which they would be met at start."""
    try:
        settings = settings_in_use()
    except BadSettings as bad:
        return [Finding(well=False, text=fault) for fault in bad.faults]
    found = [*_tokens(settings), *_house(settings)]
    return [*found, *[finding async for finding in _record(store or settings.store)]]


def _tokens(settings: Settings) -> list[Finding]:
    found = []
    for field, prefix in _PREFIXES.items():
        token = getattr(settings, field)
        name = f"RUNDOWN_{field.upper()}"
        if token is not None and not token.get_secret_value().startswith(prefix):
            found.append(Finding(well=False, text=f"{name} does not begin with {prefix}: copy it anew from Slack"))
    if settings.slack_bot_token and not settings.slack_app_token:
        text = "RUNDOWN_SLACK_APP_TOKEN is missing: digests are posted, but no command is heard"
        found.append(Finding(well=False, text=text))
    on = [name for name, token in (("Slack", settings.slack_bot_token), ("Discord", settings.discord_token)) if token]
    on += [f"webhook {name}" for name in settings.webhooks]
    return found or [Finding(well=True, text=f"settings: {', '.join(on) or 'no platform is switched on yet'}")]


def _house(settings: Settings) -> list[Finding]:
    try:
        house = read_house_file(settings.house_file)
    except BadSettings as bad:
        return [Finding(well=False, text=fault) for fault in bad.faults]
    wanting = [
        Finding(well=False, text=f"channel {channel.name}: {mend}")
        for channel in house.channels
        if (mend := _missing(channel.platform, channel.address, settings))
    ]
    count = len(house.channels)
    return wanting or [Finding(well=True, text=f"{settings.house_file}: {count} channels")]


def _missing(platform: Platform, address: str, settings: Settings) -> str | None:
    match platform:
        case Platform.SLACK:
            return None if settings.slack_bot_token else "set RUNDOWN_SLACK_BOT_TOKEN"
        case Platform.DISCORD:
            return None if settings.discord_token else "set RUNDOWN_DISCORD_TOKEN"
        case Platform.SLACK_WEBHOOK | Platform.DISCORD_WEBHOOK:
            known = {name.lower() for name in settings.webhooks}
            return None if address in known else f"set RUNDOWN_WEBHOOKS__{address.upper()}"
        case Platform.TERMINAL:
            return None


async def _record(url: str) -> AsyncIterator[Finding]:
    try:
        async with opened(url) as store:
            yield Finding(well=True, text=f"record: {await store.database.condition()}")
    except StoreError as bad:
        yield Finding(well=False, text=f"record: {bad}")
