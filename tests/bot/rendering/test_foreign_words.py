"""Foreign words stay words, whichever platform reads them and in whichever field they stand."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.conversation import Note, Said
from bot.rendering.cleaning import clean
from bot.rendering.press import press, reply
from digests.article import ClaimStatus
from tests.bot.rendering.readers import (
    Payload,
    Seen,
    faults_on_discord,
    faults_on_slack,
    seen_on_discord,
    seen_on_slack,
)
from tests.bot.rendering.samples import HOSTILE_ID, OFFICES, steeped
from tests.builders import a_digest, a_line, an_item

OFFICES_OF_DISCORD = ["discord", "embed"]
COMMANDS_OF_SLACK = [
    "<!channel>",
    "<!here|all of you>",
    "<!everyone>",
    "<@U0000001>",
    "<@W0000001|ada>",
    "<#C0000001|newsroom>",
    "<!subteam^S0000001>",
    "<!date^1^{date}|yesterday>",
    "&lt;!channel&gt;",
    "@channel",
]
CALLS_ON_DISCORD = [
    "@everyone",
    "@here",
    f"<@{HOSTILE_ID}>",
    f"<@!{HOSTILE_ID}>",
    f"<@&{HOSTILE_ID}>",
    f"<#{HOSTILE_ID}>",
    f"</kill:{HOSTILE_ID}>",
    "<t:1:R>",
    "<id:customize>",
    f"<a:wave:{HOSTILE_ID}>",
]
MARKUP = [
    "# heading",
    "-# small",
    "> quote",
    ">>> all of it",
    "- point",
    "* point",
    "1. point",
    "2) point",
    "--- rule",
    "||spoiler||",
    "**bold** __under__ _em_ ~~gone~~",
    "`code`",
    "```fence```",
    "```py unbalanced",
    "`" * 60,
    "\\*escaped\\* \\\\",
    "[a] (b) <c> {d} | e |",
    "&amp; &lt;b&gt; &#64;everyone",
    "<script>alert(1)</script>",
]
POSING = [
    "[bank](https://evil.example)",
    "<https://evil.example|https://bank.example>",
    "Read https://bank.example today",
    "bank.example: log in here",
    "bank\u3002example says",
    "write to desk@bank.example",
]


def payloads(office: str, text: str, *, address: str | None = None) -> list[Payload]:
    """All that a channel could be sent of it: a digest with it, one without news, a note."""
    sheets = [sheet.payload for digest in steeped(text, address=address) for sheet in press(digest, OFFICES[office])]
    return [*sheets, *reply(Said(body=Note(heading=text, lines=(text, text))), OFFICES[office])]


def seen(office: str, payload: Payload) -> Seen:
    return seen_on_slack(payload) if office == "slack" else seen_on_discord(payload)


def leaves(tree: Any) -> Iterator[str]:
    """Every string in it."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list):
        for child in tree:
            yield from leaves(child)
    elif isinstance(tree, str):
        yield tree


@pytest.mark.parametrize("command", COMMANDS_OF_SLACK)
def test_slack_is_given_no_command_by_any_field(command: str) -> None:
    for payload in payloads("slack", command):
        assert seen_on_slack(payload).live == ()
        assert "<" not in payload["text"]
        for said in leaves(payload["blocks"]):
            assert not re.search(
                r"<[!@#]", re.sub(r"<!date\^\d+\^\{date_short_pretty\} at \{time\}\|[^<>]*>", "", said)
            )


def test_slack_is_asked_to_look_for_no_names_and_to_unfurl_no_links() -> None:
    for payload in payloads("slack", "@ada"):
        assert (payload["link_names"], payload["unfurl_links"], payload["unfurl_media"]) == (False, False, False)
        assert "parse" not in payload


