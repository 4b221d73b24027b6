"""The bot on Discord: connected to the gateway, it hears commands and answers the asker alone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Never
from zoneinfo import ZoneInfo

import aiohttp
import discord
import structlog

from bot.adapters.discord.addresses import point_at
from bot.adapters.discord.answering import acknowledged, open_form, reply, say
from bot.adapters.discord.interactions import (
    button,
    button_in_person,
    in_person,
    invocation,
    mention,
    said,
    tenant_of,
    workspace,
)
from bot.adapters.discord.modals import handed_in
from bot.adapters.discord.tree import Ears, Tree, Where
from bot.commands.reception import Reception, language_of
from bot.conversation import Choice, Form, Invocation, Note, Said
from bot.seen import Seen
from bot.waiting import Pause, kept_up
from digests.channel import Platform, Workspace
from digests.errors import BadInput, NeverWill
from digests.language import _, nearest, speaking

PATIENCE = timedelta(minutes=5)
"""For which a client may be without a connection; the library can go on resuming one for ever that is gone."""
FORM_SECONDS = 2.0
"""In which a form must stand: it can only be the first answer, and that is waited for three seconds."""

log = structlog.get_logger()


class DiscordBot:
    """One bot on all its servers. ``run`` connects it; ``connected`` is set while it hears commands."""

    def __init__(
        self,
        *,
        token: str,
        reception: Reception,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        prefix: str = "",
        api_base: str | None = None,
        gateway_url: str | None = None,
        pause: Pause = asyncio.sleep,
        patience: timedelta = PATIENCE,
    ) -> None:
        point_at(api_base=api_base, gateway_url=gateway_url)
        self.connected = asyncio.Event()
        self._token = token
        self._reception = reception
        self._now = now
        self._zone = zone
        self._prefix = prefix
        self._seen = Seen()
        self._pause = pause
        self._patience = patience

    async def run(self) -> Never:
        """Hear commands until cancelled. Raises NeverWill where Discord refuses the token; waits out other trouble."""
        await kept_up(self._connection, pause=self._pause)

    async def _connection(self) -> None:
        """One client, as long as it keeps itself connected.

        One that has failed is not used again: the library cannot mend a client whose first connect failed, and then
        stumbles with an AttributeError.
        """
        client = _Client(self, connected=self.connected, patience=self._patience, prefix=self._prefix)
        try:
            async with client, asyncio.timeout(self._patience.total_seconds()) as client.deadline:
                await client.start(self._token)
        except (discord.DiscordException, AttributeError, OSError, aiohttp.ClientError) as fault:
            if (refused := _refusal(fault)) is not None:
                raise refused from None
            log.warning("discord.unreachable", why=type(fault).__name__)
        except Exception:
            log.exception("discord.unreachable")
        finally:
            self.connected.clear()

    async def _heard(
        self, interaction: discord.Interaction, command: str, words: Mapping[str, str], where: Where | None
    ) -> None:
        """A command: answered by a form where one is wanted, else acknowledged, then worked on."""
        try:
            call = invocation(interaction, command, words, at=self._now(), zone=self._zone, where=where)
        except BadInput as fault:
            return await self._refused(interaction, fault)
        return await self._answer(interaction, call, workspace(interaction))

    async def _pressed(self, interaction: discord.Interaction) -> None:
        """A button of ours, on a server or in a message to one person."""
        try:
            call, there = await self._meant(interaction)
        except BadInput as fault:
            return await self._refused(interaction, fault)
        return await self._answer(interaction, call, there)

    async def _handed_in(self, interaction: discord.Interaction) -> None:
        """Discord shows no faults beside a modal's fields: they are told, and the form opens again as it was left."""
        try:
            call, there = await self._meant(interaction)
        except BadInput as fault:
            return await self._refused(interaction, fault)
        call = replace(call, words={**call.words, **handed_in(interaction.data or {})})
        if await acknowledged(interaction):
            await say(interaction, await self._reception.hear(call, there), call.channel)
        return None

    async def _meant(self, interaction: discord.Interaction) -> tuple[Invocation, Workspace]:
        """What a button or a form says. Raises BadInput where it is none that may be said there."""
        if interaction.guild_id is not None:
            return button(interaction, at=self._now(), zone=self._zone), workspace(interaction)
        roster = self._reception.desk.roster
        return await button_in_person(interaction, roster, at=self._now(), zone=self._zone)

    async def _answer(self, interaction: discord.Interaction, call: Invocation, there: Workspace) -> None:
        """What nobody waits for any more has no effect, nor has what comes twice."""
        try:
            async with asyncio.timeout(FORM_SECONDS):
                form = await self._reception.form(call, there)
        except TimeoutError:
            form = None
        if isinstance(form, Form):
            try:
                with speaking(language_of(call)):
                    await open_form(interaction, form)
            except BadInput as fault:
                await self._refused(interaction, fault)
            return
        if await acknowledged(interaction):
            said = form or await self._reception.hear(call, there)
            await say(interaction, said, call.channel)

    async def _typing(
        self, interaction: discord.Interaction, command: str, option: str, typed: str
    ) -> Sequence[Choice]:
        call = invocation(interaction, command, {}, at=self._now(), zone=self._zone)
        return await self._reception.suggest(call, option, typed, workspace(interaction))

    async def _adding(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The message's own text: Discord hands it over with the command, whatever the bot may read otherwise."""
        await self._heard(interaction, "digest add", {"article": message.content}, None)

    async def _mentioned(self, message: discord.Message, client: "_Client") -> None:
        """Who asks in front of everybody is answered there."""
        if client.user is None or not self._seen.first(str(message.id)):
            return
        call = mention(message, client.user.id, at=self._now(), zone=self._zone)
        if call is not None and message.guild is not None:
            there = Workspace(tenant=call.tenant, platform=Platform.DISCORD, name=message.guild.name)
            said = await self._reception.hear(call, there)
            await reply(message, client.http, replace(said, offers=()), call.channel)

    async def _left(self, guild: int) -> None:
        why = "the bot was removed from the server; invite it again, then: /digest resume"
        await self._reception.left(tenant_of(guild), why=why, at=self._now())

    async def _refused(self, interaction: discord.Interaction, fault: BadInput) -> None:
        if await acknowledged(interaction):
            with speaking(str(interaction.locale)):
                note = Note(heading=_("Not done"), lines=(str(fault),))
            tenant = tenant_of(interaction.guild_id or "")
            mine = in_person(tenant, interaction.user, zone=self._zone)
            await say(interaction, Said(body=note, language=nearest(str(interaction.locale))), mine)


def _refusal(fault: Exception) -> NeverWill | None:
    """What no further attempt will mend; None where one may."""
    match fault:
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            mend = "Put a valid token into RUNDOWN_DISCORD_TOKEN, then start again"
            return NeverWill("Discord", "the token is not valid", mend)
        case discord.PrivilegedIntentsRequired():
            mend = "Let it have the intents Guilds and Guild Messages in the developer portal"
            return NeverWill("Discord", "the application may not have its intents", mend)
        case _:
            return None


class _Client(discord.Client):
    """Intents Guilds and Guild Messages, nobody pinged, nothing kept in memory that Rundown does not ask for."""

    deadline: asyncio.Timeout
    """When this client is given up; not while it is connected."""

    def __init__(self, bot: DiscordBot, *, connected: asyncio.Event, patience: timedelta, prefix: str) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=30,
        )
        self._bot = bot
        ears = Ears(heard=bot._heard, typing=bot._typing, adding=bot._adding)  # noqa: SLF001 - one room with the bot
        self._tree = Tree(self, ears, prefix=prefix)
        self._connected = connected
        self._patience = patience

    async def setup_hook(self) -> None:
        """Trouble with the list of commands keeps nobody from being served by the list that Discord has."""
        try:
            changed = await self._tree.sync_if_changed()
        except discord.HTTPException as fault:
            log.warning("discord.commands_not_told", why=str(fault))
        else:
            log.info("discord.commands_told", changed=changed)

    async def on_connect(self) -> None:
        """Commands are heard from here on; ``on_ready`` would wait two seconds more for servers to be told of."""
        self._connected.set()
        self.deadline.reschedule(None)
        log.info("discord.connected")

    async def on_resumed(self) -> None:
        await self.on_connect()

    async def on_disconnect(self) -> None:
        """Told of every attempt to connect again that fails: the time runs from the first."""
        if self._connected.is_set():
            self._connected.clear()
            self.deadline.reschedule(asyncio.get_running_loop().time() + self._patience.total_seconds())

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Buttons and forms say by themselves what they do, so that those of before a restart are understood."""
        match interaction.type:
            case discord.InteractionType.component if said(interaction):
                await self._guarded(interaction, self._bot._pressed)  # noqa: SLF001 - as above
            case discord.InteractionType.modal_submit if said(interaction):
                await self._guarded(interaction, self._bot._handed_in)  # noqa: SLF001 - as above
            case _:
                pass

    async def on_message(self, message: discord.Message) -> None:
        await self._bot._mentioned(message, self)  # noqa: SLF001 - as above

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._bot._left(guild.id)  # noqa: SLF001 - as above

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:  # noqa: ARG002
        """As the library calls it, over an error that it caught."""
        log.error("discord.broke", doing=event_method, exc_info=True)  # noqa: LOG014 - within its except

    async def _guarded(
        self, interaction: discord.Interaction, hears: Callable[[discord.Interaction], Awaitable[None]]
    ) -> None:
        try:
            await hears(interaction)
        except Exception as fault:  # noqa: BLE001 - the asker waits
            await self._tree.on_error(interaction, discord.app_commands.AppCommandError(repr(fault)))
