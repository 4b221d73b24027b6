"""Digests, answers and notes on this terminal: at its width, in colour where it has any."""

from datetime import tzinfo
from typing import NoReturn

from rich.console import Console
from rich.text import Text

from bot.conversation import Reply
from bot.rendering.plaintext import Style, rows
from bot.rendering.typesetting import typeset

WIDEST = 88
"""Cells: a longer line is hard to read, however wide the window."""

_COLOURS = {
    Style.TITLE: "bold",
    Style.KICKER: "bold yellow",
    Style.HEADLINE: "bold",
    Style.TEXT: "",
    Style.LABEL: "bold cyan",
    Style.CREDIT: "dim",
    Style.SMALL: "dim",
    Style.LINK: "blue",
}


class _Terminal(Console):
    """Standard output; whoever reads it may leave at any time."""

    def __init__(self) -> None:
        super().__init__(highlight=False, soft_wrap=True)

    def on_broken_pipe(self) -> NoReturn:
        """Left to the caller; rich itself would end the program with exit code 1."""
        raise BrokenPipeError


def show(body: Reply, *, zone: tzinfo) -> None:
    """On standard output; plain text where that is no terminal or NO_COLOR is set."""
    terminal = _Terminal()
    for row in rows(typeset(body, zone=zone), width=min(terminal.width, WIDEST)):
        terminal.print(Text.assemble(*((run.text, _COLOURS[run.style]) for run in row)))
