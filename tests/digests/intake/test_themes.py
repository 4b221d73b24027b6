"""What an article is about is told by its source, else by words that anybody can read, else not at all."""

import pytest

from digests.article import HOUSE, Article, Genre, Slug
from digests.intake.drafting import drafted
from digests.intake.incoming import Copy
from digests.intake.sections import genre_of_address, topics_of_address
from digests.intake.themes import themes_of
from digests.topics import Topic, topic
from tests.builders import MORNING

TOLD = {
    Topic.ARTS: ("Skarv film festival opens", "An actress and a director premiere the first movie of the week."),
    Topic.CRIME: ("Man convicted of arson", "The jury found the defendant guilty; the judge will sentence him in May."),
    Topic.DISASTER: ("Earthquake shakes Osterfen", "Rescuers search the rubble after an aftershock; many evacuated."),
    Topic.BUSINESS: (
        "Central bank raises interest rate",
        "Inflation falls and the stock market rose.",
    ),
    Topic.EDUCATION: ("School board closes two schools", "Pupils and teachers will move to another high school."),
    Topic.ENVIRONMENT: ("River pollution worsens", "Conservationists say that emissions and toxic waste harm species."),
    Topic.HEALTH: ("Measles vaccine runs short", "Doctors at the hospital fear an outbreak among their patients."),
    Topic.OFFBEAT: ("Lottery jackpot found in a boot", "The winner kept it for a birthday and an anniversary."),
    Topic.LABOUR: ("Dockers vote to go on strike", "The trade union wants higher wages for all workers and employees."),
    Topic.LIFESTYLE: ("Ten recipes for a summer holiday", "A chef and a gardening writer share a menu for the garden."),
    Topic.POLITICS: ("Election set for May", "The prime minister told parliament that voters will go to the ballot."),
    Topic.RELIGION: ("Bishop blesses the new church", "The congregation said a prayer with its priest."),
    Topic.SCIENCE: (
        "Telescope finds a planet",
        "Researchers used a satellite and artificial intelligence.",
    ),
    Topic.SOCIETY: ("Shelter for refugees opens", "A charity helps migrants and the homeless of the neighborhood."),
    Topic.SPORT: (
        "Skarv wins the championship",
        "The coach praised the goalkeeper and the striker of the match.",
    ),
    Topic.CONFLICT: ("Ceasefire holds at the front line", "Troops and rebels exchanged shelling before the truce."),
    Topic.WEATHER: ("Storm brings snowfall", "The forecast has winds and freezing rain, a meteorologist said."),
}


def read(url: str | None = None, headline: str = "Election set for May", **fields: object) -> Article:
    body = "The prime minister told parliament that voters will go to the ballot in May. It is late."
    copy = Copy(source="s", source_id="1", headline=headline, body=body, url=url, **fields)  # type: ignore[arg-type]  # by name
    return drafted(copy, tenant=HOUSE, slug=Slug("s"), received=MORNING)


@pytest.mark.parametrize("expected", TOLD, ids=lambda expected: expected.word)
def test_every_topic_is_known_by_its_words(expected: Topic) -> None:
    headline, body = TOLD[expected]
    assert themes_of(headline, body)[0].topic is expected


def test_the_words_that_decided_are_told_the_weightiest_first() -> None:
    first = themes_of(*TOLD[Topic.POLITICS])[0]
    assert first.by[0] == "election"
    assert {"prime minister", "parliament"} <= set(first.by)
    assert first.count >= 6 + 2 + 2


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("Air strike hits bridge", "The army said that a missile was shot down.", Topic.CONFLICT),
        (
            "Nurses strike for pay",
            "It began as contract talks failed, the trade union said.",
            Topic.LABOUR,
        ),
        ("Tennis court to be rebuilt", "The match was lost, and the coach of the player was sad.", Topic.SPORT),
        ("Court frees banker", "The judge and the jury saw no fraud.", Topic.CRIME),
    ],
)
def test_words_of_two_fields_are_told_apart_by_their_neighbours(headline: str, body: str, expected: Topic) -> None:
    assert themes_of(headline, body)[0].topic is expected


@pytest.mark.parametrize("body", ["", "It was a day like any other.", "1 2 3 4.5", "港で船が沈んだ。", "bank " * 500])
def test_where_too_little_tells_no_topic_is_named(body: str) -> None:
    assert themes_of("", body) == ()


def test_a_second_topic_stands_only_where_it_is_nearly_as_strong() -> None:
    both = themes_of("Election and inflation", "Parliament, voters, the ballot; interest rates, the stock market.")
    assert {theme.topic for theme in both} == {Topic.POLITICS, Topic.BUSINESS}


def test_the_source_knows_best_then_its_address_then_the_words() -> None:
    assert read(topics=(Topic.SPORT,), url="https://c.example/health/election").topics == (Topic.SPORT,)
    assert read(url="https://c.example/news/health/election").topics == (Topic.HEALTH,)
    assert read(url="https://c.example/world/election").topics == (Topic.POLITICS,)


@pytest.mark.parametrize(
    ("url", "topics"),
    [
        ("https://c.example/sports/nfl/2026/03/02/late-goal", (Topic.SPORT,)),
        ("https://c.example/story/money/2026/03/02/rates-rise", (Topic.BUSINESS,)),
        ("https://c.example/world/europe/storm", ()),
        ("https://c.example/health", ()),
        ("https://c.example/a/b/c/d/sport/x", ()),
    ],
)
def test_sections_of_an_address_name_topics(url: str, topics: tuple[Topic, ...]) -> None:
    assert topics_of_address(url) == topics


def test_an_address_among_the_opinions_is_one() -> None:
    assert read(url="https://c.example/opinion/2026/03/02/why-we-vote").genre is Genre.OPINION
    assert genre_of_address("https://c.example/news/public-opinion-shifts") is Genre.NEWS
    assert read(genre=Genre.ANALYSIS, url="https://c.example/opinion/x").genre is Genre.ANALYSIS


@pytest.mark.parametrize(
    ("said", "expected"), [("sports", Topic.SPORT), ("Tech", Topic.SCIENCE), ("economy", Topic.BUSINESS)]
)
def test_people_may_use_the_words_of_their_papers(said: str, expected: Topic) -> None:
    assert topic(said) is expected
