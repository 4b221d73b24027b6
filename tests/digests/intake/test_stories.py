"""Articles of one event tell one story; alike is not the same."""

from datetime import timedelta
from typing import Any

import pytest

from digests.article import UNKNOWN_TIME, Article, StoryId, When
from digests.intake.stories import OpenStories
from tests.builders import MORNING, an_article

FERRY = """The ferry Amalia ran aground in fog off Skarv on Monday with 212 passengers aboard. The coast guard pulled
it free at high water. Nobody was hurt, its captain Jori Palm said."""
FERRY_ELSEWHERE = """Fog drove the ferry Amalia onto rocks off Skarv. Captain Jori Palm and 212 passengers waited for
high water until the coast guard pulled the ship free."""
TUNNEL = """The harbor tunnel of Osterfen opens in June, a year late, its chief engineer Mara Lind said. The audit
office counts 61 million crowns for the approach roads alone."""
OTHER_FERRY = """The ferry Brunhild collided with a pier in Tarnwick harbor on Sunday. Two sailors broke an arm, the
port office said; its master Oda Brisk spoke of a failed engine."""


def told(slug: str, body: str, **changes: Any) -> Article:
    return an_article(slug, headline=body.split(".", maxsplit=1)[0], body=body, **changes)


def at(hours: int) -> When:
    return When.at(MORNING + timedelta(hours=hours))


FILLER = [
    told(f"filler-{n}", f"{word.capitalize()} prices rose again in the valley of {word}. " * 3)
    for n, word in enumerate(("oats", "wool", "salt", "iron", "fish"))
]


def placed(*articles: Article, stories: OpenStories | None = None) -> list[str]:
    opened = stories or OpenStories()
    return list(opened.place([*FILLER, *articles])[len(FILLER) :])


def test_two_papers_on_one_event_tell_one_story() -> None:
    assert placed(told("a", FERRY), told("b", FERRY_ELSEWHERE)) == ["a", "a"]


def test_another_event_of_the_same_kind_is_another_story() -> None:
    assert placed(told("a", FERRY), told("b", OTHER_FERRY), told("c", TUNNEL)) == ["a", "b", "c"]


def test_a_copy_joins_the_story_of_its_source() -> None:
    assert placed(told("a", TUNNEL), told("b", TUNNEL, outlet="Bay Mirror")) == ["a", "a"]


def test_an_article_joins_a_story_that_the_record_has() -> None:
    stories = OpenStories()
    stories.add(told("old", FERRY), StoryId("grounding"))
    assert placed(told("new", FERRY_ELSEWHERE), stories=stories) == ["grounding"]


def test_what_was_placed_before_is_found_by_what_comes_later() -> None:
    stories = OpenStories()
    first = placed(told("a", FERRY), stories=stories)
    assert list(stories.place([told("b", FERRY_ELSEWHERE)])) == first


@pytest.mark.parametrize(("later", "stories"), [(48, 1), (24 * 9, 2)])
def test_the_same_words_a_week_later_are_another_event(later: int, stories: int) -> None:
    found = placed(told("a", FERRY, published=at(0)), told("b", FERRY_ELSEWHERE, published=at(later)))
    assert len(set(found)) == stories


def test_an_article_of_unknown_time_may_join_any() -> None:
    assert placed(told("a", FERRY), told("b", FERRY_ELSEWHERE, published=UNKNOWN_TIME)) == ["a", "a"]


def test_articles_without_words_stand_alone() -> None:
    empty = [an_article(slug, headline="-", body="", summary="", claims=()) for slug in ("x", "y")]
    assert placed(*empty) == ["x", "y"]


def test_nothing_comes_of_nothing() -> None:
    assert OpenStories().place([]) == ()
