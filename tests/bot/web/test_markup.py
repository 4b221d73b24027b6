"""Whatever a feed may hold, a drawing is made of our own tags and of web links alone."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.discord_drawing import DiscordDrawing
from bot.web.markup import host_of, link
from bot.web.slack_drawing import SlackDrawing
from tests.bot.web.samples import EIGHT, line, rich, text
from tests.bot.web.tags import Tags

OURS = {"a", "blockquote", "code", "div", "em", "h4", "hr", "li", "ol", "p", "pre", "s", "span", "strong", "u", "ul"}
HARMLESS = {"aria-label", "class", "href", "rel", "role", "title", "value"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[bank](javascript:alert(1))",
    "<javascript:alert(1)|bank>",
    '[a](https://quay.example/"onmouseover="alert(1))',
    '<https://quay.example/"onmouseover="alert(1)|a>',
    "<https://quay.example|<b>bold</b>>",
    "`" * 200,
    "***" * 1300,
    "__" * 2000,
    "*_~`" * 60,
    "||" * 99 + "[" * 99 + "](" * 99,
    "```\n<b>\n",
    "\u202egnp.exe\u2069",
)
marked = st.text(alphabet=st.sampled_from("*_~`|<>!@#&;:[]()\\ \nab/^-1.{}t"), max_size=60)


def slack(words: str) -> str:
    return str(SlackDrawing(EIGHT).mrkdwn(words))


def slack_rich(words: str) -> str:
    return str(SlackDrawing(EIGHT).body({"blocks": [rich(line(text(words, bold=True)))]}))


def slack_markdown(words: str) -> str:
    return str(SlackDrawing(EIGHT).body({"blocks": [{"type": "markdown", "text": words}]}))


def discord(words: str) -> str:
    return str(DiscordDrawing({"content": words}, EIGHT).body())


def discord_embed(words: str) -> str:
    fields = [{"name": words, "value": words}]
    embed = {"title": words, "description": words, "fields": fields, "footer": {"text": words}}
    return str(DiscordDrawing({"embeds": [embed]}, EIGHT).body())


DRAWINGS = (slack, slack_rich, slack_markdown, discord, discord_embed)


def assert_harmless(html: str) -> None:
    drawn = Tags(html)
    assert {tag for tag, _ in drawn.tags} <= OURS
    for _, having in drawn.tags:
        assert having.keys() <= HARMLESS
    assert all((having["href"] or "").startswith(("https://", "http://")) for having in drawn.named("a"))


@pytest.mark.parametrize("draw", DRAWINGS)
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(draw: Callable[[str], str], words: str) -> None:
    assert_harmless(draw(words))


@given(words=marked | st.text(max_size=60))
def test_any_text_stays_text(words: str) -> None:
    for draw in DRAWINGS:
        assert_harmless(draw(words))


@given(words=st.text(alphabet=st.characters(exclude_characters="\r\x00", codec="utf-8"), max_size=40))
def test_rich_text_shows_every_character_as_it_is(words: str) -> None:
    assert Tags(slack_rich(words)).text.strip("\n") == words.strip("\n")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://courier.example/a", "courier.example"),
        ("https://bank.example@evil.example/", "evil.example"),
        ("http://b\u00fccher.example", "xn--bcher-kva.example"),
        ("https://\u0430pple.example", "xn--pple-43d.example"),
        ("javascript:alert(1)", None),
        ("mailto:desk@courier.example", None),
        ("https://", None),
        ("https://[::1", None),
        ("//courier.example", None),
    ],
)
def test_the_host_is_told_as_the_browser_will_ask_for_it(url: str, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize("label", ["courier.example", "https://courier.example/tunnel", "Courier.example"])
def test_a_label_that_names_another_host_is_loud(label: str) -> None:
    assert '<strong class="alarm">this link leads to: evil.example</strong>' in link("https://evil.example/x", label)


@pytest.mark.parametrize("label", ["evil.example", "www.evil.example", "The tunnel opens in June", "U.S. and E.U."])
def test_a_label_that_names_its_own_host_or_none_is_quiet(label: str) -> None:
    assert "alarm" not in link("https://evil.example/x", label)


def test_what_is_no_web_address_is_never_a_link() -> None:
    drawn = link("javascript:alert(1)", "bank")

    assert drawn == 'bank<strong class="alarm">not a web link: javascript:alert(1)</strong>'
