"""How Discord's own payloads are drawn: as Discord shows them, and loud where they would do harm."""

from typing import Any

import pytest

from bot.web.discord_drawing import DiscordDrawing, troubles
from tests.bot.web.samples import DISCORD, EIGHT, EMBED, UNIX

ALARM = '<strong class="alarm">'
NOBODY: dict[str, list[str]] = {"parse": []}


def content(words: str, allowed: Any = NOBODY) -> str:
    return str(DiscordDrawing({"content": words, "allowed_mentions": allowed}, EIGHT).content())


def body(*components: Any) -> str:
    message = {"flags": 1 << 15, "components": components, "allowed_mentions": NOBODY}
    return str(DiscordDrawing(message, EIGHT).body())


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("**bold** *slanted* _too_", "<strong>bold</strong> <em>slanted</em> <em>too</em>"),
        ("***both***", "<strong><em>both</em></strong>"),
        ("__under__ ~~struck~~", "<u>under</u> <s>struck</s>"),
        ("||the end||", '<span class="spoiler">the end</span>'),
        ("`**a**` ``b`c``", "<code>**a**</code> <code>b`c</code>"),
        (r"\*not\* \# \_a\_ \<b\>", "*not* # _a_ &lt;b&gt;"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        (f"<t:{UNIX}:t>", '<span class="chip">08:00</span>'),
        (f"<t:{UNIX - 7200}:R>", '<span class="chip">2 hours ago</span>'),
        (f"<t:{UNIX}>", '<span class="chip">2 March 2026 08:00</span>'),
        (f"<t:{UNIX}:q>", f"&lt;t:{UNIX}:q&gt;"),
        ("<t:999999999999999>", "&lt;t:999999999999999&gt;"),
        ("</digest:12> <#34>", '<span class="chip">&lt;/digest:12&gt;</span> <span class="chip">&lt;#34&gt;</span>'),
    ],
)
def test_markdown_looks_as_discord_would_show_it(words: str, drawn: str) -> None:
    assert content(words) == f"<p>{drawn}</p>"


def test_lines_become_headings_small_print_quotes_and_lists() -> None:
    drawn = content("# One\n## Two\n### Three\n-# small\n> said\n> so\n- a\n  - b\n3. c\n```py\n# d\n```\n#no heading")

    assert drawn == (
        '<h4 class="h1">One</h4><h4 class="h2">Two</h4><h4 class="h3">Three</h4><p class="small">small</p>'
        '<blockquote>said\nso</blockquote><ul class="bullet"><li>a</li></ul><ul class="deep"><li>b</li></ul>'
        '<ol><li value="3">c</li></ol><pre># d</pre><p>#no heading</p>'
    )


@pytest.mark.parametrize(
    ("words", "host"),
    [
        ("[The tunnel](https://courier.example/a_(b))", "courier.example"),
        ("<https://quay.example/a_b_c>", "quay.example"),
        ("see https://quay.example/a, and", "quay.example"),
    ],
)
def test_a_link_tells_where_it_leads(words: str, host: str) -> None:
    assert f'title="Leads to {host}"' in content(words)


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("@everyone", {"parse": ["everyone"]}),
        ("**@here**", {"parse": ["everyone"]}),
        ("<@123>", {"parse": ["users"]}),
        ("<@!123>", {"parse": [], "users": ["123"]}),
        ("<@&456>", {"parse": [], "roles": ["456"]}),
    ],
)
def test_a_mention_that_is_allowed_to_ping_is_loud(words: str, allowed: Any) -> None:
    assert f"{ALARM}would ping: @" in content(words, allowed)


def test_a_message_that_allows_nothing_by_name_pings_by_default() -> None:
    assert ALARM in DiscordDrawing({"content": "@everyone"}, EIGHT).content()


@pytest.mark.parametrize("words", ["@everyone", "<@123>", "<@&456>", "@here"])
def test_a_mention_that_pings_nobody_is_quiet(words: str) -> None:
    assert ALARM not in content(words)


