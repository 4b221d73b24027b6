"""rundown.toml: the channels and editions that belong to the file and not to commands."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, assert_never
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
)

from bot.house_text import line_of, secrets_told, text_of, toml_of
from digests.article import HOUSE, Tenant
from digests.channel import Channel, ChannelId, Layout, Look, Platform, Quiet, Room, Spread
from digests.errors import BadInput, BadSettings
from digests.language import ENGLISH, LANGUAGES
from digests.planning import checked_holidays
from digests.schedule import Cadence, Edition, read_cadence, read_quiet
from digests.taste import Filter, Profile, Taste
from digests.tasting import read_filter, read_profile
from digests.topics import Topic, topic
from digests.weighing import NO_TIERS, Tier, Tiers
from digests.zones import read_zone


def _read_by(reader: Callable[[str], object]) -> PlainValidator:
    """The field as that reader understands it; what it cannot take is told in the reader's own words."""

    def read(said: object) -> object:
        try:
            return reader(str(said))
        except BadInput as error:
            raise ValueError(str(error)) from None

    return PlainValidator(read)


def _like(pattern: str, wanted: str) -> AfterValidator:
    def checked(said: str) -> str:
        if not re.fullmatch(pattern, said):
            raise ValueError(wanted)
        return said

    return AfterValidator(checked)


def _known(edition: str, info: ValidationInfo) -> str:
    known: tuple[str, ...] = info.context or ()
    if edition not in known:
        raise ValueError(f"no edition is called {edition!r}; there is {', '.join(known) or 'none'}")
    return edition


def _spoken(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"there are the languages {', '.join(LANGUAGES)}")
    return language


Zone = Annotated[ZoneInfo, _read_by(read_zone)]
SlackId = Annotated[str, _like("[A-Z0-9]+", "wanted is Slack's own id, such as C061EG9SL, and no name")]
DiscordId = Annotated[str, _like("[0-9]+", "wanted is Discord's own id, such as 613425648685547541, and no name")]
WebhookName = Annotated[
    str,
    _like("[A-Za-z0-9_]+", "wanted is a name such as newsdesk; its address is a secret: RUNDOWN_WEBHOOKS__NEWSDESK"),
]


_SPREADS = {"one": Spread.ONE, "each": Spread.EACH, "thread": Spread.THREAD}
_KIND = 2
"""Where in the place of a channel's fault pydantic puts the platform."""
_NO_PLATFORM = f"platform is wanted: {', '.join(Platform)}"
_IN_OUR_WORDS = {
    "union_tag_invalid": _NO_PLATFORM,
    "union_tag_not_found": _NO_PLATFORM,
    "extra_forbidden": "nothing of that name is known here",
    "missing": "is wanted",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, coerce_numbers_to_str=True)


class _Edition(_Strict):
    at: Annotated[Cadence, _read_by(read_cadence)]
    zone: Zone | None = None
    off: list[date] = []
    holidays: Annotated[str, _read_by(checked_holidays)] | None = None
    topics: list[Annotated[Topic, _read_by(topic)]] = []
    most: Annotated[int, Field(ge=3, le=7)] = 5


class _Channel(_Strict):
    zone: Zone | None = None
    layout: Layout = Layout.COMPONENTS
    quiet: Annotated[Quiet, _read_by(read_quiet)] | None = None
    filter: Annotated[Filter, _read_by(read_filter)] = Filter()
    profile: Annotated[Profile, _read_by(read_profile)] = Profile()
    language: Annotated[str, AfterValidator(_spoken)] = ENGLISH
    spread: Literal["one", "each", "thread"] = "one"
    room: Literal[Room.CHAT, Room.FORUM, Room.ANNOUNCEMENT] = Room.CHAT
    publish: bool = False
    editions: list[Annotated[str, AfterValidator(_known)]] = []


class _SlackChannel(_Channel):
    platform: Literal[Platform.SLACK]
    workspace: SlackId
    channel: SlackId


class _DiscordChannel(_Channel):
    platform: Literal[Platform.DISCORD]
    workspace: DiscordId
    channel: DiscordId


class _Webhook(_Channel):
    platform: Literal[Platform.SLACK_WEBHOOK, Platform.DISCORD_WEBHOOK]
    webhook: WebhookName


class _Terminal(_Channel):
    platform: Literal[Platform.TERMINAL]


_AnyChannel = _SlackChannel | _DiscordChannel | _Webhook | _Terminal


def _tier(said: str) -> Tier:
    if said not in {str(tier.value) for tier in Tier}:
        raise BadInput(f"there are the tiers {', '.join(str(tier.value) for tier in Tier)}, the first the most trusted")
    return Tier(int(said))


