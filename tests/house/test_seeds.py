"""Every seed that ships reads, is fair to whom it names, and is told in our own words."""

import gzip
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from digests.article import Article, Claim, ClaimKind, ClaimStatus, Figure, Genre, GroundRule, Precision, RelationKind
from digests.clearance import Bar, bar_to_article
from digests.seeding import Seed, read_seeds
from digests.topics import Topic
from tests.house.tree import ROOT

SEEDS = ROOT / "seeds"
ENTERED = datetime(2025, 12, 18, 12, 0, tzinfo=UTC)
REAL = sorted(path.name for path in SEEDS.glob("*.toml"))
EXAMPLES = sorted(f"examples/{path.name}" for path in SEEDS.glob("examples/*.toml"))
THE_POST = "The Washington Post"
UNNAMED = {"current and former officials", "a current U.S. official", "a former official"}

every_seed = pytest.mark.parametrize("file", [*REAL, *EXAMPLES])
every_real_seed = pytest.mark.parametrize("file", REAL)


@cache
def shipped() -> dict[str, Seed]:
    """All seeds of the tree, by file."""
    return {seed.file: seed for seed in read_seeds(SEEDS, received=ENTERED)}


def article_in(file: str) -> Article:
    return shipped()[file].article


def first() -> Article:
    """The article that the record began with."""
    return article_in("2025-12-boat-strikes.toml")


def claim(name: str, *, of: Article | None = None) -> Claim:
    article = of or first()
    (found,) = (claim for claim in article.claims if claim.id == f"{article.slug}/{name}")
    return found


def relations(claim: Claim) -> set[tuple[RelationKind, str]]:
    return {(relation.kind, relation.claim.partition("/")[2]) for relation in claim.relations}


# The eight things that a careless digest of the first article gets wrong.


def test_the_first_article_retells_the_post_and_is_no_source_of_its_own() -> None:
    assert (first().outlet, first().url, first().byline) == (None, None, None)
    assert (first().relays, first().origin) == (THE_POST, THE_POST)
    assert (first().published.start, first().published.precision) == (
        datetime(2025, 12, 1, tzinfo=UTC),
        Precision.MONTH,
    )
    assert THE_POST in claim("original-reporting").text
    assert "Thursday in December 2025" in claim("original-reporting").text


def test_unnamed_officials_stay_unnamed_and_spoke_to_the_post() -> None:
    unnamed = [claim for claim in first().claims if claim.attribution.speaker and not claim.attribution.named]
    assert {claim.attribution.speaker for claim in unnamed} == UNNAMED
    assert {claim.attribution.heard_by for claim in unnamed} == {THE_POST}
    assert {claim.ground_rule for claim in unnamed} == {GroundRule.ON_BACKGROUND}
    assert {claim.attribution.relayed_by for claim in unnamed} == {None}
    assert all("official" in claim.text for claim in unnamed)
    assert claim("south-of-mexico").attribution.how_many == 1
    assert claim("original-sin").attribution.how_many == 1
    assert claim("miller-drove-it").attribution.how_many is None
    assert {claim.status for claim in first().claims} == {ClaimStatus.REPORTED}


def test_the_white_house_denial_rides_with_what_is_said_of_miller() -> None:
    denial = claim("kelly-denial")
    assert denial.kind is ClaimKind.DENIAL
    assert relations(denial) == {(RelationKind.DENIES, "miller-drove-it")}
    assert (denial.attribution.speaker, denial.attribution.named) == ("Anna Kelly", True)
    assert (denial.attribution.role, denial.ground_rule) == ("White House spokeswoman", GroundRule.ON_THE_RECORD)
    assert "President Trump himself" in denial.text
    assert claim("miller-drove-it").kind is ClaimKind.ALLEGATION
    assert denial.rank == claim("miller-drove-it").rank + 1
    assert "White House" in first().summary


def test_murphy_gives_an_opinion() -> None:
    opinion = claim("murphy-waste")
    assert (opinion.kind, opinion.attribution.speaker) == (ClaimKind.OPINION, "Chris Murphy")
    assert opinion.attribution.role == "senator from Connecticut"
    assert "waste" in opinion.text


