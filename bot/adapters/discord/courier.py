"""Carries digests to Discord by REST alone, whatever becomes of the gateway."""

import asyncio
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp
from discord import DiscordException, HTTPException, LoginFailure, RateLimited
from discord.http import HTTPClient, Route

from bot.adapters.discord.addresses import point_at
from bot.adapters.discord.verdicts import verdict
from digests.delivery import Delivery
from digests.errors import CourierError, OutcomeUnknown, TryLater

SECONDS = 60
"""After which a send is given up. The library sends again by itself for less than half of it, with the same nonce."""
LONGEST_WAIT = 30
"""Seconds that the library may wait for a rate limit; a longer wait is ours to plan."""


@dataclass(slots=True)
class _Attempt:
    """Whether any byte of a request has left us."""

    begun: bool = False


class DiscordCourier:
    """Posts as the bot, each part under a nonce of its own, so that a part sent twice within minutes is one message.

    It logs in with the first part. Close it after use.
    """

    def __init__(self, token: str, *, api_base: str | None = None) -> None:
        point_at(api_base=api_base, gateway_url=None)
        self._token = token
        self._http: HTTPClient | None = None
        self._logging_in = asyncio.Lock()

    async def carry(self, delivery: Delivery) -> str:
        """As the port says."""
        attempt = _Attempt()
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self._post(delivery, attempt)
        except HTTPException as fault:
            raise refusal(fault) from None
        except RateLimited as fault:
            raise TryLater("Discord", verdict_wait(fault)) from None
        except (DiscordException, OSError, aiohttp.ClientError) as fault:
            raise _in_doubt(fault, attempt) from fault
        if not isinstance(answer, dict) or "id" not in answer:
            raise OutcomeUnknown("Discord gave no answer that can be read.")
        return str(answer["id"])
