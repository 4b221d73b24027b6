"""What people see of a payload and what it links, read by code that is not ours where there is any."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord.components import Container as SentContainer
from simcord.components import ComponentValidationError, validate_message_state
from simcord.preview._markdown import markdown_tokens

from tests.bot.rendering.samples import HOSTILE_ID
from tests.platforms.block_oracles import faults_in_blocks

Payload = Mapping[str, Any]

CONTAINER = 17
LONGEST_SLACK_JSON = 13_200
"""Where Slack was seen to answer msg_blocks_too_long."""
KNOWN = {
    "users": {HOSTILE_ID: "ada"},
    "roles": {HOSTILE_ID: "desk"},
    "channels": {HOSTILE_ID: "newsroom"},
    "commands": {HOSTILE_ID: "kill"},
    "emojis": {HOSTILE_ID: {"name": "wave", "animated": True}},
    "everyone": True,
}
"""A guild in which all that the hostile texts name is there."""

PARTING = "\ue000"
"""A character that no cleaned text holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a reader sees: lines in order, links as (text, address), and what was more than words."""

    lines: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    live: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def seen_on_slack(payload: Payload) -> Seen:
    """Rich text shows its elements as they are; in mrkdwn only times of ours may stand in brackets."""
    nodes = list(_nodes(payload["blocks"]))
    lines = ["".join(_slack_words(block)) for block in _slack_paragraphs(payload["blocks"])]
    links = [(node["text"], node["url"]) for node in nodes if node.get("type") == "link"]
    live = [node["text"] for node in nodes if node.get("type") == "mrkdwn" and "<" in _without_times(node["text"])]
    live += [str(node) for node in nodes if node.get("type") in {"user", "usergroup", "channel", "broadcast", "emoji"}]
    return Seen(lines=tuple(lines), links=tuple(links), live=tuple(live))


def _slack_paragraphs(blocks: Sequence[Payload]) -> Iterator[Sequence[Payload]]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield [block["text"]]
            case "context":
                yield block["elements"]
            case "rich_text":
                for part in block["elements"]:
                    yield from ([e["elements"] for e in part["elements"]] if "indent" in part else [part["elements"]])
            case _:
                pass


def _slack_words(elements: Sequence[Payload]) -> Iterator[str]:
    yield from (element.get("fallback") or element["text"] for element in elements)


def _without_times(text: str) -> str:
    return "".join(part.split(">", 1)[-1] if place else part for place, part in enumerate(text.split("<!date^")))


def seen_on_discord(payload: Payload) -> Seen:
    """As simcord reads Discord's markdown, field by field."""
    fields = [("message", payload["content"])] if "content" in payload else []
    fields += [("text_display", node["content"]) for node in _nodes(payload.get("components", ())) if "content" in node]
    for embed in payload.get("embeds", ()):
        fields += [("embed_footer", embed.get("author", {}).get("name", "")), ("embed_title", embed.get("title", ""))]
        fields += [("embed_description", embed.get("description", ""))]
        fields += [("embed_footer", embed.get("footer", {}).get("text", ""))]
    read = [_Reading.of(markdown_tokens(_parted(text), profile, context=KNOWN)) for profile, text in fields if text]
    titles = [(embed["title"], embed["url"]) for embed in payload.get("embeds", ()) if "url" in embed]
    return Seen(
        lines=tuple(line for reading in read for line in reading.text.replace(PARTING, "").split("\n")),
        links=(*(link for reading in read for link in reading.links), *titles),
        live=tuple(sign for reading in read for sign in reading.live),
    )


def _parted(text: str) -> str:
    """simcord looks for small print once it has taken the escapes away: what is escaped is kept apart for it."""
    return text.replace("\\-\\#", f"\\-{PARTING}\\#")


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One field's tokens, taken in one after the other."""

    text: str
    links: list[tuple[str, str]]
    live: list[str]

    @classmethod
    def of(cls, tokens: Sequence[Payload]) -> "_Reading":
        reading = cls(text="", links=[], live=[])
        reading.take(tokens)
        return reading

    def take(self, tokens: Sequence[Payload]) -> None:
        opened: tuple[str, int] | None = None
        for token in tokens:
            match token["type"]:
                case "text":
                    self.text += token["content"]
                case "timestamp":
                    self.text += f"<t:{token['unix']}>"
                case "break":
                    self.text += "\n"
                case "link_open":
                    opened = (token["href"], len(self.text))
                case "link_close" if opened:
                    self.links.append((self.text[opened[1] :], opened[0]))
                case "mention" | "command" | "emoji" | "spoiler_open" | "code" | "code_block" as kind:
                    self.live.append(kind)
                case "inline" | "subtext" | "paragraph" | "heading" | "bullet_list" | "list_item" | "blockquote":
                    self.take(token["children"])
                    self.text += "\n" if token["type"] in {"paragraph", "heading", "list_item", "subtext"} else ""
                case "strong_open" | "strong_close" | "link_close" | "spoiler_close":
                    pass
                case unknown:
                    self.live.append(unknown)


def faults_on_slack(payload: Payload) -> list[str]:
    """What slack_sdk, slackblocks or Slack's known sums refuse."""
    found = faults_in_blocks(payload["blocks"])
    if (size := len(json.dumps(payload["blocks"]))) > LONGEST_SLACK_JSON:
        found.append(f"msg_blocks_too_long: {size}")
    if not 0 < len(payload["text"]) <= 4_000:
        found.append(f"text: {len(payload['text'])}")
    return found


def faults_on_discord(payload: Payload) -> list[str]:
    """What simcord and discord.py refuse, and addresses that Discord finds too long."""
    try:
        validate_message_state(
            payload.get("components", []),
            flags=payload.get("flags", 0),
            content=payload.get("content"),
            embeds=payload.get("embeds", []),
            require_nonempty=True,
        )
        view = discord.ui.LayoutView()
        for component in (one for one in payload.get("components", ()) if one["type"] == CONTAINER):
            view.add_item(discord.ui.Container.from_component(SentContainer(component, None)))
        sizes = [len(discord.Embed.from_dict(embed)) for embed in payload.get("embeds", ())]
    except (ComponentValidationError, ValueError) as refusal:
        return [str(refusal)]
    found = [f"{view.content_length()} characters displayed"] if view.content_length() > 4_000 else []
    found += [f"{sum(sizes)} characters embedded"] if sum(sizes) > 6_000 else []
    found += [f"url of {len(embed['url'])}" for embed in payload.get("embeds", ()) if len(embed.get("url", "")) > 2_048]
    return found + ([] if payload["allowed_mentions"] == {"parse": []} else ["it may call somebody"])


def _nodes(tree: Any) -> Iterator[Payload]:
    if isinstance(tree, Mapping):
        yield tree
        for child in tree.values():
            yield from _nodes(child)
    elif isinstance(tree, Sequence) and not isinstance(tree, str):
        for child in tree:
            yield from _nodes(child)
