"""A digest in a terminal: no wider than the window, and nothing lost by wrapping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.rendering.cleaning import clean
from bot.rendering.plaintext import plain
from bot.rendering.typesetting import typeset
from tests.bot.rendering.samples import DIGESTS, HOSTILE
from tests.builders import BERLIN, a_digest, an_item

scripts = st.text(alphabet="ab é漢字가👍🇩🇪ก็ नि", max_size=90).map(clean)


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("name", DIGESTS)
def test_no_row_is_wider_than_the_terminal_but_an_address(name: str, width: int) -> None:
    rows = plain(typeset(DIGESTS[name], zone=BERLIN), width=width).split("\n")
    wide = [row.strip() for row in rows if cell_len(row) > width]
    assert [row for row in wide if not row.startswith(("http://", "https://"))] == []


@given(text=scripts, width=st.integers(12, 60))
def test_text_of_any_script_is_wrapped_and_all_of_it_is_there(text: str, width: int) -> None:
    shown = plain(typeset(a_digest(an_item(text=text, url=None)), zone=BERLIN), width=width)
    assert max(map(cell_len, shown.split("\n"))) <= width
    assert "".join(text.split()) in "".join(shown.split())


def test_an_address_stays_whole_on_a_row_of_its_own() -> None:
    address = "https://courier.example/" + "tunnel-" * 20
    rows = plain(typeset(a_digest(an_item(url=address)), zone=BERLIN), width=40).split("\n")
    assert f"  {address}" in rows


def test_no_article_steers_the_terminal() -> None:
    shown = plain(typeset(DIGESTS["hostile"], zone=BERLIN), width=80)
    assert HOSTILE[-1] not in shown
    assert [letter for letter in shown if not letter.isprintable() and letter != "\n"] == []
