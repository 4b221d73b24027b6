"""Loopback receivers of incoming webhooks, in Slack's manner and in Discord's."""

import json
from collections.abc import Mapping

from aiohttp import web

from tests.platforms.discord_rest import Bridge, Outcome, too_many
from tests.platforms.discord_server import as_response, read_request
from tests.platforms.discord_world import World
from tests.platforms.faults import Refusal, TooMany
from tests.platforms.journal import Deed, Now, wall_clock
from tests.platforms.loopback import ERROR, Loopback
from tests.platforms.slack_rooms import Timestamps
from tests.platforms.slack_web import SlackRefusedError, content_of


class LoopbackWebhooks(Loopback):
    """``slack_url`` answers ``ok``; ``discord_url`` the message with ``?wait=true``, else nothing (204).

    The routes for faults are ``slack`` and ``discord``; ``Fault.too_many`` and ``Fault.refusal`` speak as each does.
    """

    def __init__(self, *, now: Now = wall_clock, port: int = 0) -> None:
        super().__init__(now=now, port=port)
        self._stamps = Timestamps(now)
        self._world = World(now)
        self._hook = self._world.backend.create_webhook(self._world.channel, "rundown", self._world.owner)
        self._bridge = Bridge(self._world, token="", now=now)

    @property
    def slack_url(self) -> str:
        return f"http://{self.authority}/services/T1/B1/loopbacksecret"

    @property
    def discord_url(self) -> str:
        return f"http://{self.authority}/api/webhooks/{self._hook.id}/{self._hook.token}"

    def _equip(self, app: web.Application) -> None:
        app.router.add_post("/services/{path:.*}", self._slack)
        app.router.add_route("*", "/api/{path:webhooks/.*}", self._discord)

    async def _slack(self, request: web.Request) -> web.Response:
        text = await request.text()

        def take() -> web.Response:
            if str(request.url) != self.slack_url:
                return _plain("no_service", status=404)
            try:
                body = json.loads(text)
                content_of(body)
            except SlackRefusedError as refusal:
                return _plain(refusal.error)
            except (AttributeError, ValueError):
                return _plain("invalid_payload")
            self._took(Deed.WEBHOOK, channel="slack", id_=self._stamps.new(), body=body)
            return web.Response(text="ok", content_type="text/html")

        return await self._answered(request, "slack", take)

    async def _discord(self, request: web.Request) -> web.Response:
        asked = await read_request(request, path="/" + request.match_info["path"])

        def take() -> web.Response:
            outcome = self._bridge.call(asked)
            if outcome.error is not None or request.method != "POST":
                return as_response(outcome)
            self._took(Deed.WEBHOOK, channel="discord", id_=outcome.body["id"], body=asked.body)
            return as_response(outcome if asked.params.get("wait") == "true" else Outcome(status=204))

        return await self._answered(request, "discord", take)

    def _too_many(self, route: str, ending: TooMany) -> web.Response:
        if route == "slack":
            headers = {} if ending.retry_after is None else {"Retry-After": str(ending.retry_after)}
            return _plain("rate_limited", status=429, headers=headers)
        return as_response(too_many(ending.retry_after, banned=ending.banned))

    def _refused(self, route: str, ending: Refusal) -> web.Response:
        if route == "slack":
            return _plain(ending.error, status=ending.status)
        told = {"message": ending.error, "code": ending.code}
        return as_response(Outcome(status=ending.status, body=told, error=ending.error))


def _plain(error: str, *, status: int = 400, headers: Mapping[str, str] | None = None) -> web.Response:
    """Slack's webhooks refuse with a word."""
    response = web.Response(status=status, text=error, headers=headers)
    response[ERROR] = error
    return response
