"""One story as an item of a digest: which claims, in whose name, and what must ride along with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from digests.article import (
    Article,
    Claim,
    ClaimId,
    ClaimKind,
    ClaimStatus,
    Genre,
    RelationKind,
    StatusChange,
    Story,
)
from digests.clearance import bar_to_claim, credit
from digests.digest import Carried, Item, Line
from digests.sentences import first_sentences, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How much of a story is told: ``claims`` that lead a line of their own (what rides along is not counted), and
    ``sentences`` of the summary, the second only while both have ``words`` together.
    """

    claims: int
    sentences: int
    words: int = 45


FULL = Length(claims=3, sentences=2)

_PLAIN = frozenset({ClaimKind.EVENT, ClaimKind.FIGURE, ClaimKind.STATEMENT})
_REPLIES = frozenset({RelationKind.DENIES, RelationKind.CONTRADICTS})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Told:
    """A claim that may be told, the article that it stands in, and the status to tell it with.

    A claim that updates a corrected one is told as the correction that it is. Each is equal to itself alone: comparing
    whole articles would cost more than all the rest of a digest.
    """

    claim: Claim
    article: Article
    status: ClaimStatus
    note: str | None


def tell(story: Story, *, at: datetime, carried: Mapping[ClaimId, str], length: Length = FULL) -> Item | None:
    """The story as a channel that was given ``carried`` should read it; None where there is nothing new for it.

    ``story`` holds only articles that may run. A channel that had the story before is told its new claims alone.
    """
    told = _tellable(story, at=at)
    had = any(one.claim.id in carried for one in told)
    fresh = [one for one in told if carried.get(one.claim.id) != one.claim.fingerprint]
    if told and not fresh:
        return None
    lead = leading_article(story)
    text = first_sentences(lead.summary, most=length.sentences, most_words=length.words)
    lines = _lines(fresh, among=told)
    said = {line.claim for line in lines if _is_plain(line) and _stands_in(text, line)}
    chosen = tuple(line for line in lines if line.claim not in said)[: length.claims]
    shown = {line.claim for key in chosen for line in (key, *key.replies)}
    return Item(
        story=story.id,
        article=lead.slug,
        headline=lead.headline,
        text=_up_to(text, chosen),
        lines=chosen,
        sources=story.sources,
        outlets=_outlets(story),
        published=lead.published,
        url=lead.url,
        opinion=lead.genre is Genre.OPINION,
        example=lead.example,
        is_new=not had,
        why="new since this channel's last digest" if had else "first time in this channel",
        language=lead.language,
        topics=lead.topics,
        urgency=lead.urgency,
        unsaid=tuple(
            Carried(claim=one.claim.id, fingerprint=one.claim.fingerprint, shown=one.claim.id in said)
            for one in told
            if one.claim.id not in shown
        ),
    )


def leading_article(story: Story) -> Article:
    """The article that gives the story its headline and text: the most urgent, the newest of these."""
    return min(story.articles, key=lambda article: article.urgency)


def _tellable(story: Story, *, at: datetime) -> list[_Told]:
    """What may run, most important first; a claim that a newer one updates is told by that one."""
    clear = {
        claim.id: (claim, article)
        for article in story.articles
        for claim in article.claims
        if bar_to_claim(claim, of=article, at=at) is None
    }
    updated = {
        relation.claim: claim.id
        for claim, _ in clear.values()
        for relation in claim.relations
        if relation.kind is RelationKind.UPDATES and relation.claim in clear
    }
    corrected = {
        updated[claim.id]: claim.history[-1]
        for claim, _ in clear.values()
        if claim.id in updated and claim.status is ClaimStatus.CORRECTED
    }
    told = [
        _told(claim, article, corrected.get(claim.id)) for claim, article in clear.values() if claim.id not in updated
    ]
    return sorted(told, key=lambda one: one.claim.rank)


def _told(claim: Claim, article: Article, correction: StatusChange | None) -> _Told:
    last = claim.history[-1] if claim.history else correction
    status = last.status if last else ClaimStatus.REPORTED
    return _Told(claim=claim, article=article, status=status, note=last.reason if last else None)


def _lines(fresh: Sequence[_Told], *, among: Sequence[_Told]) -> tuple[Line, ...]:
    """The claims, each with all that answers it; what only answers another has no line of its own.

    Opinion comes last, so that it is told only where there is room beside what is known.
    """
    roots = {one.claim.id: _root(one, among) for one in among}
    key_first = sorted(fresh, key=lambda one: one.claim.kind is ClaimKind.OPINION)
    leads = dict.fromkeys(roots[one.claim.id] for one in key_first)
    several = len({one.article.outlet for one in among}) > 1
    return tuple(
        _line(lead, several, [_line(one, several) for one in among if one != lead and roots[one.claim.id] == lead])
        for lead in leads
    )


def _is_plain(line: Line) -> bool:
    """Whether nothing must be read with it, so that it may stand in running text."""
    return not line.replies and line.status is ClaimStatus.REPORTED and line.kind in _PLAIN


def _stands_in(text: str, line: Line) -> bool:
    return _bare(line.text) in _bare(text)


def _up_to(text: str, lines: Sequence[Line]) -> str:
    """The text before the first sentence that a line tells, with its label and with what answers it."""
    before = takewhile(lambda sentence: not any(_stands_in(sentence, line) for line in lines), sentences(text))
    return " ".join(before)


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(".!?")


def _root(one: _Told, among: Sequence[_Told]) -> _Told:
    """What is answered in the end: a denial is never told without what it denies; of two that answer each other the
    more important.
    """
    climbed = [one]
    while (answered := _answered_by(climbed[-1], among)) is not None:
        if answered in climbed:
            return min(climbed[climbed.index(answered) :], key=among.index)
        climbed.append(answered)
    return climbed[-1]


def _answered_by(one: _Told, among: Sequence[_Told]) -> _Told | None:
    """The claim that this one denies or contradicts, by the record or by another figure for the same thing."""
    related = {relation.claim for relation in one.claim.relations if relation.kind in _REPLIES}
    if named := next((other for other in among if other.claim.id in related), None):
        return named
    earlier = among[: among.index(one)]
    return next((other for other in earlier if _figures_conflict(one.claim, other.claim)), None)


def _figures_conflict(claim: Claim, other: Claim) -> bool:
    return any(
        a.measures is not None and (a.measures, a.unit) == (b.measures, b.unit) and a.value != b.value
        for a in claim.figures
        for b in other.figures
    )


def _line(one: _Told, several_outlets: bool, replies: Sequence[Line] = ()) -> Line:  # noqa: FBT001 - private, and read beside its two calls
    claim = one.claim
    return Line(
        claim=claim.id,
        fingerprint=claim.fingerprint,
        text=claim.text,
        kind=claim.kind,
        status=one.status,
        credit=credit(claim) or (one.article.outlet if several_outlets else None),
        note=one.note,
        replies=tuple(replies),
    )


def _outlets(story: Story) -> tuple[str, ...]:
    return tuple(dict.fromkeys(article.outlet for article in story.articles if article.outlet))
