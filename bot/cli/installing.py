"""manifest: what Slack must be told to let the bot in."""

import json
from typing import Annotated

import typer


def manifest(
    read_back: Annotated[
        bool, typer.Option("--read-back", help="With the scopes to look whether a message was posted.")
    ] = False,
) -> None:
    """Slack's app manifest, to paste where Slack asks for one.

    With --read-back a lost answer is cleared up by looking into the channel; without it, by you.
    """
    from bot.adapters.slack.manifest import manifest as app_manifest

    typer.echo(json.dumps(app_manifest(read_back=read_back), indent=2))


VERBS = (manifest,)
