"""What a screen reader says, line by line."""

from markupsafe import Markup

from bot.web.discord_drawing import DiscordDrawing
from bot.web.spoken import lines
from tests.bot.web.samples import DISCORD, EIGHT


def test_headings_links_bullets_and_buttons_are_announced() -> None:
    said = lines(DiscordDrawing(DISCORD, EIGHT).body())

    assert said[:3] == (
        "heading, Morning digest: 4 stories",
        "2 March 2026 08:00 · Harbor desk · about 75 seconds",
        "separator",
    )
    assert "heading, link, 1. Harbor tunnel to open in June, a year late" in said
    assert "bullet, 7 people are missing. island council, to Radio Nord Disputed" in said
    assert said[-3:] == ("link, Open the tunnel story", "button, Why these four?", "button, Mute a story")


def test_a_picture_is_told_by_its_words_alone() -> None:
    drawn = Markup(
        '<div role="img" aria-label="a map"><b>not fetched</b> a map</div><svg aria-hidden="true"><rect/></svg>'
    )

    assert lines(drawn) == ("image, a map",)


def test_a_lock_screen_gets_the_words_without_their_roles() -> None:
    drawn = Markup(
        '<p>One\n<a href="#">two</a></p><blockquote>three <span role="img" aria-label="x">❌</span></blockquote>'
    )

    assert lines(drawn, roles=False) == ("One", "two", "three ❌")


def test_nothing_is_said_of_nothing() -> None:
    assert lines(Markup("<p> </p>")) == ()
