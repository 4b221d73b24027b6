"""Carries digests to Discord by REST alone, whatever becomes of the gateway."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import aiohttp
import structlog
from discord import HTTPException, LoginFailure, RateLimited
from discord.http import HTTPClient, Route
from discord.utils import time_snowflake

from bot.adapters.discord.addresses import point_at
from bot.adapters.discord.marks import bears, marked
from bot.adapters.discord.threads import conversation_with, thread_under
from bot.adapters.discord.verdicts import DELETED, verdict
from bot.waiting import asked_wait
from digests.channel import Room
from digests.delivery import Delivery
from digests.errors import CannotTell, CourierError, NeverWill, OutcomeUnknown, TryLater

SECONDS = 15
"""After which one request is given up; the library makes up to five of them for a part."""
_CLOCKS_DIFFER = timedelta(minutes=1)
_PAGE = 100
_HISTORY = "Give the bot Read Message History there, or look yourself: rundown deliveries"
LONGEST_WAIT = 5
"""Seconds that the library may sleep over a rate limit; a longer wait is ours to plan."""

log = structlog.get_logger()


@dataclass(slots=True)
class _Attempt:
    """The requests for one part.

    The library repeats them by itself, so that a clear refusal of the last proves nothing: an earlier one may have
    been taken, and its nonce is forgotten within minutes.
    """

    under_way: bool = False
    may_be_taken: bool = False

    @property
    def in_doubt(self) -> bool:
        return self.under_way or self.may_be_taken


class DiscordCourier:
    """Posts as the bot, each part under a nonce of its own, so that a part sent twice within minutes is one message.

    It logs in with the first part. Close it after use.
    """

    def __init__(self, token: str, *, api_base: str | None = None, seconds: float = SECONDS) -> None:
        point_at(api_base=api_base, gateway_url=None)
        self._token = token
        self._seconds = seconds
        self._http: HTTPClient | None = None
        self._me = 0
        self._conversations: dict[str, str] = {}
        self._logging_in = asyncio.Lock()

    async def carry(self, delivery: Delivery) -> str:
        """As the port says."""
        attempt = _Attempt()
        try:
            http = await self._logged_in()
            answer = await self._post(delivery, http, attempt)
        except CourierError:
            raise
        except Exception as fault:
            raise _meaning(fault, attempt) from fault
        if not isinstance(answer, dict) or "id" not in answer:
            raise OutcomeUnknown("Discord gave no answer that can be read.")
        message_id = str(answer["id"])
        if delivery.channel.look.publish and delivery.channel.look.room is Room.ANNOUNCEMENT:
            await self._published(http, delivery.channel.address, message_id)
        return message_id

    async def found(self, delivery: Delivery) -> str | None:
        """As the port says: by the part's mark in what the bot has posted there since it was due.

        Without the permission to read the history Discord shows an empty one, as if nothing had been posted.
        """
        try:
            http = await self._logged_in()
            since = time_snowflake(delivery.slot.due - _CLOCKS_DIFFER)
            if _opens_a_post(delivery):
                return await self._among_posts(http, delivery, since=since)
            place = await self._place(http, delivery)
            channel = await self._read(http, f"/channels/{place}")
            if int(channel.get("last_message_id") or 0) < since:
                return None
            return await self._in_history(http, delivery, place, since=since)
        except CourierError:
            raise
        except HTTPException as fault:
            raise _no_sight(fault) from fault
        except RateLimited as fault:
            raise TryLater("Discord", asked_wait(fault.retry_after)) from fault
        except Exception as fault:
            raise OutcomeUnknown(f"Discord shows no history: {_said(fault)}.") from fault

    async def _among_posts(self, http: HTTPClient, delivery: Delivery, *, since: int) -> str | None:
        """A forum's posts of ours are read each by its first message, which has the post's own id."""
        guild = delivery.slot.tenant.partition(":")[2]
        active = await self._read(http, f"/guilds/{guild}/threads/active")
        for post in active["threads"]:
            ours = str(post.get("parent_id")) == delivery.channel.address and int(post["owner_id"]) == self._me
            if ours and int(post["id"]) >= since:
                first = await self._read(http, f"/channels/{post['id']}/messages/{post['id']}")
                if bears(first, delivery.payload["message"], delivery.token):
                    return str(post["id"])
        return None

    async def _in_history(self, http: HTTPClient, delivery: Delivery, place: str, *, since: int) -> str | None:
        after, seen = since, False
        while page := await self._read(http, f"/channels/{place}/messages", after=after, limit=_PAGE):
            seen = True
            for message in page:
                ours = int(message["author"]["id"]) == self._me
                if ours and bears(message, delivery.payload, delivery.token):
                    return str(message["id"])
            after = max(int(message["id"]) for message in page)
        if not seen:
            raise CannotTell("Discord", "the bot may not read the channel's history", _HISTORY)
        return None

    async def _read(self, http: HTTPClient, path: str, **params: int) -> Any:
        patience = aiohttp.ClientTimeout(total=self._seconds)
        return await http.request(Route("GET", path), params=params, timeout=patience)

    async def _place(self, http: HTTPClient, delivery: Delivery) -> str:
        """The channel, thread or conversation in which the part stands; the latter two are made where they are not yet.

        Whatever it raises, the part has not been sent.
        """
        address, look = delivery.channel.address, delivery.channel.look
        if look.room is Room.PERSON:
            if address not in self._conversations:
                self._conversations[address] = await conversation_with(http, address)
            return self._conversations[address]
        if delivery.thread is None or delivery.lead is None:
            return address
        if look.room is Room.FORUM:
            return delivery.lead
        return await thread_under(http, address, delivery.lead, name=delivery.thread)

    async def _published(self, http: HTTPClient, channel: str, message: str) -> None:
        """To those that follow the channel; where Discord does not let us now, it stands in its own channel alone."""
        route = Route("POST", f"/channels/{channel}/messages/{message}/crosspost")
        try:
            await http.request(route)
        except Exception as fault:  # noqa: BLE001 - the message itself is posted, and that counts
            log.warning("delivery.not_published", channel=channel, why=_said(fault))

    async def close(self) -> None:
        """Log out; a later part logs in again."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def _post(self, delivery: Delivery, http: HTTPClient, attempt: _Attempt) -> Any:
        """The time is for each request, never for all of them: cut short while it sleeps over a rate limit that holds
        for all channels, the library would never send again.
        """
        if _opens_a_post(delivery):
            route = Route("POST", "/channels/{channel_id}/threads", channel_id=delivery.channel.address)
            message = {**delivery.payload, "message": marked(delivery.payload["message"], delivery.token)}
        else:
            route = Route("POST", "/channels/{channel_id}/messages", channel_id=await self._place(http, delivery))
            message = {**marked(delivery.payload, delivery.token), "nonce": delivery.token, "enforce_nonce": True}
        patience = aiohttp.ClientTimeout(total=self._seconds)
        return await http.request(route, json=message, timeout=patience, trace_request_ctx=attempt)

    async def _logged_in(self) -> HTTPClient:
        """One login for all parts. Whatever it raises, no part has been sent."""
        async with self._logging_in:
            if self._http is None:
                http = HTTPClient(asyncio.get_running_loop(), http_trace=_tracing(), max_ratelimit_timeout=LONGEST_WAIT)
                try:
                    async with asyncio.timeout(self._seconds):
                        self._me = int((await http.static_login(self._token))["id"])
                    self._http = http
                except LoginFailure:
                    raise verdict(status=HTTPStatus.UNAUTHORIZED, code=0, retry_after=None) from None
                except HTTPException as fault:
                    raise TryLater("Discord", None, f"answered our login with status {fault.status}") from None
                finally:
                    if self._http is None:
                        await http.close()
            return self._http


