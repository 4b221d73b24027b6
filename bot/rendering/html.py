"""A digest, an answer or a note as a page of HTML: everything escaped, no script, nothing loaded from elsewhere."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import assert_never

from bot.rendering.cleaning import may_carry
from bot.rendering.galley import Copy, Galley, Para, Shape, Span, Tone

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.05rem; margin: 0 }
h1, h2, p, li, blockquote { unicode-bidi: plaintext }
article, footer { border-top: 1px solid #8884; padding-top: 1rem; margin-top: 1rem }
p { margin: .3rem 0 } ul { margin: .3rem 0; padding-left: 1.2rem }
small, cite { opacity: .75; font-style: normal } h2 small { font-weight: 400 } .kicker { font-weight: 700 }
blockquote { margin: 0; font-style: italic }
:root { color-scheme: light dark }
"""
"""Each paragraph runs in the direction of its own first letter, whatever stands around it."""


def document(copy: Copy) -> str:
    """A page that stands alone: it can be mailed or kept as a file, and nothing on it can be pressed."""
    copy = copy.without_buttons()
    title = escape(copy.head[0].text)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{_body(copy)}\n</body>\n</html>"
    )


def _body(copy: Copy) -> str:
    parts = [("header", copy.head), *(("article", galley) for galley in copy.body), ("footer", copy.foot)]
    return "\n".join(f"<{tag}>\n{chr(10).join(_paras(galley))}\n</{tag}>" for tag, galley in parts if galley)


def _paras(galley: Galley) -> Iterator[str]:
    """Points in a row make a list, the replies to a point a list within it."""
    for is_list, paras in groupby(galley, key=lambda para: para.shape in {Shape.POINT, Shape.REPLY}):
        if is_list:
            yield f"<ul>\n{chr(10).join(_points(list(paras)))}\n</ul>"
        else:
            yield from map(_para, paras)


def _points(paras: list[Para]) -> Iterator[str]:
    starts = [place for place, para in enumerate(paras) if para.shape is Shape.POINT or place == 0]
    for start, end in zip(starts, [*starts[1:], len(paras)], strict=True):
        replies = "".join(f"<li>{_words(para)}</li>" for para in paras[start + 1 : end])
        yield f"<li>{_words(paras[start])}{f'<ul>{replies}</ul>' if replies else ''}</li>"


def _para(para: Para) -> str:
    match para.shape:
        case Shape.TITLE:
            return f"<h1>{_words(para)}</h1>"
        case Shape.KICKER:
            return f'<p class="kicker">{_words(para)}</p>'
        case Shape.HEADLINE:
            return f"<h2>{_words(para)}</h2>"
        case Shape.TEXT | Shape.POINT | Shape.REPLY:
            return f"<p>{_words(para)}</p>"
        case Shape.QUOTE:
            return f"<blockquote>{_words(para)}</blockquote>"
        case Shape.SMALL | Shape.BUTTONS:
            return f"<p><small>{_words(para)}</small></p>"
        case _:
            assert_never(para.shape)


def _words(para: Para) -> str:
    """The link stands behind a headline that may carry it, else behind its host."""
    words = "".join(map(_said, para.spans))
    link = para.link
    if link is None:
        return words
    url, host = escape(link.url), escape(link.host)
    opened = f'<a href="{url}" rel="noopener noreferrer nofollow">'
    if para.shape is Shape.HEADLINE and may_carry(para.text):
        return f"{opened}{words}</a> <small>{host}</small>"
    return f"{words} <small>{opened}{host}</a></small>"


def _said(span: Span) -> str:
    text = escape(span.text)
    if span.moment is not None:
        return f'<time datetime="{span.moment.isoformat()}">{text}</time>'
    match span.tone:
        case Tone.PLAIN:
            return text
        case Tone.STRONG:
            return f"<strong>{text}</strong>"
        case Tone.SOFT:
            return f"<cite>{text}</cite>"
        case _:
            assert_never(span.tone)
