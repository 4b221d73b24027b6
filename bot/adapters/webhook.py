"""Incoming webhooks of Slack and Discord: no bot is needed, nothing can be read back."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx

from bot.waiting import asked_wait
from digests.channel import Channel, Platform
from digests.delivery import Delivery
from digests.errors import CannotTell, CourierError, NeverWill, OutcomeUnknown, TryLater

SECONDS = 30
"""After which an answer is given up: a message may have been posted by then."""

_QUERIES = {Platform.SLACK_WEBHOOK: {}, Platform.DISCORD_WEBHOOK: {"wait": "true", "with_components": "true"}}
"""Discord tells an id only when waited for, and drops the layout of a message unless it is asked to keep it."""

_REPORT = "This is a fault of Rundown: report it"
_MOVED = ("the webhook is elsewhere by now", "Put its new address into the settings")
_NEVER: Mapping[int, tuple[str, str]] = {
    HTTPStatus.MOVED_PERMANENTLY: _MOVED,
    HTTPStatus.TEMPORARY_REDIRECT: _MOVED,
    HTTPStatus.PERMANENT_REDIRECT: _MOVED,
    HTTPStatus.BAD_REQUEST: ("the message is malformed", _REPORT),
    HTTPStatus.UNAUTHORIZED: ("the webhook's address is not valid", "Copy it anew into the settings"),
    HTTPStatus.FORBIDDEN: ("posting there is not allowed", "Ask an admin of the workspace to allow the webhook"),
    HTTPStatus.NOT_FOUND: ("the webhook is gone", "Make a new one and put its address into the settings"),
    HTTPStatus.GONE: ("the channel is archived", "Make a webhook for another channel"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("the message is too long", _REPORT),
}


@dataclass(frozen=True, slots=True)
class WebhookUrl:
    """Whoever knows it may post: it is shown by nothing but itself."""

    secret: str = field(repr=False)


class WebhookCourier:
    """Posts to the webhooks that the settings name, through a client for named hosts.

    Discord tells the message's id; Slack tells none. No error holds an address.
    """

    def __init__(self, client: httpx.AsyncClient, urls: Mapping[str, WebhookUrl], *, seconds: float = SECONDS) -> None:
        self._client = client
        self._urls = urls
        self._seconds = seconds

    async def carry(self, delivery: Delivery) -> str | None:
        """As the port says; neither platform can tell a repeated part from a new one here."""
        platform = delivery.channel.platform
        answer = await self._answer(self._url(delivery.channel), delivery)
        if not answer.is_success:
            raise verdict(platform, status=answer.status_code, retry_after=answer.headers.get("Retry-After"))
        return _message_id(answer, platform)

    async def found(self, delivery: Delivery) -> str | None:
        """As the port says: a webhook shows no history."""
        mend = "Look into the channel, then: rundown deliveries retry, or drop"
        raise CannotTell(delivery.channel.platform, "a webhook cannot read", mend)

    def _url(self, channel: Channel) -> httpx.URL:
        setting = f"RUNDOWN_WEBHOOKS__{channel.address.upper()}"
        if channel.address not in self._urls:
            mend = f"Put its address into {setting}"
            raise NeverWill(channel.platform, f"the webhook {channel.address} has no address", mend)
        try:
            url = httpx.URL(self._urls[channel.address].secret)
        except httpx.InvalidURL:
            url = httpx.URL()
        if url.scheme not in {"http", "https"} or not url.host:
            mend = f"Copy it anew into {setting}"
            raise NeverWill(channel.platform, f"the address of the webhook {channel.address} cannot be read", mend)
        return url.copy_merge_params(_QUERIES[channel.platform])

    async def _answer(self, url: httpx.URL, delivery: Delivery) -> httpx.Response:
        platform = delivery.channel.platform
        try:
            async with asyncio.timeout(self._seconds):
                return await self._client.post(url, json=dict(delivery.payload))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise TryLater(platform, None, "cannot be reached") from None
        except (httpx.HTTPError, TimeoutError) as fault:
            raise OutcomeUnknown(f"{platform} gave no answer that can be read: {type(fault).__name__}.") from None


def verdict(platform: Platform, *, status: int, retry_after: str | None) -> CourierError:
    """What an answer means that did not take a message."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryLater(platform, asked_wait(retry_after))
    if status in _NEVER:
        reason, mend = _NEVER[status]
        return NeverWill(platform, f"{reason} ({status})", mend, only_this=mend == _REPORT)
    return OutcomeUnknown(f"{platform} answered with status {status}.")


def _message_id(answer: httpx.Response, platform: Platform) -> str | None:
    """Raises OutcomeUnknown for an answer with which no message was taken, or none that Discord names."""
    if platform is Platform.SLACK_WEBHOOK:
        if answer.text.strip() != "ok":
            raise OutcomeUnknown(f"{platform} answered with words of its own.")
        return None
    try:
        return str(answer.json()["id"])
    except (ValueError, KeyError, TypeError):
        raise OutcomeUnknown(f"{platform} took a message without naming it.") from None
