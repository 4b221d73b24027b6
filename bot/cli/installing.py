"""manifest: what a platform must be told to let the bot in."""

import json
from enum import StrEnum
from typing import Annotated

import typer


class Where(StrEnum):
    """The platform that asks."""

    SLACK = "slack"
    DISCORD = "discord"


class How(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


def manifest(
    platform: Annotated[Where, typer.Argument(help="slack or discord.")] = Where.SLACK,
    mode: Annotated[
        How, typer.Option("--mode", help="Slack: a socket that we open, or HTTP that it calls.")
    ] = How.SOCKET,
    url: Annotated[
        str,
        typer.Option("--url", help="Slack over HTTP: where this server is reached from outside.", metavar="ADDRESS"),
    ] = "https://rundown.example",
    application: Annotated[str, typer.Option("--id", help="Discord: the application's id.", metavar="ID")] = "ID",
    read_back: Annotated[
        bool, typer.Option("--read-back", help="Slack: with the scopes to look whether a message was posted.")
    ] = False,
) -> None:
    """Slack's app manifest, to paste where Slack asks for one; or Discord's link by which a server invites the bot.

    What each scope and permission is for goes to standard error. With --read-back a lost answer is cleared up by
    looking into the channel; without it, by you.
    """
    if platform is Where.DISCORD:
        from bot.adapters.discord.inviting import PERMISSIONS, invitation

        reasons, shown = {name: why for name, (_bit, why) in PERMISSIONS.items()}, invitation(application)
    else:
        from bot.adapters.slack.manifest import READ_BACK, SCOPES, Mode
        from bot.adapters.slack.manifest import manifest as app_manifest
        from bot.cli.record import settings_in_use

        prefix = settings_in_use().command_prefix
        told = app_manifest(mode=Mode(mode), url=url, read_back=read_back, prefix=prefix)
        reasons, shown = {**SCOPES, **(READ_BACK if read_back else {})}, json.dumps(told, indent=2)
    for name, why in reasons.items():
        typer.echo(f"{name}: {why}", err=True)
    typer.echo(shown)


VERBS = (manifest,)
