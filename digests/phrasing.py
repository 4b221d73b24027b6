"""The answer desk: a model may choose among the claims that answer and shorten them; else the extract stands."""

from collections.abc import Iterator, Sequence

import structlog

from digests.answer import Answer, Citation
from digests.answering import Findings, choices, worded
from digests.errors import WriterFailed
from digests.intake.trimming import Fault, fault_in
from digests.minding import Minder
from digests.ports import Writer
from digests.proposal import Proposed

MOST_SHOWN = 12
"""Claims that a model chooses from."""
MOST_PROPOSED = 6
"""Sentences of its that are looked at; an answer has three."""
_LONGEST = 600
"""Characters of one sentence."""

log = structlog.get_logger()


class AnswerDesk:
    """Asks the model about answers, within its limits; whether the record holds an answer is never its to say."""

    def __init__(self, writer: Writer, minder: Minder) -> None:
        self._writer = writer
        self._minder = minder

    async def phrased(self, answer: Answer, found: Findings) -> Answer:
        """The answer as the model would tell it, as far as that holds; the same where it does not, or is not asked.

        Each sentence must be one of the claims, shortened at most: the pencil's rule of ``intake.trimming``. Its
        speaker, its status and what denies it are put to it by us. Raises StoreError where the record cannot be used.
        """
        shown = choices(found)[:MOST_SHOWN]
        question = answer.question
        if not answer.answered or len(shown) == 1:
            return answer
        try:
            proposed = await self._minder.asked(
                lambda: self._writer.answer(question.text, [citation.claim.text for citation in shown]),
                tenant=question.tenant,
                at=question.at,
            )
        except WriterFailed:
            return answer
        return worded(answer, _held(proposed or (), shown), found)


def _held(proposed: Sequence[Proposed], shown: Sequence[Citation]) -> Iterator[tuple[Citation, str]]:
    """Those that hold, each claim once; what does not is logged by its reason alone."""
    told = set[int]()
    for one in proposed[:MOST_PROPOSED]:
        text = " ".join(one.text[:_LONGEST].split())
        if not 1 <= one.rests_on <= len(shown):
            fault: Fault | None = Fault.UNFOUND
        else:
            fault = fault_in(text, of=shown[one.rests_on - 1].claim.text)
        if fault is not None:
            log.info("model.dropped", why=str(fault))
        elif one.rests_on not in told:
            told.add(one.rests_on)
            yield shown[one.rests_on - 1], text
