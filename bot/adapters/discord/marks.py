"""By what a part of a digest is known again in a channel's history: a mark that nobody sees, else its own words."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_ADDRESS = "https://discord.com/#"
"""Of the last embed; without a title it leads nowhere."""
_TEXTS = frozenset({"content", "title", "description", "name", "value", "text"})
_NESTS = frozenset({"components", "embeds", "fields", "footer", "author", "accessory"})


def marked(payload: Mapping[str, Any], token: str) -> dict[str, Any]:
    """The payload with the part's mark: the id of its card, or the address of its last embed.

    Two parts may have the same words, as two empty digests of a morning do: by its mark each is itself.
    """
    message = dict(payload)
    if cards := message.get("components"):
        first, *rest = cards
        message["components"] = [{**first, "id": _number(token)}, *rest]
    elif embeds := message.get("embeds"):
        *others, last = embeds
        message["embeds"] = [*others, {"url": f"{_ADDRESS}{token}", **last}]
    return message


def bears(message: Mapping[str, Any], payload: Mapping[str, Any], token: str) -> bool:
    """Whether a message of the channel's is that part."""
    if payload.get("components"):
        cards = message.get("components") or [{}]
        return bool(cards[0].get("id") == _number(token))
    embeds = message.get("embeds") or [{}]
    if payload.get("embeds") and "url" not in payload["embeds"][-1]:
        return bool(embeds[-1].get("url") == f"{_ADDRESS}{token}")
    return sorted(_words(message)) == sorted(_words(payload))


def _number(token: str) -> int:
    """Of 31 bits, never 0, which Discord takes for none."""
    return int.from_bytes(hashlib.sha256(token.encode()).digest()[:4]) % (2**31 - 1) + 1


def _words(told: Any) -> Iterator[str]:
    """Every text that people read, without the white space that Discord trims."""
    if isinstance(told, Mapping):
        for name, inner in told.items():
            if name in _TEXTS and isinstance(inner, str) and (text := " ".join(inner.split())):
                yield text
            elif name in _NESTS:
                yield from _words(inner)
    elif isinstance(told, Sequence) and not isinstance(told, str):
        for inner in told:
            yield from _words(inner)
