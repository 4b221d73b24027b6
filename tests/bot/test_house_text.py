"""Each place in rundown.toml has its line, however it is written."""

import pytest

from bot.house_text import line_of

TEXT = """# zone = "nowhere"
zone = "UTC"
editions.dawn.at = "6:00"

[ channels . "news room" ]  # the first
platform = "slack"
editions = [
  "dawn",
]
[channels.desk]
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("zone",), 2),
        (("editions", "dawn", "at"), 3),
        (("channels", "news room"), 5),
        (("channels", "news room", "platform"), 6),
        (("channels", "news room", "editions", "0"), 7),
        (("channels", "news room", "workspace"), 5),
        (("channels", "desk", "platform"), 10),
        (("tiers",), 1),
    ],
)
def test_a_place_is_found_on_its_line_and_what_is_missing_where_it_belongs(place: tuple[str, ...], line: int) -> None:
    assert line_of(TEXT, place) == line
