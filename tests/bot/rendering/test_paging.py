"""A digest that one message cannot hold: stories whole while they can be, charges never without their denials."""

import json
from typing import Any

import pytest

from bot.rendering.press import press
from digests.article import ClaimId, ClaimKind, Slug, StoryId
from digests.digest import Carried, Digest, Item, Line
from digests.ports import Sheet
from tests.bot.rendering.readers import Seen, faults_on_discord, faults_on_slack, seen_on_discord, seen_on_slack
from tests.bot.rendering.samples import OFFICES
from tests.builders import a_digest, a_line, an_item

OFFICES_OF_PLATFORMS = ["slack", "discord", "embed"]
SENTENCE = "The engineers of the harbor tunnel say that the walls are dry and that the trains are late. "
ADDRESS = "https://courier.example/tunnel"


def read(office: str, sheet: Sheet) -> Seen:
    return (seen_on_slack if office == "slack" else seen_on_discord)(sheet.payload)


def faults(office: str, sheets: tuple[Sheet, ...]) -> list[str]:
    judge = faults_on_slack if office == "slack" else faults_on_discord
    return [fault for sheet in sheets for fault in judge(sheet.payload)]


def a_charge(place: int, *, padding: str = SENTENCE) -> Line:
    denial = a_line(f"denial-{place}", text=f"Denial {place} ends. {padding}", kind=ClaimKind.DENIAL)
    return a_line(
        f"charge-{place}", text=f"Charge {place} ends. {padding}", replies=(denial,), kind=ClaimKind.ALLEGATION
    )


def a_long_story(place: int, *lines: Line, **changes: Any) -> Item:
    return an_item(
        story=StoryId(f"story-{place}"),
        article=Slug(f"story-{place}"),
        headline=f"Headline {place} ends",
        text=SENTENCE * 4,
        lines=lines or tuple(a_charge(10 * place + number) for number in range(3)),
        url=ADDRESS,
        **changes,
    )


def a_long_digest() -> Digest:
    return a_digest(*(a_long_story(place) for place in range(7)))


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_a_story_stays_whole_while_one_message_holds_it(office: str) -> None:
    sheets = press(a_long_digest(), OFFICES[office])
    assert len(sheets) > 1
    assert faults(office, sheets) == []
    texts = [read(office, sheet).text for sheet in sheets]
    assert "(continued)" not in "".join(texts)
    for place in range(7):
        (home,) = (text for text in texts if f"Headline {place} ends" in text)
        assert all(f"{kind} {10 * place + n} ends" in home for kind in ("Charge", "Denial") for n in range(3))


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_each_message_says_which_part_it_is_and_the_last_alone_says_what_was_looked_at(office: str) -> None:
    texts = [read(office, sheet).text for sheet in press(a_long_digest(), OFFICES[office])]
    assert [f"part {part} of {len(texts)}" in text for part, text in enumerate(texts, start=1)] == [True] * len(texts)
    assert ["Looked at" in text for text in texts] == [False] * (len(texts) - 1) + [True]


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_a_story_of_twenty_five_claims_goes_on_under_its_own_headline_and_link(office: str) -> None:
    kept = Carried(claim=ClaimId("story/unsaid"), fingerprint="f", shown=False)
    story = a_long_story(0, *(a_charge(place) for place in range(25)), unsaid=(kept,), opinion=True)
    sheets = press(a_digest(story), OFFICES[office])
    assert faults(office, sheets) == []
    for number, sheet in enumerate(sheets):
        text = read(office, sheet).text
        assert text.count("Headline 0 ends") == text.count("OPINION") >= 1
        assert ("(continued)" in text) or number == 0
        assert ADDRESS in json.dumps(sheet.payload)
        assert text.count("Charge ") == text.count("Denial ")
    whole = "".join(read(office, sheet).text for sheet in sheets)
    places = [whole.index(f"{kind} {place} ends") for place in range(25) for kind in ("Charge", "Denial")]
    assert places == sorted(places)
    assert kept in sheets[-1].carries
    assert not any(kept in sheet.carries for sheet in sheets[:-1])


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_a_charge_that_too_many_deny_is_told_again_above_the_rest_of_its_denials(office: str) -> None:
    denials = tuple(a_line(f"d-{place}", text=f"Denial {place} ends. {SENTENCE * 3}") for place in range(40))
    charge = a_line("charge", text="Charge ends.", kind=ClaimKind.ALLEGATION, replies=denials)
    sheets = press(a_digest(a_long_story(0, charge)), OFFICES[office])
    texts = [read(office, sheet).text for sheet in sheets]
    assert faults(office, sheets) == []
    assert len(texts) > 1
    assert all("Charge ends." in text for text in texts if "Denial" in text)
    assert sum(text.count("Denial ") for text in texts) == len(denials)


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
@pytest.mark.parametrize("size", [150, 2_000, 3_000, 40_000])
@pytest.mark.parametrize("letter", ["x ", "漢", "👍", "🇩🇪", "👨‍👩‍👧", "e\u0336\u0335\u0334", "<", "*", "\\"])
def test_texts_of_any_length_and_letter_are_taken_and_the_link_is_kept(letter: str, size: int, office: str) -> None:
    text = (letter * size)[:size]
    line = a_line(text=text, credit=text, note=text, replies=(a_line(text=text, credit=text, note=text),))
    item = an_item(headline=text, text=text, lines=(line,) * 3, sources=(text,) * 9, outlets=(text,) * 9, url=ADDRESS)
    sheets = press(a_digest(item, title=text), OFFICES[office])
    assert faults(office, sheets) == []
    assert ADDRESS in {address for sheet in sheets for _, address in read(office, sheet).links}


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_a_headline_of_three_thousand_letters_is_cut_at_a_word_with_its_link(office: str) -> None:
    (sheet,) = press(a_digest(an_item(headline="Harbor tunnel " * 215, url=ADDRESS)), OFFICES[office])
    ((text, address),) = read(office, sheet).links
    assert (text[-7:], address) == ("tunnel…", ADDRESS)
    assert len(text) <= 200


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_a_headline_full_of_markup_takes_no_room_from_the_claims(office: str) -> None:
    (sheet,) = press(a_digest(an_item(headline="*" * 200, lines=(a_line(text=SENTENCE * 3),))), OFFICES[office])
    assert faults(office, (sheet,)) == []
    assert (SENTENCE * 3).strip() in read(office, sheet).text


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_an_empty_digest_is_one_message_that_says_so(office: str) -> None:
    (sheet,) = press(a_digest(), OFFICES[office])
    assert "Nothing new" in read(office, sheet).text
    assert "Looked at 1 article" in read(office, sheet).text
    assert sheet.carries == ()