def test_what_hegseth_and_rubio_said_contradicts_the_stated_reason() -> None:
    said, reason = claim("cocaine-not-fentanyl"), claim("fentanyl-reason")
    assert relations(said) == {(RelationKind.CONTRADICTS, "fentanyl-reason")}
    assert (said.attribution.speaker, said.attribution.how_many) == ("Pete Hegseth and Marco Rubio", 2)
    for word in ("No intelligence", "fentanyl", "Venezuela", "classified meeting", "Wednesday", "cocaine", "Europe"):
        assert word in said.text
    assert (reason.kind, reason.attribution.speaker) == (ClaimKind.STATEMENT, "the White House")
    assert "fentanyl" in reason.text


def test_figures_and_dates_keep_their_hedges() -> None:
    assert claim("toll").figures == (
        Figure(value=Decimal(95), unit="people", hedge="at least", measures="people killed in the U.S. boat strikes"),
    )
    assert "at least 95" in claim("toll").text
    assert "early September 2025" in claim("toll").text
    assert "July 25, 2025" in claim("directive").text
    assert "military force against criminal groups" in claim("directive").text
    assert "the end of August 2025" in claim("mexico-crackdown").text
    assert "in effect" in claim("mexico-crackdown").text
    assert "weapon of mass destruction" in claim("fentanyl-designation").text
    assert "2019" in claim("maduro-2019").text
    assert "failed" in claim("maduro-2019").text


def test_the_plan_was_aimed_at_cartels_and_nobody_is_said_to_have_planned_to_bomb_mexico() -> None:
    plan = claim("first-target")
    assert "Mexico's cartels" in plan.text
    assert "before Venezuela" in plan.text
    assert plan.attribution.speaker == THE_POST
    assert "fall-back" in first().headline
    assert not any("bomb" in text.lower() for text in texts(first()))


def test_the_writers_own_views_are_left_out() -> None:
    assert first().genre is Genre.NEWS
    assert {claim.id for claim in first().claims if claim.kind is ClaimKind.OPINION} == {
        "boat-strikes/murphy-waste",
        "boat-strikes/original-sin",
    }
    for view in ("merciless", "hungry", "brutal", "smash", "violent", "masterminded"):
        assert not any(view in text.lower() for text in texts(first()))


# What holds of every seed.


def texts(article: Article) -> list[str]:
    """All that a reader may see of it."""
    return [article.headline, article.summary, *(claim.text for claim in article.claims)]


def test_eight_real_articles_and_three_kinds_of_example_ship() -> None:
    assert set(shipped()) == {*REAL, *EXAMPLES}
    assert len(REAL) == 8
    assert {article_in(file).outlet for file in REAL} == {None, "USA Today"}
    assert all(article_in(file).example for file in EXAMPLES)


@every_seed
def test_a_file_is_named_for_the_date_and_slug_of_its_article(file: str) -> None:
    article = article_in(file)
    start, precision = article.published.start, article.published.precision
    assert start is not None
    date = f"{start:%Y-%m}" if precision is Precision.MONTH else f"{start:%Y-%m-%d}"
    assert Path(file).name == f"{date}-{article.slug}.toml"


@every_seed
def test_an_article_has_a_summary_topics_and_a_few_claims(file: str) -> None:
    article = article_in(file)
    assert article.summary.endswith(".")
    assert article.topics
    assert len(article.claims) >= 3
    assert len(article.claims) <= 8 or article == first()
    assert [claim.rank for claim in article.claims] == list(range(1, len(article.claims) + 1))


@every_seed
def test_who_says_a_thing_of_which_doubt_is_possible_is_told(file: str) -> None:
    article = article_in(file)
    doubtful = {ClaimKind.STATEMENT, ClaimKind.ALLEGATION, ClaimKind.DENIAL, ClaimKind.OPINION}
    for told in (claim for claim in article.claims if claim.kind in doubtful):
        assert told.attribution.speaker, told.id


@every_seed
def test_a_speaker_without_a_name_did_not_speak_on_the_record(file: str) -> None:
    article = article_in(file)
    for told in article.claims:
        by = told.attribution
        if by.speaker and not by.named and by.how_many:
            assert told.ground_rule is GroundRule.ON_BACKGROUND, told.id


@every_seed
def test_a_hedge_and_a_figure_stand_in_the_text_as_well(file: str) -> None:
    article = article_in(file)
    for told in article.claims:
        for figure in told.figures:
            assert figure.measures, told.id
            assert (figure.hedge or "") in told.text.lower(), told.id


@every_real_seed
def test_a_quote_is_short(file: str) -> None:
    article = article_in(file)
    for told in article.claims:
        assert len(words(told.quote or "")) < 7, told.id
        assert not told.direct or told.quote, told.id


