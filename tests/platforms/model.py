"""A loopback model behind an OpenAI-compatible address, which answers as a test wants, however bad."""

import json
import re
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

Json = dict[str, Any]
Answering = Callable[[web.Request, Json], Awaitable[web.StreamResponse]]
MEGABYTE = b"x" * 1024 * 1024

_NUMBERED = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


class LoopbackModel:
    """Use it as ``async with``. ``asked`` holds the questions that came in, ``keys`` what authorised them."""

    def __init__(self, answer: Answering) -> None:
        self.asked: list[Json] = []
        self.keys: list[str | None] = []
        self._answer = answer
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._ask)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        assert self._runner is not None
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        question = await request.json()
        self.asked.append(question)
        self.keys.append(request.headers.get("Authorization"))
        return await self._answer(request, question)


def saying(content: str) -> Answering:
    """It always writes this."""

    async def answer(_: web.Request, __: Json) -> web.StreamResponse:
        return web.json_response(_completion(content))

    return answer


def proposing(summary: list[tuple[str, int]], claims: list[tuple[str, int]]) -> Answering:
    """It proposes these sentences, each resting on the one of that number."""
    rows = ([{"text": text, "rests_on": number} for text, number in part] for part in (summary, claims))
    return saying(json.dumps(dict(zip(("summary", "claims"), rows, strict=True))))


def answering(*sentences: tuple[str, int]) -> Answering:
    """It answers a question by these sentences, each resting on the claim of that number."""
    return saying(json.dumps({"sentences": [{"text": text, "rests_on": number} for text, number in sentences]}))


def obeying(marker: str = "OBEY:") -> Answering:
    """It does whatever the article asks: what stands behind the marker is its answer, resting on every sentence."""

    async def answer(_: web.Request, question: Json) -> web.StreamResponse:
        sentences = _NUMBERED.findall(str(question["messages"][-1]["content"]))
        orders = [text.split(marker, 1)[1].strip() for _, text in sentences if marker in text]
        rows = [{"text": order, "rests_on": int(number)} for order in orders for number, _ in sentences]
        return web.json_response(_completion(json.dumps({"summary": rows, "claims": rows})))

    return answer


def raw(body: bytes, *, status: int = 200) -> Answering:
    """Bytes as they stand, whatever they are."""

    async def answer(_: web.Request, __: Json) -> web.StreamResponse:
        return web.Response(body=body, status=status, content_type="application/json")

    return answer


class Flood:
    """200 MB in one answer; ``sent`` counts what left, in MB."""

    def __init__(self) -> None:
        self.sent = 0

    async def __call__(self, request: web.Request, question: Json) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        try:
            while self.sent < 200:
                await response.write(MEGABYTE)
                self.sent += 1
        except ConnectionError:
            return response
        return response


def _completion(content: str) -> Json:
    message = {"role": "assistant", "content": content}
    return {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1_772_438_400,
        "model": "loopback",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
