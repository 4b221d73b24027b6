"""Slack's form of a slash command in our words; nothing of Slack goes further in."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation import Invocation, Right
from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform, Workspace

_INVITE = "I can post only where I am a member: /invite me if I am not in this channel yet."
_IN_PERSON = "I send it to you alone, as a message from me."


def workspace(form: Mapping[str, str]) -> Workspace:
    """Where the command was typed."""
    return Workspace(tenant=_tenant(form), platform=Platform.SLACK, name=form.get("team_domain") or form["team_id"])


def invocation(form: Mapping[str, str], *, at: datetime, zone: ZoneInfo) -> Invocation:
    """What was typed, in a channel whose clock is ``zone`` until the record says otherwise.

    Slack's form does not say who manages the workspace: everybody who may use a command there may arrange digests.
    Between people no app can be invited, so that what is typed there concerns the messages of the app to the asker.
    """
    tenant = _tenant(form)
    in_person = form.get("channel_name", "").startswith(("directmessage", "mpdm-"))
    address = form["user_id"] if in_person else form["channel_id"]
    channel = Channel(
        tenant=tenant,
        id=ChannelId(f"{tenant}/{address}"),
        platform=Platform.SLACK,
        address=address,
        name=(not in_person and form.get("channel_name")) or address,
        zone=zone,
    )
    return Invocation(
        command=form["command"].removeprefix("/"),
        tenant=tenant,
        channel=channel,
        asker=f"{tenant}/{form['user_id']}",
        at=at.astimezone(zone),
        text=_as_typed(form.get("text", "")),
        rights=frozenset({Right.READ, Right.ARRANGE}),
        posting=_IN_PERSON if in_person else _INVITE,
    )


def _tenant(form: Mapping[str, str]) -> Tenant:
    return Tenant(f"slack:{form['team_id']}")


def _as_typed(text: str) -> str:
    """Slack writes three signs of a text as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
