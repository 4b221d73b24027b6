"""run, check and demo: the bot itself, a look at its set-up, and a first taste."""

import asyncio

import typer

from bot.cli.options import StoreUrl
from bot.tokens import masked
from digests.errors import BadSettings, StoreError


def run(store: StoreUrl = None) -> None:
    """Start the bot; it runs until Ctrl-C or SIGTERM.

    It posts what falls due, hears commands, and tells what matters on standard error.
    Where settings or rundown.toml keep it from starting it tells every mend, as check does, and ends with 2.
    """
    from bot.cli.checking import at_record, ready_to_start
    from bot.cli.serving import serve
    from bot.wiring import assembled

    async def until_told() -> None:
        async with assembled(ready_to_start(store)) as newsroom:
            await serve(newsroom)

    try:
        asyncio.run(until_told())
    except StoreError as bad:
        raise BadSettings([at_record(bad, store)]) from bad


def check(store: StoreUrl = None) -> None:
    """Look at settings, rundown.toml and record; tell every mend.

    Exit 0 where all is well, 2 where something wants mending. No secret is shown.
    """
    from bot.cli.checking import findings

    found = asyncio.run(findings(store))
    for finding in found:
        typer.echo(masked(f"{'ok  ' if finding.is_well else 'MEND'} {finding.text}"))
    if not all(finding.is_well for finding in found):
        raise typer.Exit(2)


def demo() -> None:
    """A digest at a fixed clock, a question, and a preview page.

    The page, .rundown/preview.html, shows the digest as Slack and Discord would. Nothing is kept and nothing is sent.
    """
    from bot.cli.demonstrating import demonstrate

    demonstrate()


VERBS = (run, check, demo)
