"""A round over the feeds: what is new comes in once, and a feed in trouble stops no other."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest

from digests.article import HOUSE
from digests.feed import FIRST_PACE
from digests.intake.egress import open_web
from digests.intake.workshop import Workshop
from digests.polling import Look, look_round
from digests.store.opening import Store, opened
from tests.builders import MORNING, a_feed
from tests.digests.intake.test_addresses_not_allowed import Names
from tests.digests.intake.test_fetching import Site, a_site, said

ITEM = "<item><title>{0} opens</title><guid isPermaLink='false'>{0}</guid><description>{0} opens.</description></item>"


def rss(*names: str) -> bytes:
    told = "".join(ITEM.format(name) for name in names)
    return f"<rss version='2.0'><channel><title>Courier</title>{told}</channel></rss>".encode()


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened("sqlite://") as store:
        yield store


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as workshop:
        yield workshop


@asynccontextmanager
async def the_web(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with open_web(resolver=Names(), allowed=("127.0.0.1/32",), ports=frozenset({site.port})) as web:
        yield web


async def follow(store: Store, site: Site, *paths: str) -> None:
    for path in paths:
        await store.feeds.follow(a_feed(url=site.at(path)))


async def looks(store: Store, site: Site, workshop: Workshop, *, minutes: int = 0) -> dict[str, Look]:
    at = MORNING + timedelta(minutes=minutes)
    async with the_web(site) as web:
        round_ = look_round(at=at, book=store.feeds, archive=store.archive, web=web, workshop=workshop)
        return {look.feed.url.rpartition("/")[2]: look async for look in round_}


async def test_what_is_new_comes_in_once(store: Store, workshop: Workshop) -> None:
    async with a_site(news=said(rss("Tunnel", "Harbor"), ETag='"1"')) as site:
        await follow(store, site, "/news")
        first = (await looks(store, site, workshop))["news"]
        site.pages["/news"] = said(rss("Ferry", "Tunnel", "Harbor"))
        second = (await looks(store, site, workshop, minutes=60))["news"]
    assert (first.new, second.new, second.updated) == (2, 1, 0)
    assert (first.feed.title, first.feed.etag) == ("Courier", '"1"')
    assert site.asked[1]["if-none-match"] == '"1"'
    assert len(await store.archive.articles(HOUSE)) == 3


async def test_a_feed_that_has_not_changed_is_not_read_again(store: Store, workshop: Workshop) -> None:
    async with a_site(news=said(status="304 Not Modified")) as site:
        await follow(store, site, "/news")
        look = (await looks(store, site, workshop))["news"]
    assert look.unchanged
    assert look.feed.next_look > MORNING + FIRST_PACE


@pytest.mark.parametrize(("status", "path"), [("301 Moved", "/new"), ("308 Moved", "/new"), ("302 Found", "/old")])
async def test_a_feed_is_followed_to_where_it_has_moved_for_good(
    store: Store, workshop: Workshop, status: str, path: str
) -> None:
    async with a_site(new=said(rss("Tunnel"))) as site:
        site.pages["/old"] = said(b"", status=status, Location="/new")
        await follow(store, site, "/old")
        (look,) = (await looks(store, site, workshop)).values()
        followed = await store.feeds.followed(HOUSE)
    assert look.new == 1
    assert [feed.url for feed in followed] == [site.at(path)]


async def test_a_login_page_in_the_place_of_a_feed_moves_it_nowhere(store: Store, workshop: Workshop) -> None:
    async with a_site(login=said(b"<html><body>Who are you?</body></html>")) as site:
        site.pages["/old"] = said(b"", status="301 Moved", Location="/login")
        await follow(store, site, "/old")
        (look,) = (await looks(store, site, workshop)).values()
        followed = await store.feeds.followed(HOUSE)
    assert look.feed.trouble
    assert [feed.url for feed in followed] == [site.at("/old")]


LINKED = "<item><title>{0}</title><guid isPermaLink='false'>{1}-{0}</guid><link>https://c.example/{0}</link></item>"


async def test_a_feed_that_was_renumbered_brings_nothing_twice_and_says_so(store: Store, workshop: Workshop) -> None:
    names = [f"Ferry-{number}" for number in range(6)]

    def numbered(by: str) -> bytes:
        told = "".join(LINKED.format(name, by) for name in names)
        return f"<rss version='2.0'><channel><title>Courier</title>{told}</channel></rss>".encode()

    async with a_site(news=said(numbered("old"))) as site:
        await follow(store, site, "/news")
        first = (await looks(store, site, workshop))["news"]
        site.pages["/news"] = said(numbered("new"))
        second = (await looks(store, site, workshop, minutes=60))["news"]
    assert (first.new, first.notes, second.new, second.updated) == (6, (), 0, 0)
    assert second.notes == ("Feed re-numbered: 6 articles came under new ids and were held, for the record has them.",)


async def test_what_stands_below_the_newest_five_hundred_is_counted(store: Store, workshop: Workshop) -> None:
    async with a_site(news=said(rss(*(f"Ferry {number}" for number in range(503))))) as site:
        await follow(store, site, "/news")
        look = (await looks(store, site, workshop))["news"]
    assert (look.new, look.notes) == (500, ("The 500 newest entries were read, 3 older ones left.",))


async def test_a_feed_in_trouble_stops_no_other(store: Store, workshop: Workshop) -> None:
    broken = {"gone": said(status="404 Not Found"), "login": said(b"<html><body>Log in</body></html>")}
    async with a_site(good=said(rss("Tunnel")), **broken, half=said(rss("Ferry")[:-40])) as site:
        await follow(store, site, "/good", "/gone", "/login", "/half", "/absent")
        found = await looks(store, site, workshop)
    assert found["good"].new == 1
    assert found["half"].new == 1
    for name in ("gone", "login", "absent"):
        assert (found[name].new, found[name].feed.failures) == (0, 1)
        assert found[name].feed.trouble
        assert found[name].feed.next_look > MORNING + FIRST_PACE


async def test_a_feed_that_is_gone_for_good_is_asked_no_more_and_its_articles_stay(
    store: Store, workshop: Workshop
) -> None:
    async with a_site(news=said(rss("Tunnel"))) as site:
        await follow(store, site, "/news")
        await looks(store, site, workshop)
        site.pages["/news"] = said(status="410 Gone")
        look = (await looks(store, site, workshop, minutes=60))["news"]
        assert await looks(store, site, workshop, minutes=60 * 48) == {}
    assert look.feed.stopped is not None
    assert len(await store.archive.articles(HOUSE)) == 1


async def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(store: Store, workshop: Workshop) -> None:
    async with a_site(news=said(status="429 Too Many Requests", Retry_After="7200")) as site:
        await follow(store, site, "/news")
        look = (await looks(store, site, workshop))["news"]
    assert look.feed.next_look == MORNING + timedelta(hours=2)


async def test_a_round_over_three_hundred_feeds_a_tenth_of_them_broken_loses_nothing(
    store: Store, workshop: Workshop
) -> None:
    faults = (said(status="500 No"), said(b"junk"), said(status="404 No"), b"no http at all")
    pages = {f"f{n}": faults[n // 10 % 4] if n % 10 == 0 else said(rss(f"Village {n}")) for n in range(300)}
    async with a_site(**pages) as site:
        await follow(store, site, *(f"/f{n}" for n in range(300)))
        found = await looks(store, site, workshop)
    assert sum(look.new for look in found.values()) == 270
    assert sum(look.feed.failures for look in found.values()) == 30
    assert len(await store.archive.articles(HOUSE)) == 270
