"""A desk's own golden questions: what an answer must hold, must not hold, or that there must be none."""

from dataclasses import dataclass

from digests.answer import Answer, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """A question with what its answer is held to; case does not matter.

    ``answerable`` is False where the record does not hold it and the only right answer says so.
    """

    question: Question
    must_contain: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a golden question; ``faults`` says what is wrong with the answer; none where it is right."""

    golden: Golden
    answer: Answer
    faults: tuple[str, ...]


def judged(golden: Golden, answer: Answer) -> Verdict:
    """Held against the answer's sentences alone, not its sources."""
    return Verdict(golden=golden, answer=answer, faults=tuple(_faults(golden, answer)))


def _faults(golden: Golden, answer: Answer) -> list[str]:
    said = " ".join(sentence.text for sentence in answer.sentences)
    plain = said.casefold()
    if not golden.answerable:
        return [f"answered, though the record does not hold it: {said}"] if answer.answered else []
    if not answer.answered:
        return ["not answered"]
    lacks = [f"lacks {word!r}" for word in golden.must_contain if word.casefold() not in plain]
    holds = [f"holds {word!r}" for word in golden.must_not_contain if word.casefold() in plain]
    return lacks + holds
