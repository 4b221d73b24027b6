"""The rewrite desk: a model is asked to shorten what was read; where it does not help in time, the extract stands."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import structlog

from digests.article import Article, Slug, Tenant
from digests.clearance import bar_to_article
from digests.errors import WriterFailed
from digests.intake.passages import Sentence
from digests.intake.vetting import Vetted, shown, vetted
from digests.ports import Budget, Writer

log = structlog.get_logger()

SIDE_BY_SIDE = 4
"""Articles about which a model is asked at the same time."""
MOST_SECONDS = 120.0
"""For all articles that come in together: news does not wait for style."""
FAILURES = 3
"""In a row, until the model is left alone."""
REST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a model may cost: articles of a tenant a UTC day, and seconds an article."""

    a_day: int
    seconds: float


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

    def __init__(self, writer: Writer, budget: Budget, limits: Limits) -> None:
        self._writer = writer
        self._budget = budget
        self._limits = limits
        self._failures = 0
        self._rests_until: datetime | None = None
        self._used_up: set[tuple[Tenant, date]] = set()
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
        if late or bar_to_article(article, at=at) is not None or self._is_spent(article.tenant, at):
            return article
        sentences = shown(article.body, language=article.language)
        if not sentences or not await self._may_ask(article.tenant, at):
            return article
        try:
            done = await self._asked(article, sentences, until=until)
        except (WriterFailed, TimeoutError) as error:
            self._failed(str(error) or "no answer in time", at)
            return article
        except Exception as error:
            log.exception("model.broke", slug=article.slug)
            self._failed(type(error).__name__, at)
            return article
        self._failures = 0
        self._count(improved=done.article != article, dropped=len(done.dropped))
        for one in done.dropped:
            log.info("model.dropped", slug=article.slug, why=str(one.why))
        return done.article

    async def _asked(self, article: Article, sentences: tuple[Sentence, ...], *, until: float) -> Vetted:
        texts = [article.body[sentence.start : sentence.end] for sentence in sentences]
        soon = asyncio.get_running_loop().time() + self._limits.seconds
        async with asyncio.timeout_at(min(soon, until)):
            proposal = await self._writer.write(article.headline, texts)
        return vetted(proposal, article, sentences)

    async def _may_ask(self, tenant: Tenant, at: datetime) -> bool:
        """Whether the day's budget holds one article more; that it does not is told once a day."""
        day = _day(at)
        count = await self._budget.draw(tenant, day)
        if count > self._limits.a_day:
            self._used_up.add((tenant, day))
            if count == self._limits.a_day + 1:
                log.warning("model.budget_used_up", tenant=tenant, day=str(day), articles=self._limits.a_day)
        return count <= self._limits.a_day

    def _is_spent(self, tenant: Tenant, at: datetime) -> bool:
        """Whether it is known without looking that nobody can be asked now."""
        rests = self._rests_until is not None and at < self._rests_until
        return rests or (tenant, _day(at)) in self._used_up

    def _failed(self, why: str, at: datetime) -> None:
        self._count(fell_back=1)
        self._failures += 1
        log.info("model.fell_back", reason=why)
        if self._failures == FAILURES:
            self._failures, self._rests_until = 0, at + REST
            log.warning("model.left_alone", until=str(self._rests_until), reason=why)

    def _count(self, *, improved: int = 0, dropped: int = 0, fell_back: int = 0) -> None:
        so_far = self.counted
        self.counted = Counted(
            improved=so_far.improved + improved,
            dropped=so_far.dropped + dropped,
            fell_back=so_far.fell_back + fell_back,
        )


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _as_worded_before(article: Article, known: Article) -> Article:
    """A claim's id comes of the sentence that it was read from: the same id, the same sentence."""
    wordings = {claim.id: claim.text for claim in known.claims}
    claims = tuple(replace(claim, text=wordings.get(claim.id, claim.text)) for claim in article.claims)
    return replace(article, claims=claims)
