"""A feed is looked at as often as it has news, less and less while it fails, and never again once it is gone."""

from datetime import timedelta

import pytest

from digests.feed import (
    FIRST_PACE,
    LATEST,
    LONGEST_BACKOFF,
    SOONEST,
    UNWELL_AFTER,
    after_bad_look,
    after_good_look,
    ended,
)
from tests.builders import MORNING, a_feed

MINUTE = timedelta(minutes=1)


def test_a_feed_with_news_is_looked_at_sooner_and_one_without_later() -> None:
    with_news = after_good_look(a_feed(), at=MORNING, new=3)
    without = after_good_look(a_feed(), at=MORNING, new=0)
    assert with_news.next_look < MORNING + FIRST_PACE < without.next_look


def test_no_feed_is_asked_too_often_and_none_is_forgotten() -> None:
    quick = slow = a_feed()
    for _ in range(50):
        quick = after_good_look(quick, at=MORNING, new=1)
        slow = after_good_look(slow, at=MORNING, new=0)
    assert (quick.pace, slow.pace) == (SOONEST, LATEST)


def test_a_failing_feed_is_asked_less_and_less() -> None:
    feed, waits = a_feed(), []
    for _ in range(12):
        feed = after_bad_look(feed, at=MORNING, trouble="nothing answers there")
        waits.append(feed.next_look - MORNING)
    assert waits == sorted(waits)
    assert waits[0] > FIRST_PACE
    assert waits[-1] == LONGEST_BACKOFF


def test_a_busy_server_gets_at_least_the_time_that_it_asks_for() -> None:
    feed = after_bad_look(a_feed(), at=MORNING, trouble="busy", wait=timedelta(hours=5))
    assert feed.next_look == MORNING + timedelta(hours=5)


def test_a_server_cannot_silence_a_feed_for_longer_than_a_day() -> None:
    feed = after_bad_look(a_feed(), at=MORNING, trouble="busy", wait=timedelta(days=9000))
    assert feed.next_look == MORNING + LONGEST_BACKOFF


def test_a_good_look_ends_the_trouble() -> None:
    feed = after_good_look(after_bad_look(a_feed(), at=MORNING, trouble="x"), at=MORNING + MINUTE, new=0)
    assert (feed.failures, feed.trouble, feed.last_good) == (0, None, MORNING + MINUTE)


@pytest.mark.parametrize(("after", "unwell"), [(UNWELL_AFTER - MINUTE, False), (UNWELL_AFTER, True)])
def test_a_feed_is_ill_once_no_look_has_been_good_for_long(after: timedelta, unwell: bool) -> None:
    feed = after_bad_look(a_feed(last_good=MORNING), at=MORNING + after, trouble="x")
    assert feed.unwell_since == (MORNING + after if unwell else None)


def test_it_is_ill_since_the_look_that_first_showed_it() -> None:
    ill = after_bad_look(a_feed(last_good=MORNING), at=MORNING + UNWELL_AFTER, trouble="x")
    assert after_bad_look(ill, at=MORNING + 2 * UNWELL_AFTER, trouble="x").unwell_since == MORNING + UNWELL_AFTER


def test_a_good_look_ends_an_illness_and_is_remembered_for_that_alone() -> None:
    ill = after_bad_look(a_feed(last_good=MORNING), at=MORNING + UNWELL_AFTER, trouble="x")
    noon = MORNING + 2 * UNWELL_AFTER
    well = after_good_look(ill, at=noon, new=0)
    assert (well.unwell_since, well.well_again) == (None, noon)
    assert after_good_look(well, at=noon + MINUTE, new=0).well_again == noon
    assert after_good_look(a_feed(), at=noon, new=0).well_again is None


def test_what_is_gone_for_good_is_ill_at_once() -> None:
    gone = ended(a_feed(), at=MORNING, why="it is gone for good")
    assert gone.unwell_since == MORNING
    assert gone.stopped == gone.trouble == "it is gone for good"
