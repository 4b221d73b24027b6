"""Slack's signed HTTP requests: how a delivery is written, signed and sent, and what an app's answer means."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.platforms.journal import Json

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
NO_RETRY = "X-Slack-No-Retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request as it left, and its answer; a ``status`` of 0 means that there was none, for the ``trouble`` given."""

    body: bytes
    headers: Mapping[str, str]
    status: int
    answer: str = ""
    trouble: str = ""
    again: bool = True
    """False where the app asked that the event be not delivered once more."""


class Endpoint:
    """The URL that an app gave for everything, and the secret that signs what goes there."""

    def __init__(self, url: str, *, secret: str) -> None:
        self.url = url
        self.secret = secret

    async def send(self, body: bytes, headers: Mapping[str, str], *, within: float) -> Sent:
        """Send, and wait no longer than Slack does."""
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=within)) as session,
                session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                text = await answer.text()
                again = answer.headers.get(NO_RETRY) != "1"
                trouble = "" if 200 <= answer.status < 300 else "http_error"
                return Sent(body=body, headers=headers, status=answer.status, answer=text, trouble=trouble, again=again)
        except TimeoutError:
            return Sent(body=body, headers=headers, status=0, trouble="http_timeout")
        except ClientError:
            return Sent(body=body, headers=headers, status=0, trouble="connection_failed")


def written(envelope: Json) -> tuple[bytes, str]:
    """The body and content type of a delivery: events in JSON, commands as a form, interactions as JSON in a form."""
    match envelope["type"]:
        case "slash_commands":
            return urlencode(envelope["payload"]).encode(), FORM
        case "interactive":
            return urlencode({"payload": json.dumps(envelope["payload"])}).encode(), FORM
        case _:
            return json.dumps(envelope["payload"]).encode(), JSON


def signed(body: bytes, *, secret: str, at: datetime, content_type: str = JSON) -> dict[str, str]:
    """The headers that prove a request to be Slack's, at an instant of the caller's choice."""
    timestamp = str(int(at.timestamp()))
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(body, secret=secret, timestamp=timestamp),
    }


def signature(body: bytes, *, secret: str, timestamp: str) -> str:
    """Also over what is no number, as a forger may send it."""
    based = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), based, hashlib.sha256).hexdigest()


def body_of(kind: str, answer: str) -> Json:
    """What an answer says: JSON as it stands, any other text as the words of a reply to a command."""
    try:
        told = json.loads(answer) if answer.strip() else {}
    except ValueError:
        told = answer
    if isinstance(told, dict):
        return told
    return {} if kind == "events_api" else {"text": answer}
