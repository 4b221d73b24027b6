"""The loopback Discord, and the people who use the bot."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import discord
from simcord.enums import InteractionType
from yarl import URL

from tests.platforms.discord_people import NotOfferedError, chosen, filled, invoked, pressed, typed
from tests.platforms.discord_server import Callback, DiscordServer
from tests.platforms.exchange import Exchange

ENGLISH = "en-US"


class LoopbackDiscord(DiscordServer):
    """One bot in the server of ``world``; people act through ``slash``, ``press``, ``submit`` and their like.

    Whoever acts is the owner unless told, in the channel of ``world``, in American English.
    """

    async def slash(
        self,
        path: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: int | None = None,
        channel: int | None = None,
        locale: str = ENGLISH,
    ) -> Exchange[Callback]:
        """A person sends ``/path`` with its options. Raises NotOfferedError."""
        who, where = user or self.world.owner, channel or self.world.channel
        data = invoked(self.backend, path, options or {}, user=who, channel=where)
        return await self._begin(InteractionType.APPLICATION_COMMAND, data, user=who, channel=where, locale=locale)

    async def autocomplete(
        self,
        path: str,
        option: str,
        text: str,
        filled: Mapping[str, Any] | None = None,
        *,
        user: int | None = None,
        channel: int | None = None,
        locale: str = ENGLISH,
    ) -> Exchange[Callback]:
        """A person types ``text`` into ``option``; the acknowledgement holds the ``choices``."""
        who, where = user or self.world.owner, channel or self.world.channel
        data = typed(self.backend, path, option, text, filled or {}, user=who, channel=where)
        kind = InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE
        return await self._begin(kind, data, user=who, channel=where, locale=locale)

    async def on_message(
        self,
        name: str,
        *,
        message: int,
        user: int | None = None,
        channel: int | None = None,
        locale: str = ENGLISH,
    ) -> Exchange[Callback]:
        """A person chooses ``name`` from a message's menu. Raises NotOfferedError."""
        who, where = user or self.world.owner, channel or self.world.channel
        data = chosen(self.backend, name, message=message, user=who, channel=where)
        return await self._begin(InteractionType.APPLICATION_COMMAND, data, user=who, channel=where, locale=locale)

    async def press(
        self,
        custom_id: str,
        *,
        message: int,
        values: Sequence[str | int] | None = None,
        user: int | None = None,
        channel: int | None = None,
        locale: str = ENGLISH,
    ) -> Exchange[Callback]:
        """A person presses a button of a posted message, or chooses ``values`` from a menu. Raises NotOfferedError."""
        who, where = user or self.world.owner, channel or self.world.channel
        data = pressed(self.backend, custom_id, values, message=message, user=who, channel=where)
        kind = InteractionType.MESSAGE_COMPONENT
        return await self._begin(kind, data, user=who, channel=where, locale=locale, message=message)

    async def press_reply(
        self,
        exchange: Exchange[Callback],
        custom_id: str,
        *,
        index: int = 0,
        values: Sequence[str | int] | None = None,
        user: int | None = None,
    ) -> Exchange[Callback]:
        """The same person (or, of a reply for everybody, another) presses a button of a reply; waits for the reply."""
        reply = await exchange.reply(index)
        return await self.press(
            custom_id,
            message=int(reply.message_id),
            values=values,
            user=user or _actor(exchange),
            channel=int(exchange.sent["channel_id"]),
            locale=exchange.sent["locale"],
        )

    async def submit(self, exchange: Exchange[Callback], values: Mapping[str, Any] | None = None) -> Exchange[Callback]:
        """Whoever was shown a modal submits it, ``values`` by custom id; what is left out stays as it was shown.

        Waits for the modal. Raises NotOfferedError where none was shown, or where it would not take the values.
        """
        modal = (await exchange.ack()).modal
        record = self.backend.interactions[int(exchange.id)]
        if modal is None or record.modal is None or record.modal_consumed:
            raise NotOfferedError("no modal is open from this exchange")
        who, where = _actor(exchange), int(exchange.sent["channel_id"])
        data = filled(self.backend, record.modal, values or {}, user=who, channel=where)
        record.modal_consumed = True
        return await self._begin(
            InteractionType.MODAL_SUBMIT,
            data,
            user=who,
            channel=where,
            locale=exchange.sent["locale"],
            message=record.source_message_id,
        )

    async def say(
        self,
        text: str,
        *,
        channel: int | None = None,
        user: int | None = None,
        mention: bool = False,
        reply_to: int | None = None,
    ) -> int:
        """A person writes in a channel or thread, maybe to the bot by its name; the message's id."""
        await self.gateway.connected()
        where = channel or self.world.channel
        whole = f"<@{self.world.bot}> {text}" if mention else text
        reference = None if reply_to is None else {"message_id": str(reply_to), "channel_id": str(where)}
        return self.backend.create_message(where, user or self.world.owner, whole, reference=reference).id

    async def remove_bot(self, guild: int | None = None) -> None:
        """Somebody takes the bot out of a server: it hears of it, and may do nothing there any more."""
        await self.gateway.connected()
        self.world.remove_bot(guild)


def _actor(exchange: Exchange[Callback]) -> int:
    sent = exchange.sent
    return int((sent["member"]["user"] if "member" in sent else sent["user"])["id"])


@contextmanager
def aimed_at(loopback: LoopbackDiscord) -> Iterator[None]:
    """Within this, every discord.py client of this process talks to the loopback."""
    route, socket = discord.http.Route, discord.gateway.DiscordWebSocket
    before = route.BASE, socket.DEFAULT_GATEWAY
    route.BASE, socket.DEFAULT_GATEWAY = loopback.api_base, URL(loopback.gateway_url)
    try:
        yield
    finally:
        route.BASE, socket.DEFAULT_GATEWAY = before
