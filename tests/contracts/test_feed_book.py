"""Every FeedBook: who follows what, what is due, and how it has been doing."""

from datetime import timedelta

from digests.article import Tenant
from digests.digest import Window
from digests.feed import UNWELL_AFTER, after_bad_look, after_good_look, ended
from digests.ports import FeedBook
from tests.builders import MORNING, a_feed

OTHERS = Tenant("slack:T9")
LATER = timedelta(minutes=30)


async def test_a_feed_is_followed_once_however_often_it_is_added(feed_book: FeedBook) -> None:
    assert await feed_book.follow(a_feed(title="Courier"))
    assert not await feed_book.follow(a_feed(title="another"))
    assert await feed_book.followed(a_feed().tenant) == (a_feed(title="Courier"),)


async def test_a_tenant_sees_its_own_feeds_alone(feed_book: FeedBook) -> None:
    await feed_book.follow(a_feed())
    await feed_book.follow(a_feed(tenant=OTHERS))
    assert [feed.tenant for feed in await feed_book.followed(OTHERS)] == [OTHERS]
    assert await feed_book.unfollow(OTHERS, a_feed().url)
    assert len(await feed_book.followed(a_feed().tenant)) == 1


async def test_the_longest_overdue_feed_comes_first_and_none_before_its_time(feed_book: FeedBook) -> None:
    for name, wait in (("late", -LATER), ("now", timedelta()), ("soon", LATER)):
        await feed_book.follow(a_feed(url=f"https://{name}.example/rss", next_look=MORNING + wait))
    due = await feed_book.due(at=MORNING, most=9)
    assert [feed.url for feed in due] == ["https://late.example/rss", "https://now.example/rss"]
    assert len(await feed_book.due(at=MORNING, most=1)) == 1


async def test_how_a_feed_stands_is_kept_whole(feed_book: FeedBook) -> None:
    await feed_book.follow(a_feed())
    stood = after_bad_look(after_good_look(a_feed(), at=MORNING, new=2), at=MORNING + LATER, trouble="it went silent")
    await feed_book.looked(stood)
    assert await feed_book.followed(stood.tenant) == (stood,)


async def test_a_stopped_feed_is_never_due(feed_book: FeedBook) -> None:
    await feed_book.follow(a_feed())
    await feed_book.looked(ended(a_feed(), at=MORNING, why="gone"))
    assert await feed_book.due(at=MORNING + timedelta(days=99), most=9) == ()


async def test_a_feed_that_was_unfollowed_during_a_look_stays_so(feed_book: FeedBook) -> None:
    await feed_book.follow(a_feed())
    assert await feed_book.unfollow(a_feed().tenant, a_feed().url)
    assert not await feed_book.unfollow(a_feed().tenant, a_feed().url)
    await feed_book.looked(after_good_look(a_feed(), at=MORNING, new=1))
    assert await feed_book.followed(a_feed().tenant) == ()


async def test_a_feed_that_has_moved_is_followed_at_its_new_address_and_there_once(feed_book: FeedBook) -> None:
    new = "https://courier.example/feed"
    await feed_book.follow(a_feed(title="Courier"))
    there = await feed_book.moved(a_feed(title="Courier"), new)
    assert await feed_book.followed(there.tenant) == (there,) == (a_feed(title="Courier", url=new),)
    await feed_book.follow(a_feed())
    await feed_book.moved(a_feed(), new)
    assert await feed_book.followed(there.tenant) == (there,)


async def test_a_feed_that_was_unfollowed_during_a_look_is_not_followed_elsewhere(feed_book: FeedBook) -> None:
    await feed_book.moved(a_feed(), "https://courier.example/feed")
    assert await feed_book.followed(a_feed().tenant) == ()


async def test_a_feed_is_ailing_in_the_window_in_which_its_health_turned_and_in_no_other(feed_book: FeedBook) -> None:
    ill = after_bad_look(a_feed(last_good=MORNING), at=MORNING + UNWELL_AFTER, trouble="it went silent")
    await feed_book.follow(a_feed())
    await feed_book.looked(ill)
    turned = Window(since=MORNING, until=MORNING + UNWELL_AFTER)
    later = Window(since=turned.until, until=turned.until + LATER)
    assert await feed_book.ailing(OTHERS, window=turned) == (ill,)
    assert await feed_book.ailing(OTHERS, window=later) == ()
    well = after_good_look(ill, at=later.until, new=0)
    await feed_book.looked(well)
    assert await feed_book.ailing(OTHERS, window=later) == (well,)


async def test_nobody_hears_of_the_health_of_another_tenants_feed(feed_book: FeedBook) -> None:
    await feed_book.follow(a_feed(tenant=OTHERS, unwell_since=MORNING))
    window = Window(since=MORNING - LATER, until=MORNING)
    assert await feed_book.ailing(a_feed().tenant, window=window) == ()
    assert len(await feed_book.ailing(OTHERS, window=window)) == 1
