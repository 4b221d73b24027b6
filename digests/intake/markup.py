"""Marked-up text to plain paragraphs, and what those stumble over who read markup."""

from contextlib import suppress
from html.parser import HTMLParser

STUMBLES = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What libraries that read markup raise over bytes that nobody meant as markup."""

_BLOCKS = frozenset(
    "p div br hr li dt dd h1 h2 h3 h4 h5 h6 tr table ul ol blockquote section article figcaption pre".split()
)
_SILENT = frozenset({"script", "style", "template", "noscript"})


def plain_text(markup: str) -> str:
    """Its words, one paragraph a line, nothing of scripts and styles; empty for empty markup."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - the library's signature
        """As text where it is no section that HTML knows: the library would end with it."""
        with suppress(AssertionError):
            return super().parse_marked_section(i, report)
        return -1

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the library's signature
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data.replace("\n", " "))
