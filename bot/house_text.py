"""The text of rundown.toml before anything is made of it: read within bounds, with the line of each place."""

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.tokens import settings_for
from digests.errors import BadSettings

MOST_BYTES = 1024 * 1024
_OTHERS = 0o077
_HOW_TOML_GOES = 'a name or [table] stands once, text stands in "quotes", and what opens is closed'


def text_of(path: Path) -> str | None:
    """As it stands there; None where there is no file. Raises BadSettings where that is no text, or far too long."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadSettings([f"{path}: cannot be read: {error.strerror}. Name a file that this user may read"]) from None
    if len(raw) > MOST_BYTES:
        raise BadSettings([f"{path}: cannot be read: it is longer than 1 MiB. Is it the file that was meant?"])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults = secrets_told(path, raw.decode("utf-8", errors="replace"))
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadSettings([f"{path}: line {line}: cannot be read as UTF-8: save it as UTF-8", *faults]) from None


def toml_of(text: str) -> dict[str, Any]:
    """Raises ValueError with the line and what to look for."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).removesuffix(")").rpartition(" (at ")
        last = len(text.splitlines()) or 1
        where = f"line {last}" if place == "end of document" else place
        raise ValueError(f"{where}: cannot be read as TOML: {what}. Mend: {_HOW_TOML_GOES}") from None
    except (ValueError, RecursionError):
        raise ValueError("cannot be read as TOML: a value in it is beyond all bounds. Take it out") from None


def secrets_told(path: Path, text: str) -> list[str]:
    """Each line in which a secret stands, in a comment too, and where it belongs; the secret itself is not shown."""
    mode = path.stat().st_mode & 0o777
    seen = f". Others may read the file (mode {mode:04o}): renew the secret as well" if mode & _OTHERS else ""
    return [
        f"{path}: line {number}: a secret stands here: take it out and put it into {setting}{seen}"
        for number, line in enumerate(text.splitlines(), 1)
        for setting in settings_for(line)
    ]


def line_of(text: str, place: Sequence[str]) -> int:
    """The line on which that place begins, or the nearest that holds it where the place itself is missing."""
    nearest, depth = 1, 0
    for number, names in _named(text):
        if depth < len(names) <= len(place) and tuple(place[: len(names)]) == names:
            nearest, depth = number, len(names)
    return nearest


def _named(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each line that names something, with the whole of that name."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        is_table = line.lstrip().startswith("[")
        names = _names(line if is_table else f"{line.partition('=')[0]} = 0")
        if is_table and names:
            table = names
            yield number, table
        elif names:
            yield number, (*table, *names)


def _names(line: str) -> tuple[str, ...]:
    try:
        said: object = tomllib.loads(line)
    except (ValueError, RecursionError):
        return ()
    names: list[str] = []
    while isinstance(said, dict) and said:
        ((name, said),) = said.items()
        names.append(name)
    return tuple(names)
