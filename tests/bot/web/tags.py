"""What a piece of drawn HTML is made of, for tests."""

from collections.abc import Iterator
from html.parser import HTMLParser


class Tags(HTMLParser):
    """Every start tag with its attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, *names: str) -> Iterator[dict[str, str | None]]:
        """The attributes of the tags of that name, in order."""
        return (having for tag, having in self.tags if tag in names)
