"""Payloads of an invented morning digest, as the renderers write them for Slack and Discord."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.rendering.limits import Use
from bot.web.previews import Shown

EIGHT = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))
UNIX = int(EIGHT.timestamp())
TUNNEL = "https://courier.example/harbor-tunnel"

Payload = Mapping[str, Any]


def text(words: str, **style: bool) -> dict[str, Any]:
    """One run of Slack's rich text."""
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def rich(*parts: Payload) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def line(*parts: Payload) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(parts)}


def bullets(*lines: Payload, indent: int = 0) -> dict[str, Any]:
    return {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": list(lines)}


def claim(words: str, credit: str, status: str) -> dict[str, Any]:
    return line(text(words), text(f" {credit} ", italic=True), text(status, bold=True))


def context(*words: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": each} for each in words]}


def button(label: str, name: str, **more: str) -> dict[str, Any]:
    return {"type": "button", "action_id": name, "text": {"type": "plain_text", "text": label}, **more}


def headline(words: str, url: str | None = None) -> dict[str, Any]:
    bold = {"bold": True}
    return line({"type": "link", "url": url, "text": words, "style": bold} if url else text(words, bold=True))


SLACK: Payload = {
    "text": (
        "Morning digest, 4 stories. 1. Harbor tunnel to open in June; the union denies that the pumps are ready. "
        "2. Two counts of the storm's missing. 3. Council keeps night buses. 4. Opinion: let the ferries be."
    ),
    "unfurl_links": False,
    "unfurl_media": False,
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "Morning digest: 4 stories"}},
        context(f"<!date^{UNIX}^{{date_short_pretty}} at {{time}}|2 Mar 07:00 UTC>", "Harbor desk", "about 75 seconds"),
        {"type": "divider"},
        rich(
            headline("1. Harbor tunnel to open in June, a year late", TUNNEL),
            line(text("The city says that the tests are done. Those who run the pumps say that they are not.")),
            bullets(
                claim(
                    "The tunnel opens to traffic on June 14.",
                    "Mara Lind, chief engineer, to Harbor Courier",
                    "Reported",
                ),
                claim("The pumps failed two of five tests.", "two former inspectors, to The Quay", "Disputed"),
            ),
            bullets(
                claim("No pump has failed a test since January.", "Jon Aster, city works, to Harbor Courier", "Denial"),
                indent=1,
            ),
        ),
        context("2 independent sources: Harbor Courier, The Quay", "New since Friday"),
        {"type": "divider"},
        rich(
            headline("2. Storm on the outer islands: two counts of the missing", "https://quay.example/storm?a=1&b=2"),
            line(text("The coast guard and the island council count differently; neither has withdrawn its figure.")),
            bullets(
                claim("At least 11 people are missing.", "coast guard, to The Quay", "Disputed"),
                claim("7 people are missing.", "island council, to Radio Nord", "Disputed"),
            ),
        ),
        context("2 independent sources: The Quay, Radio Nord", ":warning: Figures differ: both are shown"),
        {"type": "divider"},
        rich(
            headline("3. Council keeps the night buses for another year", "https://courier.example/buses"),
            line(text("The vote was 31 to 14. The money comes from the parking fund.")),
            bullets(claim("The buses cost €2.4 million a year.", "budget of the council", "Confirmed")),
        ),
        context("1 source: Harbor Courier"),
        {"type": "divider"},
        rich(
            headline("4. Opinion: leave the ferries where they are"),
            line(text("A columnist argues that the tunnel needs the ferries as its spare road.")),
        ),
        context("*Opinion*, The Quay. Not reporting."),
        {
            "type": "actions",
            "elements": [
                button("Open the tunnel story", "open", url=TUNNEL),
                button("Why these four?", "why"),
                button("Mute a story", "mute"),
            ],
        },
        context(
            "Looked at 38 articles of 6 outlets, Sun 08:00 to Mon 08:00. Left out: 9 without news, 2 under embargo."
        ),
    ],
}

