"""A question to the stored claims that answer it, each cited, or an honest "not in the record"."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from digests.answer import Answer, Citation, Question, Sentence
from digests.article import Article, ClaimId, ClaimStatus
from digests.clearance import credit
from digests.fitting import bars
from digests.opposing import opposes, readable, riding_with, together
from digests.question import Asked, Kind, understood
from digests.scale import Rarity, Scale
from digests.search import Hit, Sign, ranked
from digests.sought import Shelved
from digests.terms import terms

MOST_SENTENCES = 3
MOST_RIDING = 2
"""Denials and contradictions that are told with one claim; the rest of them are in its story."""
MOST_WORDS = 60
SHORT_WORDS = 45
"""A second claim comes along where both are no longer than this: an answer is read in a breath."""
NEARLY_AS_GOOD = 0.8
"""A further claim is told where it weighs at least this share of what the best one does."""
SAME = 0.8
"""Of the words of the shorter of two claims: those that share so many say the same."""
NEAR = 0.25
"""Of the question's weight: a claim that holds one word and less than that is not near, and would only be noise."""
ENOUGH = 0.5
"""Below this confidence nothing is answered."""
_SURE: dict[Sign, float] = {Sign.PAIRS: 0.5, Sign.OUTLET: 0.2, Sign.FIT: 0.2}
_ARTICLE, _WIDE, _OWN = 0.5, 0.75, 0.5
_UNTOLD = 0.4
"""What is taken off where the claim does not say itself what was done: a tram in which many were hurt is no answer to
who died in it.
"""
_OF_TOPIC = 0.3
"""Of what somebody is asked to have spoken of: words of the right speaker on something else are no answer."""
_MANY, _EACH_LESS = 6, 0.15
"""Telling words of a question, and what each that it has less asks for in addition: of three all must be there."""
_EVEN, _STEEP = 1.85, 5.0
"""The sum of signs at which an answer is as likely right as wrong, and how fast certainty grows from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a question is taken to ask, and what speaks of it, best first.

    ``looked_at`` claims may be read at all; ``read`` is the share of the record that could be searched, from 0 to 1.
    ``beside`` are all claims of the articles that were looked at, among which stands what opposes the hits.
    """

    asked: Asked
    scale: Scale
    hits: tuple[Hit, ...]
    looked_at: int
    read: float = 1.0
    beside: tuple[Citation, ...] = ()


def findings(question: Question, shelf: Sequence[Shelved], rarity: Rarity) -> Findings:
    """What of the shelf speaks of the question and of what was asked before it."""
    asked = understood(question)
    scale = Scale(asked, rarity)
    hits = ranked(asked, shelf, scale, at=question.at)
    beside = readable((one.article for one in shelf), at=question.at)
    return Findings(asked=asked, scale=scale, hits=hits, looked_at=rarity.total, beside=tuple(beside))


def answer(question: Question, found: Findings) -> Answer:
    """One to three sentences, each a stored claim with its speaker; or none, and what comes nearest.

    A question of what somebody said is answered by that speaker's claims alone, one of how many by a claim that counts
    just that. A denial rides along with what it denies, and so does a figure that another outlet gives, however long.
    """
    claims = [hit for hit in found.hits if hit.claim is not None]
    fit = fitting(found)
    confidence = max(_confidence(fit, found), _confidence(_denied(fit, claims), found))
    if confidence < ENOUGH:
        near = (hit for hit in claims if len(hit.held) > 1 or found.scale.share(hit.held) >= NEAR)
        nearest = together(_citations(near)[:MOST_SENTENCES], found.beside)
        return Answer(question=question, sentences=(), confidence=confidence, nearest=nearest, read=found.read)
    told = _citations(hit for hit in fit if hit.score >= NEARLY_AS_GOOD * fit[0].score)
    sentences = _told(told, found.beside)
    return Answer(question=question, sentences=sentences, confidence=confidence, read=found.read)


def choices(found: Findings) -> tuple[Citation, ...]:
    """The claims that may answer, best first."""
    return tuple(_citations(fitting(found)))


def worded(answer: Answer, picks: Iterable[tuple[Citation, str]], found: Findings) -> Answer:
    """The answer told by those claims in those words of theirs, each with what denies it; unchanged where none fits.

    A claim that has no room beside what must ride along with it is passed over.
    """
    told: tuple[Sentence, ...] = ()
    for citation, text in picks:
        riders = riding_with(citation, found.beside)[:MOST_RIDING]
        riding = [_sentence(other) for other in riders if other.claim.id not in _cited(told)]
        longer = (*told, _sentence(citation, text), *riding)
        is_new = citation.claim.id not in _cited(told) and _adds((*told, _sentence(citation, text)))
        if not told or (is_new and len(longer) <= MOST_SENTENCES and _words(longer) <= MOST_WORDS):
            told = longer
    return replace(answer, sentences=told or answer.sentences)


def fitting(found: Findings) -> list[Hit]:
    """The claims that hold what must stand in an answer of that kind."""
    return [
        hit for hit in found.hits if hit.claim is not None and not bars(hit.claim, found.asked) and _tells(hit, found)
    ]


