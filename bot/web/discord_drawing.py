"""Discord's own payloads as Discord shows them: markdown, components and embeds to safe HTML."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from bot.web.clocks import day_name, discord_time
from bot.web.drawing import drawer
from bot.web.markdown import CODE, EMPHASES, ESCAPE, INSIDE, MASKED_LINK, STRIKE, STRONG, Markdown
from bot.web.markup import BARE_LINK_RULE, EMOJI_RULE, Inner, Rule, alarm, element, host_of, link, wrapped

COMPONENTS_V2 = 1 << 15
SUPPRESS_EMBEDS = 1 << 2
DRAWN = {"content", "components", "embeds"}
SILENT = {"flags", "allowed_mentions", "nonce", "enforce_nonce", "message_reference"}
"""What a message may carry beside, since no reader sees it; ``troubles`` tells where it does harm."""

_UNDERLINE = wrapped("under", rf"__(?P<under_in>{INSIDE})__(?!_)", "u")
_SPOILER = Rule(
    "spoiler",
    rf"\|\|(?P<spoiler_in>{INSIDE})\|\|",
    lambda match, inner: element("span", inner(match["spoiler_in"]), "spoiler"),
)
_ANGLE_LINK = Rule("angle", r"<(?P<angle_url>https?://[^\s<>]+)>", lambda match, _: link(match["angle_url"]))
_CHIP = Rule(
    "chip",
    r"<#(?P<channel>\d+)>|</(?P<command>[^:<>\n]+):\d+>|<id:(?P<place>\w+)>|<a?:(?P<custom>\w+):\d+>",
    lambda match, _: element("span", match.group(), "chip"),
)
_OPEN_LINK = re.compile(r"(?<!<)https?://")
_ACTION_ROW = 1
_ALL_MENTIONS = {"parse": ("everyone", "users", "roles"), "users": (), "roles": ()}
_MENTIONED = {"user": "users", "role": "roles", "everyone": "everyone"}
_MENTION = r"<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|@(?P<everyone>everyone|here)\b"


class DiscordDrawing:
    """Draws one message as a reader sees it at ``at`` (aware), on the clock of its zone."""

    def __init__(self, message: Mapping[str, Any], at: datetime) -> None:
        self._message, self._at = message, at
        self._allowed = message.get("allowed_mentions", _ALL_MENTIONS)
        self._text, embed = self._markdown(self._mention), self._markdown(_quiet_mention)
        self._draw = drawer(
            "discord.html.j2",
            text=self._text.draw,
            embed_text=embed.draw,
            embed_line=embed.inline,
            link=link,
            host_of=host_of,
            stamp=self._stamp,
        )

    def content(self) -> Markup:
        """The message's plain content alone; empty where it has none."""
        return self._text.draw(self._message.get("content") or "")

    def body(self) -> Markup:
        """All that the message shows, in Discord's order: content, embeds, components."""
        embeds = ({**embed, "type": "embed"} for embed in self._message.get("embeds", ()))
        parts = Markup().join(self._draw(part) for part in (*embeds, *self._message.get("components", ())))
        return self.content() + parts

    def _markdown(self, mention: Callable[[re.Match[str], Inner], Markup]) -> Markdown:
        moment = Rule("moment", r"<t:(?P<unix>-?\d{1,15})(?::(?P<style>\w))?>", self._moment)
        angled = (_ANGLE_LINK, moment, Rule("mention", _MENTION, mention), _CHIP)
        marks = (MASKED_LINK, STRONG, _UNDERLINE, *EMPHASES, STRIKE, _SPOILER, EMOJI_RULE, BARE_LINK_RULE)
        return Markdown((ESCAPE, CODE, *angled, *marks), small=True)

    def _mention(self, match: re.Match[str], inner: Inner) -> Markup:
        group = str(match.lastgroup)
        kind, name = _MENTIONED[group], match[group]
        if kind in self._allowed.get("parse", ()) or name in self._allowed.get(kind, ()):
            return alarm("would ping", f"@{name}")
        return _quiet_mention(match, inner)

    def _moment(self, match: re.Match[str], _: Inner) -> Markup:
        try:
            return element("span", discord_time(match["style"] or "f", int(match["unix"]), self._at), "chip")
        except (KeyError, ValueError, OverflowError, OSError):
            return escape(match.group())

    def _stamp(self, iso: str) -> str:
        """An embed's own time as its footer shows it."""
        instant = datetime.fromisoformat(iso).astimezone(self._at.tzinfo)
        near = day_name(instant, self._at)
        return f"{near.capitalize()} at {instant:%H:%M}" if near else f"{instant:%d/%m/%Y %H:%M}"


def _quiet_mention(match: re.Match[str], _: Inner) -> Markup:
    """A mention that pings nobody: as a chip with a bare id, or the plain word that everyone's is."""
    return escape(match.group()) if match["everyone"] else element("span", f"@{match['user'] or match['role']}", "chip")


def troubles(message: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with a message and no drawing shows, in sentences; empty where nothing is."""
    found = [f"not drawn: {name}" for name in message if name not in DRAWN | SILENT]
    flags, allowed = message.get("flags", 0), message.get("allowed_mentions")
    if allowed is None:
        found.append("allowed_mentions is missing: every mention in the text would ping.")
    elif any(allowed.get(kind) for kind in _ALL_MENTIONS):
        found.append(f"allowed_mentions lets some mentions ping: {allowed}")
    if flags & COMPONENTS_V2 and (message.get("content") or message.get("embeds")):
        found.append("Discord refuses content and embeds beside components of version 2.")
    if not flags & COMPONENTS_V2 and any(part.get("type") != _ACTION_ROW for part in message.get("components", ())):
        found.append(f"Discord refuses these components without the flag {COMPONENTS_V2}.")
    if _OPEN_LINK.search(message.get("content") or "") and not flags & SUPPRESS_EMBEDS:
        found.append("A link in the content is not in angle brackets: Discord would add a preview of it.")
    return tuple(found)
