"""The rewrite desk: a model is asked to shorten what was read; where it does not help in time, the extract stands."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from digests.article import Article, Slug
from digests.clearance import bar_to_article
from digests.errors import WriterFailed
from digests.intake.passages import Sentence
from digests.intake.vetting import Vetted, shown, vetted
from digests.minding import Minder
from digests.ports import Writer

log = structlog.get_logger()

SIDE_BY_SIDE = 4
"""Articles about which a model is asked at the same time."""
MOST_SECONDS = 120.0
"""For all articles that come in together: news does not wait for style."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What came of asking: articles improved, sentences dropped, articles left as they were for want of an answer."""

    improved: int = 0
    dropped: int = 0
    fell_back: int = 0

    def __str__(self) -> str:
        dropped = f"{self.dropped} sentence{'s' * (self.dropped != 1)} dropped"
        return f"{self.improved} improved, {dropped}, {self.fell_back} fell back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as it was read, and the version of it that the record has."""

    article: Article
    known: Article | None = None


class RewriteDesk:
    """Asks the model about articles, within its limits; it never stands in the way of one."""

    def __init__(self, writer: Writer, minder: Minder) -> None:
        self._writer = writer
        self._minder = minder
        self.counted = Counted()

    async def rewritten(self, drafts: Iterable[Draft], *, at: datetime) -> dict[Slug, Article]:
        """Each article, improved or as it was, within ``MOST_SECONDS``.

        A claim that the record has already keeps the wording that it has there, so that nobody is told it again for
        its style. Raises StoreError where the record cannot be used.
        """
        side_by_side = asyncio.Semaphore(SIDE_BY_SIDE)
        until = asyncio.get_running_loop().time() + MOST_SECONDS

        async def one(draft: Draft) -> Article:
            async with side_by_side:
                article = await self._improved(draft.article, at=at, until=until)
            return _as_worded_before(article, draft.known) if draft.known is not None else article

        articles = await asyncio.gather(*map(one, drafts))
        return {article.slug: article for article in articles}

    async def _improved(self, article: Article, *, at: datetime, until: float) -> Article:
        late = asyncio.get_running_loop().time() >= until
        sentences = shown(article.body, language=article.language)
        if late or not sentences or bar_to_article(article, at=at) is not None:
            return article
        try:
            done = await self._minder.asked(
                lambda: self._asked(article, sentences), tenant=article.tenant, at=at, until=until
            )
        except WriterFailed:
            self._count(fell_back=1)
            return article
        if done is None:
            return article
        self._count(improved=done.article != article, dropped=len(done.dropped))
        for one in done.dropped:
            log.info("model.dropped", slug=article.slug, why=str(one.why))
        return done.article

    async def _asked(self, article: Article, sentences: tuple[Sentence, ...]) -> Vetted:
        texts = [article.body[sentence.start : sentence.end] for sentence in sentences]
        return vetted(await self._writer.write(article.headline, texts), article, sentences)

    def _count(self, *, improved: int = 0, dropped: int = 0, fell_back: int = 0) -> None:
        so_far = self.counted
        self.counted = Counted(
            improved=so_far.improved + improved,
            dropped=so_far.dropped + dropped,
            fell_back=so_far.fell_back + fell_back,
        )


def _as_worded_before(article: Article, known: Article) -> Article:
    """A claim's id comes of the sentence that it was read from: the same id, the same sentence."""
    wordings = {claim.id: claim.text for claim in known.claims}
    claims = tuple(replace(claim, text=wordings.get(claim.id, claim.text)) for claim in article.claims)
    return replace(article, claims=claims)
