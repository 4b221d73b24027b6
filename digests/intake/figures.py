"""Figures in a text: value, unit and the hedge that belongs to it."""

import re
from decimal import Decimal

from digests.article import Figure

_ONES = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen"""
_SMALL = {word: value for value, word in enumerate(_ONES.split(), 2)}
_TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "m": 10**6,
    "bn": 10**9,
    "k": 10**3,
}
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds"}
_HEDGE = (
    r"at least|at most|about|around|approximately|roughly|nearly|almost|more than|less than|fewer than|as many as"
    r"|as much as|up to|over|under|some|an estimated|estimated|close to|no more than|no fewer than|not more than"
)
_SPACED_HEDGE = _HEDGE.replace(" ", r"\s+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_WORDS = "|".join([*_TENS, *_SMALL])
_FIGURE = re.compile(
    rf"""
    (?<![\w.,/:-])
    (?:(?P<hedge>{_SPACED_HEDGE})\s+)?
    (?P<currency>(?:US)?[$€£])?
    (?P<number>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?:\.\d{{1,9}})?|\d{{1,15}}(?:\.\d{{1,9}})?|(?:{_WORDS})(?:-(?:one|{_WORDS}))?\b)
    (?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|m|(?-i:k))\b)?
    (?P<percent>\s?%|\s(?:percent|per\s+cent|percentage\s+points?)\b)?
    (?!\d|[:/]\d|(?:st|nd|rd|th)\b)
    (?P<after>\s+or\s+more\b|\s+or\s+so\b|\s+or\s+fewer\b)?
    (?:[\s-](?P<unit>(?:[a-z][\w-]*\s+){{0,2}}[a-z][\w-]*)(?![’']))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = range(1900, 2100)
_AFTER_DATE = re.compile(
    rf"(?:{_MONTH}|\b(?:No|Room|Flight|Route|Highway|Section|Article|Chapter|Type|Covid|Category|Phase|Level|Grade|Round|Stage|Tier))[\s-]*$"
)
_BEFORE_DATE = re.compile(rf"\s+(?:of\s+)?{_MONTH}(?:\W|$)|\s?(?:a\.?m\.?|p\.?m\.?|o’clock|o'clock)(?:\W|$)")
_NO_UNIT = frozenset(
    """of in on at by for with from to and or but as than that who which when while since after before is are was were
    be been has have had will would can could may might said says the a an this these those it they he she we i not
    also only per out up down over into about around between during if because so then now more less least other
    others each both all its their his her our my your against under through until among where
    later earlier ago there near across""".split()
)
_ADJECTIVAL = frozenset(
    """more other new additional former current local young armed senior federal civilian american russian israeli
    ukrainian chinese british french german""".split()
)
_COUNTS = re.compile(r".*(?:s|people|men|women|children|police|staff|personnel|troops)$")


def figures_of(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order; years, dates, times of day and numbered things are none."""
    found = []
    for match in _FIGURE.finditer(text):
        figure = _figure(text, match)
        if figure is not None:
            found.append(figure)
    return tuple(found)


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    number = match["number"].lower()
    value = _whole(_value(number) * _SCALES.get((match["scale"] or "").lower(), 1))
    hedge = match["hedge"].lower() if match["hedge"] else (match["after"] or "").strip() or None
    unit = _unit(match)
    if match["currency"] is None and unit != "percent" and _is_no_count(text, match, number, unit):
        return None
    if unit is None and hedge is None and match["scale"] is None:
        return None
    return Figure(value=value, unit=unit, hedge=hedge)


def _value(number: str) -> Decimal:
    if number[0].isdigit():
        return Decimal(number.replace(",", ""))
    return Decimal(sum(_TENS.get(part) or _SMALL.get(part, 1) for part in number.split("-")))


def _whole(value: Decimal) -> Decimal:
    """A whole number without the nought behind the point: "4.2 million" is 4200000."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _unit(match: re.Match[str]) -> str | None:
    if match["percent"]:
        return "percentage points" if "point" in match["percent"] else "percent"
    if match["currency"]:
        return _MONEY[match["currency"][-1]]
    words = (match["unit"] or "").split()
    if not words or words[0].lower() in _NO_UNIT:
        return None
    for count, word in enumerate(words, 1):
        if word.lower() in _NO_UNIT:
            break
        if word[0].islower() and _COUNTS.fullmatch(word) and word not in _ADJECTIVAL:
            return " ".join(words[:count])
    return None


def _is_no_count(text: str, match: re.Match[str], number: str, unit: str | None) -> bool:
    start, end = match.start("number"), match.end("number")
    if _BEFORE_DATE.match(text, end) or _AFTER_DATE.search(text, 0, start):
        return True
    return unit is None and number.isdigit() and int(number) in _YEAR and match["scale"] is None
