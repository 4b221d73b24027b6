"""Slack's Block Kit: foreign words stand in rich text and plain text, where nothing is read as a command."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from typing import Any, assert_never

import regex

from bot.conversation import Button
from bot.rendering.cleaning import may_carry
from bot.rendering.galley import Copy, Galley, Para, Shape, Span, Tone, stands_apart
from bot.rendering.limits import Limit, Payload, cut, length
from bot.rendering.offering import PREFIX

Element = dict[str, Any]

ON_THE_READERS_CLOCK = "{date_short_pretty} at {time}"
LONGEST_LINE, SHORTER_LINE = 300, 150
"""Characters of a line of the text for notifications, and of one where that text is long."""

_CONTROL = regex.compile(r"(?<=<)(?=[!@#])")
_READ_BY_MRKDWN = regex.compile(r"[*_~`<>&@#]|:\S+:")


def set_page(page: Copy) -> Payload:
    """What chat.postMessage, a response_url and an incoming webhook take."""
    blocks = [block for para in page.head for block in _blocks((para,))]
    for galley in page.body:
        if stands_apart(galley):
            blocks.append({"type": "divider"})
        blocks += _blocks(galley)
    if page.foot:
        blocks += [{"type": "divider"}, *_blocks(page.foot)]
    if page.calls:
        blocks.insert(len(page.head), _call(page.calls))
    return {
        "text": _notification(page),
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
        "link_names": False,
    }


def _blocks(galley: Galley) -> Iterator[Payload]:
    for kind, paras in groupby(galley, key=_kind):
        match kind:
            case "header":
                yield from ({"type": "header", "text": _plain(para.text, Limit.SLACK_HEADER.most)} for para in paras)
            case "actions":
                yield from ({"type": "actions", "elements": list(map(_button, para.buttons))} for para in paras)
            case "context":
                yield from ({"type": "context", "elements": _context(para.spans)} for para in paras)
            case _:
                yield {"type": "rich_text", "elements": list(_rich_text(paras))}


def _call(groups: Sequence[str]) -> Payload:
    """The one control sequence of ours: of an element's own, where no foreign word can stand."""
    elements = [{"type": "usergroup", "usergroup_id": group} for group in groups]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _button(button: Button) -> Element:
    """Its id says all that it does: Slack hands it back."""
    return {
        "type": "button",
        "text": _plain(button.label, Limit.SLACK_BUTTON.most),
        "action_id": f"{PREFIX}{button.says}",
    }


def _kind(para: Para) -> str:
    match para.shape:
        case Shape.TITLE:
            return "header"
        case Shape.SMALL:
            return "context"
        case Shape.BUTTONS:
            return "actions"
        case Shape.KICKER | Shape.HEADLINE | Shape.TEXT | Shape.QUOTE | Shape.POINT | Shape.REPLY:
            return "rich_text"
        case _:
            assert_never(para.shape)


def _rich_text(paras: Iterable[Para]) -> Iterator[Element]:
    """Sections and lists; a section's paragraphs are its lines."""
    for shape, alike in groupby(paras, key=lambda para: _part(para.shape)):
        match shape:
            case Shape.POINT | Shape.REPLY:
                yield {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 1 if shape is Shape.REPLY else 0,
                    "elements": [{"type": "rich_text_section", "elements": _line(para)} for para in alike],
                }
            case Shape.QUOTE:
                yield {"type": "rich_text_quote", "elements": [part for para in alike for part in _line(para)]}
            case _:
                lines = [_line(para) for para in alike]
                broken = [part for line in lines for part in ({"type": "text", "text": "\n"}, *line)]
                yield {"type": "rich_text_section", "elements": broken[1:]}


def _part(shape: Shape) -> Shape:
    """Kicker, headline and text stand in one section."""
    return shape if shape in {Shape.POINT, Shape.REPLY, Shape.QUOTE} else Shape.TEXT


def _line(para: Para) -> list[Element]:
    """Its words; the link stands behind the headline where that may carry it, else behind the host."""
    link = para.link
    if link is None:
        return [part for span in para.spans for part in _said(span)]
    if para.shape is Shape.HEADLINE and may_carry(para.spans[0].text):
        first, *rest = para.spans
        carried = {"type": "link", "url": link.url, "text": first.text, "style": {"bold": True}}
        host = Span(text=f" · {link.host}", tone=Tone.SOFT)
        return [carried, *(part for span in (*rest, host) for part in _said(span))]
    words = [part for span in (*para.spans, Span(text=" · ")) for part in _said(span)]
    return [*words, {"type": "link", "url": link.url, "text": link.host}]


def _said(span: Span) -> Iterator[Element]:
    """Text elements; one is parted where it could be taken for a control sequence by a careless reader."""
    if span.moment is not None:
        yield {
            "type": "date",
            "timestamp": int(span.moment.timestamp()),
            "format": ON_THE_READERS_CLOCK,
            "fallback": span.text,
        }
        return
    for text in _CONTROL.split(span.text):
        match span.tone:
            case Tone.PLAIN:
                yield {"type": "text", "text": text}
            case Tone.STRONG:
                yield {"type": "text", "text": text, "style": {"bold": True}}
            case Tone.SOFT:
                yield {"type": "text", "text": text, "style": {"italic": True}}
            case _:
                assert_never(span.tone)


def _context(spans: Sequence[Span]) -> list[Element]:
    """One element where mrkdwn would read no character of the words; else the words are plain text beside the times."""
    if not any(_READ_BY_MRKDWN.search(span.text) for span in spans):
        return [{"type": "mrkdwn", "text": "".join(map(_timed, spans)), "verbatim": True}]
    return [
        {"type": "mrkdwn", "text": _timed(span), "verbatim": True} if span.moment else _plain(span.text)
        for span in spans
    ]


def _timed(span: Span) -> str:
    if span.moment is None:
        return span.text
    return f"<!date^{int(span.moment.timestamp())}^{ON_THE_READERS_CLOCK}|{span.text}>"


def _plain(text: str, most: int = Limit.SLACK_CONTEXT_TEXT.most) -> Element:
    """Plain text; what looks like a control sequence is opened by a space."""
    return {"type": "plain_text", "text": cut(_CONTROL.sub(" ", text), most), "emoji": False}


def _notification(page: Copy) -> str:
    """All that a phone's lock screen, and many a screen reader, tell. What has no room in it even in shorter lines
    takes another message: no charge is told without what answers it.
    """
    lines = [*(para.text for para in page.head[:1]), *(line for galley in page.body for line in _told(galley))]
    whole = "\n".join(_escaped(line, LONGEST_LINE) for line in lines)
    if length(whole) <= Limit.SLACK_TEXT.most:
        return whole
    return "\n".join(_escaped(line, SHORTER_LINE) for line in lines)


def _told(galley: Galley) -> Iterator[str]:
    """The headline behind its kicker, or the text of a galley without one; then each point that is answered, and the
    answers.
    """
    kickers = [para.text for para in galley if para.shape is Shape.KICKER]
    headlines = [f"• {': '.join((*kickers, para.text))}" for para in galley if para.shape is Shape.HEADLINE]
    yield from headlines or (para.text for para in galley if para.shape is Shape.TEXT)
    for para, after in pairwise(galley):
        if after.shape is Shape.REPLY:
            if para.shape is Shape.POINT:
                yield para.text
            yield f"– {after.text}"


def _escaped(line: str, most: int) -> str:
    """Escaped once. A line that grows too long by it is cut: an escaped character is five at most."""
    whole = escape(cut(line, most), quote=False)
    return whole if length(whole) <= most else escape(cut(line, most // 5), quote=False)
