"""RUNDOWN_* to one frozen object, read once; every fault of it at once, and no secret in any of them."""

import re
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.tokens import is_placeholder, webhook_of
from digests.delivery import CatchUp
from digests.errors import BadSettings, UnknownZone
from digests.zones import read_zone

_PREFIX = "RUNDOWN_"
SHORTEST_SECRET = 16
"""Characters."""
LAST_PORT = 65535
_EACH_WEBHOOK = f"{_PREFIX}WEBHOOKS__"
_STORE = "sqlite:///.rundown/rundown.db"
RECORD_WANTED = f"Rundown keeps its record in SQLite: wanted is sqlite:///FILE, such as {_STORE}"
_NO_ADDRESS = "this is no web address: copy it anew"


def _zone_name(said: str) -> str:
    try:
        return read_zone(said).key
    except UnknownZone as error:
        raise ValueError(str(error)) from None


def is_record_address(said: str) -> bool:
    """Whether a record may lie there, as far as the address tells."""
    return re.fullmatch(r"sqlite://(?:/[^?]+)?", said) is not None


def _record_address(said: str) -> str:
    if not is_record_address(said):
        raise ValueError(RECORD_WANTED)
    return said


def _web_address(said: str) -> str:
    try:
        parts = urlsplit(said)
        is_whole = parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname and parts.port != 0
    except ValueError:
        raise ValueError(_NO_ADDRESS) from None  # the library's own words repeat the address
    if not is_whole:
        raise ValueError(_NO_ADDRESS)
    return said


def _secret_address(said: SecretStr) -> SecretStr:
    _web_address(said.get_secret_value())
    return said


def _webhook_address(said: SecretStr) -> SecretStr:
    """Slack's, Discord's, or one on this machine, where tests and relays of the house listen."""
    address = said.get_secret_value()
    host = urlsplit(address).hostname or ""
    if webhook_of(address) is None and not _is_loopback(host):
        raise ValueError(
            "this is no webhook of Slack (https://hooks.slack.com/services/ and three parts) "
            "or Discord (https://discord.com/api/webhooks/ and two): copy it anew"
        )
    return said


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _real(said: SecretStr) -> SecretStr:
    if is_placeholder(said.get_secret_value()):
        raise ValueError("this only stands in the place of a secret: put the real one here, or unset it")
    return said


def _token(form: str, wanted: str) -> AfterValidator:
    def checked(said: SecretStr) -> SecretStr:
        if not re.fullmatch(form, said.get_secret_value()):
            raise ValueError(wanted)
        return said

    return AfterValidator(checked)


def _slack_ids(said: object) -> tuple[str, ...]:
    """Members' ids with commas between them."""
    words = said.split(",") if isinstance(said, str) else map(str, said) if isinstance(said, tuple) else ()
    ids = tuple(filter(None, (word.strip() for word in words)))
    if strange := [one for one in ids if not re.fullmatch("[UW][A-Z0-9]+", one)]:
        raise ValueError(f"{strange[0]} is no member's id such as U024BE7LH: open a profile, ⋯, Copy member ID")
    return ids


def _named_with_its_address(name: str | None, info: ValidationInfo) -> str | None:
    if info.data.get("model_url") and not name:
        raise ValueError(f"say which model to ask at {_PREFIX}MODEL_URL")
    return name


def _long_secrets(said: SecretStr | None) -> SecretStr | None:
    if said is not None and any(len(secret) < SHORTEST_SECRET for secret in secrets_in(said)):
        raise ValueError(f"a secret has {SHORTEST_SECRET} characters or more: openssl rand -hex 32 makes one")
    return said


def secrets_in(said: SecretStr) -> tuple[str, ...]:
    """Each of them; a comma stands between two while one takes the other's place."""
    return tuple(secret.strip() for secret in said.get_secret_value().split(","))


def _host_and_port(said: str) -> str:
    host, _, port = said.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and int(port) <= LAST_PORT):
        raise ValueError("wanted is HOST:PORT, such as 127.0.0.1:8410 or [::1]:8410")
    return said


Address = Annotated[str, AfterValidator(_web_address)]
SecretAddress = Annotated[SecretStr, AfterValidator(_secret_address)]
Secret = Annotated[SecretStr, AfterValidator(_real)]
SlackBotToken = Annotated[
    Secret,
    _token(r"xoxb-\S+", "this does not begin with xoxb-: copy the Bot User OAuth Token anew, from Install App"),
]
SlackAppToken = Annotated[
    Secret,
    _token(r"xapp-\S+", "this does not begin with xapp-: copy the App-Level Token anew, from Basic Information"),
]
DiscordToken = Annotated[
    Secret,
    _token(r"[\w-]+\.[\w-]+\.[\w-]+", "a bot's token has three parts with dots between: reset and copy it under Bot"),
]
Webhook = Annotated[Secret, AfterValidator(_secret_address), AfterValidator(_webhook_address)]


