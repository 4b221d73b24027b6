"""How Slack's own payloads are drawn: as Slack shows them, and loud where they would do harm."""

from typing import Any

import pytest

from bot.web.slack_drawing import SlackDrawing, troubles
from tests.bot.web.samples import EIGHT, SLACK, UNIX, bullets, button, line, rich, text

ALARM = '<strong class="alarm">'


def mrkdwn(words: str) -> str:
    return str(SlackDrawing(EIGHT).mrkdwn(words))


def body(*blocks: Any) -> str:
    return str(SlackDrawing(EIGHT).body({"text": "fall-back", "blocks": blocks}))


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("*bold* and _slanted_ and ~struck~", "<strong>bold</strong> and <em>slanted</em> and <s>struck</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("`a*b*c`", "<code>a*b*c</code>"),
        ("Fish &amp; chips &lt;b&gt;", "Fish &amp; chips &lt;b&gt;"),
        (":no_such_picture: 08:00:30", ":no_such_picture: 08:00:30"),
        (":warning:", '<span class="emoji" role="img" aria-label="warning">⚠️</span>'),
        (f"<!date^{UNIX}^{{date_short_pretty}} at {{time}}|2 Mar>", "Today at 08:00"),
        (f"<!date^{UNIX}^{{moon_phase}}|2 Mar>", "2 Mar"),
    ],
)
def test_mrkdwn_looks_as_slack_would_show_it(words: str, drawn: str) -> None:
    assert mrkdwn(words) == f"<p>{drawn}</p>"


def test_a_quote_begins_a_line_escaped_or_not() -> None:
    assert mrkdwn("before\n&gt; one\n> two\nafter") == "<p>before</p><blockquote>one\ntwo</blockquote><p>after</p>"


def test_a_fenced_text_stands_as_it_is_written() -> None:
    assert mrkdwn("see\n```\n*no* &lt;b&gt;\n```\nend") == "<p>see</p><pre>*no* &lt;b&gt;</pre><p>end</p>"


@pytest.mark.parametrize(
    "control", ["<!channel>", "<!here|here>", "<!everyone>", "<@U024BE7LH>", "<@W1|ada>", "<!subteam^S1|@desk>"]
)
@pytest.mark.parametrize("around", ["{}", "*{}*", "`{}`", "```{}```", "> {}"])
def test_a_live_mention_is_loud_wherever_it_stands(control: str, around: str) -> None:
    assert f"{ALARM}would ping: @" in mrkdwn(around.format(control))


def test_an_escaped_mention_is_harmless_text() -> None:
    assert mrkdwn("&lt;!channel&gt;") == "<p>&lt;!channel&gt;</p>"


@pytest.mark.parametrize(("control", "said"), [("<#C1|desk>", "would link"), ("<!fire>", "unknown"), ("<|x>", "not a")])
def test_a_control_sequence_that_is_no_link_is_loud(control: str, said: str) -> None:
    assert f"{ALARM}{said}" in mrkdwn(control)


def test_a_link_tells_where_it_leads() -> None:
    drawn = mrkdwn("<https://courier.example/a?b=1&amp;c=2|The tunnel>")

    assert 'href="https://courier.example/a?b=1&amp;c=2" title="Leads to courier.example"' in drawn
    assert ">The tunnel</a>" in drawn
    assert ALARM not in drawn


def test_bare_addresses_become_links_unless_the_text_is_taken_verbatim() -> None:
    def context(**more: bool) -> str:
        words = {"type": "mrkdwn", "text": "See https://courier.example/a.", **more}
        return body({"type": "context", "elements": [words]})

    assert ">https://courier.example/a</a>." in context()
    assert "<a" not in context(verbatim=True)


def test_plain_text_is_no_markup_and_shows_pictures_only_where_asked() -> None:
    def header(**more: bool) -> str:
        return body({"type": "header", "text": {"type": "plain_text", "text": "*A* &amp; <!here> :x:", **more}})

    assert '<h4 class="header">*A* &amp; &lt;!here&gt; <span class="emoji"' in header()
    assert '<h4 class="header">*A* &amp; &lt;!here&gt; :x:</h4>' in header(emoji=False)


