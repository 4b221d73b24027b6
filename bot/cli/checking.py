"""What is well and what wants mending before the bot is left alone."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from importlib.util import find_spec
from typing import assert_never

import structlog

from bot.cli.record import settings_in_use
from bot.house_file import HouseFile, read_house_file
from bot.settings import Places, Settings, is_record_address, misspelt, said_twice
from bot.tokens import webhook_of
from digests.channel import Channel, Platform
from digests.errors import BadSettings, StoreError
from digests.store.opening import opened

_LIBRARIES = {"slack": "slack_bolt", "discord": "discord", "llm": "pydantic_ai"}
_HOOKED = frozenset({Platform.SLACK_WEBHOOK, Platform.DISCORD_WEBHOOK})
log = structlog.get_logger()


class Weight(Enum):
    """How much hangs on what was found."""

    WELL = auto()
    MEND = auto()
    """The bot starts, but somebody waits in vain."""
    STOP = auto()
    """The bot does not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; where it is not well, the text names the mend."""

    weight: Weight
    text: str

    @property
    def is_well(self) -> bool:
        return self.weight is Weight.WELL


async def findings(store: str | None) -> list[Finding]:
    """All of them, in the order in which they would be met at start; a fault in one place hides none in another.

    ``store`` is the record that was named on the command line.
    """
    url = store or Places().store
    return [*_of_the_set_up(), *([await _record(url, store)] if is_record_address(url) else [])]


def ready_to_start(store: str | None) -> Settings:
    """The settings to start with; what the bot can start without mending is told to the log.

    Raises BadSettings with every mend where one of them stops it; nothing was opened then.
    """
    mends = [finding for finding in _of_the_set_up() if not finding.is_well]
    if any(finding.weight is Weight.STOP for finding in mends):
        raise BadSettings([finding.text for finding in mends])
    settings = settings_in_use(store)
    for finding in mends:
        log.warning("rundown.mend", mend=finding.text)
    return settings


def at_record(bad: StoreError, store: str | None) -> str:
    """What is wrong with the record, and what says where that lies."""
    return f"record ({'--store' if store else 'RUNDOWN_STORE'}): {bad}"


def _of_the_set_up() -> list[Finding]:
    """Settings and house file; nothing is opened."""
    places = Places()
    try:
        settings = settings_in_use()
        found = _of("settings: " + _switched_on(settings), _in_settings(settings))
    except BadSettings as bad:
        settings = None
        found = _stopping(bad)
    strange = (*misspelt(os.environ), *said_twice(os.environ))
    return [*found, *(_mend(text) for text in strange), *_house(places, settings)]


def _mend(text: str) -> Finding:
    return Finding(weight=Weight.MEND, text=text)


def _stop(text: str) -> Finding:
    return Finding(weight=Weight.STOP, text=text)


def _stopping(bad: BadSettings) -> list[Finding]:
    return [_stop(fault) for fault in bad.faults]


def _of(well: str, faults: Iterator[Finding]) -> list[Finding]:
    """The faults, or that all is well."""
    return list(faults) or [Finding(weight=Weight.WELL, text=well)]


def _switched_on(settings: Settings) -> str:
    on = [name for name, token in (("Slack", settings.slack_bot_token), ("Discord", settings.discord_token)) if token]
    on += [f"webhook {name}" for name in settings.webhooks]
    on += [f"the model {settings.model_name}"] if settings.model_url else []
    return ", ".join(on) or "no platform is switched on yet"


def _in_settings(settings: Settings) -> Iterator[Finding]:
    switched_on = {"slack": settings.slack_bot_token, "discord": settings.discord_token, "llm": settings.model_url}
    for extra, token in switched_on.items():
        if token and find_spec(_LIBRARIES[extra]) is None:
            yield _stop(f'{extra} is switched on, but its library is not installed: pip install "rundown[{extra}]"')
    if settings.model_name and not settings.model_url:
        yield _mend("RUNDOWN_MODEL_URL is missing: without it no model is asked")
    if settings.slack_bot_token and not (settings.slack_app_token or settings.slack_signing_secret):
        mend = "RUNDOWN_SLACK_APP_TOKEN is missing, and RUNDOWN_SLACK_SIGNING_SECRET too"
        yield _mend(f"{mend}: digests are posted, but no command is heard")
    elif settings.slack_bot_token and not settings.slack_admins:
        yield _mend("RUNDOWN_SLACK_ADMINS is missing: on Slack nobody may arrange a channel's digests by command")
    if settings.slack_app_token and not settings.slack_bot_token:
        yield _mend("RUNDOWN_SLACK_BOT_TOKEN is missing: without it Slack is not switched on")


def _house(places: Places, settings: Settings | None) -> list[Finding]:
    path = places.house_file
    try:
        house = read_house_file(path)
    except BadSettings as bad:
        return _stopping(bad)
    well = f"{path}: channels {', '.join(channel.name for channel in house.channels) or 'none'}"
    if not path.exists():
        if "house_file" in places.model_fields_set:
            return []  # the settings' own fault
        well = f"{path}: not there, and not needed"
    return _of(well, _in_house(house, settings))


def _in_house(house: HouseFile, settings: Settings | None) -> Iterator[Finding]:
    for channel, editions in house.channels.items():
        if settings is not None:
            yield from _on_the_way_to(channel, settings)
        if not editions:
            yield _mend(f'channel {channel.name} takes no edition: add editions = ["NAME"] to it')
    if settings is not None:
        named = {channel.address for channel in house.channels if channel.platform in _HOOKED}
        for webhook in sorted(settings.webhooks.keys() - named):
            yield _mend(
                f'webhook {webhook} is named by no channel: add webhook = "{webhook}" to one, with its platform'
            )


def _on_the_way_to(channel: Channel, settings: Settings) -> Iterator[Finding]:
    if setting := _missing(channel, settings):
        yield _mend(f"channel {channel.name}: set {setting}")
    elif channel.platform in _HOOKED:
        leads_to = webhook_of(settings.webhooks[channel.address].get_secret_value())
        if leads_to not in {None, channel.platform}:
            setting = f"RUNDOWN_WEBHOOKS__{channel.address.upper()}"
            yield _stop(f'channel {channel.name}: {setting} belongs to another platform: write platform = "{leads_to}"')


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


async def _record(url: str, store: str | None) -> Finding:
    try:
        async with opened(url) as record:
            return Finding(weight=Weight.WELL, text=f"record: {await record.database.condition()}")
    except StoreError as bad:
        return _stop(at_record(bad, store))
