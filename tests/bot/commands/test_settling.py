"""/digest settings, schedule, topics, unsubscribe, mute: how a channel is told is settled where it is told."""

import pytest

from bot.commands.reception import Reception
from bot.conversation import Audience, Choice, Form, Right, Said
from digests.channel import Call, Quiet, Spread
from digests.errors import BadFields
from digests.ports import Due
from digests.schedule import WEEKDAYS
from digests.taste import Extent, Term, TermKind
from digests.topics import Topic
from tests.bot.desks import HERE, FakeRooms, FakeRoster, a_call, a_desk, heard, lines_of
from tests.builders import a_channel, a_subscription, an_edition


def taking(**changes: object) -> FakeRoster:
    """A channel that takes one digest which a command made."""
    return FakeRoster(Due(subscription=a_subscription(), edition=an_edition(), channel=a_channel(**changes)))


async def test_a_setting_is_kept_and_read_back() -> None:
    roster = taking()
    told = await heard(a_call("digest settings filter politics, -word:horoscope"), a_desk(roster=roster))
    (channel,) = await roster.channels(None)
    assert channel.taste.filter.some == (Term(kind=TermKind.TOPIC, text="politics"),)
    assert lines_of(told)[0] == "Settled"
    assert "Only stories that pass: politics, -word:horoscope" in lines_of(told)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("quiet 22:00-7:00", lambda channel: isinstance(channel.quiet, Quiet)),
        ("zone Asia/Tokyo", lambda channel: channel.zone.key == "Asia/Tokyo"),
        ("language Deutsch", lambda channel: channel.taste.language == "de"),
        ("look thread", lambda channel: channel.look.spread is Spread.THREAD),
        ("profile at most 1 sport; short", lambda channel: channel.taste.profile.extent is Extent.SHORT),
        ("call <@&4177> 2", lambda channel: channel.look.calls == (Call(address="4177", urgency=2),)),
        ("call <!subteam^S06> 1", lambda channel: channel.look.calls == (Call(address="S06", urgency=1),)),
        ("tags politics 1187", lambda channel: channel.look.tags == ((Topic.POLITICS, "1187"),)),
        ("publish yes", lambda channel: channel.look.publish),
    ],
)
async def test_every_setting_can_be_typed(typed: str, found: object) -> None:
    roster = taking()
    await heard(a_call(f"digest settings {typed}"), a_desk(roster=roster))
    (channel,) = await roster.channels(None)
    assert callable(found)
    assert found(channel)


async def test_a_fault_in_one_field_changes_nothing_and_is_told_beside_it() -> None:
    roster = taking()
    words = {"filter": "colour:red", "zone": "Mars/Phobos", "look": "each"}
    call = a_call("digest settings", words=words)
    faults = await Reception(desk=a_desk(roster=roster)).submit(call, HERE)
    assert not isinstance(faults, Said)
    assert set(faults) == {"filter", "zone"}
    assert roster.entered[call.tenant, call.channel.id] == a_channel()
    assert str(BadFields(faults)).startswith("filter: ")


async def test_a_form_that_was_handed_in_with_a_fault_opens_again_as_it_was_left() -> None:
    desk = a_desk(roster=taking())
    reception = Reception(desk=desk)
    await reception.hear(a_call("digest settings", words={"filter": "colour:red"}), HERE)
    form = await reception.form(a_call("digest settings"), HERE)
    assert isinstance(form, Form)
    assert next(field.value for field in form.fields if field.name == "filter") == "colour:red"


async def test_what_rundown_toml_owns_is_changed_there() -> None:
    told = await heard(a_call("digest settings zone Asia/Tokyo"), a_desk(roster=taking(from_file=True)))
    assert "rundown.toml" in lines_of(told)[1]


async def test_other_times_take_the_place_of_the_old_ones() -> None:
    roster = taking()
    told = await heard(a_call("digest schedule weekdays 9:15 Asia/Tokyo"), a_desk(roster=roster))
    (due,) = roster.dues
    assert (due.edition.cadence.days, due.edition.zone.key) == (WEEKDAYS, "Asia/Tokyo")
    assert lines_of(told)[0].startswith("Changed: ")


