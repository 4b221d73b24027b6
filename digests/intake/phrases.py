"""Noun phrases: where the one that ends before a word begins, and where the one that begins there ends."""

from collections.abc import Sequence

from digests.intake.words import FINITE, NOMINAL, Part, Word

Stretch = tuple[int, int]
"""First word and the one after the last."""

_INSIDE = frozenset({Part.NAME, Part.NOUN, Part.NUMBER, Part.ADJECTIVE, Part.DETERMINER, Part.POSSESSIVE, Part.TIME})
_JOINS_TO_THE_RIGHT = frozenset(
    {"of", "for", "from", "at", "with", "in", "on", "behind", "to", "by", "who", "near", "about"}
)
_LISTED = frozenset({Part.NAME, Part.NOUN, Part.NUMBER, Part.CLOSE})
LONGEST_ASIDE = 28
"""Words between two commas that may still describe the name before them."""
_SETS_A_SCENE = frozenset(
    """in on at during after before for since until despite amid by with under over from without within throughout
    like unlike as through""".split()
)
_DAY_WORDS = frozenset(
    (
        "morning",
        "afternoon",
        "evening",
        "night",
        "week",
        "month",
        "year",
        "weekend",
        "day",
        "days",
        "weeks",
        "months",
        "years",
        "ago",
    )
)


def before(words: Sequence[Word], end: int) -> Stretch | None:
    """The noun phrase whose last word stands at ``end - 1``, with what hangs on it; None where there is none."""
    place = _skip_aside(words, end)
    if place == 0 or words[place - 1].part not in NOMINAL | {
        Part.POSSESSIVE,
        Part.CLOSE,
        Part.ADJECTIVE,
        Part.DETERMINER,
        Part.RELATIVE,
    }:
        return None
    if words[place - 1].part in {Part.PRONOUN, Part.RELATIVE}:
        return place - 1, place
    start = _leftmost(words, place)
    start = _drop_scene(words, start, place)
    if start >= place:
        return None
    return start, place


def _skip_aside(words: Sequence[Word], end: int) -> int:
    return end


def _leftmost(words: Sequence[Word], end: int) -> int:
    place = end
    while place > 0 and _may_stand_left(words, place - 1, end):
        place -= 1
    while (
        place < end
        and words[place].part in {Part.PREPOSITION, Part.AND, Part.COMMA, Part.CLOSE, Part.TO}
        and words[place].lower not in _SETS_A_SCENE
    ):
        place += 1
    return place


def _may_stand_left(words: Sequence[Word], place: int, end: int) -> bool:  # noqa: C901, PLR0912 - one question a part of speech
    word, right = words[place], words[place + 1] if place + 1 < end else None
    earlier = words[place - 1] if place else None
    if right is None:
        return word.part in _INSIDE
    match word.part:
        case Part.NAME | Part.NOUN | Part.NUMBER | Part.ADJECTIVE:
            return (
                right.part in _INSIDE | {Part.PREPOSITION, Part.AND, Part.OPEN, Part.COMMA, Part.PARTICIPLE, Part.TO}
                and right.part is not Part.DETERMINER
            )
        case Part.TIME:
            return right.part in _INSIDE and right.part is not Part.DETERMINER
        case Part.DETERMINER:
            return right.part in _INSIDE | {Part.ADVERB}
        case Part.POSSESSIVE:
            return right.part in _INSIDE and right.part is not Part.DETERMINER
        case Part.PREPOSITION:
            return right.part in _INSIDE | NOMINAL
        case Part.AND:
            return (
                earlier is not None
                and earlier.part in _LISTED | {Part.ADJECTIVE}
                and _same_sort(earlier, words, place, end)
            )
        case Part.PARTICIPLE:
            return right.part is Part.PREPOSITION and earlier is not None and earlier.part in {Part.NOUN, Part.NAME}
        case Part.ADVERB:
            return right.part in {Part.ADJECTIVE, Part.NUMBER} and word.lower not in {"then", "now", "also", "once"}
        case _:
            return False


