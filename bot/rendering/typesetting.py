"""A digest, an answer or a note set as copy: which words stand where, for every platform alike."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import assert_never

from bot.conversation import Note
from bot.rendering import wording
from bot.rendering.cleaning import link_to
from bot.rendering.galley import Copy, Galley, Para, Shape, Span, Tone
from bot.rendering.wording import BETWEEN, words
from digests.answer import Answer, Citation
from digests.article import Genre
from digests.clearance import credit
from digests.digest import Carried, Digest, Item, LeftOut, Line

MOST_REASONS = 4
"""Reasons that an empty digest gives; the rest are counted."""


def typeset(body: Digest | Answer | Note, *, zone: tzinfo) -> Copy:
    """The body in words; ``zone`` is the clock of those who read it."""
    match body:
        case Digest():
            return _digest(body, zone)
        case Answer():
            return _answer(body, zone)
        case Note():
            lines = tuple((_para(Shape.TEXT, words(line, most=600)),) for line in body.lines if words(line, most=600))
            return Copy(head=(_para(Shape.TITLE, words(body.heading, most=150) or "Rundown"),), body=lines)
        case _:
            assert_never(body)


def _para(shape: Shape, text: str, tone: Tone = Tone.PLAIN) -> Para:
    return Para(shape=shape, spans=(Span(text=text, tone=tone),))


def _digest(digest: Digest, zone: tzinfo) -> Copy:
    at = digest.at.astimezone(zone)
    since = wording.moment(digest.proof.window.since, at=at, zone=zone)
    count = f"{wording.counted(len(digest.items), 'story', 'stories')} since "
    opinions = [item for item in digest.items if item.opinion]
    return Copy(
        head=(
            _para(Shape.TITLE, words(digest.title, most=100) or "Rundown"),
            Para(shape=Shape.SMALL, spans=(Span(text=f"{wording.date_line(at)}{BETWEEN}{count}"), since)),
        ),
        body=tuple(_item(item, at, zone, opens_opinion=item in opinions[:1]) for item in digest.items)
        or (_nothing_new(digest.proof.left_out),),
        foot=(
            Para(shape=Shape.SMALL, spans=wording.proof_words(digest.proof, at=at, zone=zone)),
            _para(Shape.SMALL, wording.MACHINE_MADE),
        ),
    )


def _item(item: Item, at: datetime, zone: tzinfo, *, opens_opinion: bool) -> Galley:
    kicker = BETWEEN.join(
        mark
        for mark, holds in (
            ("EXAMPLE: invented, not news", item.example),
            ("UPDATE: new since your last digest", not item.is_new),
        )
        if holds
    )
    text = words(item.text, most=600)
    sources = f"{'Opinion' + BETWEEN if item.opinion else ''}{wording.source_words(item.sources, item.outlets)}"
    small = (Span(text=f"{sources}{BETWEEN}"), wording.time_of(item.published, at=at, zone=zone))
    headline = Para(
        shape=Shape.HEADLINE,
        spans=(Span(text=words(item.headline, most=200) or "No headline", tone=Tone.STRONG),),
        link=link_to(item.url),
    )
    return (
        *([_para(Shape.SECTION, "Opinion")] if opens_opinion else []),
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


def _nothing_new(left_out: Sequence[LeftOut]) -> Galley:
    """An empty digest says so, and what became of what it looked at."""
    reasons = Counter(words(left.why, most=120) for left in left_out).most_common()
    told = [f"{wording.counted(count, 'story', 'stories')}: {why}" for why, count in reasons[:MOST_REASONS]]
    more = len(reasons) - MOST_REASONS
    return (
        _para(Shape.HEADLINE, "Nothing new", Tone.STRONG),
        _para(Shape.TEXT, "Nothing came in that this channel has not had."),
        *(_para(Shape.POINT, reason) for reason in told),
        *([_para(Shape.POINT, f"and {wording.counted(more, 'reason', 'reasons')} more")] if more > 0 else []),
    )


def _answer(answer: Answer, zone: tzinfo) -> Copy:
    cited = list(dict.fromkeys(citation for sentence in answer.sentences for citation in sentence.citations))
    sources = cited if answer.answered else list(answer.nearest)
    at = answer.question.at
    points = (_source(number, source, answer, at, zone) for number, source in enumerate(sources, start=1))
    return Copy(
        head=(_para(Shape.QUOTE, words(answer.question.text, most=300) or "?"),),
        body=((*(_sentences(answer, cited) or _refusal(answer)), *points),),
        foot=(_para(Shape.SMALL, wording.MACHINE_MADE),) if sources else (),
    )


def _sentences(answer: Answer, cited: Sequence[Citation]) -> Galley:
    """Each sentence with the numbers of the claims that it rests on."""
    return tuple(
        Para(
            shape=Shape.TEXT,
            spans=(
                Span(text=words(sentence.text, most=600)),
                Span(
                    text="".join(f" [{cited.index(citation) + 1}]" for citation in sentence.citations), tone=Tone.SOFT
                ),
            ),
        )
        for sentence in answer.sentences
    )


def _refusal(answer: Answer) -> Galley:
    nearest = "The nearest that it holds:" if answer.nearest else "Nothing that it holds comes near."
    return (_para(Shape.HEADLINE, "Not in the record.", Tone.STRONG), _para(Shape.TEXT, nearest))


def _source(number: int, cited: Citation, answer: Answer, at: datetime, zone: tzinfo) -> Para:
    """What a citation adds to its sentence: where the claim stands, the speaker's own words, and by what road it came."""
    claim, article = cited.claim, cited.article
    told = " ".join(sentence.text for sentence in answer.sentences if cited in sentence.citations)
    opinion = "opinion" if article.genre is Genre.OPINION else wording.kind_words(claim.kind)
    marks = wording.label("EXAMPLE" if article.example else None, wording.status_words(claim.status), opinion)
    said = article.headline if claim.text in told else claim.text
    evidence = f"“{words(claim.quote, most=300)}”" if claim.quote else words(said, most=400)
    return Para(
        shape=Shape.POINT,
        spans=(
            Span(text=f"[{number}] "),
            *([Span(text=f"{marks} ", tone=Tone.STRONG)] if marks else []),
            Span(text=evidence),
            Span(text=f" — {_road(cited, told)}", tone=Tone.SOFT),
            wording.time_of(article.published, at=at, zone=zone),
        ),
        link=link_to(article.url),
    )


def _road(cited: Citation, told: str) -> str:
    """Speaker and outlet, each unless it is told already; with a comma for the date that follows."""
    speaker, outlet = credit(cited.claim) or "", wording.teller(cited.article)
    names = [speaker if speaker not in told else "", outlet if not speaker.endswith(outlet) else ""]
    return "".join(f"{words(name, most=160)}, " for name in names if name)
