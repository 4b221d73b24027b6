"""A digest, an answer or a note set as copy: which words stand where, for every platform alike."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import assert_never

from bot.conversation import Button, Home, Note, Reply
from bot.rendering import wording
from bot.rendering.cleaning import link_to
from bot.rendering.galley import Copy, Galley, Para, Shape, Span, Tone
from bot.rendering.offering import below_a_digest, below_a_story, beside_a_story, row
from bot.rendering.wording import BETWEEN, words
from digests.answer import Answer, Citation, Sentence
from digests.article import Genre
from digests.channel import Spread
from digests.clearance import credit
from digests.digest import Carried, Digest, Item, Line, Silence, Weighed
from digests.listing import Listing, StoryFile

MOST_REASONS = 4
"""Reasons that an empty digest gives; the rest are counted."""
MOST_REPORTS = 10
"""Articles that a story's file lists; the rest are counted."""


def typeset(
    body: Reply | Silence | Home, *, zone: tzinfo, spread: Spread = Spread.ONE, offers: Sequence[Button] = ()
) -> Copy:
    """The body in words; ``zone`` is the clock of those who read it.

    ``spread`` is how a digest will be, ``offers`` are buttons at the end, besides those that belong to the body.
    """
    copy = _copy(body, zone, spread)
    return replace(copy, foot=(*copy.foot, *row(offers)))


def _copy(body: Reply | Silence | Home, zone: tzinfo, spread: Spread) -> Copy:
    match body:
        case Digest():
            return _digest(body, zone, spread)
        case Answer():
            return _answer(body, zone)
        case Listing():
            return _listing(body, zone)
        case StoryFile():
            return _story_file(body, zone)
        case Note():
            return _note(body)
        case Silence():
            return _silence(body)
        case Home():
            return _home(body)
        case _:
            assert_never(body)


def _para(shape: Shape, text: str, tone: Tone = Tone.PLAIN) -> Para:
    return Para(shape=shape, spans=(Span(text=text, tone=tone),))


def _note(note: Note) -> Copy:
    lines = tuple(_para(Shape.TEXT, line) for line in (words(line, most=600) for line in note.lines) if line)
    heading = _para(Shape.TITLE, words(note.heading, most=150) or "Rundown")
    return Copy(head=(heading,), body=(lines,) if lines else (), foot=row(note.buttons))


def _home(home: Home) -> Copy:
    """Each note under a headline of its own."""
    notes = tuple(
        (
            _para(Shape.HEADLINE, words(note.heading, most=150), Tone.STRONG),
            *(_para(Shape.TEXT, words(line, most=600)) for line in note.lines),
            *row(note.buttons),
        )
        for note in home.notes
    )
    return Copy(head=(_para(Shape.TITLE, words(home.heading, most=150)),), body=notes)


def _silence(silence: Silence) -> Copy:
    """Each absence by itself, so that many are spread over messages between two of them."""
    heading = _para(Shape.TITLE, "No digest came" if len(silence.absences) == 1 else "No digests came")
    told = (wording.absent(absence, at=silence.at) for absence in silence.absences)
    return Copy(head=(heading,), body=tuple(tuple(_para(Shape.TEXT, line) for line in lines) for lines in told))


def _digest(digest: Digest, zone: tzinfo, spread: Spread) -> Copy:
    at = digest.at.astimezone(zone)
    since = wording.moment(digest.proof.window.since, at=at, zone=zone)
    count = f"{wording.counted(len(digest.items), 'story', 'stories')} since "
    buttons = below_a_story if len(digest.items) == 1 or spread is not Spread.ONE else beside_a_story
    return Copy(
        head=(
            _para(Shape.TITLE, words(digest.title, most=100) or "Rundown"),
            Para(shape=Shape.SMALL, spans=(Span(text=f"{wording.date_line(at)}{BETWEEN}{count}"), since)),
            *([_para(Shape.SMALL, wording.late(digest.was_due.astimezone(zone)))] if digest.was_due else []),
            *([_para(Shape.SMALL, wording.missed(digest.missed))] if digest.missed and digest.items else []),
            *([_para(Shape.TEXT, digest.opening)] if digest.opening else []),
        ),
        body=tuple((*_item(item, at, zone), *buttons(item)) for item in digest.items)
        or (_nothing_new(digest.proof.left_out),),
        foot=(
            *(_para(Shape.SMALL, wording.source_news(news)) for news in digest.sources[:MOST_REASONS]),
            Para(shape=Shape.SMALL, spans=wording.proof_words(digest.proof, at=at, zone=zone)),
            *([_para(Shape.SMALL, wording.MACHINE_MADE)] if digest.items else []),
            *below_a_digest(digest),
        ),
    )


