"""The preview page: the payloads themselves, what is wrong with them, and nothing from elsewhere."""

import html
import json
import re
from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.rendering.limits import Use, uses
from bot.rendering.press import press
from bot.web.previews import page
from digests.channel import Layout, Platform
from tests.bot.web.samples import DISCORD, SLACK, shown_on_discord, shown_on_slack
from tests.bot.web.tags import Tags
from tests.builders import a_channel, a_digest, a_line, an_item

VOID = {"hr", "meta"}


def test_every_payload_stands_on_the_page_as_it_is_sent() -> None:
    drawn = page("Morning digest", [shown_on_slack(), shown_on_discord()])
    written = [
        json.loads(html.unescape(each)) for each in re.findall(r'<pre tabindex="0">(.*?)</pre>', drawn, re.DOTALL)
    ]

    assert written == [SLACK, DISCORD]


def test_a_message_is_shown_in_light_in_dark_and_on_a_phone() -> None:
    drawn = Tags(page("Morning digest", [shown_on_slack()]))

    assert [having["class"] for having in drawn.named("figure")] == [
        "frame slack light desk",
        "frame slack dark desk",
        "frame slack light phone",
        "frame lock",
    ]


def test_the_head_names_title_channel_and_the_readers_time_and_zone() -> None:
    drawn = Tags(
        page(
            "Morning digest",
            [shown_on_slack(), shown_on_discord(at=datetime(2026, 3, 2, 2, tzinfo=ZoneInfo("America/New_York")))],
        )
    )

    assert "Monday 2 March 2026, 08:00, Europe/Berlin" in drawn.text
    assert "Read on Monday 2 March 2026, 02:00, America/New_York." in drawn.text
    assert "Slack #newsroom" in drawn.text
    assert [having["href"] for having in drawn.named("a")][:2] == ["#shown-1", "#shown-2"]


def test_a_page_of_nothing_says_so() -> None:
    assert "There is no message to show." in page("Morning digest", [])


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        shown_on_slack(at=datetime(2026, 3, 2, 8))  # noqa: DTZ001


def test_the_page_runs_no_script_and_fetches_nothing() -> None:
    drawn = Tags(page("Morning digest", [shown_on_slack(), shown_on_discord()]))
    names = {tag for tag, _ in drawn.tags}
    attributes = {name for _, having in drawn.tags for name in having}

    assert names.isdisjoint({"script", "img", "link", "iframe", "object", "embed", "base", "form", "video", "audio"})
    assert attributes.isdisjoint({"src", "srcset", "style", "background", "poster", "action"})
    assert not any(name.startswith("on") for name in attributes)


def test_the_policy_lets_in_this_style_sheet_and_nothing_else() -> None:
    drawn = page("Morning digest", [shown_on_slack()])
    style = html.unescape(drawn[drawn.index("<style>") + 7 : drawn.index("</style>")])
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(having for having in Tags(drawn).named("meta") if having.get("http-equiv"))

    assert policy["content"] == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def test_the_page_is_well_formed_and_its_headings_are_in_order() -> None:
    drawn = page("Morning digest", [shown_on_slack(), shown_on_discord()], next_steps=["Post it"])
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", drawn)]
    opened: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z][a-z0-9]*)\b[^>]*?(?<!/)>", drawn.replace("<!doctype html>", "")):
        if closing:
            assert opened.pop() == tag
        elif tag not in VOID:
            opened.append(tag)

    assert opened == []
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_limits_stand_beside_the_message() -> None:
    drawn = Tags(page("Morning digest", [shown_on_slack()]))

    assert "2,310 of 12,000" in drawn.text
    assert "What is wrong" not in {having.get("aria-label") for having in drawn.named("ul")}


def test_a_broken_limit_is_loud() -> None:
    drawn = page("Morning digest", [shown_on_slack(uses=(Use(name="blocks", used=61, limit=50),))])

    assert '<li class="alarm">blocks: 61, but at most 50 are allowed</li>' in drawn
    assert '<rect class="used" width="100%"' in drawn


def test_what_no_drawing_shows_is_said_above_it() -> None:
    assert '<li class="alarm">not drawn: attachments</li>' in page("x", [shown_on_slack({**SLACK, "attachments": []})])


def test_slack_gives_lock_screens_and_screen_readers_the_text_and_not_the_blocks() -> None:
    drawn = page("x", [shown_on_slack({**SLACK, "text": "Tunnel &amp; storm\n• Two counts"})])

    assert '<p class="text">Tunnel &amp; storm\n• Two counts</p>' in drawn
    assert re.search(r'<ol class="spoken">\s*<li>Tunnel &amp; storm</li>\s*<li>• Two counts</li>\s*</ol>', drawn)


def test_discord_gives_lock_screens_nothing_of_components() -> None:
    assert '<p class="text"><i>(no text)</i></p>' in page("x", [shown_on_discord()])


def test_later_messages_follow_under_one_name() -> None:
    drawn = Tags(page("x", [shown_on_slack(SLACK, SLACK)]))
    rows = [having["class"] for having in drawn.named("div") if str(having.get("class")).startswith("row")]

    assert rows == ["row", "row follows"] * 3


def test_next_steps_show_commands_as_commands() -> None:
    assert "<li>Then <code>rundown check</code> &lt;it&gt;</li>" in page(
        "x", [], next_steps=["Then `rundown check` <it>"]
    )


def test_hostile_names_stay_text() -> None:
    bad = "<script>alert(1)</script>"
    drawn = Tags(page(bad, [shown_on_slack(channel=bad, sender=bad, caption=bad)]))

    assert not list(drawn.named("script"))
    assert bad in drawn.text


@pytest.mark.parametrize(
    ("platform", "layout"),
    [(Platform.SLACK, Layout.COMPONENTS), (Platform.DISCORD, Layout.COMPONENTS), (Platform.DISCORD, Layout.EMBED)],
)
def test_what_the_press_sets_is_drawn_whole_and_without_an_alarm(platform: Platform, layout: Layout) -> None:
    hostile = an_item(headline="<!channel> @everyone & <@U1> *x*", lines=(a_line(replies=(a_line(text="Not so."),)),))
    sheets = press(a_digest(hostile, an_item()), a_channel(platform=platform, layout=layout))
    messages = tuple(sheet.payload for sheet in sheets)
    shown = shown_on_slack if platform is Platform.SLACK else shown_on_discord
    drawn = page("Morning", [shown(*messages, uses=tuple(use for message in messages for use in uses(message)))])

    assert 'class="alarm"' not in drawn
    assert "Not so." in drawn
