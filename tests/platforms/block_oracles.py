"""Would Slack take these blocks? Two libraries that are not ours judge, and a few rules that neither knows."""

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SdkBlock
from slackblocks import Block as KitBlock
from slackblocks.errors import InvalidUsageError

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_MARKDOWN = 12_000
RICH_TEXT_PARTS = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
PLAIN_TEXT_ONLY = {("header", "text"), ("button", "text"), ("input", "label")}


def faults_in_blocks(blocks: Sequence[Any], *, surface: str = "message") -> list[str]:
    """What is wrong, each fault with its place; empty where Slack would take all of them."""
    found = [f"blocks: {len(blocks)}, more than {MOST_BLOCKS[surface]}"] if len(blocks) > MOST_BLOCKS[surface] else []
    for place, block in enumerate(blocks):
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            found.append(f"blocks[{place}]: not a block")
            continue
        found += [f"blocks[{place}]: {fault}" for fault in (*_by_sdk(block), *_by_kit(block), *_by_us(block))]
    whole = [block for block in blocks if isinstance(block, dict)]
    markdown = sum(len(str(block.get("text", ""))) for block in whole if block.get("type") == "markdown")
    if markdown > MOST_MARKDOWN:
        found.append(f"markdown: {markdown} characters in all, more than {MOST_MARKDOWN}")
    return found + [f"block_id {name!r} twice" for name in _doubled(block.get("block_id") for block in whole)]


def _by_sdk(block: dict[str, Any]) -> Iterator[str]:
    """What slack_sdk's models refuse; a type that they do not know is left to slackblocks."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = SdkBlock.parse(block)
            if parsed is not None:
                parsed.to_dict()
    except SlackObjectFormationError as error:
        yield f"slack_sdk: {error}"
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        yield f"slack_sdk cannot read it: {error!r}"


def _by_kit(block: dict[str, Any]) -> Iterator[str]:
    """What slackblocks refuses; it reads sections without their accessory, and some types not at all."""
    try:
        KitBlock.from_dict({key: value for key, value in block.items() if key != "accessory"})
    except InvalidUsageError as error:
        yield f"slackblocks: {error}"
    except NotImplementedError:
        return
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        yield f"slackblocks cannot read it: {error!r}"


def _by_us(block: dict[str, Any]) -> Iterator[str]:
    parts = list(parts_of(block))
    for part in parts:
        for owner, key in PLAIN_TEXT_ONLY:
            text = part.get(key)
            if part.get("type") == owner and not (isinstance(text, Mapping) and text.get("type") == "plain_text"):
                yield f"{owner}.{key} must be plain_text"
        if part.get("type") == "text" and not part.get("text"):
            yield "an empty text in rich text"
        if part.get("type") == "link" and not str(part.get("url", "")).startswith(("https://", "http://", "mailto:")):
            yield f"a link to {part.get('url')!r}"
    if block["type"] in {"rich_text", "actions", "context"} and not block.get("elements"):
        yield f"{block['type']} without elements"
    if block["type"] == "rich_text":
        kinds = {part.get("type") for part in block.get("elements") or ()}
        yield from (f"{kind!r} in rich text" for kind in sorted(kinds - RICH_TEXT_PARTS, key=str))
    yield from (f"action_id {name!r} twice" for name in _doubled(part.get("action_id") for part in parts))


def parts_of(node: Any) -> Iterator[Mapping[str, Any]]:
    """Every object within a block, the block first."""
    if isinstance(node, Mapping):
        yield node
        for child in node.values():
            yield from parts_of(child)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from parts_of(child)


def _doubled(names: Iterator[Any]) -> list[Any]:
    return [name for name, times in Counter(names).items() if name is not None and times > 1]
