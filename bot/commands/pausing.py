"""Commands that have a channel sent nothing for a while, and again."""

import re
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from bot.commands.command import Desk
from bot.commands.reading import next_sends
from bot.conversation import Button, Invocation, Note
from digests.errors import BadInput
from digests.language import _, later
from digests.schedule import Weekday

_HOW = later(
    "Try: /digest pause until Monday, or: until 2027-01-04, for 3 days; with no word it lasts until /digest resume"
)
_SPAN = re.compile(r"(?P<count>\d{1,3}) (?P<unit>days?|weeks?)")
LONGEST = timedelta(days=366)


async def pause(call: Invocation, desk: Desk) -> Note:
    """Send the channel nothing until then; what comes in meanwhile is news for the digest after it."""
    said = (call.words.get("day") or call.text).strip()
    if said:
        until = read_end(said, at=call.at)
        paused = await desk.roster.pause_until(call.tenant, call.channel.id, until=until, by=call.asker, at=call.at)
    else:
        until, reason = None, f"by {call.asker}, since {call.at:%d %b %H:%M}"
        paused = await desk.roster.pause(call.tenant, call.channel.id, reason=reason, by=call.asker, at=call.at)
    if not paused:
        return Note(heading=_("Nothing to pause"), lines=await next_sends(call, desk))
    heading = _("Paused until somebody says /digest resume")
    if until:
        heading = _("Paused until {day}").format(day=f"{until:%A} {until.day} {until:%B}")
    end = Button(label=_("Resume"), command="digest resume")
    return Note(heading=heading, lines=await next_sends(call, desk), buttons=(end,))


async def resume(call: Invocation, desk: Desk) -> Note:
    """Send the channel its digests again; what it missed opens the next one."""
    resumed = await desk.roster.resume(call.tenant, call.channel.id, by=call.asker, at=call.at)
    heading = _("Its digests come again") if resumed else _("Nothing was paused here")
    return Note(heading=heading, lines=await next_sends(call, desk))


def read_end(said: str, *, at: datetime) -> datetime:
    """The start of the day that people name ("Monday", "tomorrow", "2027-01-04", "3 days"), on the clock of ``at``.

    A weekday is the next one of that name. Raises BadInput with examples for what cannot be read, for a day that has
    begun, and for one more than a year away.
    """
    words = re.sub(r"\b(?:until|till|for|on|next)\b|,", " ", said.lower())
    day = _day(" ".join(words.split()), at.date())
    if day is None:
        raise BadInput(_("Cannot read {said} as a day. {how}").format(said=repr(said), how=_(_HOW)))
    if not at.date() < day <= at.date() + LONGEST:
        raise BadInput(_("A pause ends on a later day, and within a year. {how}").format(how=_(_HOW)))
    return datetime.combine(day, time(), tzinfo=at.tzinfo)


def _day(said: str, today: date) -> date | None:
    if said == "tomorrow":
        return today + timedelta(days=1)
    if span := _SPAN.fullmatch(said):
        return today + int(span["count"]) * timedelta(days=7 if span["unit"].startswith("week") else 1)
    names = {day.name.lower(): day for day in Weekday}
    if nearest := get_close_matches(said, names, n=1, cutoff=0.8) or [name for name in names if said == name[:3]]:
        return today + timedelta(days=(names[nearest[0]] - today.isoweekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
