"""The exact payloads of a digest as Slack and Discord would show them: one page that loads nothing from elsewhere."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, assert_never
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.rendering.limits import Use
from bot.web import discord_drawing, slack_drawing
from bot.web.discord_drawing import DiscordDrawing
from bot.web.drawing import environment
from bot.web.markdown import CODE
from bot.web.markup import Grammar
from bot.web.slack_drawing import SlackDrawing
from bot.web.spoken import lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Payloads that one channel gets, in the order of sending, exactly as they are sent.

    ``sender`` is the bot's display name, ``channel`` the channel's name without ``#``. ``at`` (aware) is when they
    are read: its zone is the reader's. ``uses`` holds what the messages use of the platform's limits, in their order.
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


def page(title: str, shown: Sequence[Shown], *, next_steps: Sequence[str] = ()) -> str:
    """One HTML page that draws every payload in light, in dark and on a phone, with what is wrong beside it.

    It holds no script and nothing that a browser would fetch. ``next_steps`` end the page, one line each; what stands
    between backticks in them is a command. A part of a payload that cannot be drawn is a loud box, never absent.
    """
    templates = environment()
    css = templates.get_template("style.css").render()
    return templates.get_template("page.html.j2").render(
        title=title,
        sections=[_section(each) for each in shown],
        next_steps=[_STEPS.draw(step) for step in next_steps],
        css=Markup(css),  # noqa: S704 - our own style sheet
        css_hash=b64encode(sha256(css.encode()).digest()).decode(),
    )


_STEPS = Grammar((CODE,))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """One message as the page shows it: its body, its words on a lock screen and to a screen reader, its JSON."""

    body: Markup
    troubles: tuple[str, ...]
    lock: str
    spoken: tuple[str, ...]
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How a platform shows messages; ``day`` and ``time`` are templates of the reader's ``at``."""

    name: str
    day: str
    time: str
    on_lock_screens: str
    to_screen_readers: str
    draw: Callable[[Mapping[str, Any], datetime], _Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """One channel's part of the page."""

    shown: Shown
    platform: _Manner
    messages: tuple[_Message, ...]

    @property
    def troubles(self) -> tuple[str, ...]:
        """What is wrong with the messages, limits first."""
        over = (
            f"{use.name}: {use.used:,}, but at most {use.limit:,} are allowed"
            for use in self.shown.uses
            if use.used > use.limit
        )
        return (*over, *(trouble for message in self.messages for trouble in message.troubles))

    @property
    def day(self) -> str:
        return self.platform.day.format(at=self.shown.at)

    @property
    def time(self) -> str:
        return self.platform.time.format(at=self.shown.at)

    @property
    def when(self) -> str:
        at = self.shown.at
        zone = at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else at.tzname()
        return f"{at:%A} {at.day} {at:%B %Y}, {at:%H:%M}, {zone}"


def _section(shown: Shown) -> _Section:
    platform = _manner(shown.platform)
    messages = tuple(platform.draw(message, shown.at) for message in shown.messages)
    return _Section(shown=shown, platform=platform, messages=messages)


def _manner(platform: Literal["slack", "discord"]) -> _Manner:
    match platform:
        case "slack":
            return _Manner(
                name="Slack",
                day="Today",
                time="{at:%H:%M}",
                on_lock_screens="Phones show the message's text and nothing of its blocks.",
                to_screen_readers="Slack reads the message's text aloud, not its blocks.",
                draw=_slack,
            )
        case "discord":
            return _Manner(
                name="Discord",
                day="{at.day} {at:%B %Y}",
                time="Today at {at:%H:%M}",
                on_lock_screens="Phones show the message's content and nothing of its components or embeds.",
                to_screen_readers="Discord reads every part aloud, from top to bottom.",
                draw=_discord,
            )
        case _:
            assert_never(platform)


def _slack(message: Mapping[str, Any], at: datetime) -> _Message:
    drawing = SlackDrawing(at)
    body, text = drawing.body(message), drawing.mrkdwn(message.get("text") or "")
    return _Message(
        body=body,
        troubles=slack_drawing.troubles(message),
        lock="\n".join(lines(text, roles=False)),
        spoken=lines(text or body),
        json=_json(message),
    )


def _discord(message: Mapping[str, Any], at: datetime) -> _Message:
    drawing = DiscordDrawing(message, at)
    body = drawing.body()
    return _Message(
        body=body,
        troubles=discord_drawing.troubles(message),
        lock="\n".join(lines(drawing.content(), roles=False)),
        spoken=lines(body),
        json=_json(message),
    )


def _json(message: Mapping[str, Any]) -> str:
    return json.dumps(message, indent=2, ensure_ascii=False)
