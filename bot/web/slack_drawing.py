"""Slack's own payloads as Slack shows them: mrkdwn, rich text and blocks to safe HTML."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from bot.web.clocks import slack_date
from bot.web.drawing import drawer
from bot.web.markdown import CODE, EMPHASES, ESCAPE, MASKED_LINK, STRIKE, STRONG, Markdown
from bot.web.markup import BARE_LINK_RULE, EMOJI_RULE, Grammar, Rule, alarm, element, host_of, link, wrapped

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


_EMPHASES = (_emphasis("bold", "*", "strong"), _emphasis("italic", "_", "em"), _emphasis("strike", "~", "s"))


class SlackDrawing:
    """Draws messages as a reader sees them at ``at`` (aware), on the clock of its zone."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        entity = Rule(
            "entity", r"&(?P<entity_name>amp|lt|gt);", lambda match, _: escape(_ENTITIES[match["entity_name"]])
        )
        control = Rule("control", r"<(?P<control_in>[^<>\n]+)>", lambda match, _: self._control(match["control_in"]))
        self._plain = Grammar((entity, EMOJI_RULE))
        self._literal = Grammar((control, entity))
        code = Rule(
            "code", r"`(?P<code_in>[^`\n]+)`", lambda match, _: element("code", self._literal.draw(match["code_in"]))
        )
        self._mrkdwn = Grammar((code, control, entity, EMOJI_RULE, *_EMPHASES, BARE_LINK_RULE))
        self._markdown = Markdown(
            (ESCAPE, CODE, control, EMOJI_RULE, MASKED_LINK, STRONG, *EMPHASES, STRIKE, BARE_LINK_RULE)
        )
        self._draw = drawer(
            "slack.html.j2",
            mrkdwn=self.mrkdwn,
            plain=self._plain.draw,
            markdown=self._markdown.draw,
            rich=self._rich,
            link=link,
            host_of=host_of,
        )

    def body(self, message: Mapping[str, Any]) -> Markup:
        """Its blocks, or its text where it has none."""
        blocks = message.get("blocks")
        return Markup().join(map(self._draw, blocks)) if blocks else self.mrkdwn(message.get("text") or "")

    def mrkdwn(self, text: str) -> Markup:
        """Text in Slack's markup; ``>`` begins a quote in each line, escaped or not."""
        drawn = Markup()
        for place, piece in enumerate(_FENCE.split(text)):
            drawn += element("pre", self._literal.draw(piece)) if place % 2 else self._lines(piece)
        return drawn

    def _lines(self, text: str) -> Markup:
        drawn = Markup()
        for quoted, lines in _runs(text.split("\n"), lambda line: bool(_QUOTE.match(line))):
            bare = "\n".join(_QUOTE.sub("", line, count=1) if quoted else line for line in lines)
            if bare.strip():
                drawn += element("blockquote" if quoted else "p", self._mrkdwn.draw(bare))
        return drawn

    def _control(self, inside: str) -> Markup:
        """What stands between angle brackets: a link, a date, or something that must never be there."""
        target, _, label = inside.partition("|")
        match target[0], target[1:]:
            case "!", date if date.startswith("date^"):
                return self._date_in_text(date, label)
            case "!", group if group.startswith("subteam^"):
                return alarm("would ping", label or f"@{group.removeprefix('subteam^')}")
            case "!", ("channel" | "here" | "everyone") as everyone:
                return alarm("would ping", f"@{everyone}")
            case "@", person:
                return alarm("would ping", f"@{label or person}")
            case "#", channel:
                return alarm("would link to the channel", f"#{label or channel}")
            case "!", command:
                return alarm("unknown command", command)
            case _:
                return link(str(self._plain.draw(target).unescape()), self._plain.draw(label))

    def _date_in_text(self, date: str, fallback: str) -> Markup:
        parts = date.split("^")
        if len(parts) not in {3, 4}:
            return alarm("unknown command", date)
        return self._date(parts[2], parts[1], fallback, parts[3] if len(parts) == 4 else None)  # noqa: PLR2004

    def _date(self, template: str, unix: Any, fallback: str, url: str | None) -> Markup:
        try:
            words = slack_date(template, float(unix), self._at)
        except (KeyError, ValueError, OverflowError, OSError):
            words = fallback
        return link(url, words) if url else escape(words)

    def _rich(self, part: Mapping[str, Any]) -> Markup:
        """One element of rich text; its text is never markup."""
        match part:
            case {"type": "text", "text": str(text)}:
                drawn = escape(text)
            case {"type": "link", "url": str(url)}:
                drawn = link(url, part.get("text", ""))
            case {"type": "emoji", "name": str(name)}:
                drawn = self._plain.draw(f":{name}:")
            case {"type": "date", "timestamp": unix, "format": str(template)}:
                drawn = self._date(template, unix, part.get("fallback", ""), part.get("url"))
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


def _runs(lines: list[str], kind: Callable[[str], bool]) -> list[tuple[bool, list[str]]]:
    """Neighbouring lines of one kind together, in order."""
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        if runs and runs[-1][0] is kind(line):
            runs[-1][1].append(line)
        else:
            runs.append((kind(line), [line]))
    return runs
