"""What may be meant by what somebody has typed so far: topics, stories, outlets, zones, subscriptions."""

from collections.abc import Iterable, Sequence
from zoneinfo import available_timezones

from bot.commands.command import Desk
from bot.conversation import Choice, Invocation
from digests.topics import Topic

MOST = 25
"""Suggestions that Discord shows."""
LONGEST = 100
"""Characters of one."""


async def topics(call: Invocation, typed: str, desk: Desk) -> Sequence[Choice]:  # noqa: ARG001 - takes what all take
    """Completes the last of several: "politics, bus" to "politics, business"."""
    before, comma, last = typed.rpartition(",")
    named = [f"{before}{comma} {topic.word}".strip() for topic in Topic if topic.word.startswith(last.strip().lower())]
    everything = ["everything"] if not comma and "everything".startswith(last.strip().lower()) else []
    return _plain([*named, *everything])


async def stories(call: Invocation, typed: str, desk: Desk) -> Sequence[Choice]:
    """Headlines in which the words stand, newest first; the story's id is what is handed in."""
    found = await desk.library.headlines(call.tenant, typed, at=call.at, most=MOST)
    return tuple(Choice(says=story, label=headline[:LONGEST]) for story, headline in found if len(story) <= LONGEST)


async def outlets_and_stories(call: Invocation, typed: str, desk: Desk) -> Sequence[Choice]:
    """Whose claims may be asked for: headlines after the words themselves, which may name a speaker or an outlet."""
    said = typed.strip()[:LONGEST]
    return ((Choice(says=said, label=said),) if said else ()) + tuple(await stories(call, typed, desk))[: MOST - 1]


async def zones(call: Invocation, typed: str, desk: Desk) -> Sequence[Choice]:  # noqa: ARG001 - takes what all take
    """IANA names in which the words stand; those that begin with them first, and cities before all."""
    wanted = typed.strip().replace(" ", "_").casefold()
    named = [zone for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]
    near = [zone for zone in named if wanted in zone.casefold() and not zone.startswith("Etc/")]
    near.sort(key=lambda zone: not zone.casefold().rpartition("/")[2].startswith(wanted))
    return _plain(near)


async def subscriptions(call: Invocation, typed: str, desk: Desk) -> Sequence[Choice]:
    """The editions that the channel takes."""
    dues = await desk.roster.subscriptions(call.tenant, call.channel.id)
    return _plain(due.edition.name for due in dues if typed.casefold() in due.edition.name.casefold())


async def mutable(call: Invocation, typed: str, desk: Desk) -> Sequence[Choice]:
    """Topics, then stories."""
    return (*await topics(call, typed, desk), *await stories(call, typed, desk))[:MOST]


async def muted(call: Invocation, typed: str, desk: Desk) -> Sequence[Choice]:
    """What the channel has muted."""
    mutes = (await desk.roster.mutes(call.tenant, [call.channel.id])).get(call.channel.id, ())
    return tuple(
        Choice(says=one.what.word if isinstance(one.what, Topic) else one.what, label=one.name[:LONGEST])
        for one in mutes
        if typed.casefold() in one.name.casefold()
    )


async def days(call: Invocation, typed: str, desk: Desk) -> Sequence[Choice]:  # noqa: ARG001 - takes what all take
    """How long a pause may be."""
    return _plain(
        word for word in ("tomorrow", "Monday", "3 days", "1 week", "2 weeks") if typed.lower() in word.lower()
    )


def _plain(words: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(says=word, label=word) for word in words if len(word) <= LONGEST)[:MOST]
