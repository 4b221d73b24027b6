"""An address is kept in one form: without what tells who sent the reader, and only where it may become a link."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.intake.addresses import LONGEST, canonical, page

PLAIN_NAME = re.compile(r"\(\?:%3F\)\?(\w{4,})")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "HTTPS://Courier.EXAMPLE:443/tunnel?id=7&utm_source=feed&at_medium=RSS#top",
            "https://courier.example/tunnel?id=7",
        ),
        ("http://courier.example", "http://courier.example/"),
        ("http://courier.example:8080/a?ref=home", "http://courier.example:8080/a?ref=home"),
        (" https://bücher.example/a ", "https://xn--bcher-kva.example/a"),
        ("https://courier.example/a/?fbclid=x", "https://courier.example/a/"),
    ],
)
def test_an_address_keeps_what_names_the_page_and_nothing_else(said: str, kept: str) -> None:
    assert canonical(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://courier.example/a",
        "courier.example/a",
        "https://",
        "https://ana:secret@courier.example/",
        "https://courier.example/a\nb",
        "https://courier.example:no/",
        "https://courier.example<b>/a",
        'https://courier.example"onclick=/a',
        "https://[1::2/",
        "https://courier.example/" + "x" * LONGEST,
    ],
)
def test_what_must_not_become_a_link_is_no_address(said: str) -> None:
    assert canonical(said) is None


@pytest.mark.parametrize(
    "spelling", ["http://courier.example/a/", "https://courier.example/a", "https://www.courier.example/a/"]
)
def test_one_page_is_one_page_in_all_its_spellings(spelling: str) -> None:
    assert page(spelling) == page("http://courier.example/a")


def test_another_query_is_another_page() -> None:
    assert page("https://courier.example/a?id=1") != page("https://courier.example/a?id=2")


@given(st.text(alphabet="abz/:.?&=#%@[]é-_0 ", max_size=40).map(lambda rest: f"https://{rest}"))
def test_the_canonical_form_of_a_canonical_form_is_itself(said: str) -> None:
    kept = canonical(said)
    assert kept is None or canonical(kept) == kept


def test_the_well_known_tracking_parameters_are_left_out(shared: Path) -> None:
    known = json.loads((shared / "data" / "urls_clearurls" / "data.min.json").read_text(encoding="utf-8"))
    rules = known["providers"]["globalRules"]["rules"]
    names = [plain[1] for plain in map(PLAIN_NAME.fullmatch, rules) if plain]
    kept = [name for name in names if canonical(f"https://courier.example/a?{name}=1") != "https://courier.example/a"]
    assert len(kept) <= len(names) / 4, kept
