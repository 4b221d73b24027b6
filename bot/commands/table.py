"""THE table of commands: every face of them, on any platform, is made from it."""

from dataclasses import replace
from difflib import get_close_matches

from bot.commands import suggesting
from bot.commands.adding import add, offered
from bot.commands.command import Command, Desk, Option
from bot.commands.complaining import complaint, wrong
from bot.commands.looking_up import ask, asked, claims, search, story
from bot.commands.pausing import pause, resume
from bot.commands.proving import sources, why
from bot.commands.reading import everything, now, test, upcoming
from bot.commands.settling import mute, settings, settled, unmute
from bot.commands.sharing import share
from bot.commands.subscribing import schedule, subscribe, topics, unsubscribe, wanted
from bot.conversation import Invocation, Note, Right
from digests.errors import BadInput
from digests.language import _, later


async def show_help(call: Invocation, desk: Desk) -> Note:  # noqa: ARG001 - a handler takes what all take
    """Every command with what it does and an example."""
    told = tuple(_told(command) for command in COMMANDS if command.typed)
    ask_me = _(
        "Say “me” first, and it is about the messages that I send to you alone: /digest subscribe me sport at 18:00"
    )
    return Note(heading=_("What you can ask of Rundown"), lines=(*told, ask_me))


def _told(command: Command) -> str:
    told = f"{command.line}: {_(command.help)}"
    return _("{told} Example: {example}").format(told=told, example=command.example) if command.usage else told


_WHICH = Option(
    name="of",
    help=later("Which digest, where the channel takes several"),
    required=False,
    suggest=suggesting.subscriptions,
)
_TOPIC_HELP = later("One or more topics, such as politics, or: everything")
_TIME_HELP = later("Times and days, such as: weekdays 8:30")
_ZONE = Option(
    name="zone",
    help=later("A time zone, such as Europe/Berlin; left out, the channel's own"),
    required=False,
    suggest=suggesting.zones,
)

