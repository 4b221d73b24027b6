"""The index finds what the record holds and nothing else, whatever becomes of its files."""

import asyncio
import random
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digests.article import (
    HOUSE,
    UNKNOWN_TIME,
    Article,
    Attribution,
    Claim,
    ClaimId,
    ClaimStatus,
    GroundRule,
    PubStatus,
    Slug,
    StatusChange,
    StoryId,
    Tenant,
    When,
)
from digests.clearance import bar_to_article, bar_to_claim
from digests.ruling import RulingKind
from digests.sought import Found, Narrowing, Place, Sought
from digests.store.index import BATCH, FORMAT
from digests.store.opening import Store, opened
from digests.topics import Topic
from tests.builders import MORNING, a_claim, an_article
from tests.conftest import ROOT

MANY = BATCH + 50
OURS, THEIRS = Tenant("slack:T1"), Tenant("slack:T2")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
BRIDGE = an_article(
    "old-bridge",
    headline="Old bridge closes for repairs",
    summary="The old bridge is shut until autumn.",
    outlet="River Gazette",
    claims=(
        a_claim(
            "shut",
            of="old-bridge",
            text="Rust has eaten two of its cables.",
            attribution=Attribution(speaker="Jonas Müller", role="harbor master", named=True),
        ),
    ),
)


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that was brought up to date once, to be copied by every test."""
    path = tmp_path_factory.mktemp("record") / "empty.db"

    async def make() -> None:
        async with opened(address(path)):
            pass

    asyncio.run(make())
    return path


@pytest.fixture(scope="session")
def full_record(tmp_path_factory: pytest.TempPathFactory, empty_record: Path) -> Path:
    """A record of ferries, more than are read at a time, of which no index knows."""
    path = Path(shutil.copy(empty_record, tmp_path_factory.mktemp("record") / "full.db"))

    async def fill() -> None:
        async with opened(address(path)) as store:
            for number in range(MANY):
                await store.archive.keep(ferry(f"ferry-{number}"), story=StoryId("ferry"))

    asyncio.run(fill())
    return path


@pytest.fixture
def path(tmp_path: Path, empty_record: Path) -> Path:
    return Path(shutil.copy(empty_record, tmp_path / "record.db"))


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    async with opened(address(path)) as store:
        yield store


def address(path: Path) -> str:
    return f"sqlite:///{path}"


def beside(path: Path) -> Path:
    """Where the index of that record lies."""
    return Path(f"{path}.index")


def files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


async def take_in(store: Store, *articles: Article) -> int:
    """Keep them, each as a story of its own, and let the index catch up."""
    for article in articles:
        await store.archive.keep(article, story=StoryId(article.slug))
    return await store.index.catch_up()


async def kept(path: Path, *articles: Article) -> None:
    """The same in a store that is closed again."""
    async with opened(address(path)) as store:
        await take_in(store, *articles)


async def near(store: Store, words: str, *, tenant: Tenant = HOUSE, at: datetime = MORNING, **kept_to: Any) -> Found:
    wanted = dict.fromkeys(words.split(), 1.0)
    sought = Sought(tenant=tenant, at=at, words=wanted, narrowed=Narrowing(**kept_to))
    return await store.index.near(sought, most=50)


async def slugs(store: Store, words: str, **kept_to: Any) -> set[str]:
    return {place.slug for place in (await near(store, words, **kept_to)).places}


async def claims(store: Store, words: str, **kept_to: Any) -> set[str | None]:
    return {place.claim for place in (await near(store, words, **kept_to)).places}


def moved_to(status: ClaimStatus) -> StatusChange:
    return StatusChange(status=status, at=MORNING, by="Harbor Courier", reason="a letter from the builder")


def ferry(slug: str, **changes: Any) -> Article:
    """An article of which every document holds the word "ferry"."""
    return an_article(slug, **{"headline": "Ferry strands", "summary": "", "claims": (a_claim(of=slug),), **changes})


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("repairs", "its headline"),
        ("gazette", "its outlet"),
        ("cables", "its claim"),
        ("jonas", "the credit of its claim"),
        ("master", "the role in that credit"),
        ("autumn", "its summary"),
        ("cable", "its claim, in the singular"),
        ("closing", "its headline, in another form"),
        ("muller", "the credit, without accents"),
        ("müller", "the credit, with accents"),
        ("REPAIRS", "its headline, in capitals"),
        ("volcano repairs", "any one of the words"),
    ],
)
async def test_an_article_is_found_by_what_it_tells(store: Store, words: str, where: str) -> None:
    await take_in(store, an_article(), BRIDGE)
    assert await slugs(store, words) == {"old-bridge"}, where


async def test_what_only_the_body_says_finds_nothing_where_there_are_claims(store: Store) -> None:
    await take_in(store, an_article(body="A heron watched."))
    assert await slugs(store, "heron") == set()


async def test_an_article_without_claims_is_found_by_the_start_of_its_body(store: Store) -> None:
    body = f"A heron watched. {'Water rose. ' * 200} A pelican left."
    await take_in(store, an_article(claims=(), summary="", body=body))
    (place,) = (await near(store, "heron")).places
    assert place == Place(tenant=HOUSE, slug=Slug("harbor-tunnel"), claim=None)
    assert await slugs(store, "pelican") == set()


async def test_the_claim_that_holds_the_word_is_named(store: Store) -> None:
    late = a_claim("late", text="The drill broke twice.")
    await take_in(store, an_article(claims=(a_claim(), late)))
    assert await claims(store, "drill") == {late.id}


async def test_a_name_that_may_not_be_printed_finds_nothing(store: Store) -> None:
    source = Attribution(speaker="Ida Brandt", role="treasurer", named=True)
    hidden = a_claim(ground_rule=GroundRule.DEEP_BACKGROUND, attribution=source)
    described = a_claim("cost", ground_rule=GroundRule.ON_BACKGROUND, attribution=source)
    await take_in(store, an_article(claims=(hidden, described)))
    assert await slugs(store, "ida brandt treasurer") == set()
    assert await slugs(store, "tunnel", speaker="Ida Brandt") == set()


async def test_what_holds_more_of_the_words_comes_first(store: Store) -> None:
    await take_in(store, ferry("one"), ferry("two", headline="Ferry strands in fog"), ferry("three"))
    found = await near(store, "ferry fog")
    assert found.places[0].slug == "two"


async def test_a_word_that_weighs_more_brings_its_article_to_the_front(store: Store) -> None:
    await take_in(store, an_article("fog", headline="Fog"), an_article("ice", headline="Ice"))
    for heavy in ("fog", "ice"):
        words = {"fog": 1.0, "ice": 1.0, heavy: 3.0}
        found = await store.index.near(Sought(tenant=HOUSE, at=MORNING, words=words), most=50)
        assert found.places[0].slug == heavy


async def test_no_more_places_come_than_were_wanted(store: Store) -> None:
    await take_in(store, *(ferry(f"ferry-{number}") for number in range(5)))
    found = await store.index.near(Sought(tenant=HOUSE, at=MORNING, words={"ferry": 1.0}), most=3)
    assert len(found.places) == 3
    assert found.held == {"ferry": 10}


@pytest.mark.parametrize("words", ["", "volcano", "?!", "x" * 4000, "\x00", "\x1f", "AND", "text:volcano", "🦆"])
async def test_words_that_nothing_holds_find_nothing(store: Store, words: str) -> None:
    await take_in(store, ferry("one"))
    found = await near(store, words)
    assert (found.places, found.total) == ((), 2)
    assert set(found.held.values()) <= {0}


async def test_each_word_is_counted_in_claims_and_leads(store: Store) -> None:
    await take_in(store, an_article(), BRIDGE)
    found = await near(store, "harbor cables volcano")
    assert found.held == {"harbor": 3, "cables": 1, "volcano": 0}
    assert found.total == 4


async def test_an_index_that_was_never_caught_up_is_empty_and_no_error(store: Store) -> None:
    await store.archive.keep(an_article(), story=StoryId("tunnel"))
    found = await near(store, "tunnel")
    assert (found.places, found.held, found.total) == ((), {"tunnel": 0}, 0)


async def test_a_record_in_memory_has_its_index_there_too(tmp_path: Path) -> None:
    async with opened("sqlite://") as store:
        assert await take_in(store, an_article()) == 1
        assert await slugs(store, "tunnel") == {"harbor-tunnel"}
        assert await take_in(store, an_article(headline="Dam breaks", summary="", claims=())) == 1
        assert (await slugs(store, "tunnel"), await slugs(store, "dam")) == (set(), {"harbor-tunnel"})
    assert files_in(tmp_path) == []


async def test_a_topic_keeps_to_its_articles(store: Store) -> None:
    await take_in(
        store, ferry("both", topics=(Topic.BUSINESS, Topic.WEATHER)), ferry("one", topics=(Topic.WEATHER,)), ferry("no")
    )
    assert await slugs(store, "ferry", topic=Topic.BUSINESS) == {"both"}
    assert await slugs(store, "ferry", topic=Topic.WEATHER) == {"both", "one"}
    assert await slugs(store, "ferry", topic=Topic.SPORT) == set()


@pytest.mark.parametrize(
    ("kept_to", "found"),
    [
        ({"since": MORNING}, {"later", "last"}),
        ({"since": MORNING - SECOND}, {"now", "later", "last"}),
        ({"until": MORNING}, {"early", "now"}),
        ({"until": MORNING - SECOND}, {"early"}),
        ({"since": MORNING - HOUR, "until": MORNING}, {"now"}),
        ({"since": MORNING, "until": MORNING}, set()),
        ({"since": MORNING + HOUR, "until": MORNING + 2 * HOUR}, {"last"}),
        ({"since": MORNING + 9 * HOUR, "until": MORNING}, set()),
    ],
)
async def test_a_time_begins_after_its_first_instant_and_ends_with_its_last(
    store: Store, kept_to: dict[str, datetime], found: set[str]
) -> None:
    hours = {"early": -1, "now": 0, "later": 1, "last": 2}
    await take_in(store, *(ferry(slug, published=When.at(MORNING + number * HOUR)) for slug, number in hours.items()))
    assert await slugs(store, "ferry", at=MORNING + 99 * HOUR, **kept_to) == found


async def test_an_article_of_unknown_time_is_of_the_time_when_it_was_received(store: Store) -> None:
    await take_in(store, ferry("undated", published=UNKNOWN_TIME, received=MORNING))
    assert await slugs(store, "ferry", until=MORNING) == {"undated"}
    assert await slugs(store, "ferry", since=MORNING) == set()


async def test_an_article_of_before_the_first_computers_is_found_by_its_time(store: Store) -> None:
    old = datetime(1912, 4, 15, 3, 0, tzinfo=UTC)
    await take_in(store, ferry("liner", published=When.at(old)), ferry("new"))
    assert await slugs(store, "ferry", until=old) == {"liner"}
    assert await slugs(store, "ferry", since=old) == {"new"}


@pytest.mark.parametrize("name", ["River Gazette", "river gazette", "RIVER GAZETTE"])
async def test_an_outlet_keeps_to_its_own_articles_in_any_case(store: Store, name: str) -> None:
    await take_in(store, ferry("theirs", outlet="River Gazette"), ferry("unknown", outlet=None), ferry("other"))
    assert await slugs(store, "ferry", outlet=name) == {"theirs"}


async def test_half_of_an_outlets_name_is_not_its_name(store: Store) -> None:
    await take_in(store, ferry("theirs", outlet="River Gazette"))
    assert await slugs(store, "ferry", outlet="Gazette") == set()


@pytest.mark.parametrize("name", ["Jonas Müller", "JONAS MÜLLER", "jonas muller", "Müller"])
async def test_a_speaker_keeps_to_that_speakers_claims_in_any_case(store: Store, name: str) -> None:
    await take_in(store, an_article(), BRIDGE)
    assert await claims(store, "harbor", speaker=name) == {"old-bridge/shut"}


async def test_a_speaker_must_have_every_part_of_the_name(store: Store) -> None:
    await take_in(store, BRIDGE)
    assert await claims(store, "bridge", speaker="Greta Müller") == set()


async def test_a_status_keeps_to_claims_that_stand_there_now(store: Store) -> None:
    denied = a_claim("late", text="The tunnel runs late.", history=(moved_to(ClaimStatus.DENIED),))
    await take_in(store, an_article(claims=(a_claim(), denied)))
    assert await claims(store, "tunnel", status=ClaimStatus.DENIED) == {denied.id}
    assert await claims(store, "tunnel", status=ClaimStatus.REPORTED) == {"harbor-tunnel/toll"}
    assert await claims(store, "tunnel", status=ClaimStatus.CONFIRMED) == set()


async def test_stories_keep_to_their_articles(store: Store) -> None:
    await take_in(store, ferry("one"), ferry("two"), ferry("three"))
    assert await slugs(store, "ferry", stories=frozenset({StoryId("one"), StoryId("three")})) == {"one", "three"}
    assert await slugs(store, "ferry", stories=frozenset({StoryId("elsewhere")})) == set()


async def test_an_article_moved_to_another_story_is_found_there(store: Store) -> None:
    await take_in(store, ferry("one"), ferry("two"))
    both = [Slug("one"), Slug("two")]
    await store.archive.arrange(HOUSE, both, story=StoryId("two"), kind=RulingKind.MERGE, by="slack:T1/U1", at=MORNING)
    await store.index.catch_up()
    assert await slugs(store, "ferry", stories=frozenset({StoryId("two")})) == {"one", "two"}
    assert await slugs(store, "ferry", stories=frozenset({StoryId("one")})) == set()


async def test_several_things_to_keep_to_hold_together(store: Store) -> None:
    business = {"topics": (Topic.BUSINESS,)}
    await take_in(store, ferry("one", **business, outlet="River Gazette"), ferry("two", **business), ferry("three"))
    assert await slugs(store, "ferry", topic=Topic.BUSINESS, outlet="River Gazette") == {"one"}


async def test_words_are_counted_in_all_that_may_be_read_whatever_is_kept_to(store: Store) -> None:
    await take_in(store, ferry("one", outlet="River Gazette"), ferry("two"))
    found = await near(store, "ferry", outlet="River Gazette")
    assert (found.held, found.total) == ({"ferry": 4}, 4)


async def test_what_another_tenant_keeps_is_neither_found_nor_counted(store: Store) -> None:
    await take_in(store, ferry("common"), ferry("ours", tenant=OURS), ferry("theirs", tenant=THEIRS))
    for tenant, readable in ((OURS, {"common", "ours"}), (THEIRS, {"common", "theirs"}), (HOUSE, {"common"})):
        found = await near(store, "ferry", tenant=tenant)
        assert {place.slug for place in found.places} == readable
        assert (found.held["ferry"], found.total) == (2 * len(readable), 2 * len(readable))


async def test_articles_of_one_name_in_two_records_stay_apart(store: Store) -> None:
    await take_in(store, ferry("same", tenant=OURS), ferry("same", tenant=THEIRS, headline="Ferry sails"))
    await take_in(store, ferry("same", tenant=THEIRS, headline="Ferry burns"))
    assert {place.tenant for place in (await near(store, "ferry", tenant=OURS)).places} == {OURS}
    assert await slugs(store, "strands", tenant=OURS) == {"same"}
    assert await slugs(store, "burns", tenant=THEIRS) == {"same"}
    assert await slugs(store, "burns", tenant=OURS) == set()


async def test_an_embargo_lifts_at_its_instant_and_not_before(store: Store) -> None:
    await take_in(store, ferry("held", embargoed_until=MORNING))
    early, lifted = await near(store, "ferry", at=MORNING - SECOND), await near(store, "ferry", at=MORNING)
    assert (early.places, early.held, early.total) == ((), {"ferry": 0}, 0)
    assert ({place.slug for place in lifted.places}, lifted.held, lifted.total) == ({"held"}, {"ferry": 2}, 2)


async def test_an_embargo_in_another_zone_is_the_same_instant(store: Store) -> None:
    until = datetime.fromisoformat("2026-03-02T09:00:00+02:00")
    await take_in(store, ferry("held", embargoed_until=until))
    assert await slugs(store, "ferry", at=MORNING - SECOND) == set()
    assert await slugs(store, "ferry", at=MORNING) == {"held"}


async def test_an_embargo_that_is_put_off_holds_anew(store: Store) -> None:
    await take_in(store, ferry("held", embargoed_until=MORNING))
    await take_in(store, ferry("held", embargoed_until=MORNING + HOUR))
    assert await slugs(store, "ferry", at=MORNING) == set()
    assert await slugs(store, "ferry", at=MORNING + HOUR) == {"held"}


@pytest.mark.parametrize("status", [PubStatus.WITHHELD, PubStatus.CANCELED])
@pytest.mark.parametrize("embargo", [None, MORNING - HOUR, MORNING + HOUR])
async def test_what_the_desk_holds_back_is_neither_found_nor_counted(
    store: Store, status: PubStatus, embargo: datetime | None
) -> None:
    await take_in(store, ferry("held", pubstatus=status, embargoed_until=embargo))
    found = await near(store, "ferry", at=MORNING + 9 * HOUR)
    assert (found.places, found.held, found.total) == ((), {"ferry": 0}, 0)


@pytest.mark.parametrize(
    "barred",
    [{"ground_rule": GroundRule.OFF_THE_RECORD}, {"history": (moved_to(ClaimStatus.WITHDRAWN),)}],
    ids=["off the record", "withdrawn"],
)
async def test_a_barred_claim_is_not_found_nor_the_lead_that_may_tell_it(store: Store, barred: Any) -> None:
    secret = a_claim("secret", text="The mayor owns the drill.", **barred)
    await take_in(store, an_article(claims=(a_claim(), secret), summary="The mayor owns the drill."))
    found = await near(store, "mayor drill")
    assert (found.places, found.held, found.total) == ((), {"mayor": 0, "drill": 0}, 1)
    assert await claims(store, "tunnel") == {"harbor-tunnel/toll"}


async def test_an_article_killed_after_it_ran_is_gone(store: Store) -> None:
    await take_in(store, ferry("ran"))
    await take_in(store, ferry("ran", pubstatus=PubStatus.CANCELED))
    found = await near(store, "ferry")
    assert (found.places, found.held, found.total) == ((), {"ferry": 0}, 0)
    await take_in(store, ferry("ran", ednote="The kill was a mistake."))
    assert await slugs(store, "ferry") == {"ran"}


async def test_a_changed_article_is_found_by_its_new_words_and_not_by_its_old_ones(store: Store) -> None:
    await take_in(store, an_article())
    flood = a_claim("flood", text="Water stands knee-deep.")
    changed = an_article(headline="Harbor dam breaks", summary="", claims=(flood,))
    await store.archive.keep(changed, story=StoryId("tunnel"))
    assert (await slugs(store, "tunnel"), await slugs(store, "knee")) == ({"harbor-tunnel"}, set())
    await store.index.catch_up()
    assert (await slugs(store, "tunnel june"), await slugs(store, "knee dam")) == (set(), {"harbor-tunnel"})
    assert (await near(store, "tunnel")).total == 2


async def test_a_claim_is_found_by_the_status_that_it_moved_to(store: Store) -> None:
    await take_in(store, an_article())
    await take_in(store, an_article(claims=(a_claim(history=(moved_to(ClaimStatus.CORRECTED),)),)))
    assert await claims(store, "tunnel", status=ClaimStatus.CORRECTED) == {"harbor-tunnel/toll"}
    assert await claims(store, "tunnel", status=ClaimStatus.REPORTED) == set()


async def test_a_claim_withdrawn_after_it_ran_is_gone_with_the_lead(store: Store) -> None:
    await take_in(store, an_article())
    await take_in(store, an_article(claims=(a_claim(history=(moved_to(ClaimStatus.WITHDRAWN),)),)))
    found = await near(store, "tunnel")
    assert (found.places, found.total) == ((), 0)


async def test_catching_up_counts_articles_and_a_second_time_finds_nothing_new(store: Store) -> None:
    assert await take_in(store, an_article(), BRIDGE) == 2
    assert await store.index.catch_up() == 0
    assert await take_in(store, an_article(), BRIDGE) == 0
    assert await take_in(store, an_article(headline="Harbor tunnel to open in July")) == 1
    assert await store.index.catch_up() == 0
    assert (await near(store, "tunnel")).total == 4


async def test_an_empty_record_has_nothing_to_catch_up_with(store: Store) -> None:
    assert [await store.index.catch_up(), await store.index.catch_up()] == [0, 0]


async def test_an_article_that_changed_twice_meanwhile_is_taken_in_once(store: Store) -> None:
    for month in ("June", "July", "August"):
        await store.archive.keep(an_article(headline=f"Harbor tunnel to open in {month}"), story=StoryId("tunnel"))
    assert await store.index.catch_up() == 1
    assert (await slugs(store, "july"), await slugs(store, "august")) == (set(), {"harbor-tunnel"})


async def test_more_articles_than_are_read_at_a_time_are_all_taken_in(path: Path, full_record: Path) -> None:
    shutil.copy(full_record, path)
    async with opened(address(path)) as store:
        assert await store.index.catch_up() == MANY
        found = await near(store, "ferry")
    assert (found.held["ferry"], found.total) == (2 * MANY, 2 * MANY)


async def test_askers_at_once_catch_up_once(store: Store) -> None:
    await store.archive.keep(an_article(), story=StoryId("tunnel"))
    taken = await asyncio.gather(*(store.index.catch_up() for _ in range(5)))
    assert sorted(taken) == [0, 0, 0, 0, 1]
    assert (await near(store, "tunnel")).total == 2


async def test_an_index_is_found_again_where_it_was_left(path: Path) -> None:
    await kept(path, an_article())
    async with opened(address(path)) as store:
        assert await slugs(store, "tunnel") == {"harbor-tunnel"}
        assert await store.index.catch_up() == 0


def delete(file: Path) -> None:
    file.unlink()


def halve(file: Path) -> None:
    told = file.read_bytes()
    file.write_bytes(told[: len(told) // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def overwrite(file: Path) -> None:
    file.write_bytes(random.Random(file.suffix).randbytes(max(100, file.stat().st_size)))


HARMS = [delete, halve, empty, overwrite]
ENDINGS = ["meta.json", ".managed.json", ".del", ".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term", ""]
"""Those of an index's files; with none it is all of them."""


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("harm", HARMS)
async def test_an_index_with_spoilt_files_is_made_anew_when_it_is_opened(path: Path, harm: Any, ending: str) -> None:
    await kept(path, an_article(), ferry("one"))
    await kept(path, an_article(headline="Harbor tunnel to open in July"))
    spoilt = [file for file in files_in(beside(path)) if file.name.endswith(ending)]
    assert spoilt
    for file in spoilt:
        harm(file)
    async with opened(address(path)) as store:
        await near(store, "tunnel")
        await store.index.catch_up()
        assert (await slugs(store, "july"), await slugs(store, "ferry")) == ({"harbor-tunnel"}, {"one"})
        assert (await near(store, "tunnel")).total == 4
        assert await store.index.catch_up() == 0


