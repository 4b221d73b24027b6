"""Options that several verbs share, and how their words are read."""

from datetime import datetime
from getpass import getuser
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from digests.errors import BadInput


def _record_address(said: str | None) -> str | None:
    if said is not None:
        from bot.settings import RECORD_WANTED, is_record_address

        if not is_record_address(said):
            raise BadInput(f"--store: {RECORD_WANTED}")
    return said


StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="The record: sqlite:///FILE. Else from the settings.",
        metavar="URL",
        callback=_record_address,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
At = Annotated[
    str | None, typer.Option("--at", help="Act as at this instant, such as 2026-03-02T08:00Z.", metavar="ISO")
]
By = Annotated[str | None, typer.Option("--by", help="Who says so; else who is logged in.", metavar="NAME")]

_YEARS = range(1900, 2200)
"""A news archive may be old; what lies beyond is a slip of the pen, and calendars end soon after."""


def instant(said: str, now: datetime) -> datetime:
    """An instant in ISO 8601; one without an offset is read on the clock of ``now``. Raises BadInput."""
    try:
        read = datetime.fromisoformat(said)
    except ValueError:
        raise BadInput(f"Cannot read {said!r} as a time. Try 2026-03-02T08:00Z") from None
    if read.year not in _YEARS:
        raise BadInput(f"The year of {said!r} cannot be meant. Try 2026-03-02T08:00Z")
    return read if read.tzinfo else read.replace(tzinfo=now.tzinfo)


def whoever() -> str:
    """Whoever is logged in; a container may know no name."""
    try:
        return getuser()
    except (KeyError, OSError):
        return "whoever runs this machine"


def zone_of(at: datetime) -> ZoneInfo:
    """The zone of an instant; one with a bare offset is taken to UTC."""
    return at.tzinfo if isinstance(at.tzinfo, ZoneInfo) else ZoneInfo("UTC")