def _item(item: Item, at: datetime, zone: tzinfo) -> Galley:
    marks = (
        "EXAMPLE – invented, not news" if item.example else None,
        "OPINION – a view, not news" if item.opinion else None,
        "UPDATE – new since your last digest" if not item.is_new else None,
        wording.language_words(item.language),
    )
    kicker = BETWEEN.join(filter(None, marks))
    text = words(item.text, most=600)
    sources = wording.source_words(item.sources, item.outlets)
    small = (Span(text=f"{sources}{BETWEEN}"), wording.time_of(item.published, at=at, zone=zone))
    headline = Para(
        shape=Shape.HEADLINE,
        spans=(Span(text=words(item.headline, most=200) or "No headline", tone=Tone.STRONG),),
        link=link_to(item.url),
    )
    return (
        *([_para(Shape.KICKER, kicker, Tone.STRONG)] if kicker else []),
        headline,
        *([_para(Shape.TEXT, text)] if text else []),
        *(para for line in item.lines for para in _claim(line)),
        Para(shape=Shape.SMALL, spans=small, carries=item.unsaid),
    )


def _claim(line: Line) -> Galley:
    """The claim and, under it, what must not be read apart from it."""
    return (
        Para(shape=Shape.POINT, spans=wording.told(line, answers=False), carries=(_carried(line),)),
        *(
            Para(shape=Shape.REPLY, spans=wording.told(reply, answers=True), carries=(_carried(reply),))
            for reply in line.replies
        ),
    )


def _carried(line: Line) -> Carried:
    return Carried(claim=line.claim, fingerprint=line.fingerprint)


def _nothing_new(left_out: Sequence[Weighed]) -> Galley:
    """An empty digest says so, and what became of what it looked at."""
    reasons = Counter(words(left.why, most=120) for left in left_out).most_common()
    told = [f"{wording.counted(count, 'story', 'stories')}: {why}" for why, count in reasons[:MOST_REASONS]]
    more = sum(count for _, count in reasons[MOST_REASONS:])
    rest = [f"{wording.counted(more, 'story', 'stories')} more, for other reasons"] if more else []
    return (
        _para(Shape.HEADLINE, "Nothing new", Tone.STRONG),
        *(_para(Shape.POINT, reason) for reason in (*told, *rest)),
    )


def _answer(answer: Answer, zone: tzinfo) -> Copy:
    sources = answer.sources
    at = answer.question.at
    points = tuple(
        _source(number, source, told=_told_of(source, answer), at=at, zone=zone)
        for number, source in enumerate(sources, start=1)
    )
    said = tuple(_sentence(sentence, sources) for sentence in answer.sentences) or _refusal(answer)
    return Copy(
        head=(_para(Shape.QUOTE, words(answer.question.text, most=300) or "?"),),
        body=tuple(galley for galley in (said, points) if galley),
        foot=(*_partly_read(answer), *([_para(Shape.SMALL, wording.MACHINE_MADE)] if sources else [])),
    )


def _told_of(cited: Citation, answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences if cited in sentence.citations)


def _partly_read(answer: Answer) -> Galley:
    """Where the index is still being built, "not in the record" is said of a part of it."""
    if answer.read >= 1:
        return ()
    return (_para(Shape.SMALL, f"Only {answer.read:.0%} of the record can be searched yet. Ask again in a minute."),)


def _listing(listing: Listing, zone: tzinfo) -> Copy:
    points = tuple(
        _source(number, cited, told="", at=listing.at, zone=zone)
        for number, cited in enumerate(listing.citations, start=1)
    )
    more = f"{wording.counted(listing.more, 'more claim is', 'more claims are')} in the record."
    nothing = _para(Shape.TEXT, "Nothing in the record speaks of that. Fewer or other words may find it.")
    return Copy(
        head=(_para(Shape.TITLE, words(listing.heading, most=150)),),
        body=(points or (nothing,),),
        foot=(
            *([_para(Shape.SMALL, more)] if listing.more else []),
            *([_para(Shape.SMALL, wording.MACHINE_MADE)] if points else []),
        ),
    )


