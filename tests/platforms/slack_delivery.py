"""What the loopback Slack sends to the app, over a socket or as signed HTTP requests, and the first answer to it."""

import asyncio
from abc import abstractmethod
from collections.abc import Mapping
from itertools import count

from aiohttp import web

from tests.platforms.exchange import ACK_WITHIN, Ack, Exchange
from tests.platforms.journal import Json, Now, Trail, wall_clock
from tests.platforms.loopback import Loopback
from tests.platforms.slack_http import Endpoint, Sent, body_of, signed, written
from tests.platforms.slack_payloads import VERIFICATION
from tests.platforms.slack_socket import Sockets

MOST_REDELIVERIES = 3
COMMAND, EVENT, INTERACTION = "slash_commands", "events_api", "interactive"


class SlackDelivery(Loopback):
    """Everything goes over Socket Mode until ``deliver_to`` names a URL."""

    APP_ID = "A1"
    APP_TOKEN = "xapp-loopback"

    def __init__(self, *, now: Now = wall_clock, port: int = 0, ack_within: float = ACK_WITHIN) -> None:
        super().__init__(now=now, port=port)
        self.missed: Trail[Exchange[Ack]] = Trail()
        """What the bot did not acknowledge in time, or not in words that Slack can use."""
        self.requests: Trail[Sent] = Trail()
        """What went out over HTTP, as it was answered."""
        self.sockets = Sockets(app_id=self.APP_ID, on_answer=self._heard)
        self.ack_within = ack_within
        self._endpoint: Endpoint | None = None
        self._open: dict[str, Exchange[Ack]] = {}
        self._owed: list[Exchange[Ack]] = []
        self._troubles: dict[str, str] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._numbers = count(1)

    @abstractmethod
    def _settle(self, exchange: Exchange[Ack], body: Json) -> list[str]:
        """Let the first answer take effect; what of it Slack cannot use."""

    def deliver_to(self, url: str, *, secret: str) -> None:
        """From now on the app is reached at this URL, by requests signed with its secret, and by no socket."""
        self._endpoint = Endpoint(url, secret=secret)

    async def verify_url(self, challenge: str = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P") -> str | None:
        """What Slack would hold against the URL when it is entered; None where it would take it."""
        told = {"token": VERIFICATION, "challenge": challenge, "type": "url_verification"}
        sent = await self._post({"type": EVENT, "payload": told})
        if sent.trouble:
            return f"{sent.trouble}, status {sent.status}"
        echoed = body_of(COMMAND, sent.answer)
        return None if challenge in {echoed.get("challenge"), echoed.get("text")} else f"no challenge: {sent.answer!r}"

    async def send_raw(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Any request to the app's URL, signed or not, and the status of its answer (0 where there was none)."""
        sent = await self._where().send(body, headers, within=self.ack_within)
        self.requests.add(sent)
        return sent.status

    async def redeliver(self, exchange: Exchange[Ack], *, attempt: int | None = None) -> Exchange[Ack]:
        """The same event, command or press once more; the first redelivery unless it was one itself."""
        number = attempt or int(exchange.sent.get("retry_attempt", 0)) + 1
        if number > MOST_REDELIVERIES:
            raise ValueError(f"Slack delivers an event again {MOST_REDELIVERIES} times, not {number}")
        await self._ready()
        reason = self._troubles.get(exchange.id, "timeout" if self._endpoint is None else "http_timeout")
        return await self._deliver({**exchange.sent, "retry_attempt": number, "retry_reason": reason})

    async def redeliver_missed(self) -> list[Exchange[Ack]]:
        """What Slack sends again by itself: every event that was not taken with a 2xx, three times at most."""
        owed, self._owed = self._owed, []
        return [await self.redeliver(exchange) for exchange in owed]

    async def _ready(self) -> None:
        if self._endpoint is None:
            await self.sockets.connected()

    def _exchange(self, envelope: Json) -> Exchange[Ack]:
        id_ = f"envelope-{next(self._numbers)}"
        envelope["envelope_id"] = id_
        self._open[id_] = Exchange(
            id_=id_, sent=envelope, within=self.ack_within, on_miss=lambda: self._missed(self._open[id_])
        )
        return self._open[id_]

    async def _deliver(self, envelope: Json, exchange: Exchange[Ack] | None = None) -> Exchange[Ack]:
        begun = exchange or self._exchange(envelope)
        if self._endpoint is None:
            await self.sockets.deliver(envelope)
        else:
            sending = asyncio.create_task(self._post_for(begun))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)
        return begun

    async def _post_for(self, exchange: Exchange[Ack]) -> None:
        sent = await self._post(exchange.sent)
        kind = str(exchange.sent["type"])
        body = body_of(kind, sent.answer)
        if not sent.trouble:
            self._first_answer(exchange, body, status=sent.status)
            return
        self._troubles[exchange.id] = sent.trouble
        if sent.status:
            exchange.reject(Ack(seconds=exchange.seconds, body=body, status=sent.status, faults=(sent.trouble,)))
        exchange.miss()
        if not sent.again and exchange in self._owed:
            self._owed.remove(exchange)

    async def _post(self, envelope: Mapping[str, object]) -> Sent:
        endpoint = self._where()
        body, content_type = written(dict(envelope))
        headers = signed(body, secret=endpoint.secret, at=self.now(), content_type=content_type)
        if number := envelope.get("retry_attempt"):
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": str(envelope["retry_reason"])}
        sent = await endpoint.send(body, headers, within=self.ack_within)
        self.requests.add(sent)
        return sent

    def _where(self) -> Endpoint:
        if self._endpoint is None:
            raise LookupError("no URL is known; name one with deliver_to(url, secret=...)")
        return self._endpoint

    def _heard(self, frame: Json) -> None:
        """An acknowledgement came in over a socket."""
        exchange = self._open.get(str(frame.get("envelope_id")))
        if exchange is not None:
            self._first_answer(exchange, frame.get("payload") or {})

    def _first_answer(self, exchange: Exchange[Ack], body: Json, *, status: int = 200) -> None:
        faults = () if exchange.missed else tuple(self._settle(exchange, body))
        ack = Ack(seconds=exchange.seconds, body=body, status=status, faults=faults)
        if faults:
            exchange.reject(ack)
        else:
            exchange.acknowledge(ack)

    def _missed(self, exchange: Exchange[Ack]) -> None:
        self.missed.add(exchange)
        if exchange.sent["type"] == EVENT and exchange.sent["retry_attempt"] < MOST_REDELIVERIES:
            self._owed.append(exchange)

    async def _hang_up(self, app: web.Application) -> None:
        for exchange in self._open.values():
            exchange.close()
        for sending in set(self._sending):
            sending.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self.sockets.close()
