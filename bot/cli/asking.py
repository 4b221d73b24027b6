"""ask and search: questions to the record, one or a whole file of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from bot.cli.options import AsJson, At, StoreUrl, instant
from digests.answer import Answer, Citation, Question
from digests.article import ClaimStatus, StoryId
from digests.sought import ANYWHERE, Narrowing

if TYPE_CHECKING:
    from digests.answering import Findings
    from digests.phrasing import AnswerDesk
    from digests.search import Hit

_DAY, _MOMENT = timedelta(days=1), timedelta(microseconds=1)
EXPLAINED = 3
"""Claims that ``ask --explain`` takes apart."""

Words = Annotated[str | None, typer.Argument(help="In your own words.", metavar="[QUESTION]", show_default=False)]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="Questions from a file of JSON lines: id, question, history.", metavar="FILE"),
]
Limit = Annotated[int, typer.Option("--limit", help="Claims and articles at most.", min=1, max=100, metavar="N")]
Explain = Annotated[bool, typer.Option("--explain", help="Tell how it was read, and what spoke for each claim.")]
TopicName = Annotated[str | None, typer.Option("--topic", help="Only of that topic, such as politics.", metavar="T")]
Since = Annotated[str | None, typer.Option("--since", help="Only what was published from then on.", metavar="ISO")]
Until = Annotated[
    str | None, typer.Option("--until", help="Only what was published until then; a day is meant whole.", metavar="ISO")
]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Only what that outlet told.", metavar="NAME")]
Speaker = Annotated[str | None, typer.Option("--speaker", help="Only what that speaker said.", metavar="NAME")]
Status = Annotated[ClaimStatus | None, typer.Option("--status", help="Only claims that stand so.")]
InStory = Annotated[str | None, typer.Option("--story", help="Only of that story, by its id.", metavar="STORY")]


def ask(
    question: Words = None,
    batch: Batch = None,
    as_json: AsJson = False,
    explain: Explain = False,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """Ask the record; every sentence of the answer cites its claim."""
    from bot.cli import rows
    from bot.cli.questions import questions
    from bot.cli.terminal import show
    from digests.answering import answer

    async def put() -> None:
        async with _record(store) as (find, phrase):
            for identity, asked in questions(question, batch, at=at):
                begun = perf_counter()
                found = await find(asked)
                answered = answer(asked, found)
                if phrase is not None:
                    answered = await phrase.phrased(answered, found)
                if as_json or batch:
                    rows.print_row(rows.answer_row(identity, answered, ms=_ms_since(begun)))
                else:
                    show(answered, zone=asked.at.tzinfo or UTC)
                    if explain:
                        _explain(found, answered)

    asyncio.run(put())


def search(
    question: Words = None,
    batch: Batch = None,
    as_json: AsJson = False,
    limit: Limit = 10,
    explain: Explain = False,
    topic: TopicName = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    speaker: Speaker = None,
    status: Status = None,
    story: InStory = None,
    at: At = None,
    store: StoreUrl = None,
) -> None:
    """The stored claims that speak of something, best first."""
    from bot.cli import rows
    from bot.cli.questions import questions

    narrowed = _narrowing(topic, since, until, outlet, speaker, status, story, at=at)

    async def look() -> None:
        async with _record(store) as (find, _):
            for identity, asked in questions(question, batch, at=at):
                begun = perf_counter()
                found = await find(asked, narrowed=narrowed, most=limit)
                if as_json or batch:
                    rows.print_row(rows.search_row(identity, found.hits, most=limit, ms=_ms_since(begun)))
                    continue
                for hit in found.hits[:limit]:
                    _print_hit(hit, found)
                    if explain:
                        _explain_hit(hit)
                if not found.hits:
                    how = " so narrowed. Try it without --since and the like" if narrowed != ANYWHERE else ""
                    typer.echo(f"Nothing in the record speaks of that{how}.")

    asyncio.run(look())


VERBS = (ask, search)


class _Find(Protocol):
    async def __call__(self, question: Question, *, narrowed: Narrowing = ANYWHERE, most: int = 10) -> "Findings":
        """As asking.find, over the record that was opened."""


@asynccontextmanager
async def _record(store: str | None) -> AsyncIterator[tuple[_Find, "AnswerDesk | None"]]:
    """The whole record, its index brought up to date; and the desk that asks a model, where one is switched on."""
    from bot.cli.record import reading, settings_in_use
    from bot.wiring import model_desks
    from digests.asking import find

    async with reading(store) as record, model_desks(record, settings_in_use(store)) as models:
        await record.index.catch_up()
        told = False

        async def finding(question: Question, *, narrowed: Narrowing = ANYWHERE, most: int = 10) -> "Findings":
            nonlocal told
            index, archive = record.index, record.archive
            found = await find(question, index=index, archive=archive, narrowed=narrowed, most=most)
            if not found.looked_at and not told:
                typer.echo("rundown: The record is empty. To fill it: rundown intake FILE, or rundown seed", err=True)
                told = True
            return found

        yield finding, models.phrase


def _narrowing(
    topic: str | None,
    since: str | None,
    until: str | None,
    outlet: str | None,
    speaker: str | None,
    status: ClaimStatus | None,
    story: str | None,
    *,
    at: str | None,
) -> Narrowing:
    from bot.cli.record import clock
    from digests.topics import topic as topic_of

    now = clock(at)
    return Narrowing(
        topic=topic_of(topic) if topic else None,
        since=instant(since, now) - _MOMENT if since else None,
        until=instant(until, now) + (_DAY - _MOMENT if _is_a_day(until) else timedelta()) if until else None,
        outlet=outlet,
        speaker=speaker,
        status=status,
        stories=frozenset({StoryId(story)}) if story else frozenset(),
    )


def _is_a_day(said: str) -> bool:
    """Without an hour: the whole day is meant."""
    return "T" not in said.upper() and ":" not in said


def _explain(found: "Findings", answered: Answer) -> None:
    """How the question was read, and the best claims with what spoke for each."""
    from bot.rendering.cleaning import clean
    from digests.answering import ENOUGH

    asked = found.asked
    typer.echo(f"\nAsked for: {asked.kind}. Sure by {answered.confidence:.0%}; from {ENOUGH:.0%} on it is answered.")
    for span in asked.spans:
        typer.echo(f"Time named: {span.start:%d %b %Y %H:%M} to {span.end:%d %b %Y %H:%M}")
    words = ", ".join(f"{asked.spelt[term]} {found.scale.part(term):.0%}" for term in asked.weights)
    typer.echo(f"Words: {clean(words) or 'none that tell anything'}")
    for hit in found.hits[:EXPLAINED]:
        typer.echo(clean(hit.claim.text if hit.claim else hit.article.headline))
        _explain_hit(hit)


def _print_hit(hit: "Hit", found: "Findings") -> None:
    """The claim and, under it, what must not be read apart from it; the headline of an article without any."""
    from bot.rendering.cleaning import clean
    from digests.opposing import riding_with

    if hit.claim is None:
        typer.echo(f"{clean(hit.article.headline)}\n  {hit.article.slug} (an article; no claim of it)")
        return
    cited = Citation(claim=hit.claim, article=hit.article)
    _print_claim(cited)
    for rider in riding_with(cited, found.beside):
        _print_claim(rider, indent="  ")


def _print_claim(cited: Citation, *, indent: str = "") -> None:
    """With its marks, whose it is, and its id."""
    from bot.rendering.wording import kind_words, label, status_words, teller, words
    from digests.clearance import credit

    claim = cited.claim
    before = label("but" if indent else None, status_words(claim.status), kind_words(claim.kind))
    by = credit(claim) or teller(cited.article)
    typer.echo(f"{indent}{before}{' ' if before else ''}{words(claim.text, most=600)} — {words(by, most=160)}")
    typer.echo(f"{indent}  {claim.id}")


def _explain_hit(hit: "Hit") -> None:
    from digests.search import WEIGHTS

    typer.echo(f"    {hit.score:.2f} in all")
    for sign, value in sorted(hit.signs.items(), key=lambda one: -abs(WEIGHTS[one[0]] * one[1])):
        if value:
            typer.echo(f"    {WEIGHTS[sign] * value:+.2f}  {sign} ({value:.2f})")


def _ms_since(begun: float) -> float:
    return round(1000 * (perf_counter() - begun), 2)