DISCORD: Payload = {
    "flags": 1 << 15,
    "allowed_mentions": {"parse": []},
    "components": [
        {
            "type": 17,
            "accent_color": 0x1F5673,
            "components": [
                {
                    "type": 10,
                    "content": f"## Morning digest: 4 stories\n-# <t:{UNIX}:f> · Harbor desk · about 75 seconds",
                },
                {"type": 14, "divider": True, "spacing": 1},
                {
                    "type": 10,
                    "content": (
                        f"### [1. Harbor tunnel to open in June, a year late]({TUNNEL})\n"
                        "The city says that the tests are done. Those who run the pumps say that they are not.\n"
                        "- The tunnel opens to traffic on June 14. *Mara Lind, chief engineer, to Harbor Courier* "
                        "**Reported**\n"
                        "- The pumps failed two of five tests. *two former inspectors, to The Quay* **Disputed**\n"
                        "  - No pump has failed a test since January. *Jon Aster, city works, to Harbor Courier* "
                        "**Denial**\n"
                        "-# 2 independent sources: Harbor Courier, The Quay · New since Friday"
                    ),
                },
                {"type": 14, "divider": True, "spacing": 1},
                {
                    "type": 10,
                    "content": (
                        "### [2. Storm on the outer islands: two counts of the missing](https://quay.example/storm)\n"
                        "The coast guard and the island council count differently; neither has withdrawn its figure.\n"
                        "- At least 11 people are missing. *coast guard, to The Quay* **Disputed**\n"
                        "- 7 people are missing. *island council, to Radio Nord* **Disputed**\n"
                        "-# 2 independent sources: The Quay, Radio Nord · ⚠️ Figures differ: both are shown"
                    ),
                },
                {"type": 14, "divider": True, "spacing": 1},
                {
                    "type": 9,
                    "components": [
                        {
                            "type": 10,
                            "content": (
                                "### [3. Council keeps the night buses for another year](https://courier.example/buses)\n"
                                "The vote was 31 to 14. The money comes from the parking fund.\n"
                                "- The buses cost €2.4 million a year. *budget of the council* **Confirmed**\n"
                                "-# 1 source: Harbor Courier"
                            ),
                        }
                    ],
                    "accessory": {"type": 2, "style": 2, "label": "Mute", "custom_id": "digest:mute:buses"},
                },
                {"type": 14, "divider": True, "spacing": 1},
                {
                    "type": 10,
                    "content": (
                        "### 4. Opinion: leave the ferries where they are\n"
                        "A columnist argues that the tunnel needs the ferries as its spare road.\n"
                        "-# **Opinion**, The Quay. Not reporting."
                    ),
                },
                {"type": 14, "divider": True, "spacing": 2},
                {
                    "type": 10,
                    "content": (
                        "-# Looked at 38 articles of 6 outlets, Sun 08:00 to Mon 08:00. "
                        "Left out: 9 without news, 2 under embargo."
                    ),
                },
            ],
        },
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 5, "label": "Open the tunnel story", "url": TUNNEL},
                {"type": 2, "style": 1, "label": "Why these four?", "custom_id": "digest:why"},
                {"type": 2, "style": 2, "label": "Mute a story", "custom_id": "digest:mute"},
            ],
        },
    ],
}

EMBED: Payload = {
    "allowed_mentions": {"parse": []},
    "content": "Morning digest: harbor tunnel to open in June; the union denies that the pumps are ready",
    "embeds": [
        {
            "title": "Harbor tunnel to open in June, a year late",
            "url": TUNNEL,
            "color": 0x1F5673,
            "description": "The city says that the tests are done. **Those who run the pumps say that they are not.**",
            "fields": [
                {"name": "Coast guard", "value": "At least **11** missing", "inline": True},
                {"name": "Island council", "value": "**7** missing", "inline": True},
                {"name": "Night buses", "value": "The vote was 31 to 14."},
            ],
            "footer": {"text": "38 articles of 6 outlets"},
            "timestamp": "2026-03-02T07:00:00+00:00",
        }
    ],
}


def shown_on_slack(*messages: Payload, **changes: Any) -> Shown:
    """Slack's messages of the digest, read at eight in Berlin."""
    base: dict[str, Any] = {
        "platform": "slack",
        "caption": "Every working day at 08:00, as one message.",
        "channel": "newsroom",
        "sender": "Rundown",
        "at": EIGHT,
        "messages": messages or (SLACK,),
        "uses": (Use(name="blocks", used=16, limit=50), Use(name="characters", used=2310, limit=12_000)),
    }
    return Shown(**{**base, **changes})


def shown_on_discord(*messages: Payload, **changes: Any) -> Shown:
    """Discord's messages of the digest, read at eight in Berlin."""
    base: dict[str, Any] = {
        "platform": "discord",
        "caption": "The same digest for the readers' server.",
        "channel": "harbor-news",
        "sender": "Rundown",
        "at": EIGHT,
        "messages": messages or (DISCORD,),
        "uses": (Use(name="components", used=17, limit=40), Use(name="characters", used=1740, limit=4_000)),
    }
    return Shown(**{**base, **changes})
