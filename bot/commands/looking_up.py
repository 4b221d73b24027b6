"""Commands that look things up in the record: questions, claims, stories, and what a reader says is wrong."""

import re
from dataclasses import replace

from bot.commands.command import Desk
from bot.conversation import Invocation, Note, Reply
from digests.answer import Answer, Citation, Exchange, Question
from digests.article import StoryId
from digests.complaint import Complaint
from digests.errors import BadInput
from digests.listing import Listing
from digests.question import is_brief, leans
from digests.terms import telling_words

STANDS_ALONE = 3
"""Telling words with which a question may stand for itself, also one that holds an "it" or a "that"."""
_NUMBER = re.compile(r"\[?(\d{1,2})\]?[.:,]?\s+")


async def ask(call: Invocation, desk: Desk) -> Reply:
    """What the record says to a question.

    A follow-up is read with what was asked before it here, or with the digest in whose thread it stands; where that
    leads nowhere a brief one may still stand for itself.
    """
    text = _said(call, "question", "What would you like to know? Try: /ask what did the White House say about Miller?")
    question = Question(text=text, tenant=call.tenant, at=call.at)
    history, answer = await _followed(question, call, desk)
    if answer is None or not (answer.answered or leans(text)):
        history, answer = (), await desk.library.answer(question)
    elif not answer.answered and len(telling_words(text)) >= STANDS_ALONE:
        alone = await desk.library.answer(question)
        history, answer = ((), alone) if alone.answered else (history, answer)
    told = " ".join(sentence.text for sentence in answer.sentences)
    desk.memory.keep(call, (*history, Exchange(question=text, answer=told)), answer.sources)
    return answer


async def _followed(question: Question, call: Invocation, desk: Desk) -> tuple[tuple[Exchange, ...], Answer | None]:
    """What was talked of here, and what that makes of the question; None where it has no need of it."""
    if not (leans(question.text) or is_brief(question.text)):
        return (), None
    history = desk.memory.recalled(call).exchanges
    about = await _stories_here(call, desk)
    return history, await desk.library.answer(replace(question, history=history, about=about))


async def _stories_here(call: Invocation, desk: Desk) -> tuple[StoryId, ...]:
    run = await desk.told.run_told_by(call.tenant, call.thread_of) if call.thread_of else None
    return tuple(told.story for told in run.proof.told) if run else ()


async def claims(call: Invocation, desk: Desk) -> Reply:
    """What somebody said, or the claims of a story."""
    words = _said(call, "words", "Whose claims, or of which story? Try: /claims White House")
    return _listed(await desk.library.claims(Question(text=words, tenant=call.tenant, at=call.at)), call, desk)


async def search(call: Invocation, desk: Desk) -> Reply:
    """The claims that speak of something."""
    words = _said(call, "words", "What are you looking for? Try: /digest search boat strikes")
    return _listed(await desk.library.search(Question(text=words, tenant=call.tenant, at=call.at)), call, desk)


def _listed(listing: Listing, call: Invocation, desk: Desk) -> Listing:
    desk.memory.keep(call, (Exchange(question=listing.heading, answer=""),), listing.citations)
    return listing


async def story(call: Invocation, desk: Desk) -> Reply:
    """One story, whole: what is known, who said what, and how it was reported."""
    words = _said(call, "words", "Which story? Try: /story boat strikes")
    return await desk.library.story(Question(text=words, tenant=call.tenant, at=call.at))


async def wrong(call: Invocation, desk: Desk) -> Reply:
    """Tell the desk that the last answer, or the claim of that number in it, is wrong."""
    said = _said(call, "why", "What is wrong? Try: /digest wrong 2 the figure is 95, not 87")
    last = desk.memory.recalled(call)
    if not last.exchanges:
        raise BadInput("I showed you nothing here lately. Ask first, then say what is wrong with the answer.")
    numbered = _NUMBER.match(said)
    cited = _numbered(last.shown, int(numbered[1])) if numbered else last.shown
    exchange = last.exchanges[-1]
    complaint = Complaint(
        tenant=call.tenant,
        by=call.asker,
        at=call.at,
        why=said[numbered.end() :] if numbered else said,
        told=exchange.answer or " / ".join(citation.claim.text for citation in cited) or "not in the record",
        claims=tuple(citation.claim.id for citation in cited),
        question=exchange.question,
    )
    await desk.complaints.hand_in(complaint)
    what = f"The claim “{cited[0].claim.text}”" if numbered else f"The answer to “{exchange.question}”"
    return Note(heading="The desk has it", lines=(f"{what}: {complaint.why}", "Whoever runs this Rundown decides."))


def _numbered(shown: tuple[Citation, ...], number: int) -> tuple[Citation, ...]:
    """That one alone. Raises BadInput where the last answer had none of that number."""
    if not 1 <= number <= len(shown):
        counted = f"is numbered 1 to {len(shown)}" if shown else "cites nothing"
        raise BadInput(f"There is no [{number}]: what I showed you last {counted}.")
    return shown[number - 1 : number]


def _said(call: Invocation, option: str, otherwise: str) -> str:
    """What follows the command. Raises BadInput with what to say instead of nothing."""
    if said := call.words.get(option, call.text).strip():
        return said
    raise BadInput(otherwise)
