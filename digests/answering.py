"""A question to the stored claims that answer it, each cited, or an honest "not in the record"."""

import re
from collections.abc import Iterable
from itertools import islice

from digests.answer import Answer, Citation, Question, Sentence
from digests.article import Article, ClaimStatus, RelationKind
from digests.clearance import bar_to_claim, credit
from digests.search import Hit, Shelf, ranked, shelved, terms

ENOUGH = 0.6
"""The share of a question's weight that a claim must hold to answer it: below, another thing is being asked."""
NEARLY_AS_GOOD = 0.9
"""A further claim is told where it holds at least this share of what the best one holds."""
MOST_SENTENCES = 3
MOST_WORDS = 60

_SAYING = re.compile(
    r"\b(?:what|why|how)\b.*?\b(?:did|does|do|has|have)\s+(?P<speaker>.+?)\s+"
    r"(?:say|said|reply|replied|tell|told|claim|claimed|answer|answered|respond|responded|deny|denied)\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(r"\bhow (?:much|many|long|far|old|big|large|high|often)\b", re.IGNORECASE)
_MEASURING = re.compile(r"\b(?:cost|price|pa(?:y|id)|spend|spent|worth|total|number|amount|people)s?\b", re.IGNORECASE)
"""Words that only say what kind of figure is asked for; the claim that holds the figure may do without them."""


def open_shelf(articles: Iterable[Article]) -> Shelf:
    """All claims of those articles; one shelf serves many questions, and each question bars what it may not be told."""
    return shelved(Citation(claim=claim, article=article) for article in articles for claim in article.claims)


def found(question: Question, shelf: Shelf, *, most: int) -> tuple[Hit, ...]:
    """The claims that speak of the question and of what was asked before it, best first.

    What is under embargo at the question's instant, withheld or withdrawn is not found.
    """
    text = _MEASURING.sub(" ", question.text) if _HOW_MUCH.search(question.text) else question.text
    asked = " ".join([*(exchange.question for exchange in question.history), text])
    return tuple(islice((hit for hit in ranked(asked, shelf) if _may_be_told(hit.citation, question)), most))


def answer(question: Question, shelf: Shelf) -> Answer:
    """One to three sentences, each a stored claim with its speaker, at most 60 words; or none, and what comes nearest.

    A question of what somebody said is answered by that speaker's claims alone, one of how much by claims with a
    figure. A denial rides along with what it denies.
    """
    hits = [hit for hit in found(question, shelf, most=20) if _may_answer(hit.citation, question)]
    best = max((hit.coverage for hit in hits), default=0.0)
    if best < ENOUGH:
        nearest = found(question, shelf, most=MOST_SENTENCES)
        return Answer(question=question, sentences=(), confidence=best, nearest=tuple(hit.citation for hit in nearest))
    told = [hit.citation for hit in hits if hit.coverage >= max(ENOUGH, NEARLY_AS_GOOD * best)][:MOST_SENTENCES]
    denials = [denial for citation in told[:1] for denial in _denials_of(citation, shelf, question)]
    return Answer(question=question, sentences=_sentences(told[:1] + denials + told[1:]), confidence=best)


def _may_be_told(citation: Citation, question: Question) -> bool:
    return bar_to_claim(citation.claim, of=citation.article, at=question.at) is None


def _may_answer(citation: Citation, question: Question) -> bool:
    """A question for a figure is answered by claims with figures, one for somebody's words by theirs."""
    return _is_by(citation, question) and (bool(citation.claim.figures) or not _HOW_MUCH.search(question.text))


def _is_by(citation: Citation, question: Question) -> bool:
    """True unless the question asks for the words of somebody else."""
    asked = _SAYING.search(question.text)
    if asked is None:
        return True
    by = citation.claim.attribution
    speaker = " ".join(filter(None, (by.speaker, by.role, by.organisation)))
    return set(terms(asked["speaker"])) <= set(terms(speaker))


def _denials_of(citation: Citation, shelf: Shelf, question: Question) -> list[Citation]:
    return [
        entry.citation
        for entry in shelf.entries
        for relation in entry.citation.claim.relations
        if relation.kind is RelationKind.DENIES
        and relation.claim == citation.claim.id
        and _may_be_told(entry.citation, question)
    ]


def _sentences(told: Iterable[Citation]) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    words = 0
    for citation in dict.fromkeys(told):
        text = _worded(citation)
        words += len(text.split())
        if sentences and (words > MOST_WORDS or len(sentences) == MOST_SENTENCES):
            break
        sentences.append(Sentence(text=text, citations=(citation,)))
    return tuple(sentences)


def _worded(citation: Citation) -> str:
    """The claim as it stands in the record, with who said it and where it stands."""
    claim = citation.claim
    status = "" if claim.status is ClaimStatus.REPORTED else f" ({claim.status})"
    by = credit(claim) or _teller(citation.article)
    return f"{claim.text}{status}" + (f" — {by}" if by else "")


def _teller(article: Article) -> str | None:
    """Who tells it where no speaker is named; a relay by an unknown outlet is not the word of the outlet it relays."""
    return article.outlet or (f"an outlet retelling {article.relays}" if article.relays else None)
