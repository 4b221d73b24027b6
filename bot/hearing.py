"""Who hears people: a bot for each platform that is switched on, and the web server that others call."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.commands.reception import Reception
from bot.settings import secrets_in
from bot.wiring import Newsroom

if TYPE_CHECKING:
    from bot.adapters.slack.bot import SlackBot
    from bot.web.slack import Hearing


class Bot(Protocol):
    """Hears commands on one platform."""

    async def run(self) -> None:
        """Until cancelled. Raises NeverWill where the platform refuses a token; waits out everything else."""


def bots(newsroom: Newsroom) -> tuple[Bot, ...]:
    """A bot, not yet connected, for each platform whose tokens the settings hold, and the web server where they switch
    on anything that it serves; webhooks need none.

    Raises BadSettings where the server cannot listen where the settings say.
    """
    settings, found = newsroom.settings, list[Bot]()
    reception = Reception(desk=newsroom.desk, prefix=settings.command_prefix)
    hearing = None
    if settings.slack_bot_token and (settings.slack_app_token or settings.slack_signing_secret):
        slack = _slack_bot(newsroom, settings.slack_bot_token.get_secret_value(), reception)
        hearing = slack.requests
        found.append(slack)
    if settings.discord_token:
        from bot.adapters.discord.bot import DiscordBot

        found.append(
            DiscordBot(
                token=settings.discord_token.get_secret_value(),
                reception=reception,
                now=newsroom.now,
                zone=ZoneInfo(settings.zone),
                prefix=settings.command_prefix,
                api_base=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
            )
        )
    return (*found, *_web_server(newsroom, hearing))


def _slack_bot(newsroom: Newsroom, token: str, reception: Reception) -> "SlackBot":
    from bot.adapters.slack.bot import SlackBot
    from bot.adapters.slack.forms import House

    settings = newsroom.settings
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    return SlackBot(
        bot_token=token,
        app_token=app_token.get_secret_value() if app_token else None,
        signing_secret=secret.get_secret_value() if secret else None,
        reception=reception,
        house=House(
            admins=frozenset(settings.slack_admins), zone=ZoneInfo(settings.zone), prefix=settings.command_prefix
        ),
        now=newsroom.now,
        base_url=settings.slack_api_url,
    )


def _web_server(newsroom: Newsroom, hearing: "Hearing | None") -> Iterator[Bot]:
    """Listening but not yet answering. Raises BadSettings where it cannot listen where the settings say."""
    settings = newsroom.settings
    if settings.intake_secret is None and hearing is None:
        return
    from bot.web.app import web_app
    from bot.web.intake import IntakeRoute
    from bot.web.server import WebServer, bound_to
    from bot.web.slack import SlackRoute

    intake = None
    if settings.intake_secret is not None:
        intake = IntakeRoute(newsroom.take_in, secrets=secrets_in(settings.intake_secret), now=newsroom.now)
    app = web_app(intake=intake, slack=SlackRoute(hearing) if hearing else None)
    yield WebServer(app, bound_to(settings.web_bind))
