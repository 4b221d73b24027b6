"""What somebody was told a moment ago, by which a follow-up is understood; in memory alone, and forgotten soon."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import TypeVar

from bot.conversation import Invocation, Reply
from digests.answer import Citation, Exchange
from digests.article import Tenant
from digests.channel import ChannelId

STAYS = timedelta(minutes=15)
"""After the last word of a conversation; a later "who said that?" asks of something else."""
MOST_EXCHANGES = 3
MOST_ASKERS = 10_000
"""Conversations that are kept; the one that has been silent longest goes first."""
MOST_SHOWN = 10_000
"""Replies that are kept for those who want to share them, and forms that were handed in with a fault."""

K = TypeVar("K")
V = TypeVar("V")
_Asker = tuple[Tenant, ChannelId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Questions with their answers, oldest first, and the claims that were shown last, as they were numbered."""

    until: datetime
    exchanges: tuple[Exchange, ...] = ()
    shown: tuple[Citation, ...] = ()


class Memory:
    """One conversation for each asker in each channel: what was asked elsewhere, or by others, is no part of it."""

    def __init__(self) -> None:
        self._conversations: OrderedDict[_Asker, Remembered] = OrderedDict()
        self._replies: OrderedDict[tuple[_Asker, str], tuple[Reply, str | None]] = OrderedDict()
        self._drafts: OrderedDict[tuple[_Asker, str], Mapping[str, str]] = OrderedDict()

    def recalled(self, call: Invocation) -> Remembered:
        """The conversation that the call goes on with; an empty one where there is none, or none any more."""
        known = self._conversations.get(_asker(call))
        return known if known and call.at < known.until else Remembered(until=call.at)

    def keep(self, call: Invocation, exchanges: tuple[Exchange, ...], shown: tuple[Citation, ...]) -> None:
        """What was talked of until now; the last exchange is the newest."""
        kept = Remembered(until=call.at + STAYS, exchanges=exchanges[-MOST_EXCHANGES:], shown=shown)
        _put(self._conversations, _asker(call), kept, most=MOST_ASKERS)

    def hold(self, call: Invocation, reply: Reply) -> str:
        """Keep what the asker was shown; the word by which they can have it again, so that others see just that."""
        word = token_hex(4)
        _put(self._replies, (_asker(call), word), (reply, call.thread_of), most=MOST_SHOWN)
        return word

    def held(self, call: Invocation, word: str) -> tuple[Reply, str | None] | None:
        """What this asker was shown here under that word, and in whose thread; None where it is forgotten."""
        return self._replies.get((_asker(call), word))

    def draft(self, call: Invocation) -> None:
        """Keep what was written into a form that could not be taken."""
        _put(self._drafts, (_asker(call), call.command), dict(call.words), most=MOST_SHOWN)

    def drafted(self, call: Invocation) -> Mapping[str, str]:
        """What the asker wrote into that form before; it is forgotten then."""
        return self._drafts.pop((_asker(call), call.command), {})


def _asker(call: Invocation) -> _Asker:
    return call.tenant, call.channel.id, call.asker


def _put(kept: OrderedDict[K, V], key: K, value: V, *, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
