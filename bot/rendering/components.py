"""Discord's Components V2: one card a message, a story in a text display, its sources small below it."""

from collections.abc import Iterator
from typing import Any

from bot.rendering import markdown
from bot.rendering.galley import Copy, Galley, Shape, stands_apart
from bot.rendering.limits import Payload

IS_COMPONENTS_V2 = 1 << 15
CONTAINER, TEXT_DISPLAY, SEPARATOR = 17, 10, 14

Component = dict[str, Any]


def set_page(page: Copy) -> Payload:
    """What a channel, an interaction and a webhook (asked ``with_components``) take."""
    components = list(_displays(page.head))
    for galley in page.body:
        if stands_apart(galley):
            components.append({"type": SEPARATOR, "divider": True, "spacing": 1})
        components += _displays(galley)
    if page.foot:
        components += [{"type": SEPARATOR, "divider": True, "spacing": 1}, *_displays(page.foot)]
    return {
        "flags": IS_COMPONENTS_V2,
        "components": [{"type": CONTAINER, "components": components}],
        "allowed_mentions": {"parse": []},
    }


def _displays(galley: Galley) -> Iterator[Component]:
    """The text in one display, what is small in another: so no list runs into it."""
    for small in (False, True):
        lines = [markdown.line(para) for para in galley if (para.shape is Shape.SMALL) is small]
        if lines:
            yield {"type": TEXT_DISPLAY, "content": "\n".join(lines)}