async def test_an_index_whose_folder_was_deleted_is_made_anew_when_it_is_opened(path: Path) -> None:
    await kept(path, an_article())
    shutil.rmtree(beside(path))
    async with opened(address(path)) as store:
        assert await store.index.catch_up() == 1
        assert await slugs(store, "tunnel") == {"harbor-tunnel"}


async def test_an_index_of_another_format_is_left_alone(path: Path) -> None:
    older = beside(path) / "0" / "meta.json"
    older.parent.mkdir(parents=True)
    older.write_text("of a Rundown of another day")
    await kept(path, an_article())
    assert older.read_text() == "of a Rundown of another day"
    async with opened(address(path)) as store:
        assert await slugs(store, "tunnel") == {"harbor-tunnel"}


async def test_an_index_that_lay_beside_another_record_is_made_anew(path: Path, empty_record: Path) -> None:
    other = Path(shutil.copy(empty_record, path.with_name("other.db")))
    await kept(path, an_article("first"), an_article("second", headline="Volcano erupts"))
    await kept(other, ferry("one"), ferry("two"))
    shutil.rmtree(beside(other))
    shutil.copytree(beside(path), beside(other))
    async with opened(address(other)) as store:
        assert await store.index.catch_up() == 2
        assert await slugs(store, "tunnel volcano ferry") == {"one", "two"}
        assert (await near(store, "tunnel")).total == 4


