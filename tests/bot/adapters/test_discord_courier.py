"""Digests to Discord: the library's REST client against a loopback Discord; what each misfortune means for a part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from simcord.enums import ChannelType

from bot.adapters.discord.courier import DiscordCourier
from bot.adapters.discord.verdicts import verdict
from digests.channel import Channel, Look, Platform, Room
from digests.delivery import Delivery
from digests.errors import CannotTell, CourierError, NeverWill, OutcomeUnknown, TryLater
from tests.builders import a_channel, a_delivery, a_slot
from tests.platforms.discord import LoopbackDiscord, aimed_at
from tests.platforms.faults import Answer, Fault
from tests.platforms.journal import Deed

POSTING = "POST /channels/*/messages"
LOGIN = "GET /users/@me"


@asynccontextmanager
async def a_courier(
    discord: LoopbackDiscord, token: str = LoopbackDiscord.TOKEN, **changes: Any
) -> AsyncIterator[DiscordCourier]:
    """Logged in by its first part; the library's own addresses stand again afterwards."""
    with aimed_at(discord):
        courier = DiscordCourier(token, api_base=discord.api_base, **changes)
        try:
            yield courier
        finally:
            await courier.close()


def a_part(discord: LoopbackDiscord, **changes: Any) -> Delivery:
    """A line of text to the loopback's channel."""
    channel = a_channel(platform=Platform.DISCORD, address=str(discord.world.channel))
    payload = {"content": "Harbor tunnel to open in June", "allowed_mentions": {"parse": []}}
    return a_delivery(**{"channel": channel, "payload": payload, **changes})


async def test_a_part_is_posted_as_it_stands_under_its_own_nonce() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        part = a_part(discord)
        message_id = await courier.carry(part)
        (post,) = discord.journal.posts()
    assert message_id == post.id
    assert post.body == {**part.payload, "nonce": part.token, "enforce_nonce": True}


async def test_a_part_that_is_sent_twice_is_one_message() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        first = await courier.carry(a_part(discord))
        again = await courier.carry(a_part(discord))
        assert len(discord.journal.posts()) == 1
    assert first == again


async def test_two_parts_are_two_messages_and_one_login() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        await courier.carry(a_part(discord, part=1, parts=2))
        await courier.carry(a_part(discord, part=2, parts=2))
        assert len(discord.journal.posts()) == 2
        assert [call.route for call in discord.calls].count(LOGIN) == 1


async def test_a_message_stored_before_a_502_is_found_again_by_its_nonce() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        discord.next(POSTING, Fault.status(502, taken=True))
        assert await courier.carry(a_part(discord)) == discord.journal.posts()[0].id
        assert len(discord.journal.posts()) == 1


@pytest.mark.parametrize(
    ("fault", "posted"),
    [
        (Fault.ACCEPT_THEN_DROP, 1),
        (Fault.ACCEPT_THEN_RESET, 1),
        (Fault.DROP, 0),
        (Fault.status(503), 0),
        (Fault.status(503, taken=True), 1),
        (Fault.html(taken=True), 1),
        (Fault.broken(taken=True), 1),
        (Fault.refusal("Internal error", status=520), 0),
    ],
)
async def test_an_answer_that_proves_nothing_leaves_the_outcome_unknown(fault: Fault, posted: int) -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        discord.next(POSTING, fault)
        with pytest.raises(OutcomeUnknown) as unknown:
            await courier.carry(a_part(discord))
        assert len(discord.journal.posts()) == posted
        assert discord.TOKEN not in str(unknown.value)


async def test_an_answer_that_does_not_come_leaves_the_outcome_unknown() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord, seconds=0.2) as courier:
        await courier.carry(a_part(discord, part=1))
        discord.next(POSTING, Fault.silence(5, taken=True))
        with pytest.raises(OutcomeUnknown):
            await courier.carry(a_part(discord, part=2))
        assert len(discord.journal.posts()) == 2


@pytest.mark.parametrize(
    "refusal",
    [Fault.too_many(3600), Fault.refusal("Missing Permissions", status=403, code=50013)],
)
async def test_a_refusal_after_a_502_proves_nothing_for_the_message_may_be_stored(refusal: Fault) -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        discord.next(POSTING, Fault.status(502, taken=True), refusal)
        with pytest.raises(OutcomeUnknown):
            await courier.carry(a_part(discord))
        assert len(discord.journal.posts()) == 1


async def test_a_message_that_was_deleted_after_a_502_is_not_looked_for() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        gone = Fault.refusal("Unknown Message", status=404, code=10008)
        discord.next(POSTING, Fault.status(502, taken=True), gone)
        with pytest.raises(NeverWill, match="deleted since"):
            await courier.carry(a_part(discord))


