"""Discord's classic embeds, for channels that choose them: the head as content, one embed a story."""

from bot.rendering import markdown
from bot.rendering.cleaning import may_carry
from bot.rendering.components import NOBODY
from bot.rendering.galley import Galley, Para, Shape
from bot.rendering.limits import Payload
from bot.rendering.paging import Page


def set_page(page: Page) -> Payload:
    """Flags are left alone: SUPPRESS_EMBEDS would hide all of it."""
    embeds = [_embed(galley) for galley in page.body]
    if page.foot:
        embeds.append({"footer": {"text": "\n".join(para.text for para in page.foot)}})
    return {
        "content": "\n".join(markdown.line(para) for para in page.head),
        "embeds": embeds,
        "allowed_mentions": NOBODY,
    }


def _embed(galley: Galley) -> Payload:
    """Title and footer know no link and no time of the reader's own; the host of a linked title stands above it."""
    headline = next((para for para in galley if para.shape is Shape.HEADLINE), None)
    small = "\n".join(para.text for para in galley if para.shape is Shape.SMALL)
    rest = [markdown.line(para) for para in galley if para.shape is not Shape.SMALL and para is not headline]
    embed: Payload = _title(headline) if headline else {}
    if headline and headline.link and "url" not in embed:
        rest.insert(0, markdown.beside(headline.link).removeprefix(" · "))
    if rest:
        embed["description"] = "\n".join(rest)
    if small:
        embed["footer"] = {"text": small}
    return embed


def _title(headline: Para) -> Payload:
    title = markdown.escaped(headline.text)
    if headline.link is None or not may_carry(headline.spans[0].text):
        return {"title": title}
    return {"title": title, "url": headline.link.url, "author": {"name": headline.link.host}}