class Places(BaseSettings):
    """Where record and house file lie: told even where the rest of the settings is at fault."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        frozen=True,
        hide_input_in_errors=True,
        extra="ignore",
        str_strip_whitespace=True,
    )

    store: str = _STORE
    house_file: Path = Path("rundown.toml")


class Settings(Places):
    """Where things lie, who we are on each platform, and how we speak to the log.

    Each field is set by the environment variable of its name with RUNDOWN_ before it; a webhook by
    RUNDOWN_WEBHOOKS__<NAME>. A platform without its token is not started. A house file that is named must be there.
    """

    store: Annotated[str, AfterValidator(_record_address)] = _STORE
    zone: Annotated[str, AfterValidator(_zone_name)] = "UTC"
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(str.lower)] = "info"
    slack_bot_token: Annotated[SlackBotToken | None, Field(description="xoxb-...")] = None
    slack_app_token: Annotated[SlackAppToken | None, Field(description="xapp-...")] = None
    slack_signing_secret: Secret | None = None
    slack_admins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_slack_ids)] = ()
    slack_api_url: Address | None = None
    discord_token: DiscordToken | None = None
    discord_api_url: Address | None = None
    discord_gateway_url: Address | None = None
    command_prefix: Annotated[str, Field(pattern="[a-z0-9-]{0,16}")] = ""
    contact: Annotated[str | None, Field(max_length=200, description="a web or mail address")] = None
    web_proxy: SecretAddress | None = None
    model_url: Address | None = None
    model_name: Annotated[
        str | None, Field(max_length=200, validate_default=True), AfterValidator(_named_with_its_address)
    ] = None
    model_key: Secret | None = None
    model_daily_budget: Annotated[int, Field(ge=0)] = 200
    model_seconds: Annotated[float, Field(gt=0, le=60)] = 8.0
    intake_secret: Annotated[Secret | None, AfterValidator(_long_secrets)] = None
    web_bind: Annotated[str, AfterValidator(_host_and_port)] = "127.0.0.1:8410"
    catch_up: Annotated[CatchUp, BeforeValidator(str.lower)] = CatchUp.SAME_DAY
    webhooks: Annotated[dict[str, Webhook], NoDecode] = {}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be seen in a log, an error or a page."""
        slack = (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret)
        tokens = (*slack, self.discord_token, self.web_proxy, self.model_key, *self.webhooks.values())
        signed_with = secrets_in(self.intake_secret) if self.intake_secret else ()
        return (*(token.get_secret_value() for token in tokens if token is not None), *signed_with)


def read_settings() -> Settings:
    """The settings of this environment. Raises BadSettings with every fault, naming each variable."""
    missing = _missing_file(Places())
    try:
        settings = Settings()
    except ValidationError as error:
        raise BadSettings([*(_fault(fault["loc"], fault["msg"]) for fault in error.errors()), *missing]) from None
    if missing:
        raise BadSettings(missing)
    return settings


def misspelt(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like settings and are none, each with the setting that is spelt most like it."""
    known = {f"{_PREFIX}{field.upper()}" for field in Settings.model_fields}
    given = {name.upper() for name in environment if name.upper().startswith(_PREFIX)}
    strange = sorted(name for name in given - known if not name.startswith(_EACH_WEBHOOK))
    return [f"{name} is no setting{_rather(name, known)}" for name in strange]


def said_twice(environment: Mapping[str, str]) -> list[str]:
    """Settings that stand there in capitals and in small letters: nobody can tell which of them holds."""
    spelt = Counter(name.upper() for name in environment)
    doubled = sorted(name for name, times in spelt.items() if times > 1 and name.startswith(_PREFIX))
    return [f"{name} is set twice, in large and in small letters: keep one of them" for name in doubled]


def _missing_file(places: Places) -> list[str]:
    """A house file may be missing, but not where a setting names it."""
    if "house_file" not in places.model_fields_set or _is_there(places.house_file):
        return []
    return [f"{_PREFIX}HOUSE_FILE: there is no such file: make it, or unset this"]


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True  # whoever reads it tells why that cannot be
    return True


def _rather(name: str, known: set[str]) -> str:
    nearest = get_close_matches(name, sorted(known), n=1)
    return f": did you mean {nearest[0]}?" if nearest else ""


def _fault(place: tuple[int | str, ...], why: str) -> str:
    name = f"{_PREFIX}{'__'.join(str(word) for word in place).upper()}"
    if place == ("webhooks",):
        return f"{name}: each webhook has a name of its own: {_EACH_WEBHOOK}NEWSDESK=https://..."
    return f"{name}: {why.removeprefix('Value error, ')}"