async def test_a_short_wait_is_waited_out_by_the_library() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        discord.next(POSTING, Fault.too_many(0.01))
        assert await courier.carry(a_part(discord)) == discord.journal.posts()[0].id


@pytest.mark.parametrize("said", [None, "abc"])
async def test_a_wait_that_cannot_be_read_is_no_reason_to_doubt(said: str | None) -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        discord.next(POSTING, Fault.too_many(said))
        with pytest.raises(TryLater) as later:
            await courier.carry(a_part(discord))
    assert later.value.wait is None


@pytest.mark.parametrize("fault", [Fault.too_many(3600), Fault.too_many(45, banned=True)])
async def test_discord_is_obeyed_where_it_asks_to_wait(fault: Fault) -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        discord.next(POSTING, fault)
        with pytest.raises(TryLater) as later:
            await courier.carry(a_part(discord))
        assert later.value.wait in {timedelta(seconds=3600), timedelta(seconds=45)}
        assert not discord.journal.posts()


async def test_a_discord_that_cannot_be_reached_was_sent_nothing() -> None:
    async with LoopbackDiscord() as discord:
        address = discord.api_base
        with aimed_at(discord):
            courier = DiscordCourier(discord.TOKEN, api_base=address)
            await courier.carry(a_part(discord))
    with pytest.raises(TryLater, match="cannot be reached"):
        await courier.carry(a_part(discord, part=2))
    await courier.close()


@pytest.mark.parametrize(
    ("fault", "meant"),
    [(Fault.status(503), TryLater), (Fault.too_many(3600), TryLater), (Fault.refusal("401", status=401), NeverWill)],
)
async def test_a_login_that_fails_has_sent_nothing(fault: Fault, meant: type[CourierError]) -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        discord.next(LOGIN, fault)
        with pytest.raises(meant):
            await courier.carry(a_part(discord))
        assert await courier.carry(a_part(discord)) == discord.journal.posts()[0].id


async def test_a_wrong_token_is_mended_in_the_settings() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord, token="a.wrong.token") as courier:
        with pytest.raises(NeverWill, match="RUNDOWN_DISCORD_TOKEN") as refused:
            await courier.carry(a_part(discord))
    assert "a.wrong.token" not in str(refused.value)


async def test_a_channel_where_the_bot_may_not_write_is_mended_by_a_permission() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        discord.world.forbid(discord.world.channel, send_messages=True)
        with pytest.raises(NeverWill, match="50013") as refused:
            await courier.carry(a_part(discord))
    assert "Send Messages" in refused.value.mend


async def test_a_channel_that_is_gone_is_told_as_such() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        with pytest.raises(NeverWill, match="10003"):
            await courier.carry(a_part(discord, channel=a_channel(address="404")))


async def test_a_message_that_discord_finds_malformed_is_ours_to_mend() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        with pytest.raises(NeverWill, match="50035") as refused:
            await courier.carry(a_part(discord, payload={"content": "x" * 2001}))
    assert "report it" in refused.value.mend


@pytest.mark.parametrize(
    ("status", "code", "meant"),
    [
        (403, 50001, NeverWill),
        (404, 10004, NeverWill),
        (404, 10008, NeverWill),
        (403, 0, NeverWill),
        (400, 1, NeverWill),
        (429, 20028, TryLater),
        (418, 0, OutcomeUnknown),
        (500, 0, OutcomeUnknown),
        (500, 50013, OutcomeUnknown),
        (520, 0, OutcomeUnknown),
    ],
)
def test_only_a_clear_refusal_counts_as_one(status: int, code: int, meant: type[CourierError]) -> None:
    assert isinstance(verdict(status=status, code=code, retry_after=None), meant)


async def posted_in_doubt(discord: LoopbackDiscord, courier: DiscordCourier, part: Delivery) -> None:
    discord.always(POSTING, Fault.ACCEPT_THEN_DROP)
    with pytest.raises(OutcomeUnknown):
        await courier.carry(part)
    discord.heal()


def a_card(text: str) -> dict[str, Any]:
    """A message in Components V2, as the renderer makes it."""
    told = [{"type": 10, "content": line} for line in (f"## {text} ", "- one\n- two")]
    return {"flags": 1 << 15, "components": [{"type": 17, "components": told}], "allowed_mentions": {"parse": []}}


def an_embed(text: str) -> dict[str, Any]:
    """A message with an embed."""
    fields = [{"name": "Harbor", "value": "The tunnel opens.", "inline": False}]
    return {"embeds": [{"title": text, "description": "- one", "fields": fields}], "allowed_mentions": {"parse": []}}