def test_a_container_shows_texts_separators_buttons_and_its_accent() -> None:
    drawn = body(
        {
            "type": 17,
            "accent_color": 0x1F5673,
            "components": [
                {"type": 10, "content": "## Morning digest"},
                {"type": 14, "divider": False, "spacing": 2},
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "Night buses"}],
                    "accessory": {"type": 2, "style": 4, "label": "Mute", "emoji": {"name": "🔇"}, "custom_id": "m"},
                },
                {"type": 12, "items": [{"media": {"url": "https://quay.example/map.png"}, "description": "a map"}]},
            ],
        },
        {"type": 1, "components": [{"type": 2, "style": 5, "label": "Open", "url": "https://courier.example/a"}]},
    )

    assert 'fill="#1f5673"' in drawn
    assert '<h4 class="h2">Morning digest</h4>' in drawn
    assert '<div class="gap large"></div>' in drawn
    assert '<span class="button danger" role="button" aria-disabled="true"><span class="emoji">🔇</span> Mute' in drawn
    assert 'aria-label="a map"' in drawn
    assert 'title="Leads to courier.example"' in drawn
    assert "map.png" not in drawn


@pytest.mark.parametrize(
    "component",
    [
        {"type": 3, "custom_id": "pick"},
        {"type": 99},
        {"type": 10},
        {"type": 17, "components": [{"type": 13}]},
        {"type": 17, "accent_color": "red", "components": []},
        {"type": 9, "components": []},
        {"type": 1, "components": [{"type": 2, "style": 6}]},
        {},
        7,
    ],
)
def test_what_cannot_be_drawn_is_a_loud_box_and_never_absent(component: Any) -> None:
    drawn = body({"type": 10, "content": "before"}, component, {"type": 10, "content": "after"})

    assert '<p class="alarm">not drawn: ' in drawn
    assert "before" in drawn
    assert "after" in drawn


def test_an_embed_shows_title_description_fields_and_its_time_on_the_readers_clock() -> None:
    drawn = str(DiscordDrawing(EMBED, EIGHT).body())

    assert drawn.startswith("<p>Morning digest: harbor tunnel")
    assert 'title="Leads to courier.example"' in drawn
    assert "<strong>Those who run the pumps say that they are not.</strong>" in drawn
    assert '<div class="inline"><p class="name">Coast guard</p>' in drawn
    assert "38 articles of 6 outlets • Today at 08:00" in drawn


def test_a_mention_in_an_embed_pings_nobody() -> None:
    drawn = DiscordDrawing({"embeds": [{"description": "<@123> @everyone"}]}, EIGHT).body()

    assert '<span class="chip">@123</span> @everyone' in drawn


def test_a_part_of_an_embed_that_is_not_drawn_is_loud() -> None:
    assert "not drawn: embed&#39;s image" in DiscordDrawing({"embeds": [{"image": {"url": "x"}}]}, EIGHT).body()


@pytest.mark.parametrize("message", [DISCORD, EMBED])
def test_a_digest_as_it_should_be_has_no_troubles(message: Any) -> None:
    assert troubles(message) == ()


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"content": "x", "allowed_mentions": NOBODY, "poll": {}}, "not drawn: poll"),
        ({"content": "x"}, "allowed_mentions is missing"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"]}}, "lets some mentions ping"),
        ({**DISCORD, "content": "x"}, "refuses content"),
        ({**DISCORD, "flags": 0}, "refuses these components"),
        ({"content": "https://quay.example", "allowed_mentions": NOBODY}, "add a preview"),
    ],
)
def test_what_no_drawing_shows_is_said(message: dict[str, Any], said: str) -> None:
    (trouble,) = troubles(message)

    assert said in trouble


def test_a_link_in_angle_brackets_gets_no_preview() -> None:
    assert troubles({"content": "<https://quay.example>", "allowed_mentions": NOBODY}) == ()
