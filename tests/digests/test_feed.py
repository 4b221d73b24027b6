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
def test_who_follows_a_feed_is_told_when_it_fails_for_long(after: timedelta, unwell: bool) -> None:
    feed = after_bad_look(a_feed(last_good=MORNING), at=MORNING + MINUTE, trouble="x")
    assert feed.is_unwell(at=MORNING + after) is unwell


def test_a_feed_that_is_well_is_never_unwell() -> None:
    assert not a_feed(last_good=MORNING).is_unwell(at=MORNING + timedelta(days=300))


def test_what_is_gone_for_good_is_told_at_once() -> None:
    gone = ended(a_feed(), why="it is gone for good")
    assert gone.is_unwell(at=MORNING)
    assert gone.stopped == gone.trouble == "it is gone for good"