@pytest.mark.parametrize("made", [a_card, an_embed, lambda text: {"content": text}], ids=["card", "embed", "text"])
async def test_a_part_in_doubt_is_found_among_others(made: Any) -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        parts = [a_part(discord, payload=made(f"Part {number}"), part=number, parts=3) for number in (1, 2, 3)]
        await courier.carry(parts[0])
        await posted_in_doubt(discord, courier, parts[1])
        await courier.carry(parts[2])
        assert await courier.found(parts[1]) == discord.journal.posts()[1].id
        missing = a_part(discord, payload=made("Part 4"), part=4, parts=4)
        assert await courier.found(missing) is None


@pytest.mark.parametrize("made", [a_card, an_embed], ids=["card", "embed"])
async def test_two_parts_of_the_same_words_are_told_apart(made: Any) -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        first, second = (a_part(discord, payload=made("Nothing new"), slot=a_slot(edition=name)) for name in "ab")
        await courier.carry(first)
        assert await courier.found(second) is None
        await posted_in_doubt(discord, courier, second)
        assert await courier.found(second) == discord.journal.posts()[1].id


async def test_it_is_found_however_much_was_said_since() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        part = a_part(discord)
        await posted_in_doubt(discord, courier, part)
        for number in range(2, 150):
            await courier.carry(a_part(discord, payload={"content": f"Line {number}"}, part=number, parts=150))
        assert await courier.found(part) == discord.journal.posts()[0].id


async def test_in_a_channel_where_nothing_was_said_since_nothing_was_posted() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        assert await courier.found(a_part(discord)) is None


async def test_an_empty_history_where_something_was_said_proves_nothing() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        part = a_part(discord)
        await posted_in_doubt(discord, courier, part)
        nothing = Fault(taken=False, ending=Answer(status=200, body="[]"))
        discord.next("GET /channels/*/messages", nothing)
        with pytest.raises(CannotTell, match="Read Message History"):
            await courier.found(part)


@pytest.mark.parametrize(
    ("fault", "meant"),
    [
        (Fault.refusal("Missing Access", status=403, code=50001), CannotTell),
        (Fault.too_many(600), TryLater),
        (Fault.status(501), OutcomeUnknown),
    ],
)
async def test_a_history_that_is_not_shown_proves_nothing(fault: Fault, meant: type[CourierError]) -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        part = a_part(discord)
        await posted_in_doubt(discord, courier, part)
        discord.next("GET /channels/*", fault)
        with pytest.raises(meant):
            await courier.found(part)


def a_channel_of(discord: LoopbackDiscord, address: int, **look: Any) -> Channel:
    tenant = f"discord:{discord.world.guild}"
    return a_channel(tenant=tenant, platform=Platform.DISCORD, address=str(address), look=Look(**look))


async def test_a_later_part_stands_in_the_thread_of_the_first_which_is_made_once() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        lead = await courier.carry(a_part(discord))
        for part in (2, 3):
            await courier.carry(a_part(discord, part=part, parts=3, thread="Morning rundown", lead=lead))
        posts = discord.journal.posts()
    assert [post.channel for post in posts] == [str(discord.world.channel), lead, lead]


async def test_a_digest_for_a_forum_is_a_post_of_its_own_and_is_found_again() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        forum = discord.world.open_forum("news", "sport")
        channel = a_channel_of(discord, forum, room=Room.FORUM)
        message = {"embeds": [{"description": "Harbor tunnel"}], "allowed_mentions": {"parse": []}}
        payload = {"name": "Morning rundown", "message": message, "applied_tags": []}
        slot = a_slot(tenant=channel.tenant)
        part = a_delivery(channel=channel, payload=payload, slot=slot)
        assert await courier.found(part) is None
        posted = await courier.carry(part)
        assert await courier.found(part) == posted


async def test_a_persons_own_digest_comes_as_a_message_from_the_app() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        channel = a_channel_of(discord, discord.world.reader, room=Room.PERSON)
        await courier.carry(a_part(discord, channel=channel))
        (post,) = discord.journal.posts()
    assert post.channel == str(discord.world.direct(discord.world.reader))


async def test_an_announcement_is_published_where_an_admin_wants_that_and_posted_in_any_case() -> None:
    async with LoopbackDiscord() as discord, a_courier(discord) as courier:
        news = discord.world.open_channel("news", kind=ChannelType.NEWS)
        channel = a_channel_of(discord, news, room=Room.ANNOUNCEMENT, publish=True)
        await courier.carry(a_part(discord, channel=channel))
        discord.next("POST /channels/*/messages/*/crosspost", Fault.refusal("not now", status=403, code=50013))
        await courier.carry(a_part(discord, channel=channel, part=2, parts=2))
    assert len(discord.journal.posts()) == 2
    assert len(discord.journal.of(Deed.CROSSPOST)) == 1
