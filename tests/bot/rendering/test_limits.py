"""What our limits say, others say too; and a text that is too long is cut where a reader would stop."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.cleaning import clean
from bot.rendering.limits import Limit, Payload, cut, fits, length, uses
from tests.bot.rendering.readers import faults_on_discord, faults_on_slack


def on_slack(*blocks: dict[str, Any], text: str = "Morning rundown") -> Payload:
    return {"text": text, "blocks": list(blocks)}


def a_header(text: str) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def a_context(*texts: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False} for text in texts]}


def with_components(*contents: str) -> Payload:
    displays = [{"type": 10, "content": content} for content in contents]
    card = {"type": 17, "components": displays}
    return {"flags": 1 << 15, "components": [card], "allowed_mentions": {"parse": []}}


def with_embeds(*embeds: dict[str, Any], content: str = "Morning rundown") -> Payload:
    return {"content": content, "embeds": list(embeds), "allowed_mentions": {"parse": []}}


def on_slack_of_json(size: int) -> Payload:
    """Spread over six context lines, so that none of them is too long."""
    room = size - len(json.dumps([a_context("")] * 6))
    return on_slack(*[a_context("x" * (room // 6))] * 5, a_context("x" * (room - room // 6 * 5)))


def slack_button(label: str) -> dict[str, Any]:
    plain = {"type": "plain_text", "text": label, "emoji": False}
    return {"type": "actions", "elements": [{"type": "button", "text": plain, "action_id": "rd:ask"}]}


def a_row(number: int, label: str = "Ask") -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, "style": 2, "label": label, "custom_id": f"rd:ask{number}"}]}


OF_SIZE: dict[Limit, Callable[[int], Payload]] = {
    Limit.SLACK_BLOCKS: lambda size: on_slack(*[{"type": "divider"}] * size),
    Limit.SLACK_JSON: on_slack_of_json,
    Limit.SLACK_TEXT: lambda size: on_slack(a_header("x"), text="x" * size),
    Limit.SLACK_HEADER: lambda size: on_slack(a_header("x" * size)),
    Limit.SLACK_CONTEXT: lambda size: on_slack(a_context(*["x"] * size)),
    Limit.SLACK_CONTEXT_TEXT: lambda size: on_slack(a_context("x" * size)),
    Limit.SLACK_BUTTON: lambda size: on_slack(slack_button("x" * size)),
    Limit.DISCORD_BUTTON: lambda size: {**with_embeds({"title": "x"}), "components": [a_row(1, "x" * size)]},
    Limit.DISCORD_ROWS: lambda size: {**with_embeds({"title": "x"}), "components": [*map(a_row, range(size))]},
    Limit.DISCORD_COMPONENTS: lambda size: with_components(*["x"] * (size - 1)),
    Limit.DISCORD_DISPLAYED: lambda size: with_components("x" * (size - 1_000), "x" * 1_000),
    Limit.DISCORD_CONTENT: lambda size: with_embeds({"title": "x"}, content="x" * size),
    Limit.DISCORD_EMBEDS: lambda size: with_embeds(*[{"title": "x"}] * size),
    Limit.DISCORD_EMBEDDED: lambda size: with_embeds(
        {"description": "x" * 4_000}, {"description": "x" * (size - 4_000)}
    ),
    Limit.DISCORD_TITLE: lambda size: with_embeds({"title": "x" * size}),
    Limit.DISCORD_DESCRIPTION: lambda size: with_embeds({"description": "x" * size}),
    Limit.DISCORD_FOOTER: lambda size: with_embeds({"title": "x", "footer": {"text": "x" * size}}),
    Limit.DISCORD_AUTHOR: lambda size: with_embeds({"title": "x", "author": {"name": "x" * size}}),
}
"""A payload that uses that much of the limit, and little of any other."""


def refused(payload: Payload) -> list[str]:
    return faults_on_slack(payload) if "blocks" in payload else faults_on_discord(payload)


@pytest.mark.parametrize("limit", Limit)
def test_what_is_within_a_limit_is_taken(limit: Limit) -> None:
    payload = OF_SIZE[limit](limit.most)
    (use,) = (use for use in uses(payload) if use.name == limit.counted)
    assert use.used == limit.most
    assert fits(payload)
    assert refused(payload) == []


@pytest.mark.parametrize("limit", Limit)
def test_what_is_over_a_limit_would_be_refused(limit: Limit) -> None:
    """Slack's JSON is held below the sum at which Slack was seen to refuse."""
    over = OF_SIZE[limit](limit.most + (1_300 if limit is Limit.SLACK_JSON else 1))
    assert [use.name for use in uses(over) if use.used > use.limit] == [limit.counted]
    assert not fits(over)
    assert refused(over)


def test_a_text_that_fits_is_not_touched() -> None:
    assert cut("Tunnel opens.", 13) == "Tunnel opens."


def test_a_long_text_ends_with_a_sentence_where_sentences_fill_half_of_the_room() -> None:
    text = "The tunnel opens in June. The builder is sure of it. Two engineers are not sure at all."
    assert cut(text, 60) == "The tunnel opens in June. The builder is sure of it. …"


def test_a_long_sentence_ends_with_a_word() -> None:
    assert cut("The tunnel under the harbor opens in June", 24) == "The tunnel under the…"


def test_a_word_without_end_is_cut_between_graphemes() -> None:
    assert cut("👨‍👩‍👧" * 10, 20) == "👨‍👩‍👧" * 2 + "…"


@given(text=st.text(max_size=80).map(clean), most=st.integers(2, 60))
def test_a_text_is_cut_to_its_room_between_graphemes_and_says_that_there_is_more(text: str, most: int) -> None:
    short = cut(text, most)
    assert length(short) <= most
    assert short == text or short.endswith("…")
    kept = regex.findall(r"\X", short.removesuffix("…"))
    assert set(kept) <= {*regex.findall(r"\X", text), " "}


def test_emoji_count_as_two() -> None:
    assert (length("é"), length("漢"), length("👍")) == (1, 1, 2)


def test_plain_text_has_no_limit() -> None:
    assert uses({"text": "x" * 100_000}) == ()
