"""Discord's classic embeds, for channels that choose them: the head as content, one embed a story."""

from bot.rendering import markdown
from bot.rendering.cleaning import may_carry
from bot.rendering.galley import Copy, Galley, Para, Shape
from bot.rendering.limits import Payload


def set_page(page: Copy) -> Payload:
    """Flags are left alone: SUPPRESS_EMBEDS would hide all of it."""
    embeds = [_embed(galley) for galley in page.body]
    if page.foot:
        embeds.append({"description": "\n".join(map(markdown.words, page.foot))})
    return {
        "content": "\n".join(markdown.line(para) for para in page.head),
        "embeds": embeds,
        "allowed_mentions": {"parse": []},
    }


def _embed(galley: Galley) -> Payload:
    """Title and footer know no time on the reader's own clock, and the footer already tells opinion from news."""
    headline = next((para for para in galley if para.shape is Shape.HEADLINE), None)
    footer = "\n".join(para.text for para in galley if para.shape is Shape.SMALL)
    lines = [markdown.line(para) for para in galley if para.shape not in {Shape.SMALL, Shape.SECTION, Shape.HEADLINE}]
    embed = _titled(headline) if headline else {}
    if headline and headline.link and "url" not in embed:
        lines.append(markdown.beside(headline.link))
    if lines:
        embed["description"] = "\n".join(lines)
    if footer:
        embed["footer"] = {"text": footer}
    return embed


def _titled(headline: Para) -> Payload:
    """The link stands behind the title where that may carry it, and its host above it."""
    title = markdown.escaped(headline.text)
    if headline.link is None or not may_carry(headline.spans[0].text):
        return {"title": title}
    return {"title": title, "url": headline.link.url, "author": {"name": headline.link.host}}
