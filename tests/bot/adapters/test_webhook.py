"""Incoming webhooks: httpx over real sockets against loopback receivers; no address is ever told."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.webhook import WebhookCourier, WebhookUrl
from digests.channel import Platform
from digests.delivery import Delivery
from digests.errors import CourierError, NeverWill, OutcomeUnknown, TryLater
from digests.intake.egress import named_hosts
from tests.builders import a_channel, a_delivery
from tests.platforms.faults import Answer, Fault
from tests.platforms.webhooks import LoopbackWebhooks

PLATFORMS = [(Platform.SLACK_WEBHOOK, "slack"), (Platform.DISCORD_WEBHOOK, "discord")]
PAYLOADS: Mapping[Platform, Mapping[str, Any]] = {
    Platform.SLACK_WEBHOOK: {"text": "Harbor tunnel to open in June"},
    Platform.DISCORD_WEBHOOK: {
        "flags": 1 << 15,
        "components": [{"type": 10, "content": "Harbor tunnel to open in June"}],
        "allowed_mentions": {"parse": []},
    },
}


@asynccontextmanager
async def a_courier(hooks: LoopbackWebhooks, **changes: Any) -> AsyncIterator[WebhookCourier]:
    """It knows the loopback's two webhooks by the names of their platforms."""
    urls = {"slack": WebhookUrl(hooks.slack_url), "discord": WebhookUrl(hooks.discord_url)}
    async with named_hosts() as client:
        yield WebhookCourier(client, urls, **changes)


def a_part(platform: Platform, address: str) -> Delivery:
    return a_delivery(channel=a_channel(platform=platform, address=address), payload=PAYLOADS[platform])


@pytest.mark.parametrize(("platform", "address"), PLATFORMS)
async def test_a_part_is_posted_as_it_stands(platform: Platform, address: str) -> None:
    part = a_part(platform, address)
    async with LoopbackWebhooks() as hooks, a_courier(hooks) as courier:
        message_id = await courier.carry(part)
        (post,) = hooks.journal
    assert post.body == part.payload
    assert message_id == (None if platform is Platform.SLACK_WEBHOOK else post.id)


@pytest.mark.parametrize(("platform", "address"), PLATFORMS)
@pytest.mark.parametrize(
    ("fault", "posted"),
    [
        (Fault.ACCEPT_THEN_DROP, 1),
        (Fault.ACCEPT_THEN_RESET, 1),
        (Fault.DROP, 0),
        (Fault.status(500), 0),
        (Fault.status(502, taken=True), 1),
        (Fault.status(302), 0),
    ],
)
async def test_an_answer_that_proves_nothing_leaves_the_outcome_unknown(
    platform: Platform, address: str, fault: Fault, posted: int
) -> None:
    async with LoopbackWebhooks() as hooks, a_courier(hooks) as courier:
        hooks.next(address, fault)
        with pytest.raises(OutcomeUnknown) as unknown:
            await courier.carry(a_part(platform, address))
        assert len(hooks.journal) == posted
        assert len(hooks.calls) == 1
        assert hooks.authority not in str(unknown.value)


@pytest.mark.parametrize(("platform", "address"), PLATFORMS)
@pytest.mark.parametrize("status", [301, 307, 308])
async def test_a_webhook_that_points_elsewhere_is_not_followed_and_mended_in_the_settings(
    platform: Platform, address: str, status: int
) -> None:
    async with LoopbackWebhooks() as hooks, LoopbackWebhooks() as elsewhere, a_courier(hooks) as courier:
        there = {"slack": elsewhere.slack_url, "discord": elsewhere.discord_url}[address]
        hooks.next(address, Fault(taken=False, ending=Answer(status=status, headers={"Location": there})))
        with pytest.raises(NeverWill, match=str(status)) as moved:
            await courier.carry(a_part(platform, address))
        assert not elsewhere.calls
        assert elsewhere.authority not in str(moved.value)
    assert "new address" in moved.value.mend


@pytest.mark.parametrize(("platform", "address"), PLATFORMS)
async def test_an_answer_that_does_not_come_leaves_the_outcome_unknown(platform: Platform, address: str) -> None:
    async with LoopbackWebhooks() as hooks, a_courier(hooks, seconds=0.1) as courier:
        hooks.next(address, Fault.silence(5, taken=True))
        with pytest.raises(OutcomeUnknown):
            await courier.carry(a_part(platform, address))
        assert len(hooks.journal) == 1


