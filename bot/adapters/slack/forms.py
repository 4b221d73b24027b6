"""Slack's form of a slash command in our words; nothing of Slack goes further in."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation import Invocation, Right
from digests.article import Tenant
from digests.channel import Channel, ChannelId, Platform, Workspace


def workspace(form: Mapping[str, str]) -> Workspace:
    """Where the command was typed."""
    return Workspace(tenant=_tenant(form), platform=Platform.SLACK, name=form.get("team_domain") or form["team_id"])


def invocation(form: Mapping[str, str], *, at: datetime, zone: ZoneInfo) -> Invocation:
    """What was typed, in a channel whose clock is ``zone`` until the record says otherwise.

    Slack's form does not say who manages the workspace: everybody who may use a command there may arrange digests.
    """
    tenant = _tenant(form)
    channel = Channel(
        tenant=tenant,
        id=ChannelId(f"{tenant}/{form['channel_id']}"),
        platform=Platform.SLACK,
        address=form["channel_id"],
        name=form.get("channel_name") or form["channel_id"],
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
    )


def _tenant(form: Mapping[str, str]) -> Tenant:
    return Tenant(f"slack:{form['team_id']}")


def _as_typed(text: str) -> str:
    """Slack writes three signs of a text as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
