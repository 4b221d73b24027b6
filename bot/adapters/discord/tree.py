"""Discord's command tree, grown from the table of commands, with its names in every language of ours."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from inspect import Parameter, Signature
from secrets import token_hex
from typing import Any

import discord
import structlog
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location
from discord.http import Route

from bot.adapters.discord.answering import HEARD
from bot.commands.command import Command, Option
from bot.commands.names import NAMES
from bot.commands.table import COMMANDS, ME, ROOTS
from bot.commands.wording import WENT_WRONG, whom_to_tell
from bot.conversation import Choice
from digests.language import _, later, speaking

WHOSE = "whose"
"""The option by which a person means the messages of the app to themself."""
WHERE = "where"
"""The option by which they mean another channel than the one in which they are."""
ADD_TO_THE_RECORD = "Add to the record"
_LOCAL_ADD = {"de": "Zum Archiv hinzufügen"}
_WHOSE = later("The digests of this channel, or those that I send to you alone")
_WHERE = later("Another channel or forum than this one")

CHATS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]
Where = app_commands.AppCommandChannel | app_commands.AppCommandThread

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """What is told of a command: the interaction, the command's name in the table, its options by name, and the other
    channel that is meant, if one is; what somebody types into an option; a message that is to be added to the record.
    """

    heard: Callable[[discord.Interaction, str, Mapping[str, str], Where | None], Awaitable[None]]
    typing: Callable[[discord.Interaction, str, str, str], Awaitable[Sequence[Choice]]]
    adding: Callable[[discord.Interaction, discord.Message], Awaitable[None]]


class Tree(app_commands.CommandTree[discord.Client]):
    """Every command of the table, for servers alone. ``prefix`` stands before the names of its roots."""

    def __init__(self, client: discord.Client, ears: Ears, *, prefix: str = "") -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        self._prefix = prefix
        groups: dict[str, app_commands.Group] = {}
        for command in COMMANDS:
            if not command.typed:
                continue
            root, _space, leaf = command.name.partition(" ")
            grown = _grown(command, leaf or f"{prefix}{root}", ears)
            if leaf and root not in groups:
                groups[root] = app_commands.Group(name=f"{prefix}{root}", description=ROOTS[root])
                self.add_command(groups[root])
            (groups[root] if leaf else self).add_command(grown)
        self.add_command(app_commands.ContextMenu(name=ADD_TO_THE_RECORD, callback=_adding(ears)))

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """The log is told, and the asker where this very interaction was acknowledged and still waits."""
        quote = token_hex(3)
        name = interaction.command.qualified_name if interaction.command else None
        log.error("command.broke", quote=quote, platform="discord", command=name, exc_info=error)
        if interaction.extras.get(HEARD):
            with suppress(discord.HTTPException), speaking(str(interaction.locale)):
                await interaction.edit_original_response(content=f"{_(WENT_WRONG)}. {whom_to_tell(quote)}")

    async def sync_if_changed(self) -> bool:
        """Tell Discord the commands, unless it shows these already; False where nothing was to be told."""
        await self.set_translator(_Names(self._prefix))
        if self.client.application_id is not None:
            route = Route("GET", "/applications/{id}/commands", id=self.client.application_id)
            shown = await self.client.http.request(route, params={"with_localizations": "true"})
            translator = self.translator
            assert translator is not None  # noqa: S101 - set above
            ours = [await command.get_translated_payload(self, translator) for command in self.get_commands()]
            if sorted(map(repr, map(_face, shown))) == sorted(map(repr, map(_face, ours))):
                return False
        await self.sync()
        return True


class _Chat(app_commands.Transformer):
    """Where a digest can be posted, as Discord hands it over: with what the asker may do there."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return CHATS

    async def transform(self, interaction: discord.Interaction, value: Where, /) -> Where:  # noqa: ARG002
        """As it is."""
        return value


class _Names(app_commands.Translator):
    """Names out of their table, descriptions out of the catalogues."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        language = locale.value.split("-")[0]
        if language not in NAMES:
            return None
        match context.location:
            case Location.command_name | Location.group_name:
                if string.message == ADD_TO_THE_RECORD:
                    return _LOCAL_ADD[language]
                name = string.message.removeprefix(self._prefix)
                before = self._prefix if name != string.message else ""
                return f"{before}{NAMES[language][name]}"
            case Location.command_description | Location.group_description | Location.parameter_description:
                with speaking(language):
                    return _(string.message)
            case _:
                return None


def _grown(command: Command, name: str, ears: Ears) -> app_commands.Command[Any, ..., None]:
    async def called(interaction: discord.Interaction, **words: Any) -> None:
        where = words.pop(WHERE, None)
        given = {option: str(word) for option, word in words.items() if word is not None}
        await ears.heard(interaction, command.name, given, where)

    told = {option.name: option.help for option in command.options}
    parameters = [_parameter(option) for option in command.options]
    if command.for_me:
        told |= {WHOSE: _WHOSE, WHERE: _WHERE}
        parameters += [
            Parameter(WHOSE, Parameter.KEYWORD_ONLY, annotation=str | None, default=None),
            Parameter(
                WHERE, Parameter.KEYWORD_ONLY, annotation=app_commands.Transform[Any, _Chat] | None, default=None
            ),
        ]
    first = Parameter("interaction", Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction)
    called.__signature__ = Signature([first, *parameters])  # type: ignore[attr-defined]  # what the library reads
    grown = app_commands.Command[Any, ..., None](name=name, description=command.help, callback=called)
    if told:
        grown = app_commands.describe(**told)(grown)
    if command.for_me:
        grown = app_commands.choices(**{WHOSE: [app_commands.Choice(name=ME, value=ME)]})(grown)
    for option in command.options:
        if option.choices:
            choices = [app_commands.Choice(name=one, value=one) for one in option.choices]
            grown = app_commands.choices(**{option.name: choices})(grown)
        elif option.suggest:
            grown.autocomplete(option.name)(_completing(command, option.name, ears))
    return grown


def _completing(command: Command, option: str, ears: Ears) -> Any:
    async def completed(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        offered = await ears.typing(interaction, command.name, option, current)
        return [app_commands.Choice(name=one.label or one.says, value=one.says) for one in offered]

    return completed


def _adding(ears: Ears) -> Any:
    async def added(interaction: discord.Interaction, message: discord.Message) -> None:
        await ears.adding(interaction, message)

    return added


def _parameter(option: Option) -> Parameter:
    if option.required:
        return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=str)
    return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=str | None, default=None)


def _face(command: Mapping[str, Any]) -> tuple[Any, ...]:
    """What people see of a command, in every language, and the same of what is in it."""
    inner: Sequence[Mapping[str, Any]] = command.get("options") or ()
    seen = ("name", "description", "type")
    worn = (
        bool(command.get("required")),
        bool(command.get("autocomplete")),
        sorted((command.get("name_localizations") or {}).items()),
        sorted((command.get("description_localizations") or {}).items()),
        [(choice["name"], choice["value"]) for choice in command.get("choices") or ()],
        sorted(command.get("channel_types") or ()),
    )
    return (*(command.get(name) or None for name in seen), *worn, tuple(map(_face, inner)))