def _opens_a_post(delivery: Delivery) -> bool:
    """The first part for a forum; no nonce keeps that from being made twice, so it is always looked for."""
    return delivery.channel.look.room is Room.FORUM and "message" in delivery.payload


def _no_sight(fault: HTTPException) -> CourierError:
    """What it means for the look that Discord refused it."""
    refused = verdict(status=fault.status, code=fault.code, retry_after=fault.response.headers.get("Retry-After"))
    return CannotTell("Discord", str(refused), _HISTORY) if isinstance(refused, NeverWill) else refused


def _tracing() -> aiohttp.TraceConfig:
    """Notes in a request's own _Attempt how far it came."""
    tracing = aiohttp.TraceConfig()
    tracing.on_request_headers_sent.append(_noting(_begun))
    tracing.on_request_end.append(_noting(_answered))
    tracing.on_request_exception.append(_noting(_lost))
    return tracing


def _noting(note: Callable[[_Attempt, Any], None]) -> Any:
    async def noted(_session: aiohttp.ClientSession, context: SimpleNamespace, told: Any) -> None:
        if isinstance(attempt := context.trace_request_ctx, _Attempt):
            note(attempt, told)

    return noted


def _begun(attempt: _Attempt, _told: Any) -> None:
    attempt.under_way = True


def _answered(attempt: _Attempt, told: aiohttp.TraceRequestEndParams) -> None:
    """Only a refusal of Discord's own says that nothing was taken."""
    attempt.under_way = False
    attempt.may_be_taken |= not HTTPStatus.BAD_REQUEST <= told.response.status < HTTPStatus.INTERNAL_SERVER_ERROR


def _lost(attempt: _Attempt, _told: Any) -> None:
    attempt.may_be_taken |= attempt.under_way


def _meaning(fault: Exception, attempt: _Attempt) -> CourierError:
    """What it means for the part that the library gave up."""
    if attempt.in_doubt and not _tells_of_a_deletion(fault):
        return OutcomeUnknown(f"Discord gave no answer that proves anything: {_said(fault)}.")
    match fault:
        case HTTPException():
            return verdict(status=fault.status, code=fault.code, retry_after=fault.response.headers.get("Retry-After"))
        case RateLimited():
            return TryLater("Discord", asked_wait(fault.retry_after))
        case OSError():
            return TryLater("Discord", None, "cannot be reached")
        case _:
            return TryLater("Discord", None, f"took nothing ({_said(fault)})")


def _tells_of_a_deletion(fault: Exception) -> bool:
    """The nonce led to a message that is there no more: it was taken, and must not be looked for."""
    return isinstance(fault, HTTPException) and fault.code == DELETED


def _said(fault: Exception) -> str:
    return f"status {fault.status}" if isinstance(fault, HTTPException) else type(fault).__name__
