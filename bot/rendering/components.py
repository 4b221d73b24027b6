"""Discord's Components V2: one card a message, a story in a text display, its sources small below it."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.conversation import Button
from bot.rendering import markdown
from bot.rendering.galley import Copy, Galley, Shape, stands_apart
from bot.rendering.limits import Limit, Payload, cut
from bot.rendering.offering import PREFIX

IS_COMPONENTS_V2 = 1 << 15
CONTAINER, TEXT_DISPLAY, SEPARATOR, ACTION_ROW, BUTTON = 17, 10, 14, 1, 2
GREY = 2
MOST_IN_A_ROW = 5

Component = dict[str, Any]


def set_page(page: Copy) -> Payload:
    """What a channel, an interaction and a webhook (asked ``with_components``) take."""
    components = [*_called(page.calls), *_displays(page.head)]
    for galley in page.body:
        if stands_apart(galley):
            components.append({"type": SEPARATOR, "divider": True, "spacing": 1})
        components += _displays(galley)
    if page.foot:
        components += [{"type": SEPARATOR, "divider": True, "spacing": 1}, *_displays(page.foot)]
    return {
        "flags": IS_COMPONENTS_V2,
        "components": [{"type": CONTAINER, "components": components}],
        "allowed_mentions": allowed(page.calls),
    }


def allowed(calls: Sequence[str]) -> Payload:
    """Nobody is pinged but the roles that an admin's rule names."""
    return {"parse": [], "roles": list(calls)} if calls else {"parse": []}


def rows(buttons: Sequence[Button]) -> Iterator[Component]:
    """Five buttons a row; each one's id says all that it does."""
    for start in range(0, len(buttons), MOST_IN_A_ROW):
        yield {
            "type": ACTION_ROW,
            "components": [
                {
                    "type": BUTTON,
                    "style": GREY,
                    "label": cut(one.label, Limit.DISCORD_BUTTON.most),
                    "custom_id": f"{PREFIX}{one.says}",
                }
                for one in buttons[start : start + MOST_IN_A_ROW]
            ],
        }


def _called(roles: Sequence[str]) -> Iterator[Component]:
    if roles:
        yield {"type": TEXT_DISPLAY, "content": " ".join(f"<@&{role}>" for role in roles)}


def _displays(galley: Galley) -> Iterator[Component]:
    """The text in one display, what is small in another, so that no list runs into it; then the buttons."""
    for small in (False, True):
        told = (para for para in galley if para.shape is not Shape.BUTTONS)
        lines = [markdown.line(para) for para in told if (para.shape is Shape.SMALL) is small]
        if lines:
            yield {"type": TEXT_DISPLAY, "content": "\n".join(lines)}
    yield from rows([one for para in galley for one in para.buttons])
