"""Instants as the platforms write them for a reader with a 24-hour clock, seen from the reader's own now."""

import re
from datetime import datetime

_SPANS = (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_TOKEN = re.compile(r"\{(\w+)\}")


def day_name(instant: datetime, now: datetime) -> str | None:
    """``today``, ``yesterday`` or ``tomorrow`` on the clock of ``now``; None for other days."""
    days = (instant.astimezone(now.tzinfo).date() - now.date()).days
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)


def ago(instant: datetime, now: datetime) -> str:
    """``2 hours ago``, ``in 3 days``, ``now``; whole units, rounded down."""
    seconds = (instant - now).total_seconds()
    for unit, length in _SPANS:
        count = int(abs(seconds) // length)
        if count:
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {words}" if seconds > 0 else f"{words} ago"
    return "now"


def slack_date(template: str, unix: float, now: datetime) -> str:
    """Slack's date template filled in, on the clock of ``now``.

    Raises KeyError for a token that Slack does not know; its fall-back text is shown there.
    """
    instant = datetime.fromtimestamp(unix, now.tzinfo)
    date, short = f"{instant:%B} {instant.day}", f"{instant:%b} {instant.day}, {instant.year}"
    long = f"{instant:%A, %B} {_ordinal(instant.day)}, {instant.year}"
    near = day_name(instant, now)
    tokens = {
        "date": date,
        "date_num": f"{instant:%Y-%m-%d}",
        "date_slash": f"{instant:%d/%m/%Y}",
        "date_short": short,
        "date_long": long,
        "date_long_full": f"{date}, {instant.year}",
        "date_pretty": near or date,
        "date_short_pretty": near or short,
        "date_long_pretty": near or long,
        "day_divider_pretty": near or long.removesuffix(f", {now.year}"),
        "time": f"{instant:%H:%M}",
        "time_secs": f"{instant:%H:%M:%S}",
        "ago": ago(instant, now),
    }
    text = _TOKEN.sub(lambda match: tokens[match[1]], template)
    return text[:1].upper() + text[1:]


def discord_time(style: str, unix: int, now: datetime) -> str:
    """Discord's ``<t:unix:style>`` in words, on the clock of ``now``. Raises KeyError for an unknown style."""
    instant = datetime.fromtimestamp(unix, now.tzinfo)
    clock, numbers = f"{instant:%H:%M}", f"{instant:%d/%m/%Y}"
    day = f"{instant.day} {instant:%B %Y}"
    return {
        "t": clock,
        "T": f"{instant:%H:%M:%S}",
        "d": numbers,
        "D": day,
        "f": f"{day} {clock}",
        "F": f"{instant:%A}, {day} {clock}",
        "s": f"{numbers}, {clock}",
        "S": f"{numbers}, {instant:%H:%M:%S}",
        "R": ago(instant, now),
    }[style]


def _ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in {11, 12, 13} else "th"
    return f"{day}{ending}"