def _story_file(file: StoryFile, zone: tzinfo) -> Copy:
    """The story as a digest tells it, and under it how it was reported, day by day."""
    at = file.at.astimezone(zone)
    reports = tuple(
        Para(
            shape=Shape.POINT,
            spans=(
                wording.time_of(article.published, at=at, zone=zone),
                Span(text=f": {words(article.headline, most=200) or 'No headline'}"),
                Span(text=f" — {words(wording.teller(article), most=wording.LONGEST_NAME)}", tone=Tone.SOFT),
            ),
            link=link_to(article.url),
        )
        for article in file.articles[-MOST_REPORTS:]
    )
    count = wording.counted(len(file.articles), "article", "articles")
    newest = f"the newest {MOST_REPORTS} of {count}" if len(file.articles) > MOST_REPORTS else count
    return Copy(
        head=(_para(Shape.TITLE, "The story so far"),),
        body=(
            (*_item(file.item, at, zone), *below_a_story(file.item)),
            (_para(Shape.TEXT, f"As it was reported, {newest}:"), *reports),
        ),
        foot=(_para(Shape.SMALL, f"{file.item.story} · {wording.MACHINE_MADE}"),),
    )


def _sentence(sentence: Sentence, cited: Sequence[Citation]) -> Para:
    """A sentence behind the marks of the claim that it rests on, with the numbers of all its claims."""
    first = sentence.citations[0]
    text = sentence.text.replace(f" ({first.status})", "", 1)
    numbers = "".join(f" [{cited.index(citation) + 1}]" for citation in sentence.citations)
    spans = (*_marks(first), Span(text=words(text, most=600)), Span(text=numbers, tone=Tone.SOFT))
    return Para(shape=Shape.TEXT, spans=spans)


def _marks(cited: Citation) -> Iterator[Span]:
    """What a reader must know before the claim itself."""
    example = "EXAMPLE" if cited.article.example else None
    opinion = "opinion" if cited.article.genre is Genre.OPINION else wording.kind_words(cited.claim.kind)
    if label := wording.label(example, wording.status_words(cited.status), opinion):
        yield Span(text=label, tone=Tone.STRONG)
        yield Span(text=" ")


def _refusal(answer: Answer) -> Galley:
    nearest = "The nearest that it holds:" if answer.nearest else "Nothing that it holds comes near."
    return (_para(Shape.HEADLINE, "Not in the record.", Tone.STRONG), _para(Shape.TEXT, nearest))


def _source(number: int, cited: Citation, *, told: str, at: datetime, zone: tzinfo) -> Para:
    """What a citation adds to its sentence: the speaker's own words or the article's headline, and its road to us.

    ``told`` is that sentence; what stands in none is told whole, with its marks.
    """
    claim, article = cited.claim, cited.article
    quote = f"“{words(claim.quote, most=300)}”" if claim.quote else None
    evidence = quote or words(article.headline, most=400) if claim.text in told else words(claim.text, most=400)
    note = f" ({words(claim.history[-1].reason, most=200)})" if claim.history else ""
    return Para(
        shape=Shape.POINT,
        spans=(
            Span(text=f"[{number}] "),
            *([] if told else _marks(cited)),
            Span(text=evidence),
            Span(text=f" — {_road(cited, told)}", tone=Tone.SOFT),
            wording.time_of(article.published, at=at, zone=zone),
            *([Span(text=note, tone=Tone.SOFT)] if note else []),
        ),
        link=link_to(article.url),
    )


def _road(cited: Citation, told: str) -> str:
    """Speaker and outlet, each unless it is told already; with a comma for the date that follows."""
    speaker, outlet = credit(cited.claim) or "", wording.teller(cited.article)
    names = [name for name in (speaker, outlet) if name not in told and not (name == outlet and speaker.endswith(name))]
    return "".join(f"{words(name, most=160)}, " for name in names if name)
