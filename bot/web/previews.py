"""The exact payloads of a digest as Slack and Discord would show them: one page that loads nothing from elsewhere."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, Literal, assert_never
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.web import discord_drawing, slack_drawing
from bot.web.discord_drawing import DiscordDrawing
from bot.web.drawing import environment
from bot.web.markup import CODE_RULE, Grammar
from bot.web.slack_drawing import SlackDrawing
from bot.web.spoken import spoken

SHEETS = ("page.css", "slack.css", "discord.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How much of a platform's limit a message uses: ``Use(name="blocks", used=18, limit=50)``."""

    name: str
    used: int
    limit: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Payloads that one channel gets, in the order of sending, exactly as they are sent.

    ``sender`` is the bot's display name, ``channel`` the channel's name without ``#``. ``at`` (aware) is when they
    are read: its zone is the reader's. ``uses`` holds what counts against the platform's limits.
    """

    platform: Literal["slack", "discord"]
    caption: str
    channel: str
    sender: str
    at: datetime
    messages: tuple[Mapping[str, Any], ...]
    uses: tuple[Use, ...] = ()

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"{self.caption}: the reader's time needs a zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """A message as the page wants it: body and alarms, lock screen and screen reader, and the JSON itself."""

    body: Markup
    warnings: tuple[str, ...]
    lock: str
    spoken: tuple[str, ...]
    json: str


def page(title: str, shown: Sequence[Shown], *, next_steps: Sequence[str] = ()) -> str:
    """One HTML page that draws every payload in light, in dark and on a phone, with what is wrong beside it.

    It holds no script and no address that a browser would fetch. ``next_steps`` end the page, one line each; what
    stands between backticks in them is shown as a command. A part of a payload that cannot be drawn is a loud box.
    """
    css = _css()
    return environment().get_template("page.html.j2").render(
        title=title,
        shown=[(each, tuple(_drawn(message, each) for message in each.messages)) for each in shown],
        next_steps=[_STEPS.draw(step) for step in next_steps],
        zone=_zone,
        css=css,
        css_hash=b64encode(sha256(css.encode()).digest()).decode(),
    )


_STEPS = Grammar((CODE_RULE,))


def _drawn(message: Mapping[str, Any], shown: Shown) -> _Message:
    written = json.dumps(message, indent=2, ensure_ascii=False)
    match shown.platform:
        case "slack":
            slack = SlackDrawing(shown.at)
            body, text = slack.blocks(message), spoken(slack.mrkdwn(message.get("text") or ""))
            return _Message(
                body=body,
                warnings=slack_drawing.warnings(message),
                lock="\n".join(text),
                spoken=text or spoken(body),
                json=written,
            )
        case "discord":
            body = DiscordDrawing(message, shown.at).body()
            return _Message(
                body=body,
                warnings=discord_drawing.warnings(message),
                lock=str(message.get("content") or ""),
                spoken=spoken(body),
                json=written,
            )
        case _:
            assert_never(shown.platform)


def _zone(at: datetime) -> str:
    return at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else str(at.tzname())


@cache
def _css() -> Markup:
    """The style sheets of the page in one; they are ours, so nothing in them is escaped."""
    loader, templates = environment().loader, environment()
    assert loader is not None
    return Markup("\n").join(Markup(loader.get_source(templates, name)[0]) for name in SHEETS)