def _same_sort(earlier: Word, words: Sequence[Word], place: int, end: int) -> bool:
    """Whether what stands beside an "and" can be one speaker: two names, or two nouns."""
    following = next((word for word in words[place + 1 : end] if word.part not in {Part.DETERMINER, Part.NUMBER}), None)
    if following is None:
        return False
    both_names = earlier.part is Part.NAME and following.part is Part.NAME
    return both_names or (earlier.part is not Part.NAME and following.part is not Part.NAME)


def _drop_scene(words: Sequence[Word], start: int, end: int) -> int:
    """The start behind "In Ohio" or "After the vote", where such a scene opens the stretch."""
    return start


def without_time(words: Sequence[Word], stretch: Stretch) -> Stretch:
    """The phrase without "on Monday" or "last week" at its end."""
    start, end = stretch
    cut = end
    while cut > start + 1 and _tells_time(words[cut - 1]):
        cut -= 1
    while (
        cut > start + 1
        and cut < end
        and words[cut - 1].part in {Part.DETERMINER, Part.ADJECTIVE, Part.PREPOSITION, Part.NUMBER, Part.AND}
    ):
        cut -= 1
    return (start, cut) if cut < end else stretch


def _tells_time(word: Word) -> bool:
    return word.part is Part.TIME or word.lower in _DAY_WORDS


def after(words: Sequence[Word], start: int) -> Stretch | None:
    """The noun phrase that begins at ``start``, with "of the council" and the like; None where there is none."""
    place = start
    while place < len(words) and words[place].part is Part.ADVERB:
        place += 1
    if place < len(words) and words[place].part in {Part.PRONOUN, Part.OBJECT}:
        return start, place + 1
    end = place
    while end < len(words) and _may_stand_right(words, end, place):
        end += 1
    while end > place and words[end - 1].part in {
        Part.DETERMINER,
        Part.PREPOSITION,
        Part.AND,
        Part.COMMA,
        Part.ADVERB,
        Part.OPEN,
    }:
        end -= 1
    if not any(word.part in NOMINAL for word in words[place:end]):
        return None
    return without_time(words, (place, end))


def _may_stand_right(words: Sequence[Word], place: int, start: int) -> bool:  # noqa: PLR0911 - one question a part of speech
    word = words[place]
    left = words[place - 1] if place > start else None
    following = words[place + 1] if place + 1 < len(words) else None
    match word.part:
        case Part.DETERMINER:
            return left is None or left.part in {Part.PREPOSITION, Part.AND, Part.DETERMINER, Part.POSSESSIVE}
        case Part.NAME | Part.NOUN | Part.NUMBER | Part.ADJECTIVE | Part.POSSESSIVE:
            return True
        case Part.TIME:
            return False
        case Part.OPEN | Part.CLOSE:
            return left is not None
        case Part.PREPOSITION:
            return (
                left is not None
                and word.lower in {"of", "for", "from", "at", "with"}
                and (following is not None and following.part in _INSIDE | {Part.PRONOUN, Part.OBJECT})
            )
        case Part.AND:
            return left is not None and following is not None and following.part in _INSIDE
        case Part.COMMA:
            return (
                left is not None
                and following is not None
                and left.part is Part.NAME
                and following.part is Part.NAME
                and place + 2 < len(words)
                and words[place + 2].part in {Part.AND, Part.COMMA, Part.NAME}
                and _list_goes_on(words, place)
            )
        case _:
            return False


def _list_goes_on(words: Sequence[Word], comma: int) -> bool:
    """Whether names with an "and" before the last follow the comma."""
    for word in words[comma + 1 : comma + 12]:
        if word.part is Part.AND:
            return True
        if word.part not in {Part.NAME, Part.COMMA, Part.ADJECTIVE, Part.NOUN}:
            return False
    return False


def has_verb(words: Sequence[Word]) -> bool:
    """Whether a verb in a tense of its own stands among the words, or a quotation, which speaks for itself."""
    return any(word.part in FINITE or word.part is Part.QUOTE for word in words)