def _confidence(fit: Sequence[Hit], found: Findings) -> float:
    """How likely the best of them answers, 0 to 1, by how much of the question it and its article hold.

    Of a follow-up only its own words are asked for; the article must speak of what was talked of before.
    """
    if not fit or _is_beside(fit[0], found):
        return 0.0
    best, asked, scale = fit[0], found.asked, found.scale
    own = scale.terms & asked.own or scale.terms
    whole = scale.share(own)

    def share(held: frozenset[str]) -> float:
        return scale.share(held & own) / whole if whole else 0.0

    wide = frozenset[str]().union(*(hit.around for hit in _first_of_articles(fit, most=3)))
    sum_ = best.signs[Sign.WORDS] if own == scale.terms else share(best.held)
    sum_ += _ARTICLE * share(best.around) + _OWN * share(best.held) + _WIDE * share(wide)
    sum_ += sum(weight * best.signs[sign] for sign, weight in _SURE.items())
    if asked.kind in {Kind.ANYTHING, Kind.LATEST}:
        sum_ += _SURE[Sign.FIT]
    if asked.deed is not None and not best.signs[Sign.DEED]:
        sum_ -= _UNTOLD
    if len(own) < _MANY and any(term[0].isdigit() for term in own - best.around):
        sum_ -= _UNTOLD
    even = _EVEN + _EACH_LESS * max(0, _MANY - len(own))
    return 1 / (1 + math.exp(-_STEEP * (sum_ - even)))


def _tells(hit: Hit, found: Findings) -> bool:
    """False where a bare "when?" or "why?" is all that is asked and the claim has nothing of the kind, or where the
    price or size is another thing's.
    """
    if found.asked.measured is not None and found.asked.measured not in hit.held:
        return False
    bare = not found.asked.own and found.asked.kind in {Kind.WHEN, Kind.WHY, Kind.HOW_MUCH}
    return not bare or bool(hit.signs[Sign.FIT])


def _is_beside(best: Hit, found: Findings) -> bool:
    """Whether it is no answer however well its words fit: the right speaker on something else, or another story than
    the one that was talked of.
    """
    asked, scale = found.asked, found.scale
    topics = [scale.terms - asked.speaker] if asked.speaker else []
    topics += [before] if (before := scale.terms - asked.own) else []
    return any(scale.share(best.around & topic) < _OF_TOPIC * scale.share(topic) for topic in topics)


def _denied(fit: Sequence[Hit], claims: Iterable[Hit]) -> list[Hit]:
    """What the best of them denies: "who denies that the tunnel is late?" speaks of the charge, in its words."""
    best = _citations(fit[:1])
    return [hit for hit in claims for denial in best for charge in _citations([hit]) if opposes(denial, charge)]


def _first_of_articles(hits: Iterable[Hit], *, most: int) -> list[Hit]:
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.article.slug, hit)
    return list(first.values())[:most]


def _told(citations: Sequence[Citation], near: Sequence[Citation]) -> tuple[Sentence, ...]:
    """The first claim with what opposes it, however long that is; others where all of them are read in a breath."""
    told: tuple[Sentence, ...] = ()
    for citation in citations:
        pair = (_sentence(citation), *map(_sentence, riding_with(citation, near)[:MOST_RIDING]))
        if not told:
            told = pair
        elif citation.claim.id not in _cited(told) and _adds((*told, pair[0])):
            longer = (*told, *(one for one in pair if one.citations[0].claim.id not in _cited(told)))
            if len(longer) <= MOST_SENTENCES and _words(longer) <= SHORT_WORDS:
                told = longer
    return told


def _cited(told: Iterable[Sentence]) -> set[ClaimId]:
    return {citation.claim.id for one in told for citation in one.citations}


def _adds(sentences: Sequence[Sentence]) -> bool:
    """Whether the last of them repeats none of the others, as the copies of an agency's story do."""
    *told, last = (frozenset(terms(sentence.citations[0].claim.text)) for sentence in sentences)
    return all(len(last & one) < SAME * min(len(last), len(one)) for one in told)


def _words(sentences: Iterable[Sentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)


def _citations(hits: Iterable[Hit]) -> list[Citation]:
    return [Citation(claim=hit.claim, article=hit.article) for hit in hits if hit.claim is not None]


def _sentence(citation: Citation, text: str | None = None) -> Sentence:
    """The claim as it stands in the record, or in those fewer words, with who said it and where it stands."""
    claim = citation.claim
    status = "" if claim.status is ClaimStatus.REPORTED else f" ({claim.status})"
    by = credit(claim) or _teller(citation.article)
    return Sentence(text=f"{text or claim.text}{status}" + (f" — {by}" if by else ""), citations=(citation,))


def _teller(article: Article) -> str | None:
    """Who tells it where no speaker is named; a relay by an unknown outlet is not the word of the outlet it relays."""
    return article.outlet or (f"an outlet retelling {article.relays}" if article.relays else None)
