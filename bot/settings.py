"""RUNDOWN_* to one frozen object, read once; every fault of it at once, and no secret in any of them."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from digests.errors import BadSettings, UnknownZone
from digests.zones import read_zone


def _zone_name(said: str) -> str:
    try:
        return read_zone(said).key
    except UnknownZone as error:
        raise ValueError(str(error)) from None


class Settings(BaseSettings):
    """Where the record lies, who we are on each platform, and how we speak to the log.

    Each field is set by the environment variable of its name with RUNDOWN_ before it; a webhook by
    RUNDOWN_WEBHOOKS__<NAME>. A platform without its token is not started.
    """

    model_config = SettingsConfigDict(
        env_prefix="RUNDOWN_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        frozen=True,
        hide_input_in_errors=True,
        extra="ignore",
    )

    store: str = "sqlite:///.rundown/rundown.db"
    house_file: Path = Path("rundown.toml")
    zone: Annotated[str, AfterValidator(_zone_name)] = "UTC"
    log_level: Annotated[str, Field(pattern="^(debug|info|warning|error)$")] = "info"
    slack_bot_token: Annotated[SecretStr | None, Field(description="xoxb-...")] = None
    slack_app_token: Annotated[SecretStr | None, Field(description="xapp-...")] = None
    slack_api_url: str | None = None
    discord_token: SecretStr | None = None
    discord_api_url: str | None = None
    discord_gateway_url: str | None = None
    webhooks: dict[str, SecretStr] = {}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be seen in a log, an error or a page."""
        tokens = (self.slack_bot_token, self.slack_app_token, self.discord_token, *self.webhooks.values())
        return tuple(token.get_secret_value() for token in tokens if token is not None)


def read_settings() -> Settings:
    """The settings of this environment. Raises BadSettings with every fault, naming each variable."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettings([_fault(fault["loc"], fault["msg"]) for fault in error.errors()]) from None


def _fault(place: tuple[int | str, ...], why: str) -> str:
    return f"RUNDOWN_{'__'.join(str(word) for word in place).upper()}: {why}"