async def test_a_copy_of_a_record_with_its_index_goes_on_where_that_one_stood(path: Path) -> None:
    await kept(path, an_article())
    moved = Path(shutil.copy(path, path.with_name("moved.db")))
    shutil.copytree(beside(path), beside(moved))
    async with opened(address(moved)) as store:
        assert await take_in(store, ferry("one")) == 1
        assert await slugs(store, "tunnel ferry") == {"harbor-tunnel", "one"}


async def test_what_a_restored_record_no_longer_holds_is_gone_from_the_index(path: Path) -> None:
    await kept(path, an_article())
    backup = shutil.copy(path, path.with_name("backup.db"))
    await kept(path, ferry("later"), an_article(headline="Volcano erupts", summary="", claims=()))
    shutil.copy(backup, path)
    async with opened(address(path)) as store:
        assert await store.index.catch_up() == 1
        assert await slugs(store, "ferry volcano") == set()
        assert await slugs(store, "tunnel") == {"harbor-tunnel"}


async def test_a_record_restored_to_before_its_first_article_has_an_empty_index(path: Path, empty_record: Path) -> None:
    await kept(path, an_article())
    shutil.copy(empty_record, path)
    async with opened(address(path)) as store:
        assert await store.index.catch_up() == 0
        assert (await near(store, "tunnel")).total == 0


