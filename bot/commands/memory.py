"""What somebody was told a moment ago, by which a follow-up is understood; in memory alone, and forgotten soon."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation import Invocation
from digests.answer import Citation, Exchange
from digests.article import Tenant
from digests.channel import ChannelId

STAYS = timedelta(minutes=15)
"""After the last word of a conversation; a later "who said that?" asks of something else."""
MOST_EXCHANGES = 3
MOST_ASKERS = 10_000
"""Conversations that are kept; the one that has been silent longest goes first."""

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

    def recalled(self, call: Invocation) -> Remembered:
        """The conversation that the call goes on with; an empty one where there is none, or none any more."""
        known = self._conversations.get(_asker(call))
        return known if known and call.at < known.until else Remembered(until=call.at)

    def keep(self, call: Invocation, exchanges: tuple[Exchange, ...], shown: tuple[Citation, ...]) -> None:
        """What was talked of until now; the last exchange is the newest."""
        kept = Remembered(until=call.at + STAYS, exchanges=exchanges[-MOST_EXCHANGES:], shown=shown)
        self._conversations[_asker(call)] = kept
        self._conversations.move_to_end(_asker(call))
        while len(self._conversations) > MOST_ASKERS:
            self._conversations.popitem(last=False)


def _asker(call: Invocation) -> _Asker:
    return call.tenant, call.channel.id, call.asker
