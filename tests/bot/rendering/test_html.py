"""A digest as a page of HTML, read by Python's own parser."""

from html.parser import HTMLParser

import pytest

from bot.conversation import Reply
from bot.rendering.cleaning import clean
from bot.rendering.html import document
from bot.rendering.typesetting import typeset
from tests.bot.rendering.samples import ANSWERS, DIGESTS, HOSTILE
from tests.builders import BERLIN, a_digest, an_item

BODIES: dict[str, Reply] = {**DIGESTS, **ANSWERS}
OURS = {"html", "head", "meta", "title", "style", "body", "header", "article", "footer", "blockquote", "time"} | {
    *("h1", "h2", "p", "ul", "li", "a", "small", "strong", "cite")
}
WITHOUT_END = {"meta"}


class Page(HTMLParser):
    """What a browser would make of a page: its elements, its words, its links; and that each element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in WITHOUT_END:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("name", BODIES)
def test_no_article_adds_an_element_or_an_address_to_the_page(name: str) -> None:
    page = Page(document(typeset(BODIES[name], zone=BERLIN)))
    assert page.open == []
    assert page.tags <= OURS
    assert page.attributes <= {"lang", "charset", "name", "content", "href", "rel", "datetime", "class"}
    assert all(link.startswith(("https://", "http://")) for link in page.links)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_show_on_the_page_as_they_are(text: str) -> None:
    page = Page(document(typeset(a_digest(an_item(headline=text, text=text)), zone=BERLIN)))
    assert clean(text)[:150] in page.words
