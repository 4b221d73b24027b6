"""Markdown as chat programs know it: headings, small print, quotes, lists, fences and the inline forms they share."""

import re
from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup, escape

from bot.web.markup import Grammar, Rule, element, link, wrapped

_FENCE = re.compile(r"\n?```(?:[\w+-]*\n)?(.*?)\n?```\n?", re.DOTALL)
_LINES = {
    "h1": re.compile(r"# +(?=\S)"),
    "h2": re.compile(r"## +(?=\S)"),
    "h3": re.compile(r"### +(?=\S)"),
    "small": re.compile(r"-# +(?=\S)"),
    "quote": re.compile(r"> "),
    "bullet": re.compile(r" ?[-*] +(?=\S)"),
    "deep": re.compile(r" {2,}[-*] +(?=\S)"),
    "number": re.compile(r" *(?=\d{1,9}\. +\S)"),
}
INSIDE = r"(?:\\.|[^\\])+?"
"""What stands between two marks: an escaped mark does not end it."""

ESCAPE = Rule("escape", r"\\(?P<escaped>[^\w\s]|_)", lambda match, _: escape(match["escaped"]))
CODE = Rule(
    "code",
    r"(?<!`)(?P<ticks>`{1,2})(?!`)(?P<code_in>.+?)(?<!`)(?P=ticks)(?!`)",
    lambda match, _: element("code", match["code_in"]),
)
MASKED_LINK = Rule(
    "masked",
    r"\[(?P<masked_in>(?:\\.|[^\[\]\\]|\[[^\[\]\\]*\])+)\]\(<?(?P<masked_url>https?://(?:[^\s()<>]|\([^\s()<>]*\))+)>?\)",
    lambda match, inner: link(match["masked_url"], inner(match["masked_in"])),
)
STRONG = wrapped("strong", rf"\*\*(?P<strong_in>{INSIDE})\*\*(?!\*)", "strong")
STRIKE = wrapped("strike", rf"~~(?P<strike_in>{INSIDE})~~", "s")
EMPHASES = (
    wrapped("star", r"\*(?P<star_in>(?=[^\s*])(?:\\.|[^*\\]|\*\*[^*]+\*\*)+(?<=\S))\*(?!\*)", "em"),
    wrapped("low", r"(?<!\w)_(?P<low_in>(?=[^\s_])(?:\\.|[^_\\])+(?<=\S))_(?!\w)", "em"),
)


class Markdown:
    """Text to HTML by inline ``rules``, which are tried in order; small print (``-#``) only where ``small`` is on."""

    def __init__(self, rules: Sequence[Rule], *, small: bool = False) -> None:
        self._grammar = Grammar(rules)
        self._lines = {kind: pattern for kind, pattern in _LINES.items() if small or kind != "small"}

    def draw(self, text: str) -> Markup:
        drawn = Markup()
        for place, piece in enumerate(_FENCE.split(text)):
            if place % 2:
                drawn += element("pre", piece)
            elif piece:
                drawn += self._blocks(piece)
        return drawn

    def inline(self, text: str) -> Markup:
        """Text of a place that knows no headings, quotes or lists."""
        return self._grammar.draw(text)

    def _blocks(self, text: str) -> Markup:
        drawn = Markup()
        for kind, run in groupby(map(self._line, text.split("\n")), key=lambda line: line[0]):
            drawn += self._block(kind, [bare for _, bare in run])
        return drawn

    def _line(self, line: str) -> tuple[str, str]:
        """The kind of a line and what it says without its mark."""
        for kind, pattern in self._lines.items():
            if mark := pattern.match(line):
                return kind, line[mark.end() :]
        return "text", line

    def _block(self, kind: str, lines: list[str]) -> Markup:
        match kind:
            case "h1" | "h2" | "h3":
                return Markup().join(element("h4", self.inline(line), kind) for line in lines)
            case "small":
                return Markup().join(element("p", self.inline(line), "small") for line in lines)
            case "quote":
                return element("blockquote", self.inline("\n".join(lines)))
            case "bullet" | "deep":
                return element("ul", Markup().join(element("li", self.inline(line)) for line in lines), kind)
            case "number":
                return element("ol", Markup().join(self._numbered(line) for line in lines))
            case _:
                return element("p", self.inline("\n".join(lines)))

    def _numbered(self, line: str) -> Markup:
        number, _, bare = line.partition(".")
        return Markup('<li value="{}">{}</li>').format(number, self.inline(bare.strip()))
