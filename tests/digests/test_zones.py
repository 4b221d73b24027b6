"""People's words for their time zone."""

import pytest

from digests.errors import UnknownZone
from digests.zones import read_zone


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("US/Eastern", "America/New_York"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Oslo", "Europe/Oslo"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_name_its_city_and_its_old_name(said: str, zone: str) -> None:
    assert read_zone(said).key == zone


def test_an_unknown_zone_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(UnknownZone, match="Europe/Berlin") as refused:
        read_zone("Europe/Berln")
    assert "Europe/Berlin" in refused.value.nearest


def test_a_zone_of_another_planet_is_refused_with_an_example() -> None:
    with pytest.raises(UnknownZone, match="Try"):
        read_zone("Mars/Phobos")
