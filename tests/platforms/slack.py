"""The loopback Slack, and the people who use the app."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.platforms.exchange import Ack, Exchange
from tests.platforms.journal import Json
from tests.platforms.slack_delivery import COMMAND, EVENT, INTERACTION
from tests.platforms.slack_payloads import (
    Choice,
    block_actions,
    command_form,
    event_callback,
    interaction,
    message_action,
    message_event,
    view_actions,
    view_submission,
)
from tests.platforms.slack_rooms import Message, Workspace
from tests.platforms.slack_server import Scene, SlackServer

Values = Mapping[str, Mapping[str, Any]]
"""What a person entered, by block id and action id: plain, or as Slack's ``state.values`` say it."""


class LoopbackSlack(SlackServer):
    """One app, installed in ``home`` with channel C1; people act through ``command``, ``press`` and their like.

    ``seconds_between_posts`` is 1.0 on Slack; ``outside_marketplace`` gives one page of 15 messages a minute.
    """

    @property
    def homes(self) -> dict[str, Json]:
        """The App Homes of the home workspace, by person."""
        return self.home.homes

    def modal(self, *, user: str = "U1", team: Workspace | None = None) -> Json | None:
        """The modal on top of a person's screen; None where none is open."""
        stack = (team or self.home).modals.get(user)
        return self.api.views[stack[-1]] if stack else None

    def say(
        self,
        text: str,
        *,
        user: str = "U1",
        channel: str = "C1",
        thread_ts: str | None = None,
        team: Workspace | None = None,
    ) -> Message:
        """A person writes in a channel; the app gets no event of it unless a test sends one."""
        message = Message(ts=self.api.stamps.new(), user=user, text=text, thread_ts=thread_ts)
        (team or self.home).rooms[channel].messages[message.ts] = message
        return message

    async def command(
        self, command: str, text: str = "", *, user: str = "U1", channel: str = "C1", team: Workspace | None = None
    ) -> Exchange[Ack]:
        """A person types ``command`` and ``text`` in a channel."""
        where = team or self.home
        room = where.rooms[channel]
        form = command_form(where, room, user=user, command=command, text=text)
        return await self._send(COMMAND, form, Scene(team=where, user=user, room=room))

    async def event(self, event: Mapping[str, Any], *, team: Workspace | None = None) -> Exchange[Ack]:
        """Something happened, such as ``{"type": "app_mention", ...}``."""
        where = team or self.home
        number, at = next(self._numbers), int(self.now().timestamp())
        payload = event_callback(where, event, event_id=f"Ev{number}", at=at)
        return await self._send(EVENT, payload, Scene(team=where, user=str(event.get("user"))))

    async def mention(
        self,
        text: str,
        *,
        user: str = "U1",
        channel: str = "C1",
        thread_ts: str | None = None,
        team: Workspace | None = None,
    ) -> Exchange[Ack]:
        """A person writes to the bot by its name, in a channel or in a thread there."""
        where = team or self.home
        named = f"<@{where.bot_user_id}>"
        whole = text if named in text else f"{named} {text}"
        message = self.say(whole, user=user, channel=channel, thread_ts=thread_ts, team=where)
        return await self.event(message_event(message, where.rooms[channel], kind="app_mention"), team=where)

    async def write(self, text: str, *, user: str = "U1", team: Workspace | None = None) -> Exchange[Ack]:
        """A person writes to the bot in their direct conversation."""
        where = team or self.home
        room = where.open_room(f"D{user[1:]}")
        message = self.say(text, user=user, channel=room.id, team=where)
        return await self.event(message_event(message, room, kind="message"), team=where)

    async def open_home(self, user: str = "U1", *, team: Workspace | None = None) -> Exchange[Ack]:
        """A person opens the app's Home; the event holds what was published to them before."""
        where = team or self.home
        room = where.open_room(f"D{user[1:]}")
        told = {"type": "app_home_opened", "user": user, "channel": room.id, "tab": "home"}
        view = {"view": where.homes[user]} if user in where.homes else {}
        return await self.event({**told, "event_ts": self.api.stamps.new(), **view}, team=where)

    async def uninstall(
        self,
        *,
        order: Sequence[str] = ("tokens_revoked", "app_uninstalled"),
        refusal: str = "account_inactive",
        team: Workspace | None = None,
    ) -> list[Exchange[Ack]]:
        """The app is taken out, told in this order; from now on its token meets ``refusal``. ``install`` undoes it."""
        where = team or self.home
        where.refused = refusal
        told: dict[str, Json] = {
            "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [where.bot_user_id]}},
            "app_uninstalled": {"type": "app_uninstalled"},
        }
        return [await self.event(told[name], team=where) for name in order]

    async def press(
        self,
        action_id: str,
        *,
        ts: str | None = None,
        view: str | None = None,
        option: Choice = None,
        values: Values | None = None,
        user: str = "U1",
        channel: str = "C1",
        team: Workspace | None = None,
    ) -> Exchange[Ack]:
        """A person presses a button, or chooses ``option`` from a menu, of a message or of a modal or App Home.

        ``values`` are what stands in a modal's inputs meanwhile. Raises LookupError where there is no such element.
        """
        where = team or self.home
        if view is not None:
            shown = self.api.views[view]
            payload = view_actions(where, shown, values or {}, action_id=action_id, user=user, option=option)
            return await self._send(INTERACTION, payload, Scene(team=where, user=user, view=shown))
        room = where.rooms[channel]
        message = ({**room.messages, **room.ephemerals})[str(ts)]
        payload = block_actions(where, room, message, action_id=action_id, user=user, option=option)
        return await self._send(INTERACTION, payload, Scene(team=where, user=user, room=room, message=message))

    async def press_reply(
        self, exchange: Exchange[Ack], action_id: str, *, index: int = 0, option: Choice = None, user: str | None = None
    ) -> Exchange[Ack]:
        """The same person (or, of a reply for everybody, another) presses a button of a reply; waits for the reply."""
        reply, scene = await exchange.reply(index), self._scenes[exchange.id]
        assert scene.room is not None
        return await self.press(
            action_id,
            ts=reply.message_id,
            option=option,
            user=user or scene.user,
            channel=scene.room.id,
            team=scene.team,
        )

    async def submit(
        self, view_id: str, values: Values | None = None, *, user: str = "U1", team: Workspace | None = None
    ) -> Exchange[Ack]:
        """A person submits an opened modal; it stays open where the answer names errors or is none.

        Raises LookupError where the modal is not on top, or has no such input.
        """
        where, view = team or self.home, self.api.views[view_id]
        if self.modal(user=user, team=where) is not view:
            raise LookupError(f"{user} does not see the modal {view_id}")
        payload = view_submission(where, view, values or {}, user=user)
        return await self._send(INTERACTION, payload, Scene(team=where, user=user, view=view))

    async def shortcut(
        self,
        callback_id: str,
        *,
        ts: str | None = None,
        user: str = "U1",
        channel: str = "C1",
        team: Workspace | None = None,
    ) -> Exchange[Ack]:
        """A person chooses a shortcut from a message's menu; without ``ts``, one that belongs to no message."""
        where = team or self.home
        at = self.api.stamps.new()
        if ts is None:
            told = {**interaction(where, "shortcut", user=user), "callback_id": callback_id, "action_ts": at}
            return await self._send(INTERACTION, told, Scene(team=where, user=user))
        room = where.rooms[channel]
        payload = message_action(where, room, room.messages[ts], callback_id=callback_id, user=user, at=at)
        return await self._send(INTERACTION, payload, Scene(team=where, user=user, room=room))

    async def interact(
        self, kind: str, payload: Mapping[str, Any], *, user: str = "U1", team: Workspace | None = None
    ) -> Exchange[Ack]:
        """Any other interaction, with what ``payload`` adds to the common fields."""
        where = team or self.home
        whole = {**interaction(where, kind, user=user), **payload}
        return await self._send(INTERACTION, whole, Scene(team=where, user=user))
