"""Whatever an article says: no limit passed, nobody called, no link that poses as another, every word as it was.

The judges are slack_sdk and slackblocks, simcord and discord.py, and linkify for what looks like an address.
"""

from contextlib import suppress
from random import Random
from urllib.parse import urlsplit

import idna
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from linkify_it import LinkifyIt

from bot.rendering.cleaning import clean
from bot.rendering.press import press
from digests.article import ClaimId, ClaimKind, ClaimStatus
from digests.digest import Carried, Digest, Item, Line
from tests.bot.rendering.readers import (
    Payload,
    Seen,
    faults_on_discord,
    faults_on_slack,
    seen_on_discord,
    seen_on_slack,
)
from tests.bot.rendering.samples import DIGESTS, HOSTILE, OFFICES
from tests.builders import a_digest, a_line, a_proof, an_item

OFFICES_OF_PLATFORMS = ["slack", "discord", "embed"]
LINKIFY = LinkifyIt()
SHORT = 150
"""Characters of a text that has room in every field."""

snippets = st.sampled_from([word for text in HOSTILE for word in text.split(" ")] + list("<>*_~|`[]()\\#@&!:-+=.1\n "))
words = st.one_of(st.text(max_size=12), snippets)
texts = st.builds(
    lambda parts, times: "".join(parts) * times, st.lists(words, max_size=12), st.sampled_from([1, 1, 1, 40])
)
addresses = st.one_of(
    st.none(),
    st.just("https://www.courier.example/tunnel"),
    st.builds("https://courier.example/{}".format, texts),
    st.builds("https://{}/tunnel".format, words),
    texts,
)


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    """A few texts and addresses, dealt to all fields by chance: as many stories, claims and replies as may come."""
    said, linked = draw(st.lists(texts, min_size=1, max_size=5)), draw(st.lists(addresses, min_size=1, max_size=2))
    chance = Random(draw(st.integers(0, 2**32)))

    def some() -> tuple[str, ...]:
        return tuple(chance.choices(said, k=chance.randrange(5)))

    def line(name: str, replies: int) -> Line:
        return a_line(
            name,
            text=chance.choice(said),
            credit=chance.choice([None, *said]),
            note=chance.choice([None, *said]),
            kind=chance.choice(list(ClaimKind)),
            status=chance.choice(list(ClaimStatus)),
            replies=tuple(line(f"{name}-{place}", 0) for place in range(replies)),
        )

    def story(place: int) -> Item:
        return an_item(
            headline=chance.choice(said),
            text=chance.choice(said),
            lines=tuple(line(f"{place}-{number}", chance.choice([0, 1, 5])) for number in range(chance.randrange(4))),
            sources=some(),
            outlets=some(),
            url=chance.choice(linked),
            opinion=chance.choice([True, False]),
            example=chance.choice([True, False]),
            is_new=chance.choice([True, False]),
            unsaid=(Carried(claim=ClaimId(f"{place}/unsaid"), fingerprint="f", shown=False),),
        )

    told = [story(place) for place in range(chance.randrange(8))]
    return a_digest(*told, title=chance.choice(said), proof=a_proof(outlets=some()))


def seen(office: str, payload: Payload) -> Seen:
    return seen_on_slack(payload) if office == "slack" else seen_on_discord(payload)


def faults(office: str, payload: Payload) -> list[str]:
    return faults_on_slack(payload) if office == "slack" else faults_on_discord(payload)


def poses(text: str, address: str) -> bool:
    """Whether a link's text could be taken for another host than the one it leads to."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    with suppress(idna.IDNAError):
        text = text.replace(idna.decode(host), host)
    return any(urlsplit(match.url).hostname not in {host, f"www.{host}"} for match in LINKIFY.match(text) or [])


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
@given(digest=digests())
def test_no_article_makes_a_payload_that_its_platform_refuses(office: str, digest: Digest) -> None:
    sheets = press(digest, OFFICES[office])
    assert [fault for sheet in sheets for fault in faults(office, sheet.payload)] == []


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
@given(digest=digests())
def test_no_article_calls_anybody_or_poses_as_another_host(office: str, digest: Digest) -> None:
    for sheet in press(digest, OFFICES[office]):
        read = seen(office, sheet.payload)
        assert read.live == ()
        assert [link for link in read.links if poses(*link)] == []
        assert all(address.startswith(("http://", "https://")) for _, address in read.links)


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
@given(digest=digests())
def test_every_claim_is_carried_by_the_messages_that_show_it(office: str, digest: Digest) -> None:
    carried = [one for sheet in press(digest, OFFICES[office]) for one in sheet.carries]
    assert list(dict.fromkeys(carried)) == list(dict.fromkeys(one for item in digest.items for one in item.carries))


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
@example(text="<https://evil.example|https://bank.example>" * 3)
@example(text="-# small")
@given(text=st.lists(words, max_size=8).map("".join).filter(lambda text: 0 < len(clean(text)) <= SHORT))
def test_words_show_as_they_are_once_they_are_cleaned(office: str, text: str) -> None:
    said = a_line(text=text, credit=text, note=text, status=ClaimStatus.DISPUTED)
    item = an_item(headline=text, text=text, lines=(said,), sources=(text,), outlets=(text,), url=None)
    (sheet,) = press(a_digest(item), OFFICES[office])
    read = seen(office, sheet.payload).text
    as_said = clean(text)
    assert f"{as_said}\n{as_said}\n" in f"{read}\n" or office == "embed"
    assert f"⚠ Disputed: {as_said} — {as_said} ({as_said})" in read


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_a_credit_too_long_for_its_line_is_cut_and_the_claim_and_its_note_are_not(office: str) -> None:
    text = "<https://evil.example|https://bank.example>" * 4
    said = a_line(text=text, credit=text, note=text, status=ClaimStatus.DISPUTED)
    (sheet,) = press(a_digest(an_item(lines=(said,))), OFFICES[office])
    (line,) = (line for line in seen(office, sheet.payload).text.split("\n") if "Disputed" in line)
    credit = line.removeprefix(f"⚠ Disputed: {text} — ").removesuffix(f" ({text})")
    assert credit.endswith("…")
    assert text.startswith(credit.removesuffix("…"))
    assert len(credit) <= 160


@pytest.mark.parametrize("office", OFFICES_OF_PLATFORMS)
def test_the_hostile_morning_is_only_words(office: str) -> None:
    for sheet in press(DIGESTS["hostile"], OFFICES[office]):
        assert faults(office, sheet.payload) == []
        assert seen(office, sheet.payload).live == ()
        assert [link for link in seen(office, sheet.payload).links if poses(*link)] == []
