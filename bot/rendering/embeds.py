"""Discord's classic embeds, for channels that choose them: the head as content, one embed a story."""

from collections.abc import Iterator
from dataclasses import replace

from bot.conversation import Button
from bot.rendering import markdown
from bot.rendering.cleaning import may_carry
from bot.rendering.components import allowed, rows
from bot.rendering.galley import CLOSING, OPENING, Copy, Galley, Shape
from bot.rendering.limits import Limit, Payload, cut, length
from bot.rendering.wording import BETWEEN


def set_page(page: Copy) -> Payload:
    """Flags are left alone: SUPPRESS_EMBEDS would hide all of it."""
    embeds = [_embed(galley) for galley in page.body]
    if below := [markdown.words(para) for para in page.foot if para.shape is not Shape.BUTTONS]:
        embeds.append({"description": "\n".join(below)})
    called = [" ".join(f"<@&{role}>" for role in page.calls)] if page.calls else []
    payload: Payload = {
        "content": "\n".join([*called, *(markdown.line(para) for para in page.head)]),
        "embeds": embeds,
        "allowed_mentions": allowed(page.calls),
    }
    if buttons := list(_buttons(page)):
        payload["components"] = list(rows(buttons))
    return payload


def _buttons(page: Copy) -> Iterator[Button]:
    """All below the last embed, so that those of one story among several are called by its headline."""
    for galley in page.body:
        headlines = [para.text for para in galley if para.shape is Shape.HEADLINE]
        for button in (one for para in galley for one in para.buttons):
            named = f"{button.label} {headlines[0]}" if headlines and len(page.body) > 1 else button.label
            yield replace(button, label=named)
    yield from (one for para in page.foot for one in para.buttons)


def _embed(galley: Galley) -> Payload:
    """The headline's link stands behind the title where that may carry it, its host above; else both stand below.

    Only the description knows times on the reader's own clock.
    """
    above = [para.text for para in galley if para.shape is Shape.KICKER]
    lines = [markdown.line(para) for para in galley if para.shape not in CLOSING | OPENING]
    embed: Payload = {}
    for headline in (para for para in galley if para.shape is Shape.HEADLINE):
        embed["title"] = _title(headline.text)
        if headline.link and may_carry(headline.spans[0].text):
            embed["url"] = headline.link.url
            above.append(headline.link.host)
        elif headline.link:
            lines.append(markdown.beside(headline.link))
    if above:
        embed["author"] = {"name": BETWEEN.join(above)}
    if lines:
        embed["description"] = "\n".join(lines)
    if footer := "\n".join(para.text for para in galley if para.shape is Shape.SMALL):
        embed["footer"] = {"text": footer}
    return embed


def _title(text: str) -> str:
    """Escaped; a headline that grows too long by it is cut: an escaped character is two."""
    most = Limit.DISCORD_TITLE.most
    whole = markdown.escaped(text)
    return whole if length(whole) <= most else markdown.escaped(cut(text, most // 2))
