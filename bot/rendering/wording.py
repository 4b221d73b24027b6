"""The words that all platforms share: where a claim stands, whose it is, how many sources, when, and what was done."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import assert_never

from babel import Locale

from bot.rendering.cleaning import clean
from bot.rendering.galley import Span, Tone
from bot.rendering.limits import cut
from digests.article import Article, ClaimKind, ClaimStatus, Precision, When
from digests.digest import Absence, Line, Missed, RunProof, SourceNews

MACHINE_MADE = "Summaries and claims were put together by software from the sources named."
UNKNOWN_OUTLET = "an outlet not known"
LONGEST_NAME = 60
"""Characters of an outlet's name."""
MOST_NAMES = 3
"""Outlets that are named; the rest are counted."""
BETWEEN = " · "


def words(text: str, *, most: int) -> str:
    """Foreign text, clean and at most that long."""
    return cut(clean(text), most)


def status_words(status: ClaimStatus) -> str | None:
    """A sign and a word; None where it is plainly reported, which needs no saying."""
    match status:
        case ClaimStatus.REPORTED:
            return None
        case ClaimStatus.CONFIRMED:
            return "✔ confirmed"
        case ClaimStatus.DISPUTED:
            return "⚠ disputed"
        case ClaimStatus.DENIED:
            return "✖ denied"
        case ClaimStatus.CORRECTED:
            return "✎ corrected"
        case ClaimStatus.WITHDRAWN:
            return "⊘ withdrawn"
        case _:
            assert_never(status)


def kind_words(kind: ClaimKind) -> str | None:
    """What a reader must know before the claim itself; None where it is a plain report."""
    match kind:
        case ClaimKind.EVENT | ClaimKind.FIGURE | ClaimKind.STATEMENT:
            return None
        case ClaimKind.ALLEGATION:
            return "alleged"
        case ClaimKind.DENIAL:
            return "denial"
        case ClaimKind.OPINION:
            return "opinion"
        case _:
            assert_never(kind)


def label(*marks: str | None) -> str:
    """What stands before a claim: "✎ Corrected:", "Denial:", "But, ⚠ disputed:"; empty where there is no mark."""
    said = ", ".join(mark for mark in marks if mark)
    first = next((at for at, character in enumerate(said) if character.isalpha()), 0)
    return f"{said[:first]}{said[first].upper()}{said[first + 1 :]}:" if said else ""


def names(outlets: Sequence[str]) -> str:
    """As in: The Courier, Radio Osterfen and 2 more."""
    shown = [words(outlet, most=LONGEST_NAME) or UNKNOWN_OUTLET for outlet in outlets[:MOST_NAMES]]
    more = len(outlets) - len(shown)
    *most, last = (*shown, f"{more} more") if more else (*shown,) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def source_words(sources: Sequence[str], outlets: Sequence[str]) -> str:
    """How many independent outlets it rests on; an outlet that retells another's reporting is no further one."""
    retelling = names([outlet for outlet in outlets if outlet not in sources])
    if not outlets:
        retelling = UNKNOWN_OUTLET
    retold = f", retold by {retelling}" if retelling else ""
    match len(sources):
        case 0:
            return "source unknown"
        case 1:
            return f"1 source: {names(sources)}{retold}"
        case several:
            return f"{several} independent sources: {names(sources)}{retold}"


def time_of(when: When, *, at: datetime, zone: tzinfo) -> Span:
    """No more exact than it is known: "17 Dec, 09:20", "17 Dec", "December 2025", "date unknown".

    The year is left out where it is that of ``at``. A day is the source's own: no zone moves it.
    """
    match when.start, when.precision:
        case None, _:
            return Span(text="date unknown")
        case start, Precision.INSTANT:
            return moment(start, at=at, zone=zone)
        case start, Precision.DAY:
            return Span(text=_day(start, at=at))
        case start, _:
            return Span(text=f"{start:%B %Y}")


def moment(instant: datetime, *, at: datetime, zone: tzinfo) -> Span:
    """A known instant, on the clock of ``zone``."""
    local = instant.astimezone(zone)
    return Span(text=f"{_day(local, at=at)}, {local:%H:%M}", moment=instant)


def _day(day: datetime, *, at: datetime) -> str:
    return f"{day.day} {day:%b}" if day.year == at.year else f"{day.day} {day:%b} {day.year}"


