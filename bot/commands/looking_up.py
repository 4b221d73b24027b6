"""Commands that look things up in the record: questions, claims and stories."""

from dataclasses import replace

from bot.commands.command import Desk
from bot.conversation import Field, Form, Invocation
from digests.answer import Answer, Exchange, Question
from digests.article import StoryId
from digests.errors import BadInput
from digests.language import _
from digests.listing import Listing, StoryFile
from digests.question import is_brief, leans
from digests.terms import telling_words

STANDS_ALONE = 3
"""Telling words with which a question may stand for itself, also one that holds an "it" or a "that"."""


async def ask(call: Invocation, desk: Desk) -> Answer:
    """What the record says to a question.

    A follow-up is read with what was asked before it here, or with the digest in whose thread it stands; where that
    leads nowhere a brief one may still stand for itself. A question about a story is read with that story.
    """
    text = said(
        call, "question", _("What would you like to know? Try: /ask what did the White House say about Miller?")
    )
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


async def asked(call: Invocation, desk: Desk) -> Form:  # noqa: ARG001 - a form takes what all take
    """The question itself is wanted."""
    field = Field(
        name="question",
        label=_("What would you like to know?"),
        hint=_("In your own words; a follow-up is understood"),
        long=True,
    )
    return Form(command="ask", title=_("Ask the record"), fields=(field,), words=call.words)


async def _followed(question: Question, call: Invocation, desk: Desk) -> tuple[tuple[Exchange, ...], Answer | None]:
    """What was talked of here, and what that makes of the question; None where it has no need of it."""
    if story := call.words.get("story"):
        return (), await desk.library.answer(replace(question, about=(StoryId(story),)))
    if not (leans(question.text) or is_brief(question.text)):
        return (), None
    history = desk.memory.recalled(call).exchanges
    about = await _stories_here(call, desk)
    return history, await desk.library.answer(replace(question, history=history, about=about))


async def _stories_here(call: Invocation, desk: Desk) -> tuple[StoryId, ...]:
    run = await desk.told.run_told_by(call.tenant, call.thread_of) if call.thread_of else None
    return tuple(told.story for told in run.proof.told) if run else ()


async def claims(call: Invocation, desk: Desk) -> Listing:
    """What somebody said, or the claims of a story."""
    if story := call.words.get("story"):
        return _listed(await desk.library.claims_of(_about(story, call)), call, desk)
    words = said(call, "words", _("Whose claims, or of which story? Try: /claims White House"))
    return _listed(await desk.library.claims(_about(words, call)), call, desk)


async def search(call: Invocation, desk: Desk) -> Listing:
    """The claims that speak of something."""
    words = said(call, "words", _("What are you looking for? Try: /digest search boat strikes"))
    return _listed(await desk.library.search(_about(words, call)), call, desk)


async def story(call: Invocation, desk: Desk) -> StoryFile:
    """One story, whole: what is known, who said what, and how it was reported."""
    words = call.words.get("story") or said(call, "words", _("Which story? Try: /story boat strikes"))
    return await desk.library.story(_about(words, call))


def said(call: Invocation, option: str, otherwise: str) -> str:
    """What follows the command. Raises BadInput with what to say instead of nothing."""
    if told := call.words.get(option, call.text).strip():
        return told
    raise BadInput(otherwise)


def _about(words: str, call: Invocation) -> Question:
    return Question(text=words, tenant=call.tenant, at=call.at)


def _listed(listing: Listing, call: Invocation, desk: Desk) -> Listing:
    desk.memory.keep(call, (Exchange(question=listing.heading, answer=""),), listing.citations)
    return listing