COMMANDS = (
    Command(
        name="digest now",
        help=later("Show me this channel's digest as it stands now."),
        example="/digest now",
        handler=now,
        for_me=True,
    ),
    Command(
        name="digest next",
        help=later("Tell when the next digests of this channel are due."),
        example="/digest next",
        handler=upcoming,
        for_me=True,
    ),
    Command(
        name="digest list",
        help=later("Show what this channel is sent, how it is told, and what needs attention."),
        example="/digest list",
        handler=everything,
        for_me=True,
    ),
    Command(
        name="digest subscribe",
        help=later("Send this channel a digest."),
        example="/digest subscribe politics at 8:30 Europe/Berlin",
        handler=subscribe,
        usage="TOPIC at TIME [ZONE]",
        options=(
            Option(name="topic", help=_TOPIC_HELP, suggest=suggesting.topics),
            Option(name="time", help=_TIME_HELP),
            _ZONE,
        ),
        right=Right.ARRANGE,
        form=wanted,
        for_me=True,
    ),
    Command(
        name="digest schedule",
        help=later("Have this channel's digest come at other times."),
        example="/digest schedule weekdays 8:30, weekends 10:00",
        handler=schedule,
        usage="TIME [ZONE] [of OF]",
        options=(Option(name="time", help=_TIME_HELP), _ZONE, _WHICH),
        right=Right.ARRANGE,
        for_me=True,
    ),
    Command(
        name="digest topics",
        help=later("Have this channel's digest tell of other topics."),
        example="/digest topics politics, business",
        handler=topics,
        usage="TOPIC [of OF]",
        options=(Option(name="topic", help=_TOPIC_HELP, suggest=suggesting.topics), _WHICH),
        right=Right.ARRANGE,
        for_me=True,
    ),
    Command(
        name="digest settings",
        help=later("Settle how this channel is told: filter, profile, look, quiet hours, language, clock."),
        example="/digest settings filter politics, place:Berlin, -word:horoscope",
        handler=settings,
        usage="[NAME VALUE]",
        options=(
            Option(
                name="filter",
                help=later("Such as: politics, place:Berlin, +outlet:Reuters, -word:horoscope"),
                required=False,
            ),
            Option(name="profile", help=later("Such as: first: elections; at most 1 sport; short"), required=False),
            Option(
                name="look",
                help=later("One message, one for each story, a thread, or Discord's embeds"),
                required=False,
                choices=("one", "each", "thread", "embed"),
            ),
            Option(name="quiet", help=later("Quiet hours, such as 22:00-7:00, or: none"), required=False),
            Option(name="language", help=later("The language of my own words: English or Deutsch"), required=False),
            replace(_ZONE, help=later("The channel's clock, such as Europe/Berlin")),
            Option(
                name="call",
                help=later("A role to call for urgent news, such as: @breaking 2 (1 is the highest), or: none"),
                required=False,
            ),
            Option(name="tags", help=later("Tags of a forum, such as: politics 1187, sport 1190"), required=False),
            Option(
                name="publish",
                help=later("Publish to the channels that follow this one: yes or no"),
                required=False,
                choices=("yes", "no"),
            ),
        ),
        right=Right.ARRANGE,
        form=settled,
        for_me=True,
    ),
    Command(
        name="digest pause",
        help=later("Send this channel nothing for a while, or until somebody says /digest resume."),
        example="/digest pause until Monday",
        handler=pause,
        usage="[until DAY]",
        options=(
            Option(
                name="day",
                help=later("A day, such as Monday or 2027-01-04, or: 3 days"),
                required=False,
                suggest=suggesting.days,
            ),
        ),
        right=Right.ARRANGE,
        for_me=True,
    ),
    Command(
        name="digest resume",
        help=later("Send this channel its digests again."),
        example="/digest resume",
        handler=resume,
        right=Right.ARRANGE,
        for_me=True,
    ),
    Command(
        name="digest unsubscribe",
        help=later("Send this channel no digest any more, or not the one that you name."),
        example="/digest unsubscribe",
        handler=unsubscribe,
        usage="[OF]",
        options=(_WHICH,),
        right=Right.ARRANGE,
        for_me=True,
    ),
    Command(
        name="digest mute",
        help=later("Tell this channel nothing more of a topic or a story."),
        example="/digest mute sport",
        handler=mute,
        usage="WHAT",
        options=(
            Option(name="what", help=later("A topic, or words of a story's headline"), suggest=suggesting.mutable),
        ),
        right=Right.ARRANGE,
        for_me=True,
    ),
    Command(
        name="digest unmute",
        help=later("Tell this channel of a topic or a story again."),
        example="/digest unmute sport",
        handler=unmute,
        usage="WHAT",
        options=(Option(name="what", help=later("What was muted here"), suggest=suggesting.muted),),
        right=Right.ARRANGE,
        for_me=True,
    ),
    Command(
        name="digest add",
        help=later("Add an article to the record, by its address or in your own words."),
        example="/digest add The council bought a ferry for 4 million, the mayor said.",
        handler=add,
        usage="ARTICLE",
        options=(Option(name="article", help=later("Its address, or what it says")),),
        right=Right.ARRANGE,
        form=offered,
    ),
    Command(
        name="digest search",
        help=later("Find the claims that speak of something, best first."),
        example="/digest search boat strikes",
        handler=search,
        usage="WORDS",
        options=(Option(name="words", help=later("What they should speak of")),),
    ),
    Command(
        name="digest sources",
        help=later("Show where a story comes from; without one, the feeds that are read and how they do."),
        example="/digest sources boat strikes",
        handler=sources,
        usage="[WORDS]",
        options=(
            Option(name="words", help=later("Words of a story's headline"), required=False, suggest=suggesting.stories),
        ),
    ),
    Command(
        name="digest why",
        help=later("Tell why a story stands in this channel's last digest, or was left out."),
        example="/digest why tunnel",
        handler=why,
        usage="[WORDS]",
        options=(
            Option(
                name="words",
                help=later("Words of its headline; left out, all of them"),
                required=False,
                suggest=suggesting.stories,
            ),
        ),
        for_me=True,
    ),
    Command(
        name="digest wrong",
        help=later("Tell the desk what is wrong with the last answer that you got here, or with one claim of it."),
        example="/digest wrong 2 the figure is 95, not 87",
        handler=wrong,
        usage="[NUMBER] WHY",
        options=(Option(name="why", help=later("What is wrong; begin with a claim's number to name that one alone")),),
        form=complaint,
    ),
    Command(
        name="digest test",
        help=later("Send me this channel's digest as a message to me alone, as a test."),
        example="/digest test",
        handler=test,
        for_me=True,
    ),
    Command(
        name="digest help",
        help=later("List what you can ask of Rundown."),
        example="/digest help",
        handler=show_help,
    ),
    Command(
        name="ask",
        help=later("Ask the record; answers name who said it, to whom, and where it stands."),
        example="/ask what did the White House say about Miller's role?",
        handler=ask,
        usage="QUESTION",
        options=(Option(name="question", help=later("What you would like to know, in your own words")),),
        form=asked,
    ),
    Command(
        name="claims",
        help=later("Show what somebody said, or the claims of a story, each with where it stands."),
        example="/claims White House",
        handler=claims,
        usage="WORDS",
        options=(
            Option(
                name="words",
                help=later("A speaker's name, or words of a story's headline"),
                suggest=suggesting.outlets_and_stories,
            ),
        ),
    ),
    Command(
        name="story",
        help=later("Show one story whole: what is known, who said what, and how it was reported."),
        example="/story boat strikes",
        handler=story,
        usage="WORDS",
        options=(Option(name="words", help=later("Words of its headline, or its id"), suggest=suggesting.stories),),
    ),
    Command(
        name="digest share",
        help=later("Show everybody here what I was just shown."),
        example="/digest share",
        handler=share,
        typed=False,
    ),
)

_GROUPS = {"digest": later("This channel's digests of the news.")}
ROOTS = {(root := command.name.partition(" ")[0]): _GROUPS.get(root, command.help) for command in COMMANDS}
"""What follows the slash, and what a platform tells of it: a group of commands, or one command's own help."""
ME = "me"
"""Said first, it has a command mean the messages of the app to the asker."""


def meant(call: Invocation) -> tuple[Command, Invocation]:
    """The command that a call names, and the call with that name and only what follows it as text.

    A bare root such as "digest" asks for help. Raises BadInput with the nearest command for a word that is none.
    """
    said = f"{call.command} {call.text}".split()
    for command in COMMANDS:
        words = command.name.split()
        if [word.lower() for word in said[: len(words)]] == words:
            return command, replace(call, command=command.name, text=" ".join(said[len(words) :]))
    root, word = said[0].lower(), " ".join(said[1:2]).lower()
    if not word and root in ROOTS:
        return meant(replace(call, command=f"{root} help"))
    known = {
        name: command.example
        for command in COMMANDS
        if command.typed and (name := command.name.removeprefix(f"{root} "))
    }
    nearest = [known[near] for near in get_close_matches(word, known, n=1)]
    tries = _(", or ").join([*nearest, "/digest help"])
    raise BadInput(_("There is no command /{word}. Try: {tries}").format(word=f"{root} {word}", tries=tries))


def called(leaf: str) -> Command:
    """The command of that last word, as buttons say it. Raises BadInput for one that there is not (any more)."""
    for command in COMMANDS:
        if command.leaf == leaf:
            return command
    raise BadInput(_("That button is of an older Rundown. Try: /digest help"))
