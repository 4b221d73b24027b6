"""What a screen reader says of drawn HTML: its text in reading order, with the roles that it announces."""

from html.parser import HTMLParser

from markupsafe import Markup

_BREAKS = {"p", "div", "h4", "li", "ul", "ol", "blockquote", "pre", "hr"}
_SAID = {"h4": "heading, ", "a": "link, ", "li": "bullet, ", "blockquote": "quote, ", "hr": "separator"}
_ROLES = {"button": "button, ", "img": "image, "}


def lines(drawn: Markup, *, roles: bool = True) -> tuple[str, ...]:
    """One line a paragraph, heading or bullet; nothing that is hidden from assistive technology.

    Without ``roles`` the words alone, as a phone's lock screen shows them.
    """
    reader = _Reader(roles=roles)
    reader.feed(str(drawn))
    reader.close()
    reader.end_line()
    return tuple(reader.lines)


class _Reader(HTMLParser):
    """Collects lines; inside an element whose label is said already, or that is hidden, it is silent."""

    def __init__(self, *, roles: bool) -> None:
        super().__init__()
        self._roles = roles
        self.lines: list[str] = []
        self._line = ""
        self._silent: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        having = dict(attrs)
        label = having.get("aria-label") if self._roles else None
        hidden = self._is_silent or having.get("aria-hidden") == "true"
        if tag in _BREAKS and not hidden:
            self.end_line()
        if self._roles and not hidden:
            self._line += _ROLES.get(having.get("role") or "", _SAID.get(tag, "")) + (label or "")
        if tag != "hr":
            self._silent.append(hidden or bool(label))

    def handle_endtag(self, tag: str) -> None:
        self._silent.pop()
        if tag in _BREAKS:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            first, *rest = data.split("\n")
            self._line += first
            for line in rest:
                self.end_line()
                self._line = line

    @property
    def _is_silent(self) -> bool:
        return bool(self._silent and self._silent[-1])

    def end_line(self) -> None:
        if line := " ".join(self._line.split()):
            self.lines.append(line)
        self._line = ""
