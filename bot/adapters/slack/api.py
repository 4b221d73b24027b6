"""Slack's Web API as Rundown calls it: nothing is tried again on its own, nothing is read from the environment."""

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
