"""Carries digests to Slack, each part once."""

from aiohttp import ClientConnectorError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.verdicts import verdict
from digests.delivery import Delivery
from digests.errors import CourierError, OutcomeUnknown, TryLater

EVENT_TYPE = "digest_part"
"""Marks our messages in a channel's history; with it stands the part's token."""


class SlackCourier:
    """Posts to the channels of one workspace, through a client that never tries again on its own."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def carry(self, delivery: Delivery) -> str:
        """As the port says; the id is ``channel:ts``, since a message to a person lands in another channel."""
        mark = {"event_type": EVENT_TYPE, "event_payload": {"key": delivery.token}}
        message = {**delivery.payload, "channel": delivery.channel.address, "metadata": mark}
        try:
            answer = await self._client.api_call("chat.postMessage", json=message)
        except SlackApiError as fault:
            raise refusal(fault) from None
        except ClientConnectorError as fault:
            raise TryLater("Slack", None, "cannot be reached") from fault
        except Exception as fault:
            raise OutcomeUnknown(f"Slack gave no answer that can be read: {type(fault).__name__}.") from fault
        channel, ts = answer.get("channel"), answer.get("ts")
        if not (isinstance(channel, str) and isinstance(ts, str)):
            raise OutcomeUnknown("Slack took a message without naming it.")
        return f"{channel}:{ts}"


def refusal(fault: SlackApiError) -> CourierError:
    """What a refusal means for the message; an answer that was no JSON comes without its words."""
    answer = fault.response
    if not isinstance(answer, AsyncSlackResponse):
        return verdict(status=answer.status, body=None, retry_after=answer.headers.get("Retry-After"))
    return verdict(status=answer.status_code, body=answer.data, retry_after=answer.headers.get("Retry-After"))
