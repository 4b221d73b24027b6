"""An article as it came in: foreign bytes, words and times in terms of our own."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from digests.article import UNKNOWN_TIME, Genre, Precision, PubStatus, When
from digests.errors import BadInput
from digests.intake.addresses import canonical
from digests.sentences import sentences
from digests.topics import Topic

EARLIEST = datetime(1985, 1, 1, tzinfo=UTC)
"""Before it stand the zeros of machines (1900, 1904, 1970, 1980), and no article that a feed still carries."""
AHEAD = timedelta(days=1)
"""A clock may be wrong by a zone; an article from further ahead is not believed its time."""
AT_ODDS = timedelta(minutes=5)
"""Two clocks that are right may differ by so much."""
LONGEST_LINE = 500
"""Characters of a headline, a name or an id; what is longer is cut."""
LONGEST_HEADLINE = 16
"""Words of a headline that we cut from a first sentence ourselves."""

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_INSTANT = re.compile(r"\d{4}-?\d{2}-?\d{2}[T ]\d.*")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Characters that a line of text has no use for, those that turn its direction among them."""
_UNFIT = re.compile(r"[\x00\ud800-\udfff]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyClaim:
    """A claim that came with its article: its words, who says it, and the outlet that heard it."""

    text: str
    speaker: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article as its source gave it, before we have read it for claims.

    ``source`` is the file or address that it came in, as people wrote it. ``summary`` and ``claims`` are ready-made
    ones and empty where none came. ``doubts`` are sentences on what was odd and how it was read.
    """

    source: str
    source_id: str
    headline: str
    body: str = ""
    published: When = UNKNOWN_TIME
    url: str | None = None
    byline: str | None = None
    outlet: str | None = None
    located: str | None = None
    language: str | None = None
    summary: str = ""
    claims: tuple[ReadyClaim, ...] = ()
    topics: tuple[Topic, ...] = ()
    genre: Genre = Genre.NEWS
    urgency: int = 5
    pubstatus: PubStatus = PubStatus.USABLE
    embargoed_until: datetime | None = None
    ednote: str | None = None
    doubts: tuple[str, ...] = ()


def in_own_words(
    summary: str, *, headline: str | None = None, url: str | None = None, outlet: str | None = None, at: datetime
) -> Copy:
    """An article as a person tells it ``at`` that instant; their words are both its text and its summary.

    Raises BadInput where nothing is told, or where the address cannot become a link.
    """
    told = storable(summary).strip()
    title = one_line(headline or "") or own_headline(told)
    address = canonical(url) if url else None
    if not told or not title:
        raise BadInput("A summary needs words: tell in a sentence or two who said or did what.")
    if url and address is None:
        raise BadInput(f"{url!r} is no web address. It begins with https:// and holds no name or password.")
    return Copy(
        source="own words",
        source_id=address or name_for(title, UNKNOWN_TIME),
        headline=title,
        body=told,
        summary=told,
        published=When.at(at),
        url=address,
        outlet=one_line(outlet or "") or None,
    )


def decoded(raw: bytes) -> str:
    """Text in the encoding that its first bytes name, else UTF-8, else Windows-1252, which reads any bytes."""
    named = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(named)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return storable(text)


def storable(text: str) -> str:
    """The text with what no database takes (NUL, half characters) replaced one for one, so that offsets stay."""
    return _UNFIT.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text on one line, without unseen characters, cut at ``LONGEST_LINE`` characters."""
    line = " ".join(_UNSEEN.sub("", text).split())
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "…"


def own_headline(body: str) -> str:
    """A headline for a body that has none: its first sentence, cut after ``LONGEST_HEADLINE`` words."""
    first = next(iter(sentences(body[: 20 * LONGEST_LINE])), "")
    words = one_line(first).split()
    return (
        " ".join(words)
        if len(words) <= LONGEST_HEADLINE
        else " ".join(words[:LONGEST_HEADLINE]).rstrip(",;:—–- ") + "…"
    )


def when_of(said: str, *, at: datetime) -> tuple[When, str | None]:
    """The time that was said, as exactly as it was said, and what is odd about it, where something is.

    Without an offset it is read as one of UTC. One that cannot be, as seen ``at``, is unknown; one that lies ahead by
    less than a day stands, for its article to be known by, but no article enters the record from after its intake.
    """
    when = _read(said.strip())
    if when is None or when.start is None:
        return UNKNOWN_TIME, f"the time {one_line(said)!r} cannot be read and counts as unknown"
    if when.start < EARLIEST:
        return UNKNOWN_TIME, f"the time {one_line(said)!r} is too long ago to be true and counts as unknown"
    if when.start > at + AHEAD:
        return UNKNOWN_TIME, f"the time {one_line(said)!r} lies ahead and counts as unknown"
    if when.precision is Precision.INSTANT and when.start > at + AT_ODDS:
        return when, f"the time {one_line(said)!r} lies ahead, so the time of its intake stands instead"
    return when, None


def instant_of(said: str) -> datetime | None:
    """An instant in UTC, from ISO 8601 or from a mail's date; None where it is neither."""
    try:
        read = datetime.fromisoformat(said) if _INSTANT.fullmatch(said) else parsedate_to_datetime(said)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read(said: str) -> When | None:
    try:
        if day := _DAY.fullmatch(said):
            return When.on(date(*map(int, day.groups())))
        if month := _MONTH.fullmatch(said):
            return When.within(*map(int, month.groups()))
    except ValueError:
        return None
    instant = instant_of(said)
    return When.at(instant) if instant else None


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a foreign object, asked for by name in small letters; the first name that holds anything counts."""

    values: Mapping[str, Any]

    @classmethod
    def of(cls, value: object) -> "Fields":
        """Raises BadInput where it is no object."""
        if not isinstance(value, dict):
            raise BadInput("is no object with fields")
        return cls({str(name).lower(): held for name, held in value.items()})

    def text(self, *names: str) -> str:
        """As it stands; empty where none of them holds a word. Raises BadInput for anything but text."""
        for name in names:
            said = self.values.get(name)
            if said is not None and not isinstance(said, str):
                raise BadInput(f"{name} is no text")
            if said and said.strip():
                return storable(said)
        return ""

    def line(self, *names: str) -> str | None:
        """On one line; None where none of them holds a word."""
        return one_line(self.text(*names)) or None

    def words(self, *names: str) -> Iterator[str]:
        """The words of a list of words, or a word alone; anything else is none."""
        for name in names:
            held = self.values.get(name)
            yield from (word for word in (held if isinstance(held, list) else [held]) if isinstance(word, str))

    def identity(self, *names: str) -> str | None:
        """A text or a number that names the article; a long one by its beginning and its hash."""
        for name in names:
            said = self.values.get(name)
            plain = _UNSEEN.sub("", str(said)).strip() if isinstance(said, str | int) else ""
            if plain:
                return plain if len(plain) <= LONGEST_LINE else f"{plain[:400]}~{_hashed(plain)}"
        return None

    def rows(self, *names: str) -> Iterator["Fields"]:
        """The objects of a list; one object alone counts as a list of one, anything else as none."""
        for name in names:
            held = self.values.get(name)
            for row in held if isinstance(held, list) else [held]:
                if isinstance(row, dict):
                    yield Fields.of(row)

    def address(self, *names: str) -> tuple[str | None, str | None]:
        """The canonical address, and what is odd where there is one that must not become a link."""
        said = self.line(*names)
        address = canonical(said) if said else None
        doubt = f"the address {said!r} is no web address and was left out" if said and not address else None
        return address, doubt

    def time(self, *names: str, at: datetime) -> tuple[When, str | None]:
        """As ``when_of``; unknown, and nothing odd, where no time is given."""
        said = self.line(*names)
        return when_of(said, at=at) if said else (UNKNOWN_TIME, None)


def name_for(headline: str, published: When) -> str:
    """What an article goes by that brought neither an id nor an address: the same for the same headline and time."""
    return _hashed(f"{headline}\n{published.start}\n{published.precision}")


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
