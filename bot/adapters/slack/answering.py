"""How the bot answers on Slack: to the asker alone, to everybody, or in a message that stays; each with a way round."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.api import SECONDS
from bot.conversation import Audience, Said
from bot.rendering import press
from digests.channel import Channel

_REFUSED = '"ok":false'
"""What Slack says of an answer that it does not show, with status 200 too."""

log = structlog.get_logger()


class NotShownError(Exception):
    """Slack did not show an answer: its address is used up or too old, or the app may not write there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whom to answer, and where. ``reply_to`` is good for half an hour and five answers, None where Slack gave none."""

    user: str
    channel: str | None
    reply_to: str | None


class Answers:
    """Says it. Where one way is closed it takes the next; what may have been shown is not said twice."""

    def __init__(self, api: AsyncWebClient) -> None:
        self._api = api

    async def say(self, said: Said, asker: Asker, channel: Channel) -> None:
        left = list(press.reply(said, channel))
        for way in self._ways(said, asker):
            try:
                while left:
                    await way(left[0])
                    del left[0]
            except (NotShownError, SlackApiError) as refused:
                log.warning("answer.refused", way=way.__name__, why=str(refused))
            except (SlackClientError, ClientError, OSError) as fault:
                log.warning("answer.in_doubt", way=way.__name__, why=type(fault).__name__)
                return
            else:
                return

    def _ways(self, said: Said, asker: Asker) -> list[Any]:
        """From the best on; each shows one payload, or raises."""
        ways: list[Any] = []
        thread = said.thread_of.rpartition(":")[2] if said.thread_of else None

        async def by_reply(payload: Mapping[str, Any]) -> None:
            seen = "in_channel" if said.audience is Audience.CHANNEL else "ephemeral"
            await _reply({**payload, "response_type": seen, "replace_original": False}, url=str(asker.reply_to))

        async def to_all(payload: Mapping[str, Any]) -> None:
            where = {"channel": asker.channel, **({"thread_ts": thread} if thread else {})}
            await self._api.api_call("chat.postMessage", json={**payload, **where})

        async def to_one(payload: Mapping[str, Any]) -> None:
            await self._api.api_call(
                "chat.postEphemeral", json={**payload, "channel": asker.channel, "user": asker.user}
            )

        async def in_person(payload: Mapping[str, Any]) -> None:
            await self._api.api_call("chat.postMessage", json={**payload, "channel": asker.user})

        match said.audience:
            case Audience.CHANNEL:
                ways = [to_all, *([by_reply] if asker.reply_to else [])]
                if thread is None:
                    ways.reverse()
            case Audience.ASKER_ALONE:
                ways = [*([by_reply] if asker.reply_to else []), *([to_one] if asker.channel else []), in_person]
            case Audience.IN_PERSON:
                ways = [in_person]
        return ways


async def _reply(payload: Mapping[str, Any], *, url: str) -> None:
    client = AsyncWebhookClient(url, timeout=SECONDS, retry_handlers=[])
    client.proxy = None
    answer = await client.send_dict(dict(payload))
    if answer.status_code != HTTPStatus.OK or _REFUSED in answer.body.replace(" ", ""):
        raise NotShownError(f"status {answer.status_code}")
