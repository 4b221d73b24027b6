"""Slack's own payloads as Slack shows them: mrkdwn, rich text and blocks to safe HTML."""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from bot.web.clocks import slack_date
from bot.web.drawing import drawer
from bot.web.markdown import CODE, EMPHASES, ESCAPE, MASKED_LINK, STRIKE, STRONG, Markdown
from bot.web.markup import BARE_LINK_RULE, EMOJI_RULE, Grammar, Rule, alarm, element, host_of, link, not_drawn, wrapped

DRAWN = {"text", "blocks"}
SILENT = {"channel", "thread_ts", "metadata", "unfurl_links", "unfurl_media", "link_names", "parse"}
"""What a message may carry beside, since no reader sees it; ``troubles`` tells where it does harm."""

_FENCE = re.compile(r"\n?```\n?(.*?)\n?```\n?", re.DOTALL)
_QUOTE = re.compile(r"(?:>|&gt;) ?")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_STYLES = {"bold": "strong", "italic": "em", "strike": "s", "underline": "u", "code": "code"}


def _emphasis(name: str, mark: str, tag: str) -> Rule:
    """``*bold*``: the mark stands at the edge of a word, outside and in, and on one line."""
    inner = rf"[^\s{mark}](?:[^{mark}\n]*[^\s{mark}])?"
    return wrapped(name, rf"(?<![\w{mark}])[{mark}](?P<{name}_in>{inner})[{mark}](?![\w{mark}])", tag)


_ENTITY = Rule("entity", r"&(?P<entity_name>amp|lt|gt);", lambda match, _: escape(_unescaped(match.group())))
_BARE, _PLAIN = Grammar((_ENTITY,)), Grammar((_ENTITY, EMOJI_RULE))
_EMPHASES = (_emphasis("bold", "*", "strong"), _emphasis("italic", "_", "em"), _emphasis("strike", "~", "s"))


