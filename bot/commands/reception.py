"""The one way in, from every platform and the terminal: an Invocation comes, a reply goes back, whatever happens."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex

import structlog

from bot.commands.command import Command, Desk
from bot.commands.home import home
from bot.commands.sharing import to_share
from bot.commands.table import ME, ROOTS, meant
from bot.commands.wording import WENT_WRONG, whom_to_tell
from bot.conversation import Audience, Button, Choice, Form, Home, Invocation, Note, Reply, Right, Said
from digests.answer import Answer
from digests.article import Tenant
from digests.channel import Workspace
from digests.delivery import State
from digests.errors import BadFields, BadInput, NotFound, RundownError, StoreBusy, Unlawful
from digests.language import _, nearest, speaking
from digests.listing import Listing, StoryFile

MOST_TYPED = 500
"""Characters of a command that are read; nobody types more by intention."""
MOST_WRITTEN = 10_000
"""Characters of a form, or of a message that is added to the record."""
_AT_LENGTH = frozenset({"digest add", "digest wrong", "digest settings"})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Hears what people say. ``prefix`` stands before our commands' names where another app holds these ("rd-").

    Nothing that is said here raises: what cannot be taken is answered by a sentence that names the next step.
    """

    desk: Desk
    prefix: str = ""

    async def hear(self, call: Invocation, workspace: Workspace) -> Said:
        """What is said back."""
        call = await self.introduced(call, workspace)
        with speaking(language_of(call)):
            try:
                said = await self._done(call)
            except BadFields as fault:
                said = self._to_mend(fault, call)
            except (BadInput, StoreBusy) as fault:
                said = _refused(str(fault))
            except Exception:  # noqa: BLE001 - a person waits, and the log is told
                said = _broken(call)
            return self._finished(said, call)

    async def submit(self, call: Invocation, workspace: Workspace) -> Said | Mapping[str, str]:
        """What is said back to a form; or what is wrong with which field, under no name where it is none of them."""
        call = await self.introduced(call, workspace)
        with speaking(language_of(call)):
            try:
                return self._finished(await self._done(call), call)
            except BadFields as fault:
                return fault.faults
            except (BadInput, StoreBusy) as fault:
                return {"": " ".join(str(fault).split())}
            except Exception:  # noqa: BLE001 - as above
                return self._finished(_broken(call), call)

    async def form(self, call: Invocation, workspace: Workspace) -> Form | Said | None:
        """The form that the call opens; a refusal where it may not; None where it needs none."""
        if not _opens(call):
            return None
        call = await self.introduced(call, workspace)
        with speaking(language_of(call)):
            try:
                command, asked = self._allowed(call)
                return await command.form(asked, self.desk) if command.form is not None else None
            except (BadInput, StoreBusy) as fault:
                return _refused(str(fault))
            except Exception:  # noqa: BLE001 - as above
                return _broken(call)

    async def suggest(self, call: Invocation, option: str, typed: str, workspace: Workspace) -> Sequence[Choice]:
        """What may be meant by what was typed into that option so far; nothing where nobody knows."""
        call = await self.introduced(call, workspace)
        try:
            command, asked = self._allowed(call)
            suggest = next((one.suggest for one in command.options if one.name == option and one.suggest), None)
            return await suggest(asked, typed[:MOST_TYPED], self.desk) if suggest else ()
        except RundownError:
            return ()

    async def home(self, call: Invocation, workspace: Workspace) -> Home:
        """The app's page for the asker. Raises StoreError where the record cannot be asked."""
        call = await self.introduced(call, workspace)
        with speaking(language_of(call)):
            return await home(call, self.desk)

    async def left(self, tenant: Tenant, *, why: str, at: datetime) -> None:
        """The app was taken out of that workspace: nothing more is sent, until somebody there says /digest resume."""
        for channel in await self.desk.roster.channels(tenant):
            await self.desk.roster.pause(tenant, channel.id, reason=why, by=tenant, at=at)
        for part in await self.desk.told.deliveries(tenant, state=State.PLANNED):
            try:
                await self.desk.told.decide(part.moved(State.SKIPPED, reason=why), by=tenant, at=at)
            except Unlawful:
                log.info("delivery.in_hand", token=part.token)
        log.error("workspace.left", tenant=tenant, why=why)

    async def introduced(self, call: Invocation, workspace: Workspace) -> Invocation:
        """The call in its channel as the roster knows it, on its clock; both are made known first where they are new.

        Where the record cannot be asked the call stays as it came, and ``hear`` tells the asker of the trouble.
        """
        call = _for_me(call)
        channel, roster = call.channel, self.desk.roster
        try:
            try:
                channel = await roster.channel(channel.tenant, channel.id)
            except NotFound:
                await roster.join(workspace)
                await roster.enter(channel, by=call.asker, at=call.at)
        except RundownError as fault:
            log.warning("channel.not_known", channel=channel.id, why=str(fault))
            return call
        except Exception as fault:  # noqa: BLE001 - the asker waits, and what is broken is met again
            log.warning("channel.not_known", channel=channel.id, why=type(fault).__name__)
            return call
        return replace(call, channel=channel, at=call.at.astimezone(channel.zone))

    def _finished(self, said: Said, call: Invocation) -> Said:
        thread_of = said.thread_of or (call.thread_of if said.audience is Audience.CHANNEL else None)
        return replace(said, body=self._prefixed(said.body), language=language_of(call), thread_of=thread_of)

    async def _done(self, call: Invocation) -> Said:
        command, asked = self._allowed(call)
        reply = await command.handler(asked, self.desk)
        said = reply if isinstance(reply, Said) else Said(body=reply)
        return replace(said, offers=self._offers(asked, said))

    def _allowed(self, call: Invocation) -> tuple[Command, Invocation]:
        """The command and what it was told. Raises BadInput where it is none, too long, or not theirs to give."""
        command, asked = meant(call)
        typed, most = len(call.text) + sum(map(len, call.words.values())), MOST_TYPED
        if command.name in _AT_LENGTH:
            most = MOST_WRITTEN
        if typed > most:
            raise BadInput(
                _("That is {typed} characters long. Say it in {most} or fewer.").format(typed=typed, most=most)
            )
        if command.right not in call.rights:
            log.warning("command.refused", command=command.name, asker=call.asker, channel=call.channel.id)
            who = _(call.who_may) if call.who_may else _("It is for those who manage this server. Ask one of them.")
            raise BadInput(_("/{command} is not yours to give. {who}").format(command=command.name, who=who))
        return command, asked

    def _offers(self, call: Invocation, said: Said) -> tuple[Button, ...]:
        """What is looked up can be shown to all, and called wrong."""
        if said.audience is not Audience.ASKER_ALONE or not isinstance(said.body, Answer | Listing | StoryFile):
            return ()
        wrong = Button(label=_("This is wrong"), command="digest wrong")
        share = to_share(self.desk.memory.hold(call, said.body))
        return (share,) if isinstance(said.body, StoryFile) else (share, wrong)

    def _to_mend(self, fault: BadFields, call: Invocation) -> Said:
        """What was written is kept for when the form is opened again."""
        command, asked = meant(call)
        self.desk.memory.draft(asked)
        again = (Button(label=_("Open it again"), command=command.name),) if command.form else ()
        lines = tuple(_("{field}: {why}").format(field=name, why=why) for name, why in fault.faults.items())
        return Said(body=Note(heading=_("Not done"), lines=lines, buttons=again))

    def _prefixed(self, body: Reply) -> Reply:
        """Our commands under the names that they have here."""
        if not self.prefix or not isinstance(body, Note):
            return body
        return replace(body, lines=tuple(_OURS.sub(rf"/{self.prefix}\1", line) for line in body.lines))


