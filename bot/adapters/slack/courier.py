"""Carries digests to Slack, each part once."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import timedelta
from typing import Any

from aiohttp import ClientConnectorError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.verdicts import verdict
from digests.delivery import Delivery
from digests.errors import CannotTell, CourierError, NeverWill, OutcomeUnknown, TryLater

EVENT_TYPE = "digest_part"
"""Marks our messages in a channel's history; with it stands the part's token."""
_CLOCKS_DIFFER = timedelta(minutes=1)
_PAGE = 100
_LOOK = "Look into the channel, then: rundown deliveries retry, or drop"
_SCOPES = "Give the app the scopes channels:history and groups:history, or look yourself: rundown deliveries"


class SlackCourier:
    """Posts to the channels of one workspace, through a client that never tries again on its own.

    Each message goes through a session of its own where ``session`` makes one, else through one of the client's.
    """

    def __init__(self, client: AsyncWebClient, session: Callable[[], ClientSession] | None = None) -> None:
        self._client = client
        self._session = session
        self._me: str | None = None

    async def carry(self, delivery: Delivery) -> str:
        """As the port says; the id is ``channel:ts``, since a message to a person lands in another channel."""
        mark = {"event_type": EVENT_TYPE, "event_payload": {"key": delivery.token}}
        channel, thread_ts = _place(delivery)
        message = {**delivery.payload, "channel": channel, "metadata": mark}
        if thread_ts is not None:
            message["thread_ts"] = thread_ts
        try:
            answer = await self._posted(message)
        except SlackApiError as fault:
            raise refusal(fault) from None
        except ClientConnectorError as fault:
            raise TryLater("Slack", None, "cannot be reached") from fault
        except Exception as fault:
            raise OutcomeUnknown(f"Slack gave no answer that can be read: {type(fault).__name__}.") from fault
        taken_by, ts = answer.get("channel"), answer.get("ts")
        if not (isinstance(taken_by, str) and isinstance(ts, str)):
            raise OutcomeUnknown("Slack took a message without naming it.")
        return f"{taken_by}:{ts}"

    async def _posted(self, message: Mapping[str, Any]) -> AsyncSlackResponse:
        if self._session is None:
            return await self._client.api_call("chat.postMessage", json=dict(message))
        async with self._session() as session:
            client = copy(self._client)
            client.session = session
            return await client.api_call("chat.postMessage", json=dict(message))

    async def found(self, delivery: Delivery) -> str | None:
        """As the port says: by the key in the metadata of our own messages since the part was due; others can copy it.

        A message to a person stands in a channel that we were never told of, and cannot be read back.
        """
        address, thread_ts = _place(delivery)
        if delivery.channel.address.startswith(("U", "W")):
            raise CannotTell("Slack", "a message to a person cannot be read back", _LOOK)
        asked: dict[str, Any] = {
            "channel": address,
            "oldest": f"{(delivery.slot.due - _CLOCKS_DIFFER).timestamp():.6f}",
            "inclusive": True,
            "include_all_metadata": True,
            "limit": _PAGE,
            **({"ts": thread_ts} if thread_ts is not None else {}),
        }
        method = "conversations.history" if thread_ts is None else "conversations.replies"
        me = self._me = self._me or (await self._asked("auth.test", {}))["bot_id"]
        mark = {"event_type": EVENT_TYPE, "event_payload": {"key": delivery.token}}
        while True:
            answer = await self._asked(method, asked)
            for message in answer["messages"]:
                if message.get("metadata") == mark and message.get("bot_id") == me:
                    return f"{address}:{message['ts']}"
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            asked["cursor"] = cursor

    async def _asked(self, method: str, params: Mapping[str, Any]) -> AsyncSlackResponse:
        try:
            return await self._client.api_call(method, params=dict(params))
        except SlackApiError as fault:
            refused = refusal(fault)
            if isinstance(refused, NeverWill):
                raise CannotTell("Slack", str(refused), _SCOPES) from None
            raise refused from None
        except Exception as fault:
            raise OutcomeUnknown(f"Slack shows no history: {type(fault).__name__}.") from fault


def _place(delivery: Delivery) -> tuple[str, str | None]:
    """The channel, and the message in whose thread the part stands; a message to a person lies where that lies."""
    if delivery.thread is None or delivery.lead is None:
        return delivery.channel.address, None
    channel, _colon, ts = delivery.lead.rpartition(":")
    return channel, ts


def refusal(fault: SlackApiError) -> CourierError:
    """What a refusal means for the message; an answer that was no JSON comes without its words."""
    answer = fault.response
    if not isinstance(answer, AsyncSlackResponse):
        return verdict(status=answer.status, body=None, retry_after=answer.headers.get("Retry-After"))
    return verdict(status=answer.status_code, body=answer.data, retry_after=answer.headers.get("Retry-After"))
