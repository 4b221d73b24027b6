"""Discord's command tree, grown from the table of commands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from inspect import Parameter, Signature
from secrets import token_hex
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.commands.command import Command, Option
from bot.commands.table import COMMANDS, ROOTS
from bot.commands.wording import WENT_WRONG, whom_to_tell

Heard = Callable[[discord.Interaction, str, Mapping[str, str]], Awaitable[None]]
"""Is given the interaction, the command's name in the table, and its options by name, without those left out."""

log = structlog.get_logger()


class Tree(app_commands.CommandTree[discord.Client]):
    """Every command of the table, for servers alone; each calls ``heard``."""

    def __init__(self, client: discord.Client, heard: Heard) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        groups: dict[str, app_commands.Group] = {}
        for command in COMMANDS:
            root, _, leaf = command.name.partition(" ")
            grown = _grown(command, leaf or root, heard)
            if leaf and root not in groups:
                groups[root] = app_commands.Group(name=root, description=ROOTS[root])
                self.add_command(groups[root])
            (groups[root] if leaf else self).add_command(grown)

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """The log is told, and the asker where this very interaction was acknowledged and still waits."""
        quote = token_hex(3)
        name = interaction.command.qualified_name if interaction.command else None
        log.error("command.broke", quote=quote, platform="discord", command=name, exc_info=error)
        if interaction.response.is_done():
            with suppress(discord.HTTPException):
                await interaction.edit_original_response(content=f"{WENT_WRONG}. {whom_to_tell(quote)}")

    async def sync_if_changed(self) -> bool:
        """Tell Discord the commands, unless it shows these already; False where nothing was to be told."""
        if self.client.application_id is not None:
            shown = await self.client.http.get_global_commands(self.client.application_id)
            ours = [command.to_dict(self) for command in self.get_commands()]
            if sorted(map(_face, shown)) == sorted(map(_face, ours)):
                return False
        await self.sync()
        return True


def _grown(command: Command, name: str, heard: Heard) -> app_commands.Command[Any, ..., None]:
    async def called(interaction: discord.Interaction, **words: str | None) -> None:
        given = {option: word for option, word in words.items() if word is not None}
        await heard(interaction, command.name, given)

    parameters = [_parameter(option) for option in command.options]
    first = Parameter("interaction", Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction)
    called.__signature__ = Signature([first, *parameters])  # type: ignore[attr-defined]  # what the library reads
    grown = app_commands.Command[Any, ..., None](name=name, description=command.help, callback=called)
    told = {option.name: option.help for option in command.options}
    return app_commands.describe(**told)(grown) if told else grown


def _parameter(option: Option) -> Parameter:
    if option.required:
        return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=str)
    return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=str | None, default=None)


def _face(command: Mapping[str, Any]) -> tuple[Any, ...]:
    """What people see of a command: name, description, whether it must be given, and the same of what is in it."""
    inner: Sequence[Mapping[str, Any]] = command.get("options") or ()
    return command["name"], command["description"], bool(command.get("required")), tuple(map(_face, inner))
