"""The judgement of blocks, on blocks that Slack takes and on such as it refuses."""

from typing import Any

import pytest

from tests.platforms.block_oracles import faults_in_blocks

WORDS = {"type": "plain_text", "text": "Why this?"}
BUTTON = {"type": "button", "action_id": "why", "text": WORDS}
RICH = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Harbor tunnel to open in June"}]}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def section(**fields: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "The tunnel opens"}, **fields}


@pytest.mark.parametrize(
    "block",
    [
        section(),
        section(accessory=BUTTON),
        {"type": "header", "text": WORDS},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Harbor Courier"}]},
        {"type": "actions", "elements": [BUTTON, {**BUTTON, "action_id": "more"}]},
        {"type": "markdown", "text": "# The tunnel opens"},
        rich(RICH, {"type": "rich_text_list", "style": "bullet", "elements": [RICH]}),
    ],
)
def test_slack_takes_what_the_newsroom_sends(block: dict[str, Any]) -> None:
    assert faults_in_blocks([block]) == []


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "divider"}] * 51,
        ["no block"],
        [{"type": "nonsense"}],
        [{"no": "type"}],
        [section(text={"type": "mrkdwn", "text": "x" * 3_001})],
        [section(text={"type": "mrkdwn", "text": ""}, accessory=BUTTON)],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "actions", "elements": []}],
        [{"type": "actions", "elements": [BUTTON, BUTTON]}],
        [{"type": "actions", "elements": [{**BUTTON, "action_id": str(n)} for n in range(26)]}],
        [{"type": "actions", "elements": [{**BUTTON, "text": {"type": "mrkdwn", "text": "x"}}]}],
        [{"type": "actions", "elements": [{**BUTTON, "text": {"type": "plain_text", "text": "x" * 76}}]}],
        [{"type": "markdown", "text": "x" * 6_001}] * 2,
        [section(block_id="a"), section(block_id="a")],
        [rich()],
        [rich({"type": "mystery"})],
        [rich({"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]})],
        [rich({"type": "rich_text_section", "elements": [{"type": "link", "url": "javascript:x"}]})],
    ],
)
def test_slack_refuses_what_either_library_or_we_know_to_be_wrong(blocks: list[Any]) -> None:
    assert faults_in_blocks(blocks)


def test_a_modal_may_hold_a_hundred_blocks() -> None:
    assert not faults_in_blocks([{"type": "divider"}] * 100, surface="modal")
    assert faults_in_blocks([{"type": "divider"}] * 101, surface="modal")