async def test_what_one_store_took_in_another_one_sees(path: Path) -> None:
    async with opened(address(path)) as first, opened(address(path)) as second:
        assert await slugs(second, "tunnel") == set()
        assert await take_in(first, an_article()) == 1
        assert await slugs(second, "tunnel") == {"harbor-tunnel"}
        assert await second.index.catch_up() == 0
        assert await take_in(second, ferry("one")) == 1
        assert await slugs(first, "ferry") == {"one"}


async def test_two_stores_that_catch_up_at_once_end_with_each_article_once(path: Path) -> None:
    async with opened(address(path)) as first, opened(address(path)) as second:
        for number in range(20):
            await first.archive.keep(ferry(f"ferry-{number}"), story=StoryId("ferry"))
        taken = await asyncio.gather(first.index.catch_up(), second.index.catch_up())
        assert sum(taken) >= 20
        for store in (first, second):
            await store.index.catch_up()
            assert (await near(store, "ferry")).total == 40


@asynccontextmanager
async def another_writer(path: Path) -> AsyncIterator[None]:
    """Somebody else holds the lock of that record's index."""
    writer = tantivy.Index.open(str(beside(path) / FORMAT)).writer(num_threads=1)
    yield
    writer.wait_merging_threads()


async def test_while_another_one_writes_nothing_is_taken_in_and_the_rest_is_found(store: Store, path: Path) -> None:
    await take_in(store, an_article())
    async with another_writer(path):
        assert await take_in(store, ferry("one")) == 0
        assert await slugs(store, "tunnel ferry") == {"harbor-tunnel"}
    assert await store.index.catch_up() == 1
    assert await slugs(store, "tunnel ferry") == {"harbor-tunnel", "one"}


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from digests.store.opening import opened

