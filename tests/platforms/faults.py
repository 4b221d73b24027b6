"""What a test lets go wrong with a request, and in which order."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fnmatch import fnmatchcase
from typing import ClassVar


class End(Enum):
    """How a request ends where no answer is written for it."""

    AS_USUAL = "the platform's own answer"
    CLOSED = "the connection is closed without a word"
    RESET = "the connection is reset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """These very bytes."""

    status: int
    body: str = ""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany:
    """A 429 in the platform's words; without ``retry_after`` it does not say how long to wait."""

    retry_after: float | str | None
    banned: bool = False
    """As if a proxy before the platform had refused: Discord's answer then lacks its Via header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refusal in the platform's words: ``ok: false`` of Slack, status and code of Discord."""

    error: str
    status: int = 400
    code: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One request's misfortune: does it take effect first, how long does it hang, how does it end?"""

    taken: bool
    hang: float = 0.0
    ending: End | Answer | TooMany | Refusal

    DROP: ClassVar["Fault"]
    ACCEPT_THEN_DROP: ClassVar["Fault"]
    ACCEPT_THEN_RESET: ClassVar["Fault"]

    @staticmethod
    def delay(seconds: float, *, taken: bool = True) -> "Fault":
        """The usual answer, late; where not ``taken`` at once, the request takes effect only after the delay."""
        return Fault(taken=taken, hang=seconds, ending=End.AS_USUAL)

    @staticmethod
    def silence(seconds: float, *, taken: bool) -> "Fault":
        """No answer at all: the connection hangs, then closes."""
        return Fault(taken=taken, hang=seconds, ending=End.CLOSED)

    @staticmethod
    def status(code: int, *, taken: bool = False) -> "Fault":
        """A bare status, as a load balancer gives it; ``taken`` for a 502 after the message was stored."""
        return Fault(taken=taken, ending=Answer(status=code, body="upstream error", content_type="text/plain"))

    @staticmethod
    def html(*, taken: bool = False, status: int = 200) -> "Fault":
        """A page where JSON was promised."""
        page = "<html><body>We will be back soon.</body></html>"
        return Fault(taken=taken, ending=Answer(status=status, body=page, content_type="text/html"))

    @staticmethod
    def broken(*, taken: bool = False) -> "Fault":
        """JSON that breaks off in the middle."""
        return Fault(taken=taken, ending=Answer(status=200, body='{"ok": tr'))

    @staticmethod
    def too_many(retry_after: float | str | None = 1, *, banned: bool = False) -> "Fault":
        return Fault(taken=False, ending=TooMany(retry_after=retry_after, banned=banned))

    @staticmethod
    def refusal(error: str, *, status: int = 400, code: int = 0) -> "Fault":
        """Slack needs the error's name alone; Discord a sentence, the status and its own code."""
        return Fault(taken=False, ending=Refusal(error=error, status=status, code=code))


Fault.DROP = Fault(taken=False, ending=End.CLOSED)
Fault.ACCEPT_THEN_DROP = Fault(taken=True, ending=End.CLOSED)
Fault.ACCEPT_THEN_RESET = Fault(taken=True, ending=End.RESET)


class Script:
    """Which faults await which routes; a route may be a pattern (``POST /channels/*/messages``)."""

    def __init__(self) -> None:
        self._once: list[tuple[str, deque[Fault]]] = []
        self._always: dict[str, Fault] = {}

    def next(self, route: str, *faults: Fault) -> None:
        """The coming requests to ``route`` meet these, one each, before any lasting fault."""
        self._once.append((route, deque(faults)))

    def always(self, route: str, fault: Fault) -> None:
        """Every request to ``route`` meets this until ``heal``."""
        self._always[route] = fault

    def heal(self) -> None:
        """From now on all goes well."""
        self._once.clear()
        self._always.clear()

    def draw(self, route: str) -> Fault | None:
        """What awaits a request that has just come in; each one-time fault is drawn once."""
        for pattern, waiting in self._once:
            if waiting and fnmatchcase(route, pattern):
                return waiting.popleft()
        return next((fault for pattern, fault in self._always.items() if fnmatchcase(route, pattern)), None)
