"""Markup from outside to safe HTML: only what a grammar knows becomes a tag, everything else is escaped."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import idna
from markupsafe import Markup, escape

EMOJI = {
    "arrow_right": "➡️",
    "bar_chart": "📊",
    "bell": "🔔",
    "calendar": "📆",
    "exclamation": "❗",
    "grey_question": "❔",
    "hourglass": "⌛",
    "information_source": "ℹ️",
    "large_blue_circle": "🔵",
    "link": "🔗",
    "mag": "🔍",
    "mute": "🔇",
    "newspaper": "📰",
    "no_entry": "⛔",
    "pencil2": "✏️",
    "question": "❓",
    "red_circle": "🔴",
    "repeat": "🔁",
    "rotating_light": "🚨",
    "scales": "⚖️",
    "speech_balloon": "💬",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "x": "❌",
}
"""The short names that both platforms turn into pictures; others stand as they are written, as they would there."""

_ADDRESS = re.compile(r"(?:https?://)?(?P<host>[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,})(?:[/?#:]\S*)?", re.IGNORECASE)


DEEPEST = 12
"""Forms within forms that are drawn; what lies deeper stands as it is written."""

Inner = Callable[[str], Markup]
"""Draws the text inside a form by the same grammar."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One inline form: where ``pattern`` matches, ``draw`` makes safe HTML of the match.

    Groups of ``pattern`` are named, so that rules can stand in one grammar.
    """

    name: str
    pattern: str
    draw: Callable[[re.Match[str], Inner], Markup]


class Grammar:
    """Inline rules, the first that matches at the earliest place wins; text between matches is escaped."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = {rule.name: (re.compile(rule.pattern, re.DOTALL), rule.draw) for rule in rules}
        self._any = re.compile("|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in rules), re.DOTALL)

    def draw(self, text: str, *, depth: int = 0) -> Markup:
        if depth > DEEPEST:
            return escape(text)
        inner = partial(self.draw, depth=depth + 1)
        drawn, done = Markup(), 0
        for found in self._any.finditer(text):
            pattern, draw = self._rules[str(found.lastgroup)]
            match = pattern.match(text, found.start())
            drawn += escape(text[done : found.start()]) + (draw(match, inner) if match else escape(found.group()))
            done = found.end()
        return drawn + escape(text[done:])


def wrapped(name: str, pattern: str, tag: str) -> Rule:
    """A rule that puts what its group ``<name>_in`` holds, itself drawn, into an element."""
    return Rule(name, pattern, lambda match, inner: element(tag, inner(match[f"{name}_in"])))


def element(tag: str, content: str | Markup, css: str = "") -> Markup:
    """``content`` in an element; a plain string is escaped."""
    attribute = Markup(' class="{}"').format(css) if css else Markup()
    return Markup("<{0}{1}>{2}</{0}>").format(tag, attribute, content)


def alarm(what: str, about: str = "") -> Markup:
    """A loud word in the running text: what a reader must not take for harmless."""
    return element("strong", f"{what}: {about}" if about else what, "alarm")


def not_drawn(what: object, why: str = "") -> Markup:
    """A loud box in the place of a part that the preview cannot draw."""
    return element("p", f"not drawn: {what}" + (f" ({why})" if why else ""), "alarm")


def host_of(url: str) -> str | None:
    """The host that a web address leads to, in ASCII; None where it is no http(s) address or names no host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} else None
        return host if host is None or host.isascii() else idna.encode(host, uts46=True).decode()
    except ValueError:
        return None


def link(url: str, label: str | Markup = "") -> Markup:
    """A link that tells its true host on hover; an alarm where the label names another, or for no web address."""
    shown = escape(label or url)
    host = host_of(url)
    if host is None:
        return shown + alarm("not a web link", url)
    anchor = Markup('<a href="{}" title="Leads to {}" rel="noopener noreferrer nofollow">{}</a>').format(
        url, host, shown
    )
    claimed = _ADDRESS.fullmatch(shown.striptags().strip())
    if claimed and not _same_site(claimed["host"], host):
        return anchor + alarm("this link leads to", host)
    return anchor


def _same_site(claimed: str, host: str) -> bool:
    """Whether one of the hosts is the other, or lies below it."""
    claimed = host_of(f"https://{claimed}") or claimed
    return claimed == host or host.endswith(f".{claimed}") or claimed.endswith(f".{host}")


def _emoji(match: re.Match[str], _: Inner) -> Markup:
    name = match["emoji_name"]
    if name not in EMOJI:
        return escape(match.group())
    return Markup('<span class="emoji" role="img" aria-label="{}">{}</span>').format(
        name.replace("_", " "), EMOJI[name]
    )


EMOJI_RULE = Rule("emoji", r":(?P<emoji_name>[a-z0-9_+-]+):", _emoji)
BARE_LINK_RULE = Rule(
    "bare", r"(?P<bare_url>https?://[^\s<>|]*[^\s<>|.,:;!?\"'()\[\]*_~])", lambda match, _: link(match["bare_url"])
)
