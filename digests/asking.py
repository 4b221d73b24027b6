"""Questions to the record: the index finds candidates, the record gives the claims, the rules choose among them."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace

from digests.answer import Answer, Citation, Exchange, Question
from digests.answering import Findings, answer, findings, fitting
from digests.article import Slug, Tenant
from digests.clearance import cleared
from digests.errors import NotFound
from digests.opposing import readable
from digests.ports import Archive, Index
from digests.question import understood
from digests.scale import Rarity
from digests.search import Hit
from digests.sought import ANYWHERE, Found, Narrowing, Place, Sought
from digests.terms import spellings

CANDIDATES, ARTICLES = 40, 20
"""Claims that the index gives, and of how many of their articles all claims are ranked: a hundred and sixteen changed
no figure."""
TOLD_OF = 3
"""Articles that an answer may choose from, at least."""
STORIES = 4
"""Claims whose whole stories are looked through for what opposes them, of the best and of those that may answer."""
PATIENCE = 0.5
"""Seconds that an asker waits for what came in a moment ago."""


async def ask(question: Question, *, index: Index, archive: Archive) -> Answer:
    """As ``answering.answer``: what the record says, each sentence with its claim, or that it does not hold it."""
    return answer(question, await find(question, index=index, archive=archive, most=TOLD_OF))


async def find(
    question: Question, *, index: Index, archive: Archive, narrowed: Narrowing = ANYWHERE, most: int = 10
) -> Findings:
    """What speaks of the question, best first; only what the index was narrowed to, where it was.

    At least the best ``most`` claims and articles are there, where the record holds so many.
    A question about stories, as in the thread of a digest, is read as one that follows their headlines.
    """
    read = await index.freshen(patience=PATIENCE)
    question = await _with_its_stories(question, archive)
    asked = understood(question)
    spelt = {term: spellings(term, word) for term, word in asked.spelt.items()}
    words = {word: asked.weights[term] for term, said in spelt.items() for word in said}
    sought = Sought(tenant=question.tenant, at=question.at, words=words, narrowed=narrowed)
    near = await _near(sought, index, most)
    shelf = await archive.shelf(question.tenant, _first_articles(near.places, max(ARTICLES, most)))
    held = {term: min(near.total, sum(near.held[word] for word in said)) for term, said in spelt.items()}
    rarity = Rarity(held=held, total=near.total)
    found = replace(findings(question, shelf, rarity), read=read)
    if narrowed != ANYWHERE:
        found = _only(found, near.places)
    told = (*found.hits[:most], *[hit for hit in found.hits if hit.claim][:STORIES], *fitting(found)[:STORIES])
    return replace(found, beside=(*found.beside, *await _beside(told, question, archive)))


async def _beside(hits: Iterable[Hit], question: Question, archive: Archive) -> tuple[Citation, ...]:
    """All readable claims of their stories."""
    claims: list[Citation] = []
    for name in dict.fromkeys(hit.story for hit in hits):
        with suppress(NotFound):
            if story := cleared(await archive.story(question.tenant, name), at=question.at):
                claims += readable(story.articles, at=question.at)
    return tuple(claims)


async def _with_its_stories(question: Question, archive: Archive) -> Question:
    """With the headlines of those that may be read and are still there, as if they had been asked about."""
    told = []
    for name in question.about:
        with suppress(NotFound):
            if story := cleared(await archive.story(question.tenant, name), at=question.at):
                told.append(Exchange(question=story.articles[0].headline, answer=""))
    return replace(question, history=(*told, *question.history))


async def _near(sought: Sought, index: Index, most: int) -> Found:
    """Claims of at least ``most`` articles, as long as there are more of either."""
    wanted = max(CANDIDATES, 4 * most)
    while True:
        near = await index.near(sought, most=wanted)
        if len(near.places) < wanted or len({(one.tenant, one.slug) for one in near.places}) >= most:
            return near
        wanted *= 4


def _first_articles(places: Iterable[Place], most: int) -> list[Place]:
    """The first place of each article."""
    first: dict[tuple[Tenant, Slug], Place] = {}
    for place in places:
        first.setdefault((place.tenant, place.slug), place)
    return list(first.values())[:most]


def _only(found: Findings, places: Collection[Place]) -> Findings:
    """Without the claims that merely stand beside what was found."""
    wanted = {(place.tenant, place.slug, place.claim) for place in places}
    kept = tuple(
        hit
        for hit in found.hits
        if (hit.article.tenant, hit.article.slug, hit.claim.id if hit.claim else None) in wanted
    )
    return replace(found, hits=kept)