def date_line(at: datetime) -> str:
    """As in: Thursday 18 December 2025, 08:00 CET."""
    return f"{at:%A} {at.day} {at:%B %Y, %H:%M %Z}"


def late(was_due: datetime) -> str:
    """As in: Late: it was due at 08:00."""
    return f"Late: it was due at {was_due:%H:%M}."


def missed(told: Missed) -> str:
    """As in: 3 stories are from Friday 20 November, when no digest came."""
    days = f"{told.first:%A} {told.first.day} {told.first:%B}"
    if told.last != told.first:
        days = f"{days} to {told.last:%A} {told.last.day} {told.last:%B}"
    are = "is" if told.items == 1 else "are"
    return f"{counted(told.items, 'story', 'stories').capitalize()} {are} from {days}, when no digest came."


def absent(absence: Absence, *, at: datetime) -> tuple[str, ...]:
    """What did not come, why, and what follows, a sentence each."""
    where = f" in {words(absence.channel, most=LONGEST_NAME)}" if absence.channel else ""
    day = "today" if absence.due.date() == at.date() else f"on {absence.due:%A}"
    what = (
        f"The digest {words(absence.edition, most=LONGEST_NAME)}{where}, due {day} at {absence.due:%H:%M}, did not come"
    )
    after = f"The next one is due {absence.next_due:%A at %H:%M}." if absence.next_due else ""
    return tuple(filter(None, (f"{what}.", words(absence.why, most=300), after)))


def counted(number: int, one: str, many: str) -> str:
    """As in: 1 story, 4 stories, no stories."""
    return f"{number or 'no'} {one if number == 1 else many}"


def language_words(tag: str | None) -> str | None:
    """As in: IN GERMAN – in its own words; None for English, in which all else is written, and where none is known."""
    language = (tag or "en").lower().split("-")[0]
    if language == "en":
        return None
    name = Locale("en").languages.get(language)
    return f"IN {name.upper() if name else 'ANOTHER LANGUAGE'} – in its own words"


def source_news(news: SourceNews) -> str:
    """What a reader must know of a feed, in one sentence."""
    name = words(news.name, most=LONGEST_NAME) or "One feed"
    if news.trouble is None:
        return f"✔ {name} can be read again."
    return f"⚠ {name} cannot be read, so its news may be missing here: {words(news.trouble, most=160)}"


def proof_words(proof: RunProof, *, at: datetime, zone: tzinfo) -> tuple[Span, ...]:
    """What was looked at and how much of it was left out, in one line."""
    looked = f"Looked at {counted(proof.articles, 'article', 'articles')}"
    outlets = f" from {counted(len(proof.outlets), 'outlet', 'outlets')}" if proof.outlets else ""
    since = moment(proof.window.since, at=at, zone=zone)
    until = moment(proof.window.until, at=at, zone=zone)
    left = len(proof.left_out)
    why = f"; {counted(left, 'story', 'stories')} left out; “rundown why STORY” says why." if left else "."
    return Span(text=f"{looked}{outlets}, "), since, Span(text=" – "), until, Span(text=why)


def told(line: Line, *, answers: bool) -> tuple[Span, ...]:
    """A claim with all that must be read with it: label, text, credit and the note on its status.

    ``answers`` where it stands under the claim that it denies or contradicts.
    """
    but = "but" if answers and line.kind is not ClaimKind.DENIAL else None
    before = label(but, status_words(line.status), kind_words(line.kind))
    credit = words(line.credit, most=160) if line.credit else ""
    note = words(line.note, most=200) if line.note else ""
    spans = (
        Span(text=before, tone=Tone.STRONG),
        Span(text=f"{' ' if before else ''}{words(line.text, most=400) or '…'}"),
        Span(text=f" — {credit}" if credit else "", tone=Tone.SOFT),
        Span(text=f" ({note})" if note else "", tone=Tone.SOFT),
    )
    return tuple(span for span in spans if span.text)


def teller(article: Article) -> str:
    """The outlet in which we read it; a relay is not the word of the outlet that it relays."""
    if article.relays and article.relays != article.outlet:
        return f"{article.outlet or 'an outlet'} retelling {article.relays}"
    return article.outlet or UNKNOWN_OUTLET
