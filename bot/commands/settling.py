"""Commands that settle how a channel is told: its filter, profile, looks and clock, and what it has muted."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.commands.command import Desk
from bot.commands.reading import everything
from bot.conversation import Button, Choice, Field, Form, Invocation, Note
from digests.answer import Question
from digests.article import StoryId
from digests.channel import Call, Channel, Layout, Platform, Spread
from digests.errors import BadFields, BadInput, NotFound, UnknownTopic
from digests.language import LANGUAGES, _, later
from digests.schedule import read_quiet
from digests.taste import Mute
from digests.tasting import filter_words, profile_words, read_filter, read_profile
from digests.topics import Topic, topic
from digests.zones import read_zone

NONE = frozenset({"none", "off", "no", "-", "nothing"})
"""What takes a setting away."""
_URGENCIES = range(1, 10)
_LOOKS: Mapping[str, tuple[str, Spread, Layout]] = {
    "one": (later("One message"), Spread.ONE, Layout.COMPONENTS),
    "each": (later("A message for each story"), Spread.EACH, Layout.COMPONENTS),
    "thread": (later("Headlines, and the stories in their thread"), Spread.THREAD, Layout.COMPONENTS),
    "embed": (later("One message, in Discord's classic embeds"), Spread.ONE, Layout.EMBED),
}
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}
"""Each in its own words."""


async def settings(call: Invocation, desk: Desk) -> Note:
    """Change what was named and read all of it back; without a word, tell how it stands.

    Raises BadFields with each setting that cannot be read; then nothing is changed.
    """
    words = call.words or _typed(call.text)
    if not words:
        return await everything(call, desk)
    if call.channel.from_file:
        raise BadInput(_("This channel is set in rundown.toml: whoever runs this Rundown changes it there."))
    channel, faults = call.channel, dict[str, str]()
    for name, said in words.items():
        try:
            channel = _SETTERS[name](channel, said.strip()) if name in _SETTERS else channel
        except BadInput as fault:
            faults[name] = str(fault)
    if faults:
        raise BadFields(faults)
    await desk.roster.enter(channel, by=call.asker, at=call.at)
    told = await everything(replace(call, channel=channel), desk)
    return replace(told, heading=_("Settled"))


async def settled(call: Invocation, desk: Desk) -> Form:
    """How the channel is told now, each of it open to change."""
    channel, drafted = call.channel, desk.memory.drafted(call)
    offered = [name for name in _LOOKS if name != "embed" or channel.platform is Platform.DISCORD]
    looks = tuple(Choice(says=name, label=_(_LOOKS[name][0])) for name in offered)
    fields: tuple[Field, ...] = (
        Field(
            name="filter",
            label=_("Which stories"),
            hint=_("politics, place:Berlin, +outlet:Reuters, -word:horoscope"),
            value=filter_words(channel.taste.filter),
            required=False,
            long=True,
        ),
        Field(
            name="profile",
            label=_("How they are told"),
            hint=_("first: elections; at most 1 sport; short; opening: plain"),
            value=profile_words(channel.taste.profile),
            required=False,
        ),
        Field(name="look", label=_("How it looks"), choices=looks, value=_look_of(channel)),
        Field(
            name="quiet",
            label=_("Quiet hours"),
            hint="22:00-7:00",
            value=str(channel.quiet or ""),
            required=False,
        ),
        Field(
            name="language",
            label=_("Language"),
            choices=tuple(Choice(says=tag, label=LANGUAGE_NAMES[tag]) for tag in LANGUAGES),
            value=channel.taste.language,
        ),
        Field(name="zone", label=_("Time zone"), hint="Europe/Berlin", value=channel.zone.key),
    )
    fields = tuple(replace(field, value=drafted.get(field.name, field.value)) for field in fields)
    return Form(command="digest settings", title=_("Settings"), fields=fields, words=call.words)


async def mute(call: Invocation, desk: Desk) -> Note:
    """Tell the channel nothing more of a topic or a story."""
    what, name = await _meant(call, desk)
    new = await desk.roster.mute(call.tenant, call.channel.id, Mute(what=what, name=name, by=call.asker, at=call.at))
    heading = _("Muted here: {what}") if new else _("Muted here already: {what}")
    undo = Button(label=_("Undo"), command="digest unmute", words=_words_of(what))
    return Note(
        heading=heading.format(what=name), lines=(_("A correction of what it was told still comes."),), buttons=(undo,)
    )


async def unmute(call: Invocation, desk: Desk) -> Note:
    """Tell the channel of it again."""
    what, name = await _meant(call, desk)
    ended = await desk.roster.unmute(call.tenant, call.channel.id, what, by=call.asker, at=call.at)
    heading = _("It is told of again: {what}") if ended else _("It was not muted here: {what}")
    return Note(heading=heading.format(what=name))


async def _meant(call: Invocation, desk: Desk) -> tuple[StoryId | Topic, str]:
    """The topic or story, and what it is called. Raises BadInput, or NotFound, where neither is meant."""
    if story := call.words.get("story"):
        return StoryId(story), await _headline(story, call, desk)
    said = (call.words.get("topic") or call.words.get("what") or call.text).strip()
    if not said:
        raise BadInput(_("What shall be muted? Try: /digest mute sport, or words of a story's headline"))
    try:
        named = topic(said)
    except UnknownTopic:
        file = await desk.library.story(Question(text=said, tenant=call.tenant, at=call.at))
        return file.item.story, file.item.headline
    return named, named.word


async def _headline(story: str, call: Invocation, desk: Desk) -> str:
    """A story that may not be told any more can still be muted or told of again, by its id."""
    try:
        return (await desk.library.story(Question(text=story, tenant=call.tenant, at=call.at))).item.headline
    except NotFound:
        return story


def _words_of(what: StoryId | Topic) -> dict[str, str]:
    return {"topic": what.word} if isinstance(what, Topic) else {"story": what}


def _typed(text: str) -> dict[str, str]:
    """One setting as it is typed: "filter politics, place:Berlin". Raises BadInput with their names."""
    name, _space, said = text.strip().partition(" ")
    if not name:
        return {}
    if name.lower() not in _SETTERS:
        raise BadInput(
            _("There are the settings {names}. Try: /digest settings quiet 22:00-7:00").format(
                names=", ".join(_SETTERS)
            )
        )
    return {name.lower(): said}


def _filter(channel: Channel, said: str) -> Channel:
    return replace(channel, taste=replace(channel.taste, filter=read_filter("" if said.lower() in NONE else said)))


def _profile(channel: Channel, said: str) -> Channel:
    return replace(channel, taste=replace(channel.taste, profile=read_profile("" if said.lower() in NONE else said)))


def _look(channel: Channel, said: str) -> Channel:
    if said.lower() not in _LOOKS:
        raise BadInput(_("There are the looks {names}.").format(names=", ".join(_LOOKS)))
    _name, spread, layout = _LOOKS[said.lower()]
    return replace(channel, layout=layout, look=replace(channel.look, spread=spread))


def _quiet(channel: Channel, said: str) -> Channel:
    return replace(channel, quiet=read_quiet(said) if said and said.lower() not in NONE else None)


def _zone(channel: Channel, said: str) -> Channel:
    return replace(channel, zone=read_zone(said))


def _language(channel: Channel, said: str) -> Channel:
    spoken = {tag: tag for tag in LANGUAGES} | {name.casefold(): tag for tag, name in LANGUAGE_NAMES.items()}
    if said.casefold() not in spoken:
        raise BadInput(_("I speak {languages}.").format(languages=", ".join(LANGUAGE_NAMES[tag] for tag in LANGUAGES)))
    return replace(channel, taste=replace(channel.taste, language=spoken[said.casefold()]))


def _call(channel: Channel, said: str) -> Channel:
    """A role or user group, as the platform writes it, and from which urgency on it is called: "@breaking 2"."""
    if said.lower() in NONE or not said:
        return replace(channel, look=replace(channel.look, calls=()))
    whom, _space, urgency = said.rpartition(" ")
    address = "".join(character for character in whom.partition("|")[0] if character.isalnum())
    address = address.removeprefix("subteam")
    if not address or not urgency.isdigit() or int(urgency) not in _URGENCIES:
        raise BadInput(_("Whom, and from which urgency on? Try: /digest settings call @breaking 2 (1 is the highest)"))
    return replace(channel, look=replace(channel.look, calls=(Call(address=address, urgency=int(urgency)),)))


def _tags(channel: Channel, said: str) -> Channel:
    """Topics, each with the id of the forum's tag for it: "politics 1187, sport 1190"."""
    pairs = [] if said.lower() in NONE else [pair.rpartition(" ") for pair in said.split(",") if pair.strip()]
    if any(not tag.strip().isdigit() for _topic, _space, tag in pairs):
        raise BadInput(_("A topic and the id of its tag, please. Try: /digest settings tags politics 1187, sport 1190"))
    tags = tuple((topic(named.strip()), tag.strip()) for named, _space, tag in pairs)
    return replace(channel, look=replace(channel.look, tags=tags))


def _publish(channel: Channel, said: str) -> Channel:
    return replace(channel, look=replace(channel.look, publish=said.lower() not in NONE))


_SETTERS: Mapping[str, Callable[[Channel, str], Channel]] = {
    "filter": _filter,
    "profile": _profile,
    "look": _look,
    "quiet": _quiet,
    "language": _language,
    "zone": _zone,
    "call": _call,
    "tags": _tags,
    "publish": _publish,
}


def _look_of(channel: Channel) -> str:
    shown = channel.look.spread, channel.layout
    return next((name for name, (_label, *look) in _LOOKS.items() if tuple(look) == shown), "one")