class SlackDrawing:
    """Draws messages as a reader sees them at ``at`` (aware), on the clock of its zone."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        control = Rule("control", r"<(?P<control_in>[^<>\n]+)>", lambda match, _: self._control(match["control_in"]))
        literal = Grammar((control, _ENTITY))
        code = Rule("code", r"`(?P<code_in>[^`\n]+)`", lambda match, _: element("code", literal.draw(match["code_in"])))
        inline = (code, control, _ENTITY, EMOJI_RULE, *_EMPHASES)
        self._literal, self._verbatim, self._linking = literal, Grammar(inline), Grammar((*inline, BARE_LINK_RULE))
        self._markdown = Markdown(
            (ESCAPE, CODE, control, EMOJI_RULE, MASKED_LINK, STRONG, *EMPHASES, STRIKE, BARE_LINK_RULE)
        )
        self._draw = drawer(
            "slack.html.j2",
            text=self._text,
            markdown=self._markdown.draw,
            rich=self._rich,
            link=link,
            host_of=host_of,
        )

    def body(self, message: Mapping[str, Any]) -> Markup:
        """Its blocks, or its text where it has none."""
        blocks = message.get("blocks")
        return Markup().join(map(self._draw, blocks)) if blocks else self.mrkdwn(message.get("text") or "")

    def mrkdwn(self, text: str, *, verbatim: bool = False) -> Markup:
        """Text in Slack's markup; ``>`` begins a quote in each line, escaped or not.

        Bare addresses become links unless the text is taken ``verbatim``.
        """
        inline = self._verbatim if verbatim else self._linking
        drawn = Markup()
        for place, piece in enumerate(_FENCE.split(text)):
            drawn += element("pre", self._literal.draw(piece)) if place % 2 else _paragraphs(piece, inline)
        return drawn

    def _text(self, words: Mapping[str, Any]) -> Markup:
        """A text object."""
        match words:
            case {"type": "mrkdwn", "text": str(text)}:
                return self.mrkdwn(text, verbatim=words.get("verbatim", False))
            case {"type": "plain_text", "text": str(text)}:
                return (_PLAIN if words.get("emoji", True) else _BARE).draw(text)
            case _:
                return not_drawn(words.get("type"), "as text")

    def _control(self, inside: str) -> Markup:
        """What stands between angle brackets: a link, a date, or something that must never be there."""
        target, _, label = inside.partition("|")
        match target[:1], target[1:].split("^"):
            case "!", ["date", unix, template]:
                return self._date(template, unix, label)
            case "!", ["date", unix, template, url]:
                return link(url, self._date(template, unix, label))
            case "!", ["subteam", group]:
                return alarm("would ping", label or f"@{group}")
            case "!", [("channel" | "here" | "everyone") as everyone]:
                return alarm("would ping", f"@{everyone}")
            case "@", [person]:
                return alarm("would ping", f"@{label or person}")
            case "#", [channel]:
                return alarm("would link to the channel", f"#{label or channel}")
            case (("!" | "@" | "#"), _):
                return alarm("unknown command", target)
            case _:
                return link(_unescaped(target), _PLAIN.draw(label))

    def _date(self, template: str, unix: Any, fallback: str) -> Markup:
        try:
            return escape(slack_date(template, float(unix), self._at))
        except (KeyError, ValueError, OverflowError, OSError):
            return escape(fallback)

    def _rich(self, part: Mapping[str, Any]) -> Markup:
        """One element of rich text; its text is never markup."""
        match part:
            case {"type": "text", "text": str(text)}:
                drawn = escape(text)
            case {"type": "link", "url": str(url)}:
                drawn = link(url, part.get("text", ""))
            case {"type": "emoji", "name": str(name)}:
                drawn = _PLAIN.draw(f":{name}:")
            case {"type": "date", "timestamp": unix, "format": str(template)}:
                words = self._date(template, unix, part.get("fallback", ""))
                drawn = link(part["url"], words) if part.get("url") else words
            case (
                {"type": "broadcast", "range": who}
                | {"type": "user", "user_id": who}
                | {
                    "type": "usergroup",
                    "usergroup_id": who,
                }
            ):
                drawn = alarm("would ping", f"@{who}")
            case {"type": "channel", "channel_id": channel}:
                drawn = alarm("would link to the channel", f"#{channel}")
            case _:
                drawn = alarm("not drawn", str(part.get("type")))
        for style, on in part.get("style", {}).items():
            if on:
                drawn = element(_STYLES[style], drawn) if style in _STYLES else drawn + alarm("not drawn", style)
        return drawn


def troubles(message: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with a message and no drawing shows, in sentences; empty where nothing is."""
    found = [f"not drawn: {name}" for name in message if name not in DRAWN | SILENT]
    if message.get("blocks") and not message.get("text"):
        found.append("There is no text beside the blocks: a phone's lock screen has nothing to show.")
    if message.get("unfurl_links", True) or message.get("unfurl_media", True):
        found.append("unfurl_links and unfurl_media are not off: Slack would add previews of the links.")
    if message.get("link_names") or message.get("parse", "none") != "none":
        found.append("link_names or parse is on: a plain @name in the text would ping.")
    return tuple(found)


def _paragraphs(text: str, inline: Grammar) -> Markup:
    """Neighbouring lines that are quoted, or are not, together in one element; blank ones alone make none."""
    drawn = Markup()
    for quoted, run in groupby(text.split("\n"), key=lambda line: bool(_QUOTE.match(line))):
        words = "\n".join(_QUOTE.sub("", line, count=1) if quoted else line for line in run)
        if words.strip():
            drawn += element("blockquote" if quoted else "p", inline.draw(words))
    return drawn


def _unescaped(text: str) -> str:
    """The three signs that Slack wants escaped, as they are meant."""
    return re.sub("&(amp|lt|gt);", lambda match: _ENTITIES[match[1]], text)