@pytest.mark.parametrize("fault", [Fault.html(taken=True), Fault.broken(taken=True)])
async def test_discord_that_does_not_name_a_message_leaves_the_outcome_unknown(fault: Fault) -> None:
    async with LoopbackWebhooks() as hooks, a_courier(hooks) as courier:
        hooks.next("discord", fault)
        with pytest.raises(OutcomeUnknown):
            await courier.carry(a_part(Platform.DISCORD_WEBHOOK, "discord"))


@pytest.mark.parametrize("text", ["no_text", "<html>Sign in</html>", ""])
async def test_slack_that_does_not_say_ok_leaves_the_outcome_unknown(text: str) -> None:
    async with LoopbackWebhooks() as hooks, a_courier(hooks) as courier:
        hooks.next("slack", Fault.refusal(text, status=200))
        with pytest.raises(OutcomeUnknown):
            await courier.carry(a_part(Platform.SLACK_WEBHOOK, "slack"))


@pytest.mark.parametrize(("platform", "address"), PLATFORMS)
@pytest.mark.parametrize(("said", "wait"), [(7, timedelta(seconds=7)), ("abc", None), (None, None)])
async def test_a_platform_is_obeyed_where_it_asks_to_wait(
    platform: Platform, address: str, said: float | str | None, wait: timedelta | None
) -> None:
    async with LoopbackWebhooks() as hooks, a_courier(hooks) as courier:
        hooks.next(address, Fault.too_many(said))
        with pytest.raises(TryLater) as later:
            await courier.carry(a_part(platform, address))
    assert later.value.wait == wait


@pytest.mark.parametrize(("platform", "address"), PLATFORMS)
@pytest.mark.parametrize(
    ("status", "mend"), [(400, "report it"), (403, "admin"), (404, "new one"), (410, "another channel")]
)
async def test_a_refusal_says_who_mends_it_and_tells_no_address(
    platform: Platform, address: str, status: int, mend: str
) -> None:
    async with LoopbackWebhooks() as hooks, a_courier(hooks) as courier:
        hooks.next(address, Fault.refusal("no", status=status))
        with pytest.raises(NeverWill) as refused:
            await courier.carry(a_part(platform, address))
        assert hooks.authority not in str(refused.value)
    assert mend in refused.value.mend


async def test_a_receiver_that_cannot_be_reached_was_sent_nothing() -> None:
    async with LoopbackWebhooks() as hooks:
        slack_url, discord_url = hooks.slack_url, hooks.discord_url
    urls = {"slack": WebhookUrl(slack_url), "discord": WebhookUrl(discord_url)}
    async with named_hosts() as client:
        for platform, address in PLATFORMS:
            with pytest.raises(TryLater, match="cannot be reached"):
                await WebhookCourier(client, urls).carry(a_part(platform, address))


@pytest.mark.parametrize("url", ["hooks.example/secret", "ftp://hooks.example/secret", "https:///secret", ""])
async def test_an_address_that_is_none_is_mended_in_the_settings_and_not_told(url: str) -> None:
    async with named_hosts() as client:
        courier = WebhookCourier(client, {"newsdesk": WebhookUrl(url)})
        with pytest.raises(CourierError, match="RUNDOWN_WEBHOOKS__NEWSDESK") as refused:
            await courier.carry(a_part(Platform.SLACK_WEBHOOK, "newsdesk"))
    assert isinstance(refused.value, NeverWill)
    assert "secret" not in str(refused.value)


async def test_a_webhook_without_an_address_names_its_setting() -> None:
    async with named_hosts() as client:
        with pytest.raises(NeverWill, match="RUNDOWN_WEBHOOKS__NEWSDESK"):
            await WebhookCourier(client, {}).carry(a_part(Platform.SLACK_WEBHOOK, "newsdesk"))


def test_an_address_shows_itself_nowhere() -> None:
    url = WebhookUrl("https://hooks.example/secret")
    assert "secret" not in f"{url} {url!r}"
