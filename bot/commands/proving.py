"""Commands that prove what was done: why a story is told or left out, and where all of it comes from."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.commands.command import Desk
from bot.commands.wording import moment
from bot.conversation import Button, Invocation, Note
from digests.answer import Question
from digests.article import HOUSE
from digests.digest import RunProof, Weighed
from digests.errors import NotFound
from digests.feed import Feed
from digests.language import _, several
from digests.listing import StoryFile
from digests.ports import Run

MOST_TOLD = 15
"""Stories, or feeds, that are told of at once; the rest are counted."""


async def why(call: Invocation, desk: Desk) -> Note:
    """Why a story is told or left out by the digest in whose thread it is asked, else by the channel's last one.

    Without a story: of everything that digest looked at. Raises NotFound where there was none, or none of that story.
    """
    run = await _run(call, desk)
    heading = _("The digest “{title}” of {when}").format(
        title=run.title, when=moment(run.slot.due.astimezone(call.at.tzinfo), at=call.at, past=True)
    )
    named = call.words.get("story") or call.words.get("words") or call.text.strip()
    told, left = (_named(named, among) for among in (run.proof.told, run.proof.left_out))
    if named and not (told or left):
        raise NotFound(await _not_looked_at(named, run.proof, call, desk))
    lines = [*_verdicts(_("Told"), told), *_verdicts(_("Left out"), left)]
    return Note(heading=heading, lines=(*lines, *_mutes_rule(told)), buttons=tuple(_mute_buttons(told)))


async def sources(call: Invocation, desk: Desk) -> Note | StoryFile:
    """The articles of a story; without one, the feeds that are followed and how they do."""
    if words := call.words.get("story") or call.words.get("words") or call.text.strip():
        return await desk.library.story(Question(text=words, tenant=call.tenant, at=call.at))
    feeds = [*await desk.feeds.followed(call.tenant), *await desk.feeds.followed(HOUSE)]
    if not feeds:
        how = _("Whoever runs this Rundown adds them: rundown feeds add. One article: /digest add ADDRESS")
        return Note(heading=_("No feed is followed"), lines=(how,))
    count = several("{count} feed is followed", "{count} feeds are followed", len(feeds)).format(count=len(feeds))
    more = [_("And {count} more.").format(count=len(feeds) - MOST_TOLD)] if len(feeds) > MOST_TOLD else []
    return Note(heading=count, lines=(*(_state(feed, at=call.at) for feed in feeds[:MOST_TOLD]), *more))


async def _run(call: Invocation, desk: Desk) -> Run:
    told_here = await desk.told.run_told_by(call.tenant, call.thread_of) if call.thread_of else None
    if run := told_here or await desk.told.last_run(call.tenant, call.channel.id):
        return run
    raise NotFound(_("No digest was sent here yet. Try: /digest now"))


def _named(words: str, among: Sequence[Weighed]) -> list[Weighed]:
    """Those of that very id, else those in whose headline the words stand; all of them without words."""
    exact = [one for one in among if one.story == words]
    return exact or [one for one in among if words.casefold() in one.headline.casefold()]


def _verdicts(verdict: str, among: Sequence[Weighed]) -> Iterator[str]:
    for one in among[:MOST_TOLD]:
        yield _("{verdict}: “{headline}”: {why}.").format(verdict=verdict, headline=one.headline, why=one.why)
    if len(among) > MOST_TOLD:
        yield _("{verdict}: {count} more.").format(verdict=verdict, count=len(among) - MOST_TOLD)


def _mutes_rule(told: Sequence[Weighed]) -> Iterator[str]:
    if len(told) == 1:
        yield _("Not for this channel? Mute the story, or narrow what comes: /digest settings")


def _mute_buttons(told: Sequence[Weighed]) -> Iterator[Button]:
    if len(told) == 1:
        words = {"story": told[0].story}
        yield Button(label=_("Mute this story"), command="digest mute", words=words)


async def _not_looked_at(named: str, proof: RunProof, call: Invocation, desk: Desk) -> str:
    """What is to be said of a story that this digest did not look at. Raises NotFound where the record has none."""
    file = await desk.library.story(Question(text=named, tenant=call.tenant, at=call.at))
    since, until = (
        moment(instant.astimezone(call.at.tzinfo), at=call.at, past=True)
        for instant in (proof.window.since, proof.window.until)
    )
    why_not = _("“{headline}” was not looked at: nothing of it falls between {since} and {until}. Read it: /story")
    return why_not.format(headline=file.item.headline, since=since, until=until)


def _state(feed: Feed, *, at: datetime) -> str:
    name = feed.title or feed.url
    if feed.stopped:
        return _("{name}: not read any more: {why}").format(name=name, why=feed.stopped)
    if feed.trouble:
        return _("{name}: cannot be read: {why}").format(name=name, why=feed.trouble)
    if feed.last_good is None:
        return _("{name}: not read yet").format(name=name)
    return _("{name}: read {when}").format(
        name=name, when=moment(feed.last_good.astimezone(at.tzinfo), at=at, past=True)
    )
