"""Noun phrases: where the one that ends before a word begins, and where the one that begins at a word ends."""

from collections.abc import Sequence
from itertools import pairwise

from digests.intake.parts import FINITE, NOMINAL, Part
from digests.intake.words import Word

Stretch = tuple[int, int]
"""Words by number: the first, and the one after the last."""

_CORE = frozenset({Part.NAME, Part.NOUN, Part.NUMBER, Part.ADJECTIVE, Part.POSSESSIVE, Part.TIME})
_INSIDE = _CORE | {Part.DETERMINER}
_LOOSE_ENDS = frozenset(
    {Part.DETERMINER, Part.PREPOSITION, Part.AND, Part.COMMA, Part.ADVERB, Part.OPEN, Part.ADJECTIVE, Part.TO}
)
_HANGS_ON = frozenset(("of", "for", "from", "at", "with"))
"""Prepositions that tie more to a speaker named behind the verb; others open an adverbial: "in an interview"."""
_DAYS = frozenset(
    """morning afternoon evening night week month year weekend day days weeks months years ago earlier""".split()
)
_LONGEST_LIST = 12


def before(words: Sequence[Word], end: int) -> Stretch | None:
    """The noun phrase whose last word is ``end - 1``, with what hangs on it ("the head of the port").

    None where no phrase ends there, or where it only sets a scene ("In Ohio").
    """
    if end == 0:
        return None
    last = words[end - 1].part
    if last in {Part.PRONOUN, Part.RELATIVE}:
        return end - 1, end
    if last is not Part.CLOSE and last not in _INSIDE:
        return None
    start = end - 1
    while start and _leans_right(words, start - 1, end):
        start -= 1
    while start < end and words[start].part in {Part.PREPOSITION, Part.AND, Part.CLOSE, Part.TO, Part.POSSESSIVE}:
        if words[start].part is Part.PREPOSITION and _opens_sentence(words, start):
            return _behind_scene(words, start, end)
        start += 1
    return (start, end) if any(word.part in NOMINAL for word in words[start:end]) or last is Part.DETERMINER else None


def _opens_sentence(words: Sequence[Word], place: int) -> bool:
    return place == 0 or words[place - 1].part in {Part.COMMA, Part.END, Part.AND, Part.QUOTE, Part.ADVERB, Part.DASH}


def _behind_scene(words: Sequence[Word], start: int, end: int) -> Stretch | None:
    """The speaker behind "On the board's side": a phrase that begins anew after a noun."""
    for left, place in pairwise(range(start + 1, end)):
        fresh = words[left].part in {Part.NOUN, Part.TIME, Part.NUMBER} and words[place].part in {
            Part.NAME,
            Part.DETERMINER,
        }
        if fresh:
            return place, end
    return None


def _leans_right(words: Sequence[Word], place: int, end: int) -> bool:
    """Whether the word belongs to the same phrase as the one to its right."""
    word, right = words[place], words[place + 1]
    earlier = words[place - 1] if place else None
    match word.part:
        case Part.NAME | Part.NOUN | Part.NUMBER | Part.ADJECTIVE | Part.TIME | Part.POSSESSIVE:
            return right.part in _CORE | {Part.PREPOSITION, Part.AND, Part.PARTICIPLE, Part.TO, Part.CLOSE, Part.OPEN}
        case Part.DETERMINER:
            return right.part in _INSIDE | {Part.ADVERB}
        case Part.PREPOSITION | Part.TO:
            return right.part in _INSIDE | {Part.OBJECT, Part.PRONOUN}
        case Part.AND:
            goes_on = right.part is Part.PREPOSITION and earlier is not None and earlier.part in _INSIDE
            return earlier is not None and (goes_on or _same_sort(words, place, end))
        case Part.COMMA:
            return right.part is Part.NAME and _list_with_and(words, place, end)
        case Part.PARTICIPLE:
            reduced = earlier is not None and earlier.part in {Part.NOUN, Part.NAME}
            return reduced and right.part is Part.PREPOSITION
        case Part.ADVERB:
            return right.part in {Part.ADJECTIVE, Part.NUMBER}
        case Part.OPEN:
            return True
        case _:
            return False


