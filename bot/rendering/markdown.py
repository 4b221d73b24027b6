"""Discord's markdown: all that it would read in foreign words is escaped, and a link never stands behind a host."""

from typing import assert_never

import regex

from bot.rendering.cleaning import Link, may_carry
from bot.rendering.galley import Para, Shape, Span, Tone

_READ_ANYWHERE = regex.compile(r"[\\`*_~|<>\[\]#@&]|:(?=//|[\w+-]+:)")
_READ_IN_FRONT = regex.compile(r"^( ?)([-+=])|^( ?\d+)([.)])")


def escaped(text: str) -> str:
    """Foreign words that show as they are, wherever they stand in a message."""
    return _READ_IN_FRONT.sub(r"\1\3\\\2\4", _READ_ANYWHERE.sub(r"\\\g<0>", text))


def line(para: Para) -> str:
    """One line, marked as what it is."""
    match para.shape:
        case Shape.TITLE:
            return f"## {words(para)}"
        case Shape.KICKER | Shape.TEXT:
            return words(para)
        case Shape.HEADLINE:
            return _headline(para)
        case Shape.QUOTE:
            return f"> {words(para)}"
        case Shape.POINT:
            return f"- {words(para)}{_linked(para.link)}"
        case Shape.REPLY:
            return f"  - {words(para)}{_linked(para.link)}"
        case Shape.SMALL:
            return f"-# {words(para)}"
        case Shape.BUTTONS:
            return ""
        case _:
            assert_never(para.shape)


def words(para: Para) -> str:
    """Its words in their tones, times on each reader's own clock, without its link."""
    return "".join(map(_said, para.spans))


def beside(link: Link) -> str:
    """A link that no words carry, and where it leads."""
    return f"[Read](<{_target(link)}>) · {escaped(link.host)}"


def _linked(link: Link | None) -> str:
    return f" · {beside(link)}" if link else ""


def _target(link: Link) -> str:
    """The address as it may stand in brackets: with none of its own."""
    return link.url.replace("(", "%28").replace(")", "%29")


def _headline(para: Para) -> str:
    """The link stands behind the headline itself where that may carry it."""
    if para.link is None or not may_carry(para.spans[0].text):
        return words(para) + _linked(para.link)
    headline, *rest = para.spans
    more = "".join(map(_said, rest))
    return f"**[{escaped(headline.text)}](<{_target(para.link)}>)**{more} · {escaped(para.link.host)}"


def _said(span: Span) -> str:
    if span.moment is not None:
        return f"<t:{int(span.moment.timestamp())}:f>"
    match span.tone:
        case Tone.PLAIN | Tone.SOFT:
            return escaped(span.text)
        case Tone.STRONG:
            return f"**{escaped(span.text)}**"
        case _:
            assert_never(span.tone)
