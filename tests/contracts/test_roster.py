"""What must hold of every roster."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from digests.article import HOUSE, StoryId, Tenant
from digests.audit import Deed
from digests.channel import Call, ChannelId, Layout, Look, Platform, Quiet, Spread, Workspace
from digests.errors import NotFound, StoreError
from digests.ports import Audit, Roster
from digests.schedule import WEEKDAYS, Cadence
from digests.store.opening import Store
from digests.taste import Mute, Taste
from digests.tasting import read_filter, read_profile
from digests.topics import Topic
from tests.builders import MORNING, a_channel, a_subscription, an_edition

THEIRS = Tenant("slack:T2")
DAY = timedelta(days=1)


async def test_a_channel_comes_back_as_it_was_entered_and_is_brought_up_to_date(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    renamed = a_channel(name="desk", zone=ZoneInfo("Asia/Tokyo"), layout=Layout.EMBED)
    await roster.enter(renamed, by="test", at=MORNING)
    assert await roster.channel(HOUSE, renamed.id) == renamed
    assert await roster.channels(HOUSE) == (renamed,)


async def test_a_workspace_is_known_once_by_its_newest_name(roster: Roster) -> None:
    workspace = Workspace(tenant=THEIRS, platform=Platform.SLACK, name="Port Gazette")
    await roster.join(workspace)
    await roster.join(replace(workspace, name="The Port Gazette"))
    assert await roster.workspaces() == (replace(workspace, name="The Port Gazette"),)


async def test_a_subscription_comes_back_with_its_edition_and_channel(roster: Roster) -> None:
    cadence = Cadence(times=(time(8), time(17, 30)), days=WEEKDAYS)
    edition = an_edition(cadence=cadence, topics=frozenset({Topic.SPORT, Topic.HEALTH}), most=7)
    await roster.enter(a_channel(), by="test", at=MORNING)
    assert await roster.subscribe(edition, a_subscription())
    (due,) = await roster.subscriptions(HOUSE, a_channel().id)
    assert (due.subscription, due.edition, due.channel) == (a_subscription(), edition, a_channel())


async def test_taking_an_edition_again_loses_no_slot_that_fell_due_meanwhile(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert not await roster.subscribe(an_edition(most=7), a_subscription(next_due=MORNING + timedelta(days=1)))
    (due,) = await roster.subscriptions(HOUSE, a_channel().id)
    assert due.subscription.next_due == MORNING
    assert due.edition.most == 7


async def test_an_edition_at_another_time_moves_every_channel_that_takes_it(roster: Roster) -> None:
    later = MORNING + timedelta(hours=2)
    other = a_channel(id=ChannelId("slack:T1/C2"))
    for channel in (a_channel(), other):
        await roster.enter(channel, by="test", at=MORNING)
        await roster.subscribe(an_edition(), a_subscription(channel=channel.id))
    at_ten = an_edition(cadence=Cadence(times=(time(10),)))
    await roster.subscribe(at_ten, a_subscription(next_due=later))
    dues = [due for channel in (a_channel(), other) for due in await roster.subscriptions(HOUSE, channel.id)]
    assert [due.subscription.next_due for due in dues] == [later, later]


async def test_what_is_due_is_found_at_its_instant_and_not_before(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert await roster.due(at=MORNING - timedelta(microseconds=1), most=9) == ()
    assert [due.subscription for due in await roster.due(at=MORNING, most=9)] == [a_subscription()]


async def test_a_paused_subscription_is_listed_and_never_due(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription(paused="the bot was removed"))
    assert await roster.due(at=MORNING, most=9) == ()
    (due,) = await roster.subscriptions(HOUSE, a_channel().id)
    assert due.subscription.paused == "the bot was removed"


async def test_a_channel_is_paused_and_resumed_whole_and_no_other_with_it(roster: Roster) -> None:
    other = a_channel(id=ChannelId("slack:T1/C2"))
    for channel in (a_channel(), other):
        await roster.enter(channel, by="test", at=MORNING)
        await roster.subscribe(an_edition(), a_subscription(channel=channel.id))
    assert await roster.pause(HOUSE, a_channel().id, reason="the channel is archived", by="ada", at=MORNING)
    assert not await roster.pause(HOUSE, a_channel().id, reason="again", by="ada", at=MORNING)
    assert [due.channel.id for due in await roster.due(at=MORNING, most=9)] == [other.id]
    (due,) = await roster.subscriptions(HOUSE, a_channel().id)
    assert due.subscription.paused == "the channel is archived"
    assert await roster.resume(HOUSE, a_channel().id, by="ada", at=MORNING)
    assert not await roster.resume(HOUSE, a_channel().id, by="ada", at=MORNING)
    assert len(await roster.due(at=MORNING, most=9)) == 2


async def test_a_restart_resumes_nothing(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    await roster.pause(HOUSE, a_channel().id, reason="the channel is archived", by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert await roster.due(at=MORNING, most=9) == ()


async def test_no_tenant_pauses_anothers_channel(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert not await roster.pause(THEIRS, a_channel().id, reason="not theirs", by="ada", at=MORNING)
    assert len(await roster.due(at=MORNING, most=9)) == 1


async def test_the_longest_overdue_are_served_first(roster: Roster) -> None:
    for number in (3, 1, 2):
        channel = a_channel(id=ChannelId(f"slack:T1/C{number}"))
        await roster.enter(channel, by="test", at=MORNING)
        late = MORNING - timedelta(minutes=number)
        await roster.subscribe(an_edition(), a_subscription(channel=channel.id, next_due=late))
    assert [due.channel.id for due in await roster.due(at=MORNING, most=2)] == ["slack:T1/C3", "slack:T1/C2"]


async def test_an_ended_subscription_is_gone_and_ending_it_again_says_so(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert await roster.unsubscribe(HOUSE, a_channel().id, "morning", by="ada", at=MORNING)
    assert not await roster.unsubscribe(HOUSE, a_channel().id, "morning", by="ada", at=MORNING)
    assert await roster.subscriptions(HOUSE, a_channel().id) == ()


async def test_no_tenant_sees_or_ends_anothers_subscriptions(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert await roster.channels(THEIRS) == ()
    assert await roster.subscriptions(THEIRS, a_channel().id) == ()
    assert not await roster.unsubscribe(THEIRS, a_channel().id, "morning", by="ada", at=MORNING)
    with pytest.raises(NotFound):
        await roster.channel(THEIRS, a_channel().id)
    assert len(await roster.channels(None)) == 1


async def two_days_on(roster: Roster) -> datetime:
    """When the channel is due next, seen two days later."""
    (due,) = await roster.subscriptions(HOUSE, a_channel().id)
    return due.subscription.next_due


async def test_a_pause_with_an_end_holds_also_where_the_times_change(roster: Roster) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert await roster.pause_until(HOUSE, a_channel().id, until=MORNING + 5 * DAY, by="ada", at=MORNING)
    assert await two_days_on(roster) == MORNING + 6 * DAY
    later = an_edition(cadence=Cadence(times=(time(9),)))
    await roster.subscribe(later, a_subscription(created=MORNING + DAY))
    assert await two_days_on(roster) == MORNING + 5 * DAY + timedelta(hours=1)
    assert await roster.resume(HOUSE, a_channel().id, by="ada", at=MORNING + DAY)
    assert await two_days_on(roster) == MORNING + DAY + timedelta(hours=1)


async def test_a_tenant_pauses_nothing_of_another(roster: Roster) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert not await roster.pause_until(THEIRS, a_channel().id, until=MORNING + DAY, by="eve", at=MORNING)
    assert not await roster.resume(THEIRS, a_channel().id, by="eve", at=MORNING)


async def test_new_quiet_hours_move_what_is_due_in_them(roster: Roster) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription(created=MORNING - timedelta(hours=1)))
    await roster.enter(a_channel(quiet=Quiet(start=time(22), end=time(9))), by="ada", at=MORNING)
    assert await two_days_on(roster) == MORNING + timedelta(hours=1)
    assert (await roster.channel(HOUSE, a_channel().id)).quiet == Quiet(start=time(22), end=time(9))


async def test_what_fell_due_can_be_passed_over(roster: Roster) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    (due,) = await roster.due(at=MORNING + 2 * DAY, most=9)
    await roster.pass_over(due, by="ada", at=MORNING + 2 * DAY)
    assert await two_days_on(roster) == MORNING + 3 * DAY


async def test_other_rules_of_a_zone_move_what_is_due(roster: Roster, store: Store) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    an_hour_off = a_subscription(created=MORNING - DAY / 2, next_due=MORNING + timedelta(hours=1))
    await roster.subscribe(an_edition(), an_hour_off)
    await roster.keep_time(at=MORNING)
    assert await two_days_on(roster) == MORNING + timedelta(hours=1)
    async with store.database.writing() as connection:
        await connection.execute(text("UPDATE clocks SET rules = 'those of last year'"))
    await roster.keep_time(at=MORNING)
    assert await two_days_on(roster) == MORNING


async def test_failures_are_counted_in_a_row(roster: Roster) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    assert [await roster.failed(a_subscription()) for _ in range(3)] == [1, 2, 3]


FAR_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)
"""Lines of the audit table may go when they are 400 days old, by the clock of the database."""


async def test_who_changed_what_is_told_to_their_own_tenant(roster: Roster, audit: Audit) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription(created=MORNING, created_by="ada"))
    await roster.pause(HOUSE, a_channel().id, reason="moving house", by="ben", at=MORNING + DAY)
    acts = await audit.since(HOUSE, MORNING - DAY)
    assert [(act.by, act.deed, act.on, act.why) for act in acts] == [
        ("ben", Deed.PAUSED, a_channel().id, "moving house"),
        ("ada", Deed.SUBSCRIBED, f"{a_channel().id} morning", None),
    ]
    assert await audit.since(THEIRS, MORNING - DAY) == ()
    assert await audit.since(None, MORNING + DAY) == ()


@pytest.mark.parametrize("change", ["UPDATE audit SET by = 'eve'", "DELETE FROM audit"])
async def test_the_database_refuses_to_change_what_was_done(roster: Roster, store: Store, change: str) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription(created=FAR_AHEAD, created_by="ada"))
    with pytest.raises(StoreError):
        async with store.database.writing() as connection:
            await connection.execute(text(change))
    assert [act.by for act in await store.audit.since(HOUSE, MORNING)] == ["ada"]


async def test_lines_of_the_audit_may_go_when_they_are_old(roster: Roster, store: Store) -> None:
    await roster.enter(a_channel(), by="ada", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription(created=datetime(2020, 1, 1, tzinfo=UTC)))
    async with store.database.writing() as connection:
        await connection.execute(text("DELETE FROM audit"))
    assert await store.audit.since(None, datetime(2019, 1, 1, tzinfo=UTC)) == ()


async def test_what_a_channel_wants_and_how_it_looks_comes_back_and_is_noted(roster: Roster, audit: Audit) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    wanted = a_channel(
        taste=Taste(
            filter=read_filter("politics, -/quiz/"), profile=read_profile("at most 1 sport; long"), language="de"
        ),
        look=Look(spread=Spread.THREAD, tags=((Topic.SPORT, "7"),), calls=(Call(address="9", urgency=2),)),
    )
    await roster.enter(wanted, by="mara", at=MORNING)
    assert await roster.channel(HOUSE, wanted.id) == wanted
    (act,) = await audit.since(HOUSE, MORNING - DAY)
    assert (act.deed, act.by) == (Deed.ARRANGED, "mara")


async def test_what_is_muted_comes_back_until_it_is_unmuted(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    channel = a_channel().id
    sport = Mute(what=Topic.SPORT, name="sport", by="mara", at=MORNING)
    story = Mute(what=StoryId("tunnel"), name="Tunnel opens", by="mara", at=MORNING + DAY, until=MORNING + 2 * DAY)
    assert [await roster.mute(HOUSE, channel, one) for one in (sport, story, sport)] == [True, True, False]
    assert await roster.mutes(HOUSE, [channel]) == {channel: (sport, story)}
    assert await roster.mutes(THEIRS, [channel]) == {}
    assert await roster.unmute(HOUSE, channel, Topic.SPORT, by="mara", at=MORNING)
    assert not await roster.unmute(HOUSE, channel, Topic.SPORT, by="mara", at=MORNING)
    assert await roster.mutes(HOUSE, [channel]) == {channel: (story,)}


async def test_an_edition_in_anothers_place_keeps_pauses_and_is_due_after_the_change(roster: Roster) -> None:
    await roster.enter(a_channel(), by="test", at=MORNING)
    await roster.subscribe(an_edition(), a_subscription())
    await roster.pause(HOUSE, a_channel().id, reason="by mara", by="mara", at=MORNING)
    at_noon = an_edition(name="noon", cadence=Cadence(times=(time(12),)))
    taken = a_subscription(edition="noon")
    args = (HOUSE, a_channel().id, "morning")
    assert await roster.exchange(*args, at_noon, taken, by="mara", at=MORNING)
    (due,) = await roster.subscriptions(HOUSE, a_channel().id)
    assert (due.edition.name, due.subscription.paused) == ("noon", "by mara")
    assert due.subscription.next_due.astimezone(at_noon.zone).time() == time(12)
    assert not await roster.exchange(*args, at_noon, taken, by="mara", at=MORNING)