def _same_sort(words: Sequence[Word], place: int, end: int) -> bool:
    """Whether what stands on both sides of an "and" can speak together: two names, or two nouns."""
    left = words[place - 1].part
    right = next((w.part for w in words[place + 1 : end] if w.part not in {Part.DETERMINER, Part.NUMBER}), None)
    if left is Part.ADJECTIVE:
        return right in {Part.ADJECTIVE, Part.NOUN}
    if left in {Part.NAME, Part.NOUN, Part.CLOSE}:
        return right is not None and (left is Part.NAME) == (right is Part.NAME)
    return False


def _list_with_and(words: Sequence[Word], comma: int, end: int) -> bool:
    """Whether the comma divides names of which the last follows an "and"."""
    listed = {Part.NAME, Part.COMMA, Part.AND, Part.ADJECTIVE}
    named = comma > 0 and words[comma - 1].part is Part.NAME
    return (
        named and all(w.part in listed for w in words[comma:end]) and any(w.part is Part.AND for w in words[comma:end])
    )


def after(words: Sequence[Word], start: int) -> Stretch | None:
    """The noun phrase that begins at ``start``, without a time at its end; None where none begins there."""
    if start >= len(words):
        return None
    if words[start].part in {Part.PRONOUN, Part.OBJECT}:
        return start, start + 1
    end = start
    while end < len(words) and _leans_left(words, end, start):
        end += 1
    while end > start and words[end - 1].part in _LOOSE_ENDS:
        end -= 1
    if not any(word.part in NOMINAL for word in words[start:end]):
        return None
    return without_time(words, (start, end))


def _leans_left(words: Sequence[Word], place: int, start: int) -> bool:
    """Whether the word belongs to the phrase that began at ``start``."""
    word = words[place]
    left = words[place - 1].part if place > start else None
    following = words[place + 1].part if place + 1 < len(words) else Part.END
    match word.part:
        case Part.NAME | Part.NOUN | Part.NUMBER | Part.ADJECTIVE:
            return True
        case Part.POSSESSIVE | Part.OPEN | Part.CLOSE:
            return left is not None
        case Part.DETERMINER:
            return left in {None, Part.PREPOSITION, Part.AND, Part.DETERMINER, Part.POSSESSIVE}
        case Part.PREPOSITION:
            return left is not None and word.lower in _HANGS_ON and following in _INSIDE | {Part.PRONOUN, Part.OBJECT}
        case Part.AND:
            return left is not None and following in _INSIDE
        case Part.COMMA:
            return left is Part.NAME and following is Part.NAME and list_goes_on(words, place)
        case Part.ADVERB:
            return left is None and following in {Part.NUMBER, Part.ADJECTIVE}
        case _:
            return False


def list_goes_on(words: Sequence[Word], comma: int) -> bool:
    """Whether the comma stands in a list: more of the same follow it, and an "and" before the last."""
    for word in words[comma + 1 : comma + _LONGEST_LIST]:
        if word.part is Part.AND:
            return True
        if word.part not in {Part.NAME, Part.COMMA, Part.ADJECTIVE, Part.NOUN}:
            return False
    return False


def without_time(words: Sequence[Word], stretch: Stretch) -> Stretch:
    """The phrase without "on Monday" or "last week" at its end."""
    start, end = stretch
    cut = end
    while cut > start + 1 and (words[cut - 1].part is Part.TIME or words[cut - 1].lower in _DAYS):
        cut -= 1
    if cut == end:
        return stretch
    while cut > start + 1 and words[cut - 1].part in _LOOSE_ENDS | {Part.NUMBER}:
        cut -= 1
    return start, cut


def tells_time(word: Word) -> bool:
    """Whether the word names a time: "Monday", "week"."""
    return word.part is Part.TIME or word.lower in _DAYS


def has_verb(words: Sequence[Word]) -> bool:
    """Whether a verb in a tense of its own stands among the words, or a quotation, which speaks for itself."""
    return any(word.part in FINITE or word.part is Part.QUOTE for word in words)
