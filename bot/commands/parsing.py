"""A subscription as people write it: topics, times and days, a time zone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.conversation import Invocation
from digests.errors import BadCadence, BadInput, UnknownTopic
from digests.language import _, later
from digests.schedule import Cadence, read_cadence
from digests.topics import Topic, topic
from digests.zones import read_zone

_EXAMPLE = later("Try: /digest subscribe politics at 8:30 Europe/Berlin")
_EVERYTHING = frozenset({"all", "all topics", "everything"})
_BETWEEN = re.compile(r"[\s,;&+]+(?:and[\s,;&+]+)?")
_SMALL_WORDS = frozenset({"in", "time"})
_QUOTES = dict.fromkeys(map(ord, "\"'“”„‟‘’‚«»`"))
_SPOKEN = (
    (re.compile(r"\bevery\s+day\b", re.IGNORECASE), "daily"),
    (re.compile(r"\bevery\s+", re.IGNORECASE), ""),
    (re.compile(r"\bnoon\b", re.IGNORECASE), "12:00"),
    (re.compile(r"\bmidnight\b", re.IGNORECASE), "0:00"),
    (re.compile(r"(\d)\s+([ap]\.?m\b)", re.IGNORECASE), r"\1\2"),
)
"""Words of speech around a time, and how they are written: "every Monday at 8 am" as "Monday at 8am"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to be sent: no topics means all of them; no zone, the channel's own clock."""

    topics: frozenset[Topic]
    cadence: Cadence
    zone: ZoneInfo | None


def read_wish(call: Invocation) -> Wish:
    """What the call asks to be sent, from its named options or else from its text.

    The text reads "politics, business weekdays at 8:30 and 17:00 Europe/Berlin". Raises UnknownTopic, BadCadence and
    UnknownZone for what cannot be read, BadInput with an example for what is missing.
    """
    topics, times, zone = _named(call.words) if call.words else _split(call.text)
    if not topics:
        raise BadInput(_("Which topics? {example}, or say: everything").format(example=_(_EXAMPLE)))
    if not times:
        raise BadInput(_("At what time? {example}").format(example=_(_EXAMPLE)))
    return Wish(topics=_topics(topics), cadence=read_cadence(times), zone=read_zone(zone) if zone else None)


def read_times(call: Invocation) -> tuple[Cadence, ZoneInfo | None, str]:
    """Times, zone and which edition a call names: "weekdays 9:00 Europe/Berlin of sport". Raises as ``read_wish``."""
    text, named = _of(call, "time")
    before, times, zone = _split(text)
    zone = call.words.get("zone", "").strip() or zone
    if before or not times:
        raise BadInput(_("At what time? Try: /digest schedule weekdays 8:30, or: weekdays 8:30 of sport"))
    return read_cadence(times), read_zone(zone) if zone else None, named


def read_topics(call: Invocation) -> tuple[frozenset[Topic], str]:
    """Topics and which edition a call names: "politics, business of sport". Raises as ``read_wish``."""
    text, named = _of(call, "topic")
    if not text:
        raise BadInput(_("Which topics? Try: /digest topics politics, business, or say: everything"))
    return _topics(text), named


def which(call: Invocation) -> str:
    """The edition that a call names, empty where it names none."""
    return call.words.get("of", call.text).strip()


def _of(call: Invocation, option: str) -> tuple[str, str]:
    """What is said of an edition, and of which."""
    if call.words:
        return _tidy(call.words.get(option, "")), call.words.get("of", "").strip()
    text, _between, named = _tidy(call.text).rpartition(" of ")
    return (text, named.strip()) if text else (named, "")


def _named(words: Mapping[str, str]) -> tuple[str, str, str]:
    """As the fields say; a zone may also stand behind the time."""
    topics, times, zone = (_tidy(words.get(name, "")) for name in ("topic", "time", "zone"))
    before, when, behind = _split(times)
    return topics, f"{before} {when}".strip(), zone or behind


def _split(text: str) -> tuple[str, str, str]:
    """Topics stand before all that tells a time, the zone after it."""
    words = _tidy(text).split()
    telling = [place for place, word in enumerate(words) if _tells_when(word)]
    if not telling:
        return " ".join(words), "", ""
    first, last = telling[0], telling[-1] + 1
    zone = (word for word in words[last:] if word.lower() not in _SMALL_WORDS)
    return " ".join(words[:first]), " ".join(words[first:last]), " ".join(zone)


def _tidy(text: str) -> str:
    """Without quotation marks, which telephones curl, and with a time as it is written."""
    tidy = text.translate(_QUOTES)
    for spoken, written in _SPOKEN:
        tidy = spoken.sub(written, tidy)
    return tidy.strip()


def _tells_when(word: str) -> bool:
    """True for a time, a day, and the words before them."""
    if word.lower() in {"at", "on"} or word[:1].isdigit():
        return True
    if word.lower() == "and" or not any(map(str.isalpha, word)):
        return False
    try:
        read_cadence(f"{word} 8:30")
    except BadCadence:
        return False
    return True


def _topics(said: str) -> frozenset[Topic]:
    """One topic by its whole name, or several words; none stands for all."""
    if said.strip().casefold() in _EVERYTHING:
        return frozenset()
    try:
        return frozenset({topic(said)})
    except UnknownTopic:
        words = [word for word in _BETWEEN.split(said) if word]
        if len(words) < 2:  # noqa: PLR2004 - a single word
            raise
    return frozenset(topic(word) for word in words)