path, ending, turns = sys.argv[1], sys.argv[2], int(sys.argv[3])

def files():
    return {entry.inode() for folder in Path(f"{path}.index").glob("*") for entry in os.scandir(folder)
            if entry.name.endswith(ending)}

async def main():
    async with opened(f"sqlite:///{path}") as store:
        before = files()
        catching_up = asyncio.create_task(store.index.catch_up())
        while not catching_up.done() and files() <= before:
            await asyncio.sleep(0)
        for _ in range(turns):
            await asyncio.sleep(0)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
"""Catches up, and dies so many turns of its loop after a file of that ending has come to lie in the index."""


@pytest.mark.parametrize("known", [[], ["ferry-0", "ferry-1"]], ids=["making it", "going on"])
@pytest.mark.parametrize(("ending", "turns"), [(".store", 0), (".store", 300), (".fast", 0), ("meta.json", 0)])
async def test_a_process_killed_while_it_catches_up_leaves_an_index_that_goes_on(
    path: Path, full_record: Path, ending: str, turns: int, known: list[str]
) -> None:
    shutil.copy(full_record, path)
    if known:
        await kept(path)
    async with opened(address(path)) as store:
        for number in range(len(known)):
            await store.archive.keep(ferry(f"ferry-{number}", headline="Volcano erupts"), story=StoryId("ferry"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(path), ending, str(turns), cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    assert await process.wait() == -signal.SIGKILL
    async with opened(address(path)) as store:
        await near(store, "ferry")
        await store.index.catch_up()
        found = await near(store, "ferry volcano")
    changed = 2 * len(known)
    assert (found.held, found.total) == ({"ferry": 2 * MANY - changed, "volcano": changed}, 2 * MANY)


STATUSES = st.sampled_from(ClaimStatus)
INSTANTS = st.integers(-3, 3).map(lambda number: MORNING + number * HOUR)


@st.composite
def some_claims(draw: st.DrawFn, slug: str) -> tuple[Claim, ...]:
    return tuple(
        a_claim(
            f"c{number}",
            of=slug,
            text="The ferry strands.",
            ground_rule=draw(st.sampled_from(GroundRule)),
            history=tuple(moved_to(status) for status in draw(st.lists(STATUSES, max_size=1))),
        )
        for number in range(draw(st.integers(0, 3)))
    )


@st.composite
def some_articles(draw: st.DrawFn) -> list[Article]:
    """A handful over three records, some of one name and some kept again with changes."""
    articles = []
    for _ in range(draw(st.integers(1, 6))):
        slug = draw(st.sampled_from(["one", "two", "three"]))
        articles.append(
            ferry(
                slug,
                tenant=draw(st.sampled_from([HOUSE, OURS, THEIRS])),
                pubstatus=draw(st.sampled_from([PubStatus.USABLE, *PubStatus])),
                embargoed_until=draw(st.none() | INSTANTS),
                received=draw(INSTANTS),
                published=draw(st.just(UNKNOWN_TIME) | INSTANTS.map(When.at)),
                claims=draw(some_claims(slug)),
            )
        )
    return articles


def may_be_read(articles: Collection[Article], tenant: Tenant, at: datetime) -> set[Place]:
    """All claims that clearance lets through, and the lead where it lets through all of them."""
    places = set()
    for article in articles:
        if article.tenant not in {tenant, HOUSE} or bar_to_article(article, at=at):
            continue
        told: list[ClaimId | None] = [
            claim.id for claim in article.claims if bar_to_claim(claim, of=article, at=at) is None
        ]
        told += [None] if len(told) == len(article.claims) else []
        places |= {Place(tenant=article.tenant, slug=article.slug, claim=claim) for claim in told}
    return places


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_articles(), INSTANTS, st.sampled_from([HOUSE, OURS]))
def test_exactly_what_clearance_lets_through_is_found_at_every_instant(
    empty_record: Path, articles: list[Article], at: datetime, tenant: Tenant
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        shutil.copy(empty_record, path)
        found, readable = asyncio.run(looked(path, articles, tenant, at))
    assert set(found.places) == readable
    assert len(found.places) == found.total == found.held["ferry"] == len(readable)


async def looked(path: Path, articles: list[Article], tenant: Tenant, at: datetime) -> tuple[Found, set[Place]]:
    """What the index finds of them, and what it should."""
    async with opened(address(path)) as store:
        await take_in(store, *articles)
        found = await near(store, "ferry", tenant=tenant, at=at)
        stored = {*await store.archive.articles(OURS), *await store.archive.articles(THEIRS)}
    return found, may_be_read(stored, tenant, at)