_OURS = re.compile(rf"(?<![\w/])/({'|'.join(ROOTS)})\b")


def language_of(call: Invocation) -> str:
    """The asker's own, where the platform tells it; else the channel's."""
    return nearest(call.locale) if call.locale else call.channel.taste.language


def _opens(call: Invocation) -> bool:
    try:
        command, asked = meant(_for_me(call))
    except BadInput:
        return False
    return command.lacks_words(asked)


def _for_me(call: Invocation) -> Invocation:
    """A call about the messages to the asker, who may arrange these: "digest subscribe me sport at 18:00"."""
    if call.in_person is None:
        return call
    words = dict(call.words)
    try:
        command, asked = meant(call)
    except BadInput:
        return call
    first, _space, rest = asked.text.partition(" ")
    if not command.for_me or (words.pop("whose", None) != ME and first.lower() != ME):
        return replace(call, words=words) if words != call.words else call
    text = rest if first.lower() == ME else asked.text
    rights = call.rights | {Right.ARRANGE}
    return replace(asked, text=text, words=words, channel=call.in_person, rights=rights, posting=None)


def _refused(why: str) -> Said:
    return Said(body=Note(heading=_("Not done"), lines=(" ".join(why.split()),)))


def _broken(call: Invocation) -> Said:
    """The log is told under the number that the asker is told."""
    quote = token_hex(3)
    log.error("command.failed", quote=quote, command=call.command, channel=call.channel.id, exc_info=True)  # noqa: LOG014 - within an except
    return Said(body=Note(heading=_(WENT_WRONG), lines=(whom_to_tell(quote),)))
