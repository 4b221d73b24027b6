"""Foreign text as people see it, and addresses that may be linked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.cleaning import LONGEST_ADDRESS, clean, link_to, may_carry


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("tunnel\u202e opens\u202c", "tunnel opens"),
        ("tun\u200bnel\u2060 op\u00adens\ufeff", "tunnel opens"),
        ("\u2066tunnel\u2069 \u200fopens\u061c", "tunnel opens"),
        ("tunnel\U000e0074\U000e0075\U000e007f", "tunnel"),
        ("t\ufe0eunnel\ufe0f \U000e0100opens", "tunnel opens"),
        ("tunnel\u3164\u115f\u2800opens", "tunnel opens"),
        ("tunnel\x00\x1b[31m\ue000 \U0010fffdopens", "tunnel[31m opens"),
        ("  tunnel\r\n\t\u2028opens\u3000 ", "tunnel opens"),
        ("\u0301\u0301tunnel", "tunnel"),
        ("cafe\u0301", "caf\u00e9"),
        ("\u200b \u202e", ""),
    ],
)
def test_what_nobody_can_see_is_taken_out(text: str, seen: str) -> None:
    assert clean(text) == seen


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "❤️", "🏳️‍🌈", "👩🏽‍🚒", "🇩🇪", "1️⃣"])
def test_emoji_stay_whole(emoji: str) -> None:
    assert clean(f"Fire {emoji} out") == f"Fire {emoji} out"


@pytest.mark.parametrize("word", ["نَفَق", "מִנְהָרָה", "सुरंग", "อุโมงค์", "đường hầm", "İstanbul", "ﬁre"])
def test_words_of_every_script_stay_as_they_are_written(word: str) -> None:
    assert clean(word) == unicodedata.normalize("NFC", word)


def test_a_letter_keeps_eight_marks_at_most() -> None:
    assert clean("Z" + "\u0336" * 500 + "algo") == "Z" + "\u0336" * 8 + "algo"


@given(text=st.text(max_size=60))
def test_cleaned_text_is_on_one_line_unseen_by_nobody_and_the_same_when_cleaned_again(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()
    unseen = {c for c in cleaned if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}}
    assert unseen <= {"\u200d"}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.courier.example/tunnel", "courier.example"),
        ("http://courier.example:8080/a?b=c#d", "courier.example"),
        ("https://COURIER.example", "courier.example"),
        ("https://münchen.example/tunnel", "münchen.example"),
        ("https://xn--mnchen-3ya.example/", "münchen.example"),
        ("https://例え.example/", "例え.example"),
        ("https://" + "sub." * 30 + "courier.example", "…" + ("sub." * 30 + "courier.example")[-60:]),
    ],
)
def test_the_host_is_shown_as_people_know_it(address: str, host: str) -> None:
    link = link_to(address)
    assert link is not None
    assert link.host == host
    assert link.url.isascii()


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://b\u0430nk.example/", "xn--bnk-6cd.example"),
        ("https://\u0430\u0440\u0440\u04cf\u0435.example/", "xn--80ak6aa92e.example"),
        ("https://g\u03bfogle.example/", "xn--gogle-rce.example"),
    ],
)
def test_a_host_that_could_pass_for_another_is_shown_in_punycode(address: str, host: str) -> None:
    link = link_to(address)
    assert link is not None
    assert link.host == host
    assert link.url == f"https://{link.host}/"


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//courier.example/tunnel",
        "https:///tunnel",
        "https://bank.example@evil.example/",
        "https://ada:secret@courier.example/",
        "https://courier.example\\@evil.example/",
        "https://courier.example/a b",
        "https://courier.example/\u202egnp.exe",
        "https://courier.example/\n<!channel>",
        "https://cour<ier>.example/",
        "https://courier.example:port/",
        "https://[::1]/",
        "https://courier.example/" + "x" * LONGEST_ADDRESS,
        "https://courier.example/" + "隧" * (LONGEST_ADDRESS // 9),
    ],
)
def test_an_address_that_must_not_be_linked_is_not(address: str | None) -> None:
    assert link_to(address) is None


def test_an_address_cannot_break_out_of_its_link() -> None:
    link = link_to("https://courier.example/)](<x>)|\"'`?q=<y>#[z]")
    assert link is not None
    assert not set('<>|[]"`') & set(link.url)


@pytest.mark.parametrize("text", ["Tunnel opens", "U.S. says it shares the blame", "It costs 4.5 million", "Up 3:1"])
def test_an_ordinary_headline_carries_its_link(text: str) -> None:
    assert may_carry(text)


@pytest.mark.parametrize(
    "text", ["bank.example", "https://x", "ada@courier", "10.0.0.1", "ｂａｎｋ．ｅｘａｍｐｌｅ", "see [1]"]
)
def test_a_headline_like_an_address_carries_none(text: str) -> None:
    assert not may_carry(text)
