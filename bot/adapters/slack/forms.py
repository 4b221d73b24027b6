"""What Slack sends, in our words; nothing of Slack goes further in."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands.table import called
from bot.conversation import Invocation, Right, pressed
from bot.rendering.offering import PREFIX
from digests.article import Tenant
from digests.channel import Channel, ChannelId, Look, Platform, Room, Workspace
from digests.language import later

_INVITE = later("I can post only where I am a member: /invite me if I am not in this channel yet.")
_IN_PERSON = later("I send it to you alone, as a message from me.")
_ASK_THEM = later("Ask one of those whom whoever runs this Rundown has named (RUNDOWN_SLACK_ADMINS).")
_NAME_THEM = later(
    "Whoever runs this Rundown names those who may, by their member ids (profile, ⋯, Copy member ID):"
    " RUNDOWN_SLACK_ADMINS."
)
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who said something, and where: the ids of Slack. ``channel`` is None on the app's own page."""

    team: str
    domain: str
    user: str
    user_team: str
    channel: str | None = None
    channel_name: str = ""

    @property
    def in_person(self) -> bool:
        """Between people no app can be invited: what is said there concerns the app's messages to the asker."""
        said = self.channel_name.startswith(("directmessage", "mpdm-")) or (self.channel or "D").startswith("D")
        return self.channel is None or said

    @property
    def tenant(self) -> Tenant:
        return Tenant(f"slack:{self.team}")

    @property
    def workspace(self) -> Workspace:
        return Workspace(tenant=self.tenant, platform=Platform.SLACK, name=self.domain or self.team)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the settings say of everybody: whose ids may arrange digests, and the clock where none is known."""

    admins: Collection[str]
    zone: ZoneInfo
    prefix: str = ""


def place_of_command(form: Json) -> Place:
    """Of a slash command. Slack's form names the asker's own team where that is another one."""
    return Place(
        team=form["team_id"],
        domain=form.get("team_domain", ""),
        user=form["user_id"],
        user_team=form.get("user_team_id") or form["team_id"],
        channel=form["channel_id"],
        channel_name=form.get("channel_name", ""),
    )


def place_of_press(body: Json) -> Place:
    """Of a button, a shortcut, or a form that was handed in."""
    team, user, channel = body.get("team") or {}, body["user"], body.get("channel") or {}
    return Place(
        team=team.get("id") or user["team_id"],
        domain=team.get("domain", ""),
        user=user["id"],
        user_team=user.get("team_id") or team.get("id") or "",
        channel=channel.get("id"),
        channel_name=channel.get("name", ""),
    )


def place_of_event(body: Json) -> Place:
    event = body["event"]
    return Place(
        team=body["team_id"],
        domain="",
        user=event.get("user", ""),
        user_team=event.get("user_team") or event.get("team") or body["team_id"],
        channel=event.get("channel"),
    )


def invocation(place: Place, command: str, *, at: datetime, house: House, **more: Any) -> Invocation:
    """What is asked of us there, in a channel whose clock is the house's until the record says otherwise.

    Slack does not tell who manages a workspace: those whose ids are in the settings may arrange digests, and everybody
    their own. Who comes from another workspace may only read.
    """
    mine = _channel(place, place.user, house, name=place.user, room=Room.PERSON)
    address = place.channel or place.user
    there = mine if place.in_person else _channel(place, address, house, name=place.channel_name or address)
    may = place.in_person or (place.user in house.admins and place.user_team == place.team)
    return Invocation(
        command=command,
        tenant=place.tenant,
        channel=there,
        asker=f"{place.tenant}/{place.user}",
        at=at.astimezone(house.zone),
        rights=frozenset({Right.READ, Right.ARRANGE} if may else {Right.READ}),
        posting=_IN_PERSON if place.in_person else _INVITE,
        in_person=mine,
        who_may=_ASK_THEM if house.admins else _NAME_THEM,
        **more,
    )


def typed(form: Json, *, at: datetime, house: House) -> Invocation:
    """A slash command, under the name that our table knows."""
    command = form["command"].removeprefix("/").removeprefix(house.prefix)
    text = _as_typed(form.get("text", ""))
    return invocation(place_of_command(form), command, at=at, house=house, text=text)


def button(body: Json, *, at: datetime, house: House) -> Invocation:
    """A button, read with the digest that it stands on or in whose thread. Raises BadInput for an unknown one."""
    leaf, words = pressed(body["actions"][0]["action_id"].removeprefix(PREFIX))
    container = body.get("container") or {}
    thread, channel = container.get("thread_ts") or container.get("message_ts"), container.get("channel_id")
    thread_of = f"{channel}:{thread}" if channel and thread and not container.get("is_ephemeral") else None
    command = called(leaf).name
    return invocation(place_of_press(body), command, at=at, house=house, words=words, thread_of=thread_of)


def mention(body: Json, *, at: datetime, house: House) -> Invocation | None:
    """A question to the app, by its name in a channel or in a digest's thread; None where nothing is asked."""
    event = body["event"]
    question = _as_typed(_MENTION.sub(" ", event.get("text", "")))
    if not question or event.get("bot_id"):
        return None
    thread_of = f"{event['channel']}:{event.get('thread_ts') or event['ts']}"
    return invocation(
        place_of_event(body), "ask", at=at, house=house, words={"question": question}, thread_of=thread_of
    )


def message_to_add(body: Json, *, at: datetime, house: House) -> Invocation:
    """The message that somebody wants in the record: its text, with the addresses that Slack wrote into it."""
    text = re.sub(r"<(https?://[^|>]+)(?:\|[^>]*)?>", r"\1", body["message"].get("text", ""))
    return invocation(place_of_press(body), "digest add", at=at, house=house, words={"article": _as_typed(text)})


def _channel(place: Place, address: str, house: House, *, name: str, room: Room = Room.CHAT) -> Channel:
    return Channel(
        tenant=place.tenant,
        id=ChannelId(f"{place.tenant}/{address}"),
        platform=Platform.SLACK,
        address=address,
        name=name,
        zone=house.zone,
        look=Look(room=room),
    )


def _as_typed(text: str) -> str:
    """Slack writes three signs of a text as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
