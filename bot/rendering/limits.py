"""Each platform's limits as data, how much of them a payload uses, and how a text is cut to fit."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import Any

import regex

from digests.sentences import sentences

Payload = dict[str, Any]
"""One message as its platform takes it: plain JSON."""


class Limit(Enum):
    """The most that a platform takes: (what is counted, how many). Characters are counted by ``length``."""

    SLACK_BLOCKS = "blocks", 50
    SLACK_JSON = "characters of all blocks as JSON", 12_000
    SLACK_TEXT = "characters of the text for notifications", 4_000
    SLACK_HEADER = "characters of the longest header", 150
    SLACK_CONTEXT = "parts of the fullest context line", 10
    SLACK_CONTEXT_TEXT = "characters of the longest context text", 3_000
    SLACK_BUTTON = "characters of the longest button", 75
    DISCORD_COMPONENTS = "components, nested ones too", 40
    DISCORD_DISPLAYED = "characters of all text displays", 4_000
    DISCORD_CONTENT = "characters of the content", 2_000
    DISCORD_EMBEDS = "embeds", 10
    DISCORD_EMBEDDED = "characters of all embeds", 6_000
    DISCORD_TITLE = "characters of the longest embed title", 256
    DISCORD_DESCRIPTION = "characters of the longest embed description", 4_096
    DISCORD_FOOTER = "characters of the longest embed footer", 2_048
    DISCORD_AUTHOR = "characters of the longest embed author", 256
    DISCORD_BUTTON = "characters of the longest button", 80
    DISCORD_ROWS = "rows of buttons below the embeds", 5

    def __init__(self, counted: str, most: int) -> None:
        self.counted = counted
        self.most = most


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How much of a limit a payload uses; ``name`` says what is counted."""

    name: str
    used: int
    limit: int


def length(text: str) -> int:
    """Characters as the stricter of two counts takes them: a character beyond the first 65,536 counts twice.

    Slack counts characters; whether Discord counts these or UTF-16 units is not told, so both are held to the latter.
    """
    return len(text.encode("utf-16-le")) // 2


def uses(payload: Mapping[str, Any]) -> tuple[Use, ...]:
    """What a payload uses of each limit that holds for it; none for plain text, which nothing limits."""
    if "blocks" in payload:
        counts = _slack(payload)
    elif "embeds" in payload:
        counts = _discord_embeds(payload)
    elif "components" in payload:
        counts = _discord_components(payload)
    else:
        counts = iter(())
    return tuple(Use(name=limit.counted, used=used, limit=limit.most) for limit, used in counts)


def fits(payload: Mapping[str, Any]) -> bool:
    """Whether its platform takes it."""
    return all(use.used <= use.limit for use in uses(payload))


def cut(text: str, most: int) -> str:
    """The text in at most that many characters: whole sentences while they fill half of them, else whole words,
    never a part of a grapheme; "…" says that there is more.
    """
    if length(text) <= most:
        return text
    graphemes = regex.findall(r"\X", text[:most])
    ends = accumulate(map(length, graphemes))
    room = "".join(grapheme for grapheme, end in zip(graphemes, ends, strict=True) if end <= most - len(" …"))
    whole = ""
    for sentence in sentences(room)[:-1]:
        whole = f"{whole} {sentence}".lstrip()
    if 2 * len(whole) >= len(room):
        return f"{whole} …"
    words = room[: room.rfind(" ")] if 2 * room.rfind(" ") >= len(room) else room
    return f"{words.rstrip()}…"


def _slack(payload: Mapping[str, Any]) -> Iterator[tuple[Limit, int]]:
    blocks: Sequence[Payload] = payload["blocks"]
    contexts = [block["elements"] for block in blocks if block["type"] == "context"]
    yield Limit.SLACK_BLOCKS, len(blocks)
    yield Limit.SLACK_JSON, len(json.dumps(blocks))
    yield Limit.SLACK_TEXT, length(payload["text"])
    yield Limit.SLACK_HEADER, _longest(block["text"]["text"] for block in blocks if block["type"] == "header")
    yield Limit.SLACK_CONTEXT, max(map(len, contexts), default=0)
    yield Limit.SLACK_CONTEXT_TEXT, _longest(element["text"] for elements in contexts for element in elements)
    buttons = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    yield Limit.SLACK_BUTTON, _longest(button["text"]["text"] for button in buttons)


def _discord_components(payload: Mapping[str, Any]) -> Iterator[tuple[Limit, int]]:
    components = list(_nested(payload["components"]))
    yield Limit.DISCORD_COMPONENTS, len(components)
    yield Limit.DISCORD_DISPLAYED, sum(length(component.get("content", "")) for component in components)
    yield Limit.DISCORD_BUTTON, _longest(component.get("label", "") for component in components)


def _nested(components: Sequence[Payload]) -> Iterator[Payload]:
    for component in components:
        yield component
        yield from _nested(component.get("components", ()))


def _discord_embeds(payload: Mapping[str, Any]) -> Iterator[tuple[Limit, int]]:
    embeds: Sequence[Payload] = payload["embeds"]
    titles = [embed.get("title", "") for embed in embeds]
    descriptions = [embed.get("description", "") for embed in embeds]
    footers = [embed.get("footer", {}).get("text", "") for embed in embeds]
    authors = [embed.get("author", {}).get("name", "") for embed in embeds]
    yield Limit.DISCORD_CONTENT, length(payload["content"])
    yield Limit.DISCORD_EMBEDS, len(embeds)
    yield Limit.DISCORD_EMBEDDED, sum(map(length, (*titles, *descriptions, *footers, *authors)))
    yield Limit.DISCORD_TITLE, _longest(titles)
    yield Limit.DISCORD_DESCRIPTION, _longest(descriptions)
    yield Limit.DISCORD_FOOTER, _longest(footers)
    yield Limit.DISCORD_AUTHOR, _longest(authors)
    rows: Sequence[Payload] = payload.get("components", ())
    yield Limit.DISCORD_ROWS, len(rows)
    yield Limit.DISCORD_BUTTON, _longest(button["label"] for row in rows for button in row["components"])


def _longest(texts: Iterator[str] | Sequence[str]) -> int:
    return max(map(length, texts), default=0)
