"""manifest: what Slack must be told to let the bot in."""

import json

import typer


def manifest() -> None:
    """Slack's app manifest, to paste where Slack asks for one."""
    from bot.adapters.slack.manifest import manifest as app_manifest

    typer.echo(json.dumps(app_manifest(), indent=2))


VERBS = (manifest,)
