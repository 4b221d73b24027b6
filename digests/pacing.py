"""When a part may go out without its platform having to slow us down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from digests.channel import Platform
from digests.delivery import Delivery, State


class Scope(StrEnum):
    """Among whom a pace is shared."""

    CHANNEL = "channel"
    WORKSPACE = "workspace"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Rule:
    """One call in ``every`` for all that share the scope."""

    scope: Scope
    every: timedelta


def _a_minute(calls: int) -> timedelta:
    return timedelta(minutes=1) / calls


POSTING: Mapping[Platform, tuple[Rule, ...]] = {
    Platform.SLACK: (Rule(Scope.CHANNEL, timedelta(seconds=1)), Rule(Scope.WORKSPACE, _a_minute(300))),
    Platform.SLACK_WEBHOOK: (Rule(Scope.CHANNEL, timedelta(seconds=1)),),
    Platform.DISCORD: (Rule(Scope.BOT, timedelta(seconds=1) / 49),),
    Platform.DISCORD_WEBHOOK: (Rule(Scope.CHANNEL, _a_minute(30)),),
}
"""Slack: a message a second and channel, and "several hundred" a minute and workspace, read as 300. Discord: 50
requests a second and bot, of which we leave one; what its headers ask of a channel, its library obeys. Webhooks of
Discord: 30 a minute.
"""

READING: Mapping[Platform, tuple[Rule, ...]] = {
    Platform.SLACK: (Rule(Scope.WORKSPACE, _a_minute(50)),),
    Platform.DISCORD: (Rule(Scope.BOT, timedelta(seconds=2) / 49),),
}
"""Slack: tier 3 of its methods, 50 a minute and workspace. Discord: a look is two requests of the same fifty."""

_APART = 0.9
"""Of a rule's distance, at least, between two sends: less than the whole, so that lost time can be won back."""
_Bucket = tuple[str, ...]


@dataclass(slots=True)
class Pace:
    """Gives each part its turn. Turns are kept in memory: after a restart the first ones come at once."""

    posting: Mapping[Platform, tuple[Rule, ...]] = field(default_factory=lambda: POSTING)
    reading: Mapping[Platform, tuple[Rule, ...]] = field(default_factory=lambda: READING)
    _free: dict[_Bucket, datetime] = field(default_factory=dict)
    _last: dict[_Bucket, datetime] = field(default_factory=dict)
    _held: dict[_Bucket, datetime] = field(default_factory=dict)
    _promised: dict[str, datetime] = field(default_factory=dict)

    def turn(self, part: Delivery, *, at: datetime, in_hand: timedelta = timedelta()) -> datetime:
        """When the part may be sent, or looked for where it is in doubt; not before ``at``.

        One whose turn is more than ``in_hand`` away keeps it for when it asks again.
        """
        rules = self._rules(part)
        earliest = max([at, *(self._held[bucket] for bucket in rules if bucket in self._held)])
        promised = self._promised.pop(part.token, None)
        if promised is not None and earliest <= max(promised, at):
            turn = max(promised, at)
        else:
            turn = max([earliest, *(self._free[bucket] for bucket in rules if bucket in self._free)])
            self._free |= {bucket: turn + every for bucket, every in rules.items()}
        if turn - at > in_hand:
            self._promised[part.token] = turn
        return turn

    def moment(self, part: Delivery, *, at: datetime) -> datetime:
        """When a part goes out that is ready at last: writing it down may have held up several, which must not go at
        once.
        """
        rules = self._rules(part)
        apart = [self._last[bucket] + _APART * every for bucket, every in rules.items() if bucket in self._last]
        moment = max([at, *apart])
        self._last |= dict.fromkeys(rules, moment)
        return moment

    def answered(self, part: Delivery, *, at: datetime) -> None:
        """The platform answered then: it heard the part no later, and counts the channel's next second from there."""
        for rule in self.posting.get(part.channel.platform, ()):
            if rule.scope is Scope.CHANNEL:
                bucket = _bucket(part, rule, looks=False)
                self._free[bucket] = max(at + rule.every, self._free.get(bucket, at))

    def hold(self, part: Delivery, *, until: datetime) -> None:
        """The platform asked us to wait: until then nothing goes where that part was going."""
        for bucket in self._rules(part):
            self._held[bucket] = max(until, self._held.get(bucket, until))

    def _rules(self, part: Delivery) -> dict[_Bucket, timedelta]:
        looks = part.state is State.UNKNOWN
        rules = (self.reading if looks else self.posting).get(part.channel.platform, ())
        return {_bucket(part, rule, looks=looks): rule.every for rule in rules}


def _bucket(part: Delivery, rule: Rule, *, looks: bool) -> _Bucket:
    platform = part.channel.platform
    match rule.scope:
        case Scope.CHANNEL:
            return platform, "channel", part.slot.tenant, part.slot.channel
        case Scope.WORKSPACE:
            return platform, "reading" if looks else "posting", part.slot.tenant
        case Scope.BOT:
            return (platform,)
