"""Discord's classic embeds, for channels that choose them: the head as content, one embed a story."""

from bot.rendering import markdown
from bot.rendering.cleaning import may_carry
from bot.rendering.galley import OPENING, Copy, Galley, Shape
from bot.rendering.limits import Limit, Payload, cut, length
from bot.rendering.wording import BETWEEN


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
    """The headline's link stands behind the title where that may carry it, its host above; else both stand below.

    Only the description knows times on the reader's own clock.
    """
    above = [para.text for para in galley if para.shape is Shape.KICKER]
    lines = [markdown.line(para) for para in galley if para.shape not in {Shape.SMALL, *OPENING}]
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
