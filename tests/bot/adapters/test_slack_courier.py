"""Digests to Slack: the real slack_sdk against a loopback Slack; what each misfortune means for a part."""

from datetime import timedelta

import pytest

from bot.adapters.slack.api import web_api
from bot.adapters.slack.courier import SlackCourier
from bot.adapters.slack.verdicts import verdict
from digests.delivery import Delivery
from digests.errors import CannotTell, CourierError, NeverWill, OutcomeUnknown, TryLater
from tests.builders import a_channel, a_delivery
from tests.platforms.faults import Fault
from tests.platforms.slack import LoopbackSlack

POSTING = "chat.postMessage"


def a_courier(slack: LoopbackSlack) -> SlackCourier:
    return SlackCourier(web_api(slack.bot_token, base_url=slack.api_url))


async def test_a_part_is_posted_as_it_stands_under_its_own_mark() -> None:
    part = a_delivery(payload={"text": "Harbor tunnel to open in June", "unfurl_links": False})
    async with LoopbackSlack() as slack:
        message_id = await a_courier(slack).carry(part)
        (post,) = slack.journal.posts("C1")
    assert message_id == f"C1:{post.id}"
    assert {name: post.body[name] for name in part.payload} == part.payload
    assert post.body["metadata"] == {"event_type": "digest_part", "event_payload": {"key": part.token}}


async def test_a_person_is_written_to_in_the_apps_own_messages() -> None:
    async with LoopbackSlack() as slack:
        message_id = await a_courier(slack).carry(a_delivery(channel=a_channel(address="U7")))
        (post,) = slack.journal.posts()
    assert (post.channel, message_id) == ("D7", f"D7:{post.id}")


@pytest.mark.parametrize(
    ("fault", "posted"),
    [
        (Fault.ACCEPT_THEN_DROP, 1),
        (Fault.ACCEPT_THEN_RESET, 1),
        (Fault.DROP, 0),
        (Fault.status(500), 0),
        (Fault.status(502, taken=True), 1),
        (Fault.html(), 0),
        (Fault.html(status=503), 0),
        (Fault.broken(taken=True), 1),
        (Fault.status(200), 0),
        (Fault.refusal("internal_error"), 0),
        (Fault.refusal("an_error_of_tomorrow"), 0),
    ],
)
async def test_an_answer_that_proves_nothing_leaves_the_outcome_unknown(fault: Fault, posted: int) -> None:
    async with LoopbackSlack() as slack:
        slack.next(POSTING, fault)
        with pytest.raises(OutcomeUnknown) as unknown:
            await a_courier(slack).carry(a_delivery())
        assert len(slack.journal.posts()) == posted
        assert slack.bot_token not in str(unknown.value)
        assert [call.route for call in slack.calls] == [POSTING]


async def test_an_answer_that_does_not_come_leaves_the_outcome_unknown() -> None:
    async with LoopbackSlack() as slack:
        api = web_api(slack.bot_token, base_url=slack.api_url)
        api.timeout = 0.1  # type: ignore[assignment]  # aiohttp takes parts of a second too
        slack.next(POSTING, Fault.silence(5, taken=True))
        with pytest.raises(OutcomeUnknown):
            await SlackCourier(api).carry(a_delivery())
        assert len(slack.journal.posts()) == 1


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        (30, timedelta(seconds=30)),
        ("86400", timedelta(days=1)),
        ("99999999999999", timedelta(days=1)),
        ("abc", None),
        (None, None),
    ],
)
async def test_slack_is_obeyed_where_it_asks_to_wait(said: float | str | None, wait: timedelta | None) -> None:
    async with LoopbackSlack() as slack:
        slack.next(POSTING, Fault.too_many(said))
        with pytest.raises(TryLater) as later:
            await a_courier(slack).carry(a_delivery())
    assert later.value.wait == wait


async def test_slacks_own_pace_is_told_as_a_wait() -> None:
    async with LoopbackSlack(seconds_between_posts=1.0) as slack:
        courier = a_courier(slack)
        await courier.carry(a_delivery(part=1))
        with pytest.raises(TryLater) as later:
            await courier.carry(a_delivery(part=2))
    assert later.value.wait == timedelta(seconds=1)


async def test_a_slack_that_cannot_be_reached_was_sent_nothing() -> None:
    async with LoopbackSlack() as slack:
        courier = a_courier(slack)
    with pytest.raises(TryLater, match="cannot be reached"):
        await courier.carry(a_delivery())


