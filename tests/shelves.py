"""Articles as the index would give them for a question, without an index."""

from collections.abc import Sequence
from datetime import datetime

from digests.answer import Answer, Exchange, Question
from digests.answering import Findings, answer, findings
from digests.article import HOUSE, Article, StoryId
from digests.clearance import credit
from digests.question import understood
from digests.scale import Rarity
from digests.sought import Shelved
from digests.terms import terms
from tests.builders import MORNING


def asked(text: str, *, at: datetime = MORNING, history: Sequence[tuple[str, str]] = ()) -> Question:
    """A question to the house's record, with earlier questions and their answers."""
    told = tuple(Exchange(question=question, answer=reply) for question, reply in history)
    return Question(text=text, tenant=HOUSE, at=at, history=told)


def looked_up(question: Question, *articles: Article) -> Findings:
    """What of those articles, each a story of its own, speaks of the question."""
    said = [
        set(terms(f"{article.headline} {article.outlet} {claim.text} {credit(claim)}"))
        for article in articles
        for claim in article.claims
    ]
    held = {term: sum(term in one for one in said) for term in understood(question).weights}
    shelf = [Shelved(article=article, story=StoryId(article.slug)) for article in articles]
    return findings(question, shelf, Rarity(held=held, total=len(said)))


def answered(question: Question, *articles: Article) -> Answer:
    """What they answer."""
    return answer(question, looked_up(question, *articles))
