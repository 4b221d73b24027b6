"""Slack's Web API as Rundown calls it: nothing is tried again on its own, nothing is read from the environment."""

import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

SECONDS = 20
"""After which an answer is given up: a message may have been posted by then."""
_SLACK = "https://slack.com/api/"


def web_api(token: str | None, *, base_url: str | None = None) -> AsyncWebClient:
    """A client that sends each request once; ``base_url`` stands for Slack's own address."""
    address = (base_url or _SLACK).rstrip("/") + "/"
    client = AsyncWebClient(token, base_url=address, timeout=SECONDS, retry_handlers=[])
    client.proxy = None
    return client


def session_in_time() -> aiohttp.ClientSession:
    """A session whose requests are not written any more when they were begun too long ago.

    A process may be stopped at any moment, also between its last look at the clock and the first byte; once it wakes,
    another one may have sent what it was about to send. Close it after use.
    """
    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(_noted)
    tracing.on_request_headers_sent.append(_in_time)
    return aiohttp.ClientSession(trace_configs=[tracing], timeout=aiohttp.ClientTimeout(total=SECONDS), trust_env=False)


async def _noted(_session: aiohttp.ClientSession, context: SimpleNamespace, _told: Any) -> None:
    context.begun = asyncio.get_running_loop().time()


async def _in_time(_session: aiohttp.ClientSession, context: SimpleNamespace, _told: Any) -> None:
    """Called just before the first byte."""
    if asyncio.get_running_loop().time() - context.begun > SECONDS:
        raise TimeoutError