async def test_a_channel_without_the_bot_is_mended_by_an_invitation() -> None:
    async with LoopbackSlack() as slack:
        slack.home.open_room("C2").member = False
        with pytest.raises(NeverWill, match="not_in_channel") as refused:
            await a_courier(slack).carry(a_delivery(channel=a_channel(address="C2")))
        assert "/invite" in refused.value.mend
        assert not slack.journal.posts()


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        ("channel_not_found", "/invite"),
        ("is_archived", "another channel"),
        ("restricted_action", "admin"),
        ("msg_too_long", "report it"),
        ("missing_scope", "chat:write"),
        *(
            (error, "RUNDOWN_SLACK_BOT_TOKEN")
            for error in ("account_inactive", "token_revoked", "invalid_auth", "not_authed")
        ),
    ],
)
async def test_a_refusal_says_who_mends_it(error: str, mend: str) -> None:
    async with LoopbackSlack() as slack:
        slack.next(POSTING, Fault.refusal(error))
        with pytest.raises(NeverWill, match=error) as refused:
            await a_courier(slack).carry(a_delivery())
    assert mend in refused.value.mend


@pytest.mark.parametrize(
    ("status", "body", "meant"),
    [
        (200, {"ok": False, "error": "ratelimited"}, TryLater),
        (200, {"ok": False}, OutcomeUnknown),
        (200, ["ok"], OutcomeUnknown),
        (200, None, OutcomeUnknown),
        (500, {"ok": False, "error": "not_in_channel"}, OutcomeUnknown),
        (429, "Too many", TryLater),
    ],
)
def test_only_a_known_word_of_slack_itself_counts_as_a_refusal(
    status: int, body: object, meant: type[CourierError]
) -> None:
    assert isinstance(verdict(status=status, body=body, retry_after=None), meant)


async def posted_in_doubt(slack: LoopbackSlack, courier: SlackCourier, part: Delivery) -> None:
    slack.next(POSTING, Fault.ACCEPT_THEN_DROP)
    with pytest.raises(OutcomeUnknown):
        await courier.carry(part)


async def test_a_part_in_doubt_is_found_by_its_own_mark_among_others() -> None:
    async with LoopbackSlack() as slack:
        courier, part = a_courier(slack), a_delivery(part=2, parts=3)
        await courier.carry(a_delivery(part=1, parts=3))
        await posted_in_doubt(slack, courier, part)
        await courier.carry(a_delivery(part=3, parts=3))
        assert await courier.found(part) == f"C1:{slack.journal.posts('C1')[1].id}"


async def test_a_part_that_is_not_there_is_told_to_be_missing() -> None:
    async with LoopbackSlack() as slack:
        courier = a_courier(slack)
        await courier.carry(a_delivery(part=1, parts=2))
        assert await courier.found(a_delivery(part=2, parts=2)) is None


async def test_in_a_channel_where_nothing_was_said_since_nothing_was_posted() -> None:
    async with LoopbackSlack() as slack:
        assert await a_courier(slack).found(a_delivery()) is None


async def test_it_is_found_however_much_was_said_since() -> None:
    async with LoopbackSlack(outside_marketplace=True) as slack:
        courier, part = a_courier(slack), a_delivery()
        await posted_in_doubt(slack, courier, part)
        for number in range(2, 40):
            await courier.carry(a_delivery(part=number, parts=40))
        with pytest.raises(TryLater):  # one page a minute is all that such an app may read
            await courier.found(a_delivery(part=40, parts=40))


async def test_a_mark_that_somebody_else_has_copied_is_not_ours() -> None:
    async with LoopbackSlack() as slack:
        part, courier = a_delivery(), a_courier(slack)
        await posted_in_doubt(slack, courier, part)
        (message,) = slack.home.rooms["C1"].messages.values()
        message.bot["bot_id"] = "B999"
        assert await courier.found(part) is None


@pytest.mark.parametrize("scope", ["channels:history"])
async def test_without_the_scope_nobody_can_tell_and_the_mend_names_it(scope: str) -> None:
    async with LoopbackSlack() as slack:
        slack.home.scopes.discard(scope)
        with pytest.raises(CannotTell, match=scope):
            await a_courier(slack).found(a_delivery())


async def test_a_message_to_a_person_cannot_be_read_back() -> None:
    async with LoopbackSlack() as slack:
        with pytest.raises(CannotTell, match="to a person"):
            await a_courier(slack).found(a_delivery(channel=a_channel(address="U7")))
        assert not slack.calls


@pytest.mark.parametrize(
    ("fault", "meant"),
    [
        (Fault.too_many(7), TryLater),
        (Fault.status(503), OutcomeUnknown),
        (Fault.DROP, OutcomeUnknown),
        (Fault.html(), OutcomeUnknown),
        (Fault.refusal("token_revoked"), CannotTell),
    ],
)
async def test_a_history_that_is_not_shown_proves_nothing(fault: Fault, meant: type[CourierError]) -> None:
    async with LoopbackSlack() as slack:
        slack.next("conversations.history", fault)
        with pytest.raises(meant):
            await a_courier(slack).found(a_delivery())
