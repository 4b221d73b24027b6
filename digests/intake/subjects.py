"""Whose verb it is: the noun phrase that a verb, wherever it stands, belongs to."""

from collections.abc import Sequence

from digests.intake import phrases
from digests.intake.parts import FINITE, GROUP, Part
from digests.intake.phrases import Stretch
from digests.intake.words import Word

LONGEST_ASIDE = 28
"""Words between two commas that may still describe the name before them."""
_BEFORE_THE_ASIDE = 2
"""A name and its comma."""
_LONGEST_CLAUSE = 14
_GOES_ON = frozenset(
    """go goes went going gone continue continues continued begin begins began come comes came proceeded on back
    out""".split()
)
_DESCRIBES = frozenset(
    {
        Part.DETERMINER, Part.RELATIVE, Part.NOUN, Part.NAME, Part.ADJECTIVE, Part.NUMBER, Part.PREPOSITION, Part.ING,
        Part.PARTICIPLE, Part.ADVERB, Part.SUBORDINATOR, Part.VERB,
    }
)  # fmt: skip
_BEFORE_A_CLAUSE = frozenset(
    {Part.COMMA, Part.AND, Part.END, Part.COLON, Part.DASH, Part.SUBORDINATOR, Part.ADVERB, Part.QUOTE}
)


def group_start(words: Sequence[Word], verb: int) -> int:
    """Where the verb's group begins: at "has" of "has not yet said", at "went" of "went on to say"."""
    start = _auxiliaries(words, verb)
    if words[verb].part is Part.INFINITIVE and start and words[start - 1].part is Part.TO:
        place = start - 1
        while place and words[place - 1].lower in _GOES_ON:
            place -= 1
        if place < start - 1:
            return _auxiliaries(words, place)
    return start


def _auxiliaries(words: Sequence[Word], verb: int) -> int:
    start = verb
    while start and words[start - 1].part in GROUP:
        start -= 1
    return start


def subject_of(words: Sequence[Word], group: int) -> Stretch | None:
    """The phrase that the verb group beginning at ``group`` belongs to; None where the sentence does not show it.

    For a relative clause it is the "who" itself: ``antecedent_of`` tells whom that means.
    """
    if group == 0:
        return None
    left = words[group - 1]
    match left.part:
        case Part.COMMA | Part.DASH:
            return _before_aside(words, group - 1)
        case Part.CLOSE:
            return _before_brackets(words, group)
        case Part.RELATIVE | Part.THAT:
            relative = left.lower in {"who", "which", "that"} and antecedent_of(words, (group - 1, group)) is not None
            return (group - 1, group) if relative else None
        case Part.AND:
            return main_subject(words, group - 1)
        case _:
            phrase = phrases.before(words, group)
            if phrase is None:
                return None
            if (who := _who_before_a_time(words, phrase)) is not None:
                return who
            whole = _with_clause(words, phrase)
            return None if whole == phrase and _governed(words, phrase[0]) else whole


def antecedent_of(words: Sequence[Word], subject: Stretch) -> Stretch | None:
    """Whom a "who" means; None for any other subject."""
    start, end = subject
    if end - start != 1 or words[start].lower not in {"who", "which", "that"}:
        return None
    if start and words[start - 1].part is Part.COMMA:
        start -= 1
    return phrases.before(words, start)


def _before_aside(words: Sequence[Word], comma: int) -> Stretch | None:
    """The speaker before an aside that the comma closes, aside included: "Lind, who chairs the council,"."""
    mark = words[comma].part
    for place in range(comma - 1, max(0, comma - LONGEST_ASIDE), -1):
        if words[place].part in {Part.QUOTE, Part.END}:
            return None
        if words[place].part is mark:
            phrase = phrases.before(words, place)
            age = phrase is not None and all(word.part is Part.NUMBER for word in words[slice(*phrase)])
            if phrase is not None and not age and words[place + 1].part in _DESCRIBES:
                return _described_twice(words, _with_clause(words, phrase)[0]), comma + 1
    return None