class _File(_Strict):
    zone: Zone = ZoneInfo("UTC")
    operators: str | None = None
    tiers: dict[Annotated[Tier, _read_by(_tier)], list[str]] = {}
    editions: dict[str, _Edition] = {}
    channels: dict[str, Annotated[_AnyChannel, Field(discriminator="platform")]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseFile:
    """What the file says: each channel with the editions that it takes, and the outlets that stand in a tier.

    ``operators`` is the channel that is told where a digest does not come.
    """

    channels: Mapping[Channel, tuple[Edition, ...]]
    tiers: Tiers = NO_TIERS
    operators: Channel | None = None

    def named(self, name: str) -> tuple[Channel, tuple[Edition, ...]] | None:
        """The channel of that name in the file, and its editions."""
        return next(((channel, takes) for channel, takes in self.channels.items() if channel.name == name), None)


NO_HOUSE_FILE = HouseFile(channels={})


def read_house_file(path: Path) -> HouseFile:
    """The file's channels and editions; none where there is no file. Raises BadSettings with every fault."""
    text = text_of(path)
    if text is None:
        return NO_HOUSE_FILE
    faults, file = secrets_told(path, text), _File()
    try:
        said = toml_of(text)
        file = _File.model_validate(said, context=_names(said.get("editions")))
    except ValidationError as error:
        faults += [f"{path}: {_fault(text, fault['loc'], fault['type'], fault['msg'])}" for fault in error.errors()]
    except ValueError as error:
        faults.append(f"{path}: {error}")
    for place, why in (*_shared_places(file), *_in_two_tiers(file), *_unknown(file)):
        faults.append(f"{path}: {_at(text, place)}: {why}")
    if faults:
        raise BadSettings(faults)
    channels = dict(_entered(name, told, file) for name, told in file.channels.items())
    return HouseFile(
        channels=channels,
        operators=next((channel for channel in channels if channel.name == file.operators), None),
        tiers=Tiers(outlets={outlet: tier for tier, outlets in file.tiers.items() for outlet in outlets}),
    )


def _names(editions: object) -> tuple[str, ...]:
    return tuple(editions) if isinstance(editions, dict) else ()


def _fault(text: str, place: tuple[int | str, ...], kind: str, said: str) -> str:
    """With its place in the file; the platform by which pydantic told a channel's kind is no part of that."""
    names = [str(name) for at, name in enumerate(place) if not (place[0] == "channels" and at == _KIND)]
    return f"{_at(text, names)}: {_IN_OUR_WORDS.get(kind) or said.removeprefix('Value error, ')}"


def _at(text: str, place: Sequence[str]) -> str:
    return f"line {line_of(text, place)}: {'.'.join(place)}"


def _shared_places(file: _File) -> Iterator[tuple[Sequence[str], str]]:
    """One place under two names would be told everything twice."""
    first: dict[ChannelId, str] = {}
    for name, told in file.channels.items():
        _, channel, _ = _place(name, told)
        if channel in first:
            why = f"the same place as channels.{first[channel]}; name all its editions in one of them"
            yield ("channels", name), why
        first.setdefault(channel, name)


def _unknown(file: _File) -> Iterator[tuple[Sequence[str], str]]:
    if file.operators is not None and file.operators not in file.channels:
        known = ", ".join(file.channels) or "none"
        yield ("operators",), f"no channel is called {file.operators!r}; there is {known}"


def _in_two_tiers(file: _File) -> Iterator[tuple[Sequence[str], str]]:
    first: dict[str, Tier] = {}
    for tier, outlets in file.tiers.items():
        for outlet in outlets:
            if first.setdefault(outlet.casefold(), tier) is not tier:
                why = f"{outlet} stands in tier {first[outlet.casefold()]} already; keep one of them"
                yield ("tiers", str(tier)), why


def _place(name: str, told: _AnyChannel) -> tuple[Tenant, ChannelId, str]:
    """Whose channel it is, by which id we know it, and its address on the platform."""
    match told:
        case _SlackChannel() | _DiscordChannel():
            tenant = Tenant(f"{told.platform}:{told.workspace}")
            return tenant, ChannelId(f"{tenant}/{told.channel}"), told.channel
        case _Webhook():
            address = told.webhook.lower()
            return HOUSE, ChannelId(f"webhook:{address}"), address
        case _Terminal():
            return HOUSE, ChannelId(f"terminal:{name}"), name
        case _:
            assert_never(told)


def _entered(name: str, told: _AnyChannel, file: _File) -> tuple[Channel, tuple[Edition, ...]]:
    tenant, channel_id, address = _place(name, told)
    channel = Channel(
        tenant=tenant,
        id=channel_id,
        platform=told.platform,
        address=address,
        name=name,
        zone=told.zone or file.zone,
        layout=told.layout,
        quiet=told.quiet,
        taste=Taste(filter=told.filter, profile=told.profile, language=told.language),
        look=Look(room=told.room, spread=_SPREADS[told.spread], publish=told.publish),
        from_file=True,
    )
    return channel, tuple(_edition(edition, tenant, file) for edition in dict.fromkeys(told.editions))


def _edition(name: str, tenant: Tenant, file: _File) -> Edition:
    told = file.editions[name]
    return Edition(
        tenant=tenant,
        name=name,
        cadence=told.at,
        zone=told.zone or file.zone,
        topics=frozenset(told.topics),
        most=told.most,
        off=frozenset(told.off),
        holidays=told.holidays,
        from_file=True,
    )
