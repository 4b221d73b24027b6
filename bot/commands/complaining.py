"""The command by which a reader says that something is wrong: with the last answer, or with a claim of a story."""

import hashlib
import re
from collections.abc import Sequence

from bot.commands.command import Desk
from bot.commands.looking_up import said
from bot.conversation import Choice, Field, Form, Invocation, Note
from digests.answer import Citation, Question
from digests.article import ClaimId
from digests.complaint import Complaint
from digests.errors import BadInput
from digests.language import _

ALL_OF_IT = "all"
"""Chosen where no single claim is meant."""
MOST_CLAIMS = 24
"""Claims that a form lets one choose from: Discord shows 25 choices, and one of them is "all of it"."""
_LABEL = 75
"""Characters of a choice that Slack shows."""
_NUMBER = re.compile(r"\[?(\d{1,2})\]?[.:,]?\s+")


async def wrong(call: Invocation, desk: Desk) -> Note:
    """Tell the desk that the last answer, the claim of that number in it, or a claim of a story is wrong."""
    why = said(call, "why", _("What is wrong? Try: /digest wrong 2 the figure is 95, not 87"))
    if "story" in call.words:
        return await _of_a_story(call, why, desk)
    last = desk.memory.recalled(call)
    if not last.exchanges:
        raise BadInput(_("I showed you nothing here lately. Ask first, then say what is wrong with the answer."))
    numbered = _NUMBER.match(why)
    cited = _numbered(last.shown, int(numbered[1])) if numbered else last.shown
    question = last.exchanges[-1].question
    told = last.exchanges[-1].answer or _all_of(cited) or "not in the record"
    what = None if numbered else _("The answer to “{question}”").format(question=question)
    return await _handed_in(
        call, why[numbered.end() :] if numbered else why, cited, desk, told=told, question=question, what=what
    )


async def complaint(call: Invocation, desk: Desk) -> Form:
    """What is wrong is wanted, and with which claim of the story, or of what was shown last."""
    cited = await _claims_of(call, desk) if "story" in call.words else ()
    choices = tuple(Choice(says=mark_of(one.claim.id), label=one.claim.text[:_LABEL]) for one in cited[:MOST_CLAIMS])
    which = Field(
        name="claim",
        label=_("What is it about?"),
        choices=(Choice(says=ALL_OF_IT, label=_("All of it, or none of these")), *choices),
        value=ALL_OF_IT,
    )
    why = Field(
        name="why", label=_("What is wrong?"), hint=_("What it should be, and how you know"), long=True, required=True
    )
    fields = (which, why) if choices else (why,)
    return Form(command="digest wrong", title=_("This is wrong"), fields=fields, words=call.words)


def mark_of(claim: ClaimId) -> str:
    """A short name of a claim, for where its own may be too long."""
    return hashlib.sha256(claim.encode()).hexdigest()[:16]


async def _of_a_story(call: Invocation, why: str, desk: Desk) -> Note:
    chosen = call.words.get("claim", ALL_OF_IT)
    cited = [one for one in await _claims_of(call, desk) if chosen in {ALL_OF_IT, mark_of(one.claim.id)}]
    if not cited:
        raise BadInput(_("That claim is not in the record any more. Look at the story as it stands now: /story."))
    what = None if chosen != ALL_OF_IT else _("The story “{story}”").format(story=cited[0].article.headline)
    return await _handed_in(call, why, cited, desk, told=_all_of(cited), question=None, what=what)


async def _claims_of(call: Invocation, desk: Desk) -> tuple[Citation, ...]:
    asked = Question(text=call.words["story"], tenant=call.tenant, at=call.at)
    return (await desk.library.claims_of(asked)).citations


async def _handed_in(
    call: Invocation,
    why: str,
    cited: Sequence[Citation],
    desk: Desk,
    *,
    told: str,
    question: str | None,
    what: str | None,
) -> Note:
    await desk.complaints.hand_in(
        Complaint(
            tenant=call.tenant,
            by=call.asker,
            at=call.at,
            why=why,
            told=told,
            claims=tuple(citation.claim.id for citation in cited),
            question=question,
        )
    )
    meant = what or _("The claim “{claim}”").format(claim=cited[0].claim.text)
    return Note(heading=_("The desk has it"), lines=(f"{meant}: {why}", _("Whoever runs this Rundown decides.")))


def _all_of(cited: Sequence[Citation]) -> str:
    return " / ".join(citation.claim.text for citation in cited)


def _numbered(shown: tuple[Citation, ...], number: int) -> tuple[Citation, ...]:
    """That one alone. Raises BadInput where the last answer had none of that number."""
    if 1 <= number <= len(shown):
        return shown[number - 1 : number]
    if not shown:
        raise BadInput(_("There is no [{number}]: what I showed you last cites nothing.").format(number=number))
    why = _("There is no [{number}]: what I showed you last is numbered 1 to {last}.")
    raise BadInput(why.format(number=number, last=len(shown)))