@pytest.mark.parametrize("office", OFFICES_OF_DISCORD)
@pytest.mark.parametrize("call", CALLS_ON_DISCORD)
def test_nobody_on_discord_is_called_by_any_field(call: str, office: str) -> None:
    for payload in payloads(office, call):
        assert payload["allowed_mentions"] == {"parse": []}
        assert seen_on_discord(payload).live == ()
        for said in leaves([payload.get("content", ""), payload.get("components", []), descriptions(payload)]):
            without_times = re.sub(r"<t:\d+:f>", "", said)
            assert not re.search(r"(?<!\\)(?:<|@)", without_times)


def descriptions(payload: Payload) -> list[str]:
    """What Discord reads as markdown in embeds; author and footer are plain."""
    embeds = payload.get("embeds", [])
    return [embed.get(part, "") for embed in embeds for part in ("title", "description")]


@pytest.mark.parametrize("office", ["slack", *OFFICES_OF_DISCORD])
@pytest.mark.parametrize("text", POSING)
def test_a_text_that_poses_as_an_address_carries_no_link(text: str, office: str) -> None:
    found = [seen(office, payload) for payload in payloads(office, text, address="https://www.evil.example/x")]
    assert {link for read in found for link in read.links} <= {
        ("evil.example", "https://www.evil.example/x"),
        ("Read", "https://www.evil.example/x"),
    }
    assert any("evil.example" in line.removeprefix(text) for line in found[0].lines)


@pytest.mark.parametrize("office", ["slack", *OFFICES_OF_DISCORD])
def test_the_host_stands_beside_each_link(office: str) -> None:
    digest = a_digest(an_item(headline="Tunnel opens", url="https://news.courier.example/tunnel"))
    (sheet,) = press(digest, OFFICES[office])
    read = seen(office, sheet.payload)
    assert read.links == (("Tunnel opens", "https://news.courier.example/tunnel"),)
    assert "news.courier.example" in read.text or office == "embed"
    authors = [embed["author"]["name"] for embed in sheet.payload.get("embeds", []) if "author" in embed]
    assert authors == (["news.courier.example"] if office == "embed" else [])


@pytest.mark.parametrize("office", ["slack", *OFFICES_OF_DISCORD])
@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_foreign_words_is_shown_and_not_obeyed(text: str, office: str) -> None:
    said = a_line(text=text, credit=text, note=text, status=ClaimStatus.DISPUTED)
    (sheet,) = press(a_digest(an_item(headline=text, text=text, lines=(said,), url=None)), OFFICES[office])
    read = seen(office, sheet.payload)
    assert read.live == ()
    lines = read.text.split("\n")
    assert f"⚠ Disputed: {text} — {text} ({text})" in lines
    assert text in lines


@pytest.mark.parametrize("office", ["slack", *OFFICES_OF_DISCORD])
def test_two_hundred_backticks_break_no_message(office: str) -> None:
    for payload in payloads(office, "`" * 200):
        assert (faults_on_slack if office == "slack" else faults_on_discord)(payload) == []
        assert seen(office, payload).live == ()
        assert "`" * 50 in seen(office, payload).text


def test_a_name_between_colons_becomes_no_picture() -> None:
    """Discord's own reader would draw it; simcord knows no such names."""
    digest = a_digest(an_item(headline="Vote at 18:30:00 :fire: stays", url=None))
    (sheet,) = press(digest, OFFICES["discord"])
    assert "\\:fire:" in json.dumps(sheet.payload).replace("\\\\", "\\")
    assert "Vote at 18:30:00 :fire: stays" in seen_on_discord(sheet.payload).lines


@pytest.mark.parametrize("office", ["slack", *OFFICES_OF_DISCORD])
def test_what_nobody_can_see_goes_out_to_nobody(office: str) -> None:
    text = "a\u202eb\u200bc\u2066d\u2069e\U000e0041f\ufe0fg\u00adh" + "\u0301" * 500
    assert clean(text) == "abcdefgh" + "\u0301" * 8
    for payload in payloads(office, text):
        assert not re.search(
            r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\U000e0000-\U000e0fff]",
            json.dumps(payload, ensure_ascii=False),
        )
        assert "\u0301" * 9 not in json.dumps(payload, ensure_ascii=False)
