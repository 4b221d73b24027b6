"""What Slack tells those who do not see the blocks: lock screens and many screen readers."""

from bot.rendering.limits import Limit
from bot.rendering.press import press
from digests.article import ClaimKind
from digests.digest import Digest
from tests.bot.rendering.samples import OFFICES
from tests.builders import a_digest, a_line, an_item


def told(digest: Digest) -> str:
    return "\n".join(str(sheet.payload["text"]) for sheet in press(digest, OFFICES["slack"]))


def a_charge(name: str, *, padding: str = "") -> Digest:
    denial = a_line(f"{name}-denial", text="The port paid nothing", kind=ClaimKind.DENIAL, credit="the harbour master")
    charge = a_line(
        f"{name}-charge",
        text=f"The port paid twice{padding}",
        kind=ClaimKind.ALLEGATION,
        replies=(denial,),
        credit=None,
    )
    return a_digest(an_item(headline="Port accused", lines=(charge, a_line(f"{name}-rest", text="Work goes on"))))


def test_who_only_hears_the_notification_hears_no_charge_without_its_denial() -> None:
    lines = told(a_charge("port")).splitlines()
    charge = next(place for place, line in enumerate(lines) if "paid twice" in line)
    assert "The port paid nothing — the harbour master" in lines[charge + 1]


def test_what_nobody_answers_is_left_to_the_message_itself() -> None:
    assert "Work goes on" not in told(a_charge("port"))


def test_where_there_is_much_to_tell_it_is_told_shorter_and_no_denial_is_lost() -> None:
    items = [item for place in range(40) for item in a_charge(f"port-{place}", padding=" and again" * 25).items]
    sheets = press(a_digest(*items), OFFICES["slack"])
    texts = [str(sheet.payload["text"]) for sheet in sheets]
    assert max(map(len, texts)) <= Limit.SLACK_TEXT.most
    assert "\n".join(texts).count("The port paid twice") == 40
    assert [text.count("The port paid twice") for text in texts] == [text.count("paid nothing") for text in texts]


def test_who_only_hears_the_notification_hears_what_is_no_news() -> None:
    text = told(a_digest(an_item(headline="Ferry sinks", example=True), an_item(headline="Ban ferries", opinion=True)))
    assert "EXAMPLE – invented, not news: Ferry sinks" in text
    assert "OPINION – a view, not news: Ban ferries" in text


def test_a_story_in_another_language_is_marked_as_such() -> None:
    texts = [told(a_digest(an_item(headline="Zweite Fähre", language=tag))) for tag in ("de-AT", "tlh", "en-GB", None)]
    marks = [text.splitlines()[1].removesuffix("Zweite Fähre") for text in texts]
    assert marks == ["• IN GERMAN – in its own words: ", "• IN KLINGON – in its own words: ", "• ", "• "]


def test_who_only_hears_the_notification_hears_that_nothing_is_new() -> None:
    assert told(a_digest()) == "Morning rundown\n• Nothing new"


def test_a_notification_calls_nobody() -> None:
    digest = a_digest(an_item(headline="<!channel> & <@U1>"))
    assert "&lt;!channel&gt; &amp; &lt;@U1&gt;" in told(digest)
