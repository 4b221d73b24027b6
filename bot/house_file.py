"""rundown.toml: the channels and editions that belong to the file and not to commands."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, assert_never

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from digests.article import HOUSE, Tenant
from digests.channel import Channel, ChannelId, Layout, Platform
from digests.errors import BadInput, BadSettings
from digests.schedule import Edition, read_cadence
from digests.topics import topic
from digests.zones import read_zone


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _Edition(_Strict):
    at: str
    zone: str | None = None
    topics: list[str] = []
    most: Annotated[int, Field(ge=3, le=7)] = 5


class _Channel(_Strict):
    platform: Platform
    workspace: str | None = None
    channel: str | None = None
    webhook: str | None = None
    zone: str | None = None
    layout: Layout = Layout.COMPONENTS
    editions: list[str] = []


class _File(_Strict):
    zone: str = "UTC"
    editions: dict[str, _Edition] = {}
    channels: dict[str, _Channel] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseFile:
    """What the file says: each channel with the editions that it takes."""

    channels: Mapping[Channel, tuple[Edition, ...]]

    def named(self, name: str) -> tuple[Channel, tuple[Edition, ...]] | None:
        """The channel of that name in the file, and its editions."""
        return next(((channel, takes) for channel, takes in self.channels.items() if channel.name == name), None)


def read_house_file(path: Path) -> HouseFile:
    """The file's channels and editions; none where there is no file. Raises BadSettings with every fault."""
    if not path.exists():
        return HouseFile(channels={})
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise BadSettings(
            [f"{path}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings([f"{path}: cannot be read as TOML: {error}"]) from None
    return _understood(file, path)


def _understood(file: _File, path: Path) -> HouseFile:
    faults: list[str] = []
    channels: dict[Channel, tuple[Edition, ...]] = {}
    for name, told in file.channels.items():
        try:
            channel = _channel(name, told, file)
        except BadInput as error:
            faults.append(f"{path}: channels.{name}: {error}")
            continue
        takes = []
        for edition in told.editions:
            try:
                takes.append(_edition(edition, channel.tenant, file))
            except BadInput as error:
                faults.append(f"{path}: editions.{edition}: {error}")
        channels[channel] = tuple(takes)
    if faults:
        raise BadSettings(faults)
    return HouseFile(channels=channels)


def _channel(name: str, told: _Channel, file: _File) -> Channel:
    match told.platform:
        case Platform.SLACK | Platform.DISCORD:
            if not (told.workspace and told.channel):
                raise BadInput("workspace and channel are wanted: the platform's own ids of both")
            tenant = Tenant(f"{told.platform}:{told.workspace}")
            channel, address = ChannelId(f"{tenant}/{told.channel}"), told.channel
        case Platform.SLACK_WEBHOOK | Platform.DISCORD_WEBHOOK:
            if not told.webhook:
                raise BadInput("webhook is wanted: NAME, with its address in RUNDOWN_WEBHOOKS__NAME")
            tenant, address = HOUSE, told.webhook.lower()
            channel = ChannelId(f"webhook:{address}")
        case Platform.TERMINAL:
            tenant, channel, address = HOUSE, ChannelId(f"terminal:{name}"), name
        case _:
            assert_never(told.platform)
    return Channel(
        tenant=tenant,
        id=channel,
        platform=told.platform,
        address=address,
        name=name,
        zone=read_zone(told.zone or file.zone),
        layout=told.layout,
    )


def _edition(name: str, tenant: Tenant, file: _File) -> Edition:
    told = file.editions.get(name)
    if told is None:
        raise BadInput(f"no edition of that name; there is {', '.join(file.editions) or 'none'}")
    return Edition(
        tenant=tenant,
        name=name,
        cadence=read_cadence(told.at),
        zone=read_zone(told.zone or file.zone),
        topics=frozenset(topic(word) for word in told.topics),
        most=told.most,
        from_file=True,
    )
