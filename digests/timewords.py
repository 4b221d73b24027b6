"""Words for times in a question, read against the asker's clock: "yesterday", "since Friday", "in 2019"."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from digests.article import When

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}
_DAY = timedelta(days=1)
_MONTH = rf"(?P<month>{'|'.join(rf'{name}|{name[:3]}' for name in _MONTHS)}|sept)\.?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time, both ends aware: ``start`` belongs to it, ``end`` does not."""

    start: datetime
    end: datetime

    def holds(self, when: When) -> bool:
        """Whether what happened then may have happened in it; False where nothing is known of the time."""
        if when.start is None or when.end is None:
            return False
        return when.start < self.end and max(when.end, when.start + timedelta.resolution) > self.start


def times_named(text: str, *, at: datetime) -> tuple[Span, ...]:
    """The times that a text names, in order; ``at`` is when it was said, on the speaker's clock.

    A day of the week or a month without a year is the last one that has begun. "Since" and "after" reach up to ``at``,
    "before" and "until" back to the first year. "This week" begins six days ago at the latest: on a Monday
    nobody means that day alone. Days and months that do not exist are passed over.
    """
    found: list[tuple[int, Span]] = []
    rest = text
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(rest):
            try:
                span = read(match, at)
            except (ValueError, OverflowError):
                continue
            found.append((match.start(), _bounded(match["bound"], span, at)))
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    return tuple(span for _, span in sorted(found, key=lambda one: one[0]))


def _bounded(bound: str | None, span: Span, at: datetime) -> Span:
    match (bound or "").casefold().strip():
        case "since" | "from":
            return Span(start=span.start, end=max(at + _DAY, span.end))
        case "after":
            return Span(start=span.end, end=max(at + _DAY, span.end + _DAY))
        case "before" | "until":
            return Span(start=datetime(1, 1, 2, tzinfo=at.tzinfo), end=span.start)
        case _:
            return span


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _days(start: datetime, count: int = 1) -> Span:
    return Span(start=start, end=start + count * _DAY)


def _near_day(match: re.Match[str], at: datetime) -> Span:
    back = 1 if match["near"].casefold() in {"yesterday", "last night"} else 0
    return _days(_midnight(at) - back * _DAY)


def _weekday(match: re.Match[str], at: datetime) -> Span:
    back = (at.weekday() - _WEEKDAYS.index(match["weekday"].casefold())) % 7
    return _days(_midnight(at) - back * _DAY)


def _calendar(match: re.Match[str], at: datetime) -> Span:
    last = match["which"].casefold() == "last"
    today = _midnight(at)
    match match["unit"].casefold():
        case "week":
            monday = today - today.weekday() * _DAY
            return _days(monday - 7 * _DAY, 7) if last else Span(start=today - 6 * _DAY, end=monday + 7 * _DAY)
        case "month":
            first = today.replace(day=1)
            return _month(_month_before(first) if last else first)
        case _:
            return _year(at.year - last, at)


def _last_few(match: re.Match[str], at: datetime) -> Span:
    count = int(match["count"] or 1)
    return Span(start=at - count * _UNITS[match["unit"].casefold()], end=at + _DAY)


def _date(match: re.Match[str], at: datetime) -> Span:
    first = _first_of_month(match, at)
    return _days(first.replace(day=int(match["day"])))


def _iso(match: re.Match[str], at: datetime) -> Span:
    return _days(datetime(int(match["year"]), int(match["number"]), int(match["day"]), tzinfo=at.tzinfo))


def _whole_month(match: re.Match[str], at: datetime) -> Span:
    return _month(_first_of_month(match, at))


def _whole_year(match: re.Match[str], at: datetime) -> Span:
    return _year(int(match["year"]), at)


def _first_of_month(match: re.Match[str], at: datetime) -> datetime:
    month = next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(match["month"].casefold()[:3]))
    year = int(match["year"]) if match["year"] else at.year - (month > at.month)
    return datetime(year, month, 1, tzinfo=at.tzinfo)


def _month(first: datetime) -> Span:
    return Span(start=first, end=(first + 32 * _DAY).replace(day=1))


def _month_before(first: datetime) -> datetime:
    return (first - _DAY).replace(day=1)


def _year(year: int, at: datetime) -> Span:
    return Span(start=datetime(year, 1, 1, tzinfo=at.tzinfo), end=datetime(year + 1, 1, 1, tzinfo=at.tzinfo))


_SPOKEN = (
    (r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)", _iso),
    (rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>(?:19|20)\d\d))?(?!\d)", _date),
    (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (?P<year>(?:19|20)\d\d))?(?!\w)", _date),
    (rf"{_MONTH},? (?P<year>(?:19|20)\d\d)", _whole_month),
    (r"(?:last|past) (?:(?P<count>\d{1,3}) )?(?P<unit>hour|day|week|month)s", _last_few),
    (r"past (?P<count>\d{1,3} )?(?P<unit>hour|day|week|month)", _last_few),
    (r"(?P<which>this|last) (?P<unit>week|month|year)", _calendar),
    (r"(?P<near>today|tonight|this (?:morning|afternoon|evening)|yesterday|last night)", _near_day),
    (rf"(?P<weekday>{'|'.join(_WEEKDAYS)})", _weekday),
    (rf"(?<=\bin )(?P<month>{'|'.join(_MONTHS)})(?P<year>)", _whole_month),
    (r"(?P<year>(?:19|20)\d\d)", _whole_year),
)
"""How times are written, the longest first; what one of them has read is not read again."""
_PATTERNS = tuple(
    (re.compile(rf"\b(?P<bound>since |from |after |before |until )?(?:{pattern})\b", re.IGNORECASE), read)
    for pattern, read in _SPOKEN
)
