"""Carries digests to Discord by REST alone, whatever becomes of the gateway."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import aiohttp
from discord import DiscordException, HTTPException, LoginFailure, RateLimited
from discord.http import HTTPClient, Route

from bot.adapters.discord.addresses import point_at
from bot.adapters.discord.verdicts import verdict
from bot.waiting import asked_wait
from digests.delivery import Delivery
from digests.errors import CourierError, OutcomeUnknown, TryLater

SECONDS = 60
"""After which a send is given up; by itself the library sends again for half of it, with the same nonce."""
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

    def __init__(self, token: str, *, api_base: str | None = None, seconds: float = SECONDS) -> None:
        point_at(api_base=api_base, gateway_url=None)
        self._token = token
        self._seconds = seconds
        self._http: HTTPClient | None = None
        self._logging_in = asyncio.Lock()

    async def carry(self, delivery: Delivery) -> str:
        """As the port says."""
        attempt = _Attempt()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._post(delivery, attempt)
        except HTTPException as fault:
            raise _refusal(fault) from None
        except RateLimited as fault:
            raise TryLater("Discord", asked_wait(fault.retry_after)) from None
        except (DiscordException, OSError, aiohttp.ClientError) as fault:
            raise _trouble(fault, attempt) from fault
        if not isinstance(answer, dict) or "id" not in answer:
            raise OutcomeUnknown("Discord gave no answer that can be read.")
        return str(answer["id"])

    async def close(self) -> None:
        """Log out; a later part logs in again."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def _post(self, delivery: Delivery, attempt: _Attempt) -> Any:
        http = await self._logged_in()
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=delivery.channel.address)
        message = {**delivery.payload, "nonce": delivery.token, "enforce_nonce": True}
        return await http.request(route, json=message, trace_request_ctx=attempt)

    async def _logged_in(self) -> HTTPClient:
        """One login for all parts. Whatever it raises, no part has been sent."""
        async with self._logging_in:
            if self._http is None:
                tracing = aiohttp.TraceConfig()
                tracing.on_request_headers_sent.append(_has_begun)
                loop = asyncio.get_running_loop()
                http = HTTPClient(loop, http_trace=tracing, max_ratelimit_timeout=LONGEST_WAIT)
                try:
                    await http.static_login(self._token)
                    self._http = http
                except LoginFailure:
                    raise verdict(status=HTTPStatus.UNAUTHORIZED, code=0, retry_after=None) from None
                except HTTPException as fault:
                    raise TryLater("Discord", None, f"answered our login with status {fault.status}") from None
                finally:
                    if self._http is None:
                        await http.close()
            return self._http


async def _has_begun(_session: aiohttp.ClientSession, context: SimpleNamespace, _sent: object) -> None:
    if isinstance(attempt := context.trace_request_ctx, _Attempt):
        attempt.begun = True


def _refusal(fault: HTTPException) -> CourierError:
    """What a refusal means for the message."""
    return verdict(status=fault.status, code=fault.code, retry_after=fault.response.headers.get("Retry-After"))


def _trouble(fault: Exception, attempt: _Attempt) -> CourierError:
    """Without an answer a message is in doubt, but only if it has begun to leave us."""
    if attempt.begun:
        return OutcomeUnknown(f"Discord gave no answer that can be read: {type(fault).__name__}.")
    return TryLater("Discord", None, "cannot be reached")
