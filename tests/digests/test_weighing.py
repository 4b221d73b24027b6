"""What a story weighs, and why."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from digests.article import When
from digests.composing import compose
from digests.digest import Window
from digests.weighing import Tier, Tiers, weigh
from tests.builders import MORNING, a_claim, a_story, an_article, an_edition

OLD: dict[str, Any] = {"published": When.at(MORNING - timedelta(days=2)), "received": MORNING - timedelta(days=2)}


def of(*outlets: str, **changes: Any) -> Any:
    names = enumerate(outlets or ("Courier",))
    return a_story(*(an_article(f"a-{number}", outlet=name, **{**OLD, **changes}) for number, name in names))


def test_a_plain_old_story_weighs_nothing_and_says_what_it_rests_on() -> None:
    weight = weigh(of(), at=MORNING)
    assert (weight.points, weight.reasons) == (0, ("one source",))


@pytest.mark.parametrize(
    ("story", "points", "reason"),
    [
        (of(urgency=2), 6, "urgency 2 of 9, as its source gave it"),
        (of(urgency=8), -6, "urgency 8 of 9, as its source gave it"),
        (of(headline="Mayor of Skarv resigns"), 3, "“resigns” in its headline"),
        (of("Courier", "Mirror"), 2, "2 independent sources"),
        (of("Courier", "Mirror", "Wire", "Gazette", "Radio"), 6, "5 independent sources"),
        (of(published=When.at(MORNING - timedelta(minutes=59))), 3, "from the last hour"),
        (of(published=When.at(MORNING - timedelta(hours=1))), 2, "from the last six hours"),
        (of(published=When.at(MORNING - timedelta(hours=23))), 1, "from the last day"),
    ],
)
def test_each_rule_gives_points_and_its_reason(story: Any, points: int, reason: str) -> None:
    weight = weigh(story, at=MORNING)
    assert weight.points == points
    assert reason in weight.reasons


@pytest.mark.parametrize(
    "headline",
    [
        "Undead opera returns",
        "Chargedoor opens",
        "A breaking point for ferries",
        "No urgent need of a bridge",
        "The crash that killed two, a year on",
    ],
)
def test_a_word_within_another_or_of_what_was_breaks_no_news(headline: str) -> None:
    assert weigh(of(headline=headline), at=MORNING).points == 0


def test_four_outlets_that_relay_one_weigh_as_one() -> None:
    assert weigh(of("A", "B", "C", relays="Wire"), at=MORNING).reasons == ("one source",)


@pytest.mark.parametrize(("tier", "points"), [(Tier.FIRST, 3), (Tier.SECOND, 1), (Tier.LAST, -3)])
def test_the_operators_best_outlet_of_a_story_counts(tier: Tier, points: int) -> None:
    tiers = Tiers(outlets={"courier": tier, "Gossip": Tier.LAST})
    weight = weigh(of("Courier", "GOSSIP"), at=MORNING, tiers=tiers)
    assert weight.points - weigh(of("Courier", "GOSSIP"), at=MORNING).points == points
    assert weight.reasons[-1].endswith(f"is of tier {tier}")


def test_an_outlet_in_no_tier_neither_gains_nor_loses() -> None:
    assert weigh(of(), at=MORNING, tiers=Tiers(outlets={"Mirror": Tier.FIRST})) == weigh(of(), at=MORNING)


def test_a_digest_is_in_the_order_of_weight_whatever_the_order_of_its_stories_and_says_why() -> None:
    window = Window(since=MORNING - timedelta(days=3), until=MORNING)
    stories = [
        a_story(an_article(name, headline=headline, claims=(a_claim(of=name),)))
        for name, headline in (("plain", "Council meets"), ("breaking", "Earthquake in Skarv"), ("same", "Council met"))
    ]
    digests = [compose(an_edition(), order, window=window, at=MORNING, carried={}) for order in permutations(stories)]
    assert {tuple(item.article for item in digest.items) for digest in digests} == {("breaking", "plain", "same")}
    assert digests[0].items[0].why.startswith("“Earthquake” in its headline; one source; from the last")
    assert digests[0].proof.told[0].why == digests[0].items[0].why