def test_that_tariffs_pay_is_contradicted_in_the_same_story() -> None:
    checks = shipped()["2025-12-17-warrior-dividend-checks.toml"]
    funds = shipped()["2025-12-18-warrior-dividend-funds.toml"]
    assert checks.story == funds.story
    assert relations(claim("housing-money-pays", of=funds.article)) == {(RelationKind.CONTRADICTS, "tariffs-pay")}


def test_the_examples_hold_two_counts_of_one_thing() -> None:
    courier, radio = (shipped()[f"examples/2025-12-17-tarnwick-tram-{name}.toml"] for name in ("courier", "radio"))
    assert courier.story == radio.story
    (fewer,), (more,) = (claim("hurt", of=seed.article).figures for seed in (courier, radio))
    assert fewer.measures == more.measures
    assert (fewer.value, fewer.hedge) == (Decimal(14), None)
    assert (more.value, more.hedge) == (Decimal(17), "at least")


def test_the_examples_hold_a_correction_that_keeps_the_old_figure() -> None:
    article = article_in("examples/2025-12-18-orrin-vale-school.toml")
    old, new = claim("grant-as-first-reported", of=article), claim("grant", of=article)
    assert [step.status for step in old.history] == [ClaimStatus.REPORTED, ClaimStatus.CORRECTED]
    assert "4.2 million" in old.history[-1].reason
    assert relations(new) == {(RelationKind.UPDATES, "grant-as-first-reported")}
    assert [figure.value for figure in old.figures + new.figures] == [Decimal(4_200_000), Decimal(2_400_000)]


def test_the_examples_hold_an_embargo_over_new_year() -> None:
    article = article_in("examples/2025-12-18-mirefield-water.toml")
    assert bar_to_article(article, at=ENTERED) is Bar.EMBARGOED
    assert bar_to_article(article, at=datetime(2026, 1, 1, 6, 0, tzinfo=UTC)) is None


def test_the_readme_tells_of_every_field_and_topic() -> None:
    code = " ".join(re.findall(r"`([^`]+)`", (SEEDS / "README.md").read_text(encoding="utf-8")))
    told = set(re.findall(r"\w+", code))
    assert {key for file in shipped() for key in keys(parsed(file))} - told == set()
    assert {topic.word for topic in Topic} - told == set()


# Our own words.


@pytest.fixture(scope="module")
def sources(shared: Path) -> dict[str, str]:
    """What the real seeds tell, by slug: headline and text of each article."""
    (original,) = (shared / "seed").glob("*.txt")
    found = {str(first().slug): original.read_text(encoding="utf-8")}
    slugs = {article.url: str(article.slug) for article in map(article_in, REAL) if article.url}
    with gzip.open(shared / "data" / "realtimeqa" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if (slug := slugs.get(address(line))) is not None:
                article = json.loads(line)
                found[slug] = f"{article['headline']}\n{article['body']}"
    return found


def address(line: str) -> str:
    """The url of an article's line, without reading all of it."""
    _, _, after = line.partition('"url": "')
    return after.partition('"')[0]


@every_real_seed
def test_no_seven_words_in_a_row_are_the_articles(file: str, sources: dict[str, str]) -> None:
    article = article_in(file)
    source = words(sources[article.slug])
    theirs = {tuple(source[at : at + 7]) for at in range(len(source) - 6)}
    for text in strings(parsed(file)):
        ours = words(text)
        shared_runs = [" ".join(ours[at : at + 7]) for at in range(len(ours) - 6) if tuple(ours[at : at + 7]) in theirs]
        assert shared_runs == []


@every_real_seed
def test_a_quote_is_the_speakers_letter_for_letter(file: str, sources: dict[str, str]) -> None:
    article = article_in(file)
    source = sources[article.slug].replace("’", "'")
    assert [told.id for told in article.claims if told.quote and told.quote not in source] == []


def parsed(file: str) -> dict[str, Any]:
    return tomllib.loads((SEEDS / file).read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def strings(value: Any) -> Iterator[str]:
    """Every text in a file, wherever it stands; an address is not made of words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "url":
                yield from strings(inner)


def keys(value: Any) -> Iterator[str]:
    """Every key in a file, wherever it stands."""
    for inner in value if isinstance(value, list) else [value]:
        if isinstance(inner, dict):
            for key, held in inner.items():
                yield key
                yield from keys(held)