async def test_of_several_digests_one_must_be_named() -> None:
    roster = taking()
    desk = a_desk(roster=roster)
    await heard(a_call("digest subscribe sport at 18:00"), desk)
    asked = await heard(a_call("digest topics politics"), desk)
    assert "Which one?" in lines_of(asked)[1]
    await heard(a_call("digest topics politics of sport"), desk)
    assert {topic for due in roster.dues for topic in due.edition.topics} >= {Topic.POLITICS}


async def test_unsubscribing_is_one_step_and_can_be_taken_back_by_a_button() -> None:
    roster = taking()
    desk = a_desk(roster=roster)
    told = await Reception(desk=desk).hear(a_call("digest unsubscribe"), HERE)
    assert roster.dues == []
    (again,) = told.body.buttons  # type: ignore[union-attr]  # a note
    await heard(a_call(again.command, command=again.command, text="", words=again.words), desk)
    assert len(roster.dues) == 1


async def test_a_topic_is_muted_and_told_of_again() -> None:
    roster = taking()
    desk = a_desk(roster=roster)
    await heard(a_call("digest mute sport"), desk)
    assert [mute.what for mutes in roster.muted.values() for mute in mutes] == [Topic.SPORT]
    assert "Muted here: sport." in lines_of(await heard(a_call("digest list"), desk))
    await heard(a_call("digest unmute sport"), desk)
    assert not any(roster.muted.values())


async def test_everybody_arranges_what_is_sent_to_themself_alone() -> None:
    roster = FakeRoster()
    reader = a_call("digest subscribe me sport at 18:00", rights=frozenset({Right.READ}))
    told = await heard(reader, a_desk(roster=roster))
    assert lines_of(told)[0] == "Subscribed: sport"
    assert roster.dues[0].subscription.channel == "slack:T1/U1"


async def test_what_one_was_shown_is_shared_just_so() -> None:
    desk = a_desk()
    reception = Reception(desk=desk)
    shown = await reception.hear(a_call("ask when does it open?"), HERE)
    share = next(button for button in shown.offers if button.command == "digest share")
    said = await reception.hear(a_call(share.command, command=share.command, text="", words=share.words), HERE)
    assert (said.audience, said.body) == (Audience.CHANNEL, shown.body)
    other = a_call(share.command, command=share.command, text="", words=share.words, asker="slack:T1/U2")
    assert lines_of(await heard(other, desk))[0] == "Not done"


async def test_what_is_added_goes_into_the_record_of_this_workspace_alone() -> None:
    rooms = FakeRooms()
    await heard(a_call("digest add look at https://courier.example/tunnel please"), a_desk(rooms=rooms))
    assert rooms.added == [(a_call().tenant, "https://courier.example/tunnel")]


async def test_why_tells_what_was_told_and_left_out_and_by_which_reason() -> None:
    told = lines_of(await heard(a_call("digest why"), a_desk()))
    assert "Told: “Harbor tunnel opens”: first." in told
    assert "Left out: “Ferry sold”: not about politics." in told


async def test_what_is_typed_is_completed_by_what_there_is() -> None:
    reception = Reception(desk=a_desk(roster=taking()))
    topics = await reception.suggest(a_call("digest subscribe"), "topic", "politics, bus", HERE)
    assert topics == (Choice(says="politics, business", label="politics, business"),)
    zones = await reception.suggest(a_call("digest subscribe"), "zone", "berl", HERE)
    assert zones[0].says == "Europe/Berlin"


async def test_commands_are_told_under_the_names_that_they_have_here() -> None:
    said = await Reception(desk=a_desk(), prefix="rd-").hear(a_call("digest help"), HERE)
    assert "/rd-digest now: " in " ".join(lines_of(said.body))
    assert " /digest" not in " ".join(lines_of(said.body))
