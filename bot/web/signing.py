"""Who may hand us articles: a request is signed with the secret that its sender shares with us."""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

HEADER = "X-Rundown-Signature"
"""``t=<seconds since 1970>,v1=<hex>``: HMAC-SHA256 of the same seconds, a full stop and the body as it is sent."""
GRACE = timedelta(minutes=5)
"""How far the sender's clock may be from ours, either way; an older request is refused."""
REMEMBERED = 1_000
"""Answers that are kept for a request that comes again."""


def fault_in(header: str | None, body: bytes, *, secrets: Iterable[str], at: datetime) -> str | None:
    """Why the request is not to be believed, for its sender to read; None where one of the secrets has signed it."""
    if not header:
        return f"{HEADER} is missing: t=<seconds since 1970>,v1=<HMAC-SHA256 of those, a full stop and the body>."
    said, told = _parts(header)
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(2**40))) or not told:
        return f"{HEADER} cannot be read: t=<seconds since 1970>,v1=<hex>."
    if abs(at.timestamp() - int(said)) > GRACE.total_seconds():
        return f"It was signed more than {GRACE.seconds // 60} minutes from now. Set your clock right and sign it anew."
    right = [hmac.new(secret.encode(), said.encode() + b"." + body, hashlib.sha256).hexdigest() for secret in secrets]
    if not any(hmac.compare_digest(each.encode(), one.encode()) for each in right for one in told):
        return "The signature is not that of this body under our secret (RUNDOWN_INTAKE_SECRET)."
    return None


class Answered(Generic[Answer]):
    """The newest answers by signature: who sends a request a second time gets the same answer, and nothing is done."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def before(self, header: str) -> Answer | None:
        return self._answers.get(header)

    def note(self, header: str, answer: Answer) -> None:
        self._answers[header] = answer
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)


def _parts(header: str) -> tuple[str, list[str]]:
    """The time as it was said, and every signature of version 1."""
    pairs = [part.strip().partition("=") for part in header.split(",")]
    said = next((value for name, _, value in pairs if name == "t"), "")
    return said, [value for name, _, value in pairs if name == "v1" and value]
