"""Time zones as people write them: IANA names in any case, old names under the new one."""

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from digests.errors import UnknownZone


def read_zone(said: str) -> ZoneInfo:
    """The zone of that name ("europe/berlin", "New York", "UTC"); an old alias such as US/Eastern by its present name.

    Raises UnknownZone with up to three names that are spelt most like it.
    """
    wanted = said.strip().replace(" ", "_").casefold()
    for name, spelt in _spellings().items():
        if wanted in spelt:
            return ZoneInfo(_aliases().get(name, name))
    by_spelling = {spelling: name for name, spelt in _spellings().items() for spelling in spelt}
    nearest = get_close_matches(wanted, by_spelling, n=3, cutoff=0.7)
    raise UnknownZone(said, tuple(dict.fromkeys(by_spelling[spelling] for spelling in nearest)))


@cache
def _spellings() -> dict[str, frozenset[str]]:
    """Every zone by its whole name, and by its city alone."""
    names = sorted(available_timezones(), key=lambda name: (name.startswith(("Etc/", "posix/", "right/")), name))
    return {name: frozenset({name.casefold(), name.casefold().rpartition("/")[2]}) for name in names}


@cache
def _aliases() -> dict[str, str]:
    """Names that the IANA table keeps only for old times' sake; one that stands in its list of places is none."""
    folder = files("tzdata") / "zoneinfo"
    places = {line.split("\t")[2] for line in (folder / "zone.tab").read_text().splitlines() if line[:1] != "#"}
    links = (line.split() for line in (folder / "tzdata.zi").read_text().splitlines() if line.startswith("L "))
    return {alias: name for _, name, alias in links if alias not in places and "/" in name and "Etc/" not in name}