def test_rich_text_is_never_read_as_markup() -> None:
    drawn = body(rich(line(text("*a* <!channel> &amp; :x:"), text(" b", bold=True, italic=True))))

    assert "<p>*a* &lt;!channel&gt; &amp;amp; :x:<em><strong> b</strong></em></p>" in drawn


def test_rich_text_holds_lists_quotes_dates_and_links() -> None:
    moment = {"type": "date", "timestamp": UNIX, "format": "{date_num} {time}", "fallback": "later"}
    away = {"type": "link", "url": "https://quay.example/a", "text": "The Quay", "style": {"bold": True}}
    drawn = body(
        rich(
            bullets(line(text("one")), line(moment), indent=1),
            {"type": "rich_text_quote", "elements": [away]},
            {"type": "rich_text_preformatted", "elements": [text("x = 1")]},
        )
    )

    assert '<ul class="indent-1">' in drawn
    assert "<li>one</li><li>2026-03-02 08:00</li>" in drawn
    assert 'title="Leads to quay.example"' in drawn
    assert "<pre>x = 1</pre>" in drawn


@pytest.mark.parametrize(
    "part",
    [
        {"type": "broadcast", "range": "here"},
        {"type": "user", "user_id": "U1"},
        {"type": "usergroup", "usergroup_id": "S1"},
    ],
)
def test_a_mention_in_rich_text_is_loud(part: dict[str, str]) -> None:
    assert f"{ALARM}would ping: @" in body(rich(line(part)))


@pytest.mark.parametrize(
    "block",
    [
        {"type": "carousel"},
        {"type": "section"},
        {"type": "section", "text": {"type": "html", "text": "<b>"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": {"type": "datepicker"}},
        {"type": "header"},
        {"type": "actions", "elements": [{"type": "overflow"}]},
        {"type": "actions", "elements": None},
        {"type": "context", "elements": [{"type": "video"}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_table"}]},
        {"type": "image", "image_url": "https://quay.example/map.png"},
        {},
        "no block at all",
    ],
)
def test_what_cannot_be_drawn_is_a_loud_box_and_never_absent(block: Any) -> None:
    drawn = body({"type": "divider"}, block, {"type": "divider"})

    assert '<p class="alarm">not drawn: ' in drawn
    assert drawn.count("<hr>") == 2


def test_an_unknown_part_of_rich_text_is_loud() -> None:
    assert f"{ALARM}not drawn: citation</strong>" in body(rich(line({"type": "citation"})))


def test_buttons_fields_and_pictures_are_drawn_without_fetching_anything() -> None:
    drawn = body(
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "*Missing*"},
            "fields": [{"type": "mrkdwn", "text": "At least 11"}, {"type": "plain_text", "text": "7"}],
            "accessory": button("Mute", "mute", style="danger"),
        },
        {"type": "actions", "elements": [button("Open", "open", url="https://courier.example/a")]},
        {"type": "image", "image_url": "https://quay.example/map.png", "alt_text": "a map of the harbor"},
    )

    assert '<span class="button danger" role="button" aria-disabled="true">Mute</span>' in drawn
    assert 'href="https://courier.example/a"' in drawn
    assert "<div>7</div>" in drawn
    assert 'aria-label="a map of the harbor"' in drawn
    assert "<img" not in drawn
    assert "map.png" not in drawn


def test_a_message_without_blocks_shows_its_text() -> None:
    assert SlackDrawing(EIGHT).body({"text": "*Nothing new*"}) == "<p><strong>Nothing new</strong></p>"


def test_a_digest_as_it_should_be_has_no_troubles() -> None:
    assert troubles(SLACK) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"attachments": []}, "not drawn: attachments"),
        ({"username": "Editor"}, "not drawn: username"),
        ({"text": ""}, "lock screen"),
        ({"unfurl_media": True}, "previews of the links"),
        ({"link_names": True}, "would ping"),
        ({"parse": "full"}, "would ping"),
    ],
)
def test_what_no_drawing_shows_is_said(change: dict[str, Any], said: str) -> None:
    (trouble,) = troubles({**SLACK, **change})

    assert said in trouble
