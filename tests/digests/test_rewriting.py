"""The rewrite desk: within its budget and its time, and never in an article's way."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from digests.article import HOUSE, Article, PubStatus, Tenant
from digests.errors import WriterFailed
from digests.minding import FAILURES, REST, Limits, Minder
from digests.proposal import Proposal, Proposed
from digests.rewriting import Counted, Draft, RewriteDesk
from tests.builders import MORNING, a_claim, an_article
from tests.digests.intake.ferry import BODY

SHORT = "The council of Skarv bought a second ferry on Monday for at least 4.2 million crowns."
HELD = Proposal(summary=(Proposed(text=SHORT, rests_on=1),))


class Dictated:
    """A writer that says what it was told to; with nothing to say it fails, and it may never come back."""

    def __init__(self, proposal: Proposal | None = HELD, *, hangs: bool = False) -> None:
        self.proposal = proposal
        self.asked: list[str] = []
        self._hangs = hangs

    async def write(self, headline: str, sentences: Sequence[str]) -> Proposal:
        self.asked.append(headline)
        if self._hangs:
            await asyncio.Event().wait()
        if self.proposal is None:
            raise WriterFailed("it is down")
        return self.proposal

    async def answer(self, question: str, claims: Sequence[str]) -> tuple[Proposed, ...]:
        raise NotImplementedError


class Purse:
    """A budget in memory, which outlives a desk."""

    def __init__(self) -> None:
        self.drawn: dict[tuple[Tenant, date], int] = {}

    async def draw(self, tenant: Tenant, day: date) -> int:
        self.drawn[tenant, day] = self.drawn.get((tenant, day), 0) + 1
        return self.drawn[tenant, day]


def a_desk(writer: Dictated, purse: Purse | None = None, *, a_day: int = 100, seconds: float = 5.0) -> RewriteDesk:
    return RewriteDesk(writer, Minder(purse or Purse(), Limits(a_day=a_day, seconds=seconds)))


def a_ferry(slug: str = "ferry", **changes: Any) -> Article:
    return an_article(slug, **{"body": BODY, "headline": slug, "claims": (), **changes})


def some(count: int, **changes: Any) -> list[Draft]:
    return [Draft(article=a_ferry(f"ferry-{number}", **changes)) for number in range(count)]


async def rewritten(desk: RewriteDesk, *articles: Article, at: datetime = MORNING) -> list[Article]:
    return list((await desk.rewritten([Draft(article=article) for article in articles], at=at)).values())


async def test_a_summary_that_holds_takes_the_place_of_the_extract() -> None:
    desk = a_desk(Dictated())
    assert await rewritten(desk, a_ferry()) == [a_ferry(summary=SHORT)]
    assert str(desk.counted) == "1 improved, 0 sentences dropped, 0 fell back"


async def test_a_dropped_sentence_is_counted_and_its_reason_told() -> None:
    desk = a_desk(Dictated(Proposal(summary=(Proposed(text="Vale took 9 crowns.", rests_on=1),))))
    with capture_logs() as told:
        assert await rewritten(desk, a_ferry()) == [a_ferry()]
    assert desk.counted == Counted(dropped=1)
    assert [line["event"] for line in told] == ["model.dropped"]


@pytest.mark.parametrize(
    "changes",
    [
        {"pubstatus": PubStatus.WITHHELD},
        {"pubstatus": PubStatus.CANCELED},
        {"embargoed_until": MORNING + timedelta(minutes=1)},
        {"body": ""},
        {"body": "The council bought a ferry."},
    ],
)
async def test_what_must_not_run_or_is_too_short_is_shown_to_no_model_and_costs_nothing(
    changes: dict[str, Any],
) -> None:
    writer, purse = Dictated(), Purse()
    assert await rewritten(a_desk(writer, purse), a_ferry(**changes)) == [a_ferry(**changes)]
    assert writer.asked == []
    assert purse.drawn == {}


async def test_a_lifted_embargo_is_none() -> None:
    article = a_ferry(embargoed_until=MORNING)
    assert (await rewritten(a_desk(Dictated()), article))[0].summary == SHORT


async def test_a_model_that_hangs_is_left_behind() -> None:
    desk = a_desk(Dictated(hangs=True), seconds=0.05)
    async with asyncio.timeout(5):
        assert await rewritten(desk, a_ferry()) == [a_ferry()]
    assert desk.counted == Counted(fell_back=1)


async def test_a_model_that_fails_again_and_again_is_left_alone_for_a_while() -> None:
    writer = Dictated(None)
    desk = a_desk(writer)
    with capture_logs() as told:
        for draft in some(9):
            await desk.rewritten([draft], at=MORNING)
    assert len(writer.asked) == FAILURES
    assert [line["event"] for line in told if line["log_level"] == "warning"] == ["model.left_alone"]
    writer.proposal = HELD
    assert (await rewritten(desk, a_ferry(), at=MORNING + REST))[0].summary == SHORT


async def test_three_hundred_articles_and_a_dead_model_are_done_in_the_time_of_a_few() -> None:
    writer = Dictated(hangs=True)
    async with asyncio.timeout(5):
        articles = await a_desk(writer, a_day=999, seconds=0.05).rewritten(some(300), at=MORNING)
    assert len(articles) == 300
    assert len(writer.asked) < 9


async def test_a_failure_between_answers_does_not_count_against_it() -> None:
    writer = Dictated()
    desk = a_desk(writer)
    for number in range(3 * FAILURES):
        writer.proposal = HELD if number % FAILURES == 0 else None
        await rewritten(desk, a_ferry())
    assert len(writer.asked) == 3 * FAILURES


async def test_a_tenants_day_has_its_budget_and_its_end_is_told_once() -> None:
    writer, purse = Dictated(), Purse()
    with capture_logs() as told:
        for desk in (a_desk(writer, purse, a_day=7), a_desk(writer, purse, a_day=7)):
            await desk.rewritten(some(20), at=MORNING)
    assert len(writer.asked) == 7
    assert [line["event"] for line in told if line["log_level"] == "warning"] == ["model.budget_used_up"]


async def test_ten_thousand_articles_cost_one_days_budget() -> None:
    writer, purse = Dictated(), Purse()
    articles = await a_desk(writer, purse, a_day=3).rewritten(some(10_000), at=MORNING)
    assert len(articles) == 10_000
    assert len(writer.asked) == 3
    assert purse.drawn == {(HOUSE, MORNING.date()): 4}


async def test_a_budget_begins_anew_with_the_utc_day_and_is_each_tenants_own() -> None:
    writer, purse = Dictated(), Purse()
    desk = a_desk(writer, purse, a_day=1)
    await rewritten(desk, a_ferry(), a_ferry(tenant=Tenant("slack:T9"), headline="theirs"))
    await rewritten(desk, a_ferry())
    await rewritten(desk, a_ferry(), at=MORNING + timedelta(days=1))
    assert sorted(writer.asked) == ["ferry", "ferry", "theirs"]


async def test_no_budget_is_no_model() -> None:
    writer = Dictated()
    assert await rewritten(a_desk(writer, a_day=0), a_ferry()) == [a_ferry()]
    assert writer.asked == []


async def test_a_claim_that_readers_know_keeps_its_wording_over_versions() -> None:
    claim = a_claim(text="The tunnel will open in June, and cars may use it.")
    known = a_ferry(claims=(replace(claim, text="The tunnel will open in June."),))
    desk = a_desk(Dictated(None))
    changed = await desk.rewritten([Draft(article=a_ferry(claims=(claim,)), known=known)], at=MORNING)
    assert changed["ferry"].claims == known.claims  # type: ignore[index]


async def test_whatever_breaks_over_an_answer_keeps_no_article_out() -> None:
    class Broken(Dictated):
        async def write(self, headline: str, sentences: Sequence[str]) -> Proposal:
            raise RecursionError

    desk = a_desk(Broken())
    assert await rewritten(desk, a_ferry()) == [a_ferry()]
    assert desk.counted == Counted(fell_back=1)