def _described_twice(words: Sequence[Word], start: int) -> int:
    """Where the name begins that two asides describe: "Lind, the mayor of Baytown, a poet, said"."""
    if start < _BEFORE_THE_ASIDE or words[start].part is not Part.DETERMINER:
        return start
    described = words[start - 1].part is Part.COMMA and words[start - 2].part is Part.NAME
    phrase = phrases.before(words, start - 1) if described else None
    return phrase[0] if phrase is not None else start


def _before_brackets(words: Sequence[Word], group: int) -> Stretch | None:
    opening = next((place for place in range(group - 1, 0, -1) if words[place].part is Part.OPEN), None)
    phrase = phrases.before(words, opening) if opening else None
    return (phrase[0], group) if phrase else None


def _governed(words: Sequence[Word], start: int) -> bool:
    """Whether the phrase beginning at ``start`` hangs on a verb before it: "as they speak to leaders"."""
    verbs = {Part.VERB, Part.INFINITIVE, Part.ING}
    return start > 1 and words[start - 1].part in {Part.TO, Part.PREPOSITION} and words[start - 2].part in verbs


def _who_before_a_time(words: Sequence[Word], phrase: Stretch) -> Stretch | None:
    """The "who" of "who in 2010 said"; None where no time alone stands between."""
    who, tie = phrase[0] - 2, phrase[0] - 1
    timed = all(word.part in {Part.NUMBER, Part.TIME} for word in words[slice(*phrase)])
    if not timed or who < 0 or words[tie].part is not Part.PREPOSITION:
        return None
    return (who, tie) if words[who].lower in {"who", "which"} else None


def _with_clause(words: Sequence[Word], phrase: Stretch) -> Stretch:
    """The phrase, or the one whose relative clause it ends: "officials who saw the memo"."""
    start = phrase[0]
    for place in range(start - 1, max(-1, start - _LONGEST_CLAUSE), -1):
        word = words[place]
        if word.part in {Part.COMMA, Part.QUOTE, Part.END, Part.COLON, Part.DASH, Part.SUBORDINATOR}:
            break
        if word.lower in {"who", "that"} and any(w.part in FINITE for w in words[place:start]):
            antecedent = phrases.before(words, place)
            relative = antecedent is not None and words[place + 1].part in FINITE | GROUP
            return (antecedent[0], phrase[1]) if antecedent is not None and relative else phrase
    return phrase


def main_subject(words: Sequence[Word], end: int) -> Stretch | None:
    """The subject that a verb behind ``end`` shares with a clause before it: the nearest that stands by itself."""
    for place in range(end - 1, 0, -1):
        if words[place].part not in FINITE:
            continue
        group = group_start(words, place)
        if group == 0 or words[group - 1].part in {Part.AND, Part.RELATIVE, Part.THAT, Part.TO}:
            continue
        subject = subject_of(words, group)
        if subject is not None and (subject[0] == 0 or words[subject[0] - 1].part in _BEFORE_A_CLAUSE):
            return subject
    return None


def subject_of_participle(words: Sequence[Word], group: int, speaker: Stretch | None) -> Stretch | None:
    """Who does what an -ing form tells: ", saying that"; ``speaker`` is who spoke last in the sentence."""
    if group == 0:
        comma = next((place for place, word in enumerate(words) if word.part is Part.COMMA), None)
        return phrases.after(words, comma + 1) if comma is not None else None
    left = words[group - 1].part
    if left in {Part.NOUN, Part.NAME}:
        phrase = phrases.before(words, group)
        tied = phrase is not None and _governed(words, phrase[0])
        return main_subject(words, group) if tied else phrase
    if left in {Part.COMMA, Part.QUOTE, Part.DASH, Part.AND, Part.PREPOSITION, Part.SUBORDINATOR, Part.ADVERB}:
        return speaker or main_subject(words, group)
    return None
