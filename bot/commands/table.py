"""THE table of commands: every face of them, on any platform, is made from it."""

from dataclasses import replace
from difflib import get_close_matches

from bot.commands.command import Command, Desk, Option
from bot.commands.looking_up import ask, claims, search, story, wrong
from bot.commands.pausing import pause, resume
from bot.commands.reading import now, upcoming
from bot.commands.subscribing import subscribe
from bot.conversation import Invocation, Note, Reply, Right
from digests.errors import BadInput


async def show_help(call: Invocation, desk: Desk) -> Reply:  # noqa: ARG001 - a handler takes what all take
    """Every command with what it does and an example."""
    return Note(heading="What you can ask of Rundown", lines=tuple(map(_told, COMMANDS)))


def _told(command: Command) -> str:
    example = f" Example: {command.example}" if command.usage else ""
    return f"{command.line}: {command.help}{example}"


COMMANDS = (
    Command(
        name="digest now",
        help="Show me this channel's digest as it stands now.",
        example="/digest now",
        handler=now,
    ),
    Command(
        name="digest next",
        help="Tell when the next digests of this channel are due.",
        example="/digest next",
        handler=upcoming,
    ),
    Command(
        name="digest subscribe",
        help="Send this channel a digest.",
        example="/digest subscribe politics at 8:30 Europe/Berlin",
        handler=subscribe,
        usage="TOPIC at TIME [ZONE]",
        options=(
            Option(name="topic", help="One or more topics, such as politics, or: everything"),
            Option(name="time", help="Times and days, such as: weekdays 8:30"),
            Option(name="zone", help="A time zone, such as Europe/Berlin; left out, the channel's own", required=False),
        ),
        right=Right.ARRANGE,
    ),
    Command(
        name="digest pause",
        help="Send this channel nothing for a while, or until somebody says /digest resume.",
        example="/digest pause until Monday",
        handler=pause,
        usage="[until DAY]",
        options=(Option(name="day", help="A day, such as Monday or 2027-01-04, or: 3 days", required=False),),
        right=Right.ARRANGE,
    ),
    Command(
        name="digest resume",
        help="Send this channel its digests again.",
        example="/digest resume",
        handler=resume,
        right=Right.ARRANGE,
    ),
    Command(
        name="digest search",
        help="Find the claims that speak of something, best first.",
        example="/digest search boat strikes",
        handler=search,
        usage="WORDS",
        options=(Option(name="words", help="What they should speak of"),),
    ),
    Command(
        name="digest wrong",
        help="Tell the desk what is wrong with the last answer that you got here, or with one claim of it.",
        example="/digest wrong 2 the figure is 95, not 87",
        handler=wrong,
        usage="[NUMBER] WHY",
        options=(Option(name="why", help="What is wrong; begin with a claim's number to name that one alone"),),
    ),
    Command(
        name="digest help",
        help="List what you can ask of Rundown.",
        example="/digest help",
        handler=show_help,
    ),
    Command(
        name="ask",
        help="Ask the record; answers name who said it, to whom, and where it stands.",
        example="/ask what did the White House say about Miller's role?",
        handler=ask,
        usage="QUESTION",
        options=(Option(name="question", help="What you would like to know, in your own words"),),
    ),
    Command(
        name="claims",
        help="Show what somebody said, or the claims of a story, each with where it stands.",
        example="/claims White House",
        handler=claims,
        usage="WORDS",
        options=(Option(name="words", help="A speaker's name, or words of a story's headline"),),
    ),
    Command(
        name="story",
        help="Show one story whole: what is known, who said what, and how it was reported.",
        example="/story boat strikes",
        handler=story,
        usage="WORDS",
        options=(Option(name="words", help="Words of its headline, or its id"),),
    ),
)

_GROUPS = {"digest": "This channel's digests of the news."}
ROOTS = {(root := command.name.partition(" ")[0]): _GROUPS.get(root, command.help) for command in COMMANDS}
"""What follows the slash, and what a platform tells of it: a group of commands, or one command's own help."""


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
    known = {name: command.example for command in COMMANDS if (name := command.name.removeprefix(f"{root} "))}
    nearest = [known[near] for near in get_close_matches(word, known, n=1)]
    raise BadInput(f"There is no command /{root} {word}. Try: {', or '.join([*nearest, '/digest help'])}")
