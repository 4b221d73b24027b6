"""What may become of a sentence under an editor's pencil: struck out from mark to mark, and nothing brought in."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from digests.intake.cues import VERBS, Voice
from digests.intake.figures import figures_of
from digests.intake.parts import FINITE, Part
from digests.intake.words import Word, words_of


class Fault(StrEnum):
    """Why a sentence is dropped, as an operator reads it."""

    UNFOUND = "rests on no sentence of the article"
    TOO_LONG = "too long, or one too many"
    LEANS = "cannot be understood by itself"
    MARKUP = "markup, a mention, an address or a character that is not seen"
    NUMBER = "a number that is not there, or without its unit or hedge"
    DATE = "a date that is not there"
    NAME = "a name that is not there"
    WORD = "a word that is not there"
    QUOTATION = "a quotation that is not word for word"
    UNHEDGED = "lacks a word that limits it, denies it or says whose word it is"
    MOVED = "words out of their order, or struck out of the middle"


_HOST = re.compile(r"\w\.[^\W\d_]{2}|://|[\[\]]")
_SEEN = frozenset(" \"'")
_SHAPES = str.maketrans("“”„«»‘’", '"""""\'\'')
_QUOTED = re.compile(r'"([^"]*)(?:"|$)')
_SINGLE = re.compile(r"(?<!\w)'\w+|\w+'(?!\w)")
_ROUND_QUOTES = " .,;:!?"
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december jan. feb. aug. sept. oct. nov. dec. today yesterday tomorrow tonight""".split()
)
_FREE = frozenset("a an the that".split())
_CUES = frozenset({Voice.SAY, Voice.TELL, Voice.SHOW, Voice.ALLEGE, Voice.DENY})
_LIMITS = frozenset(
    """
    not no never neither nor none nobody nothing nowhere without hardly barely scarcely rarely few little cannot
    may might could would should can if unless until whether though although while but except despite only just partly
    almost nearly about around approximately roughly least most more less fewer over under some estimated
    alleged allegedly reported reportedly apparent apparently purported purportedly supposed supposedly so-called likely
    unlikely probably possible possibly perhaps maybe potential potentially presumably seemingly seems seem appears
    suspected accused attempted attempt failed planned plans proposed expected intended threatened falsely wrongly
    false fake hoax rumor rumour rumors rumours satire fiction mistakenly formerly former ex vice deputy acting
    interim would-be according per believed thought feared hopes hoped fears wants wanted claims claimed denies denied
    disputes disputed once yet still again""".split()
)
_OPENERS = frozenset("but and so yet also meanwhile however".split())
_OPENS_AN_ASIDE = frozenset({Part.RELATIVE, Part.DETERMINER, Part.PREPOSITION, Part.NUMBER, Part.TIME})
_MARKS = frozenset({Part.COMMA, Part.DASH, Part.OPEN, Part.CLOSE, Part.COLON, Part.END})
_MOST_MOVED = 8
"""Words of a "Mara Lind told the Courier" that may stand at the other end."""


def fault_in(text: str, *, of: str) -> Fault | None:
    """The first reason why ``text`` is not the sentence ``of``, shortened; None where it is.

    It may leave out an aside between two marks, a "But" or "On Monday," that opens it, and what stands behind a mark;
    it may move who said it to the other end. Every other word stands as it stood, and every word stays that
    limits the sentence, denies it, or says whose word it is.
    """
    said, whole = text.translate(_SHAPES), of.translate(_SHAPES)
    mine, theirs = _tokens(said), _tokens(whole)
    if not mine or _HOST.search(text) or not _only_words(said, mine) or _end(said) not in {".", _end(whole)}:
        return Fault.MARKUP
    return (
        next(_strange(mine, theirs), None)
        or (None if set(figures_of(said)) <= set(figures_of(whole)) else Fault.NUMBER)
        or (None if _quotes_hold(said, whole) else Fault.QUOTATION)
        or (None if _limits(theirs[_opener(theirs) :]) <= _limits(mine) else Fault.UNHEDGED)
        or (Fault.LEANS if _has_verb(theirs) and not _has_verb(mine) else None)
        or (None if _struck_out(said, mine, whole, theirs) else Fault.MOVED)
    )


def _has_verb(words: Sequence[Word]) -> bool:
    return any(word.part in FINITE for word in words)


def _tokens(sentence: str) -> tuple[Word, ...]:
    """Its words and marks, without the mark that ends it."""
    words = words_of(sentence, 0, len(sentence))
    return words[:-1] if words and words[-1].text in {".", "!", "?"} else words


def _end(sentence: str) -> str:
    return sentence.rstrip(" \"')")[-1:]


def _only_words(sentence: str, words: Sequence[Word]) -> bool:
    """Whether nothing stands between the words but spaces and quotation marks."""
    covered = {place for word in words for place in range(word.start, word.end)}
    loose = [char for place, char in enumerate(sentence.rstrip(' ".!?')) if place not in covered]
    return set(loose) <= _SEEN


def _strange(mine: Sequence[Word], theirs: Sequence[Word]) -> Iterator[Fault]:
    """What words were brought in. A capital counts, but not that of a sentence's first word."""
    known, lower = {word.text for word in theirs}, {word.lower for word in theirs}
    opening = {word.lower for word in theirs[:1]}
    for place, word in enumerate(mine):
        if word.part in _MARKS or word.text in known or word.lower in (_FREE | opening if place else _FREE | lower):
            continue
        if any(char.isdigit() for char in word.text) or word.part is Part.NUMBER:
            yield Fault.NUMBER
        elif word.lower in _CALENDAR:
            yield Fault.DATE
        elif word.text[0].isupper() and (place or word.part is Part.NAME):
            yield Fault.NAME
        else:
            yield Fault.WORD


def _quotes_hold(said: str, whole: str) -> bool:
    """Whether every quotation is a stretch of one of the sentence's own, letter for letter."""
    if said.count('"') % 2:
        return False
    own = [match[1] for match in _QUOTED.finditer(whole)]
    quoted = [match[1].strip(_ROUND_QUOTES) for match in _QUOTED.finditer(said)]
    singles = Counter(_SINGLE.findall(said)) <= Counter(_SINGLE.findall(whole))
    return singles and all(inner and any(_holds(one, inner) for one in own) for inner in quoted)


def _holds(text: str, stretch: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(stretch)}(?!\w)", text) is not None


def _limits(words: Sequence[Word]) -> Counter[str]:
    """The words that must not be lost, as often as they stand there."""
    return Counter(word.lower for word in words if _limiting(word))


def _limiting(word: Word) -> bool:
    if word.lower in _LIMITS or word.part is Part.NOT or word.lower.endswith("n’t"):
        return True
    cue = VERBS.get(word.lower)
    return cue is not None and cue.voice in _CUES and word.part not in {Part.NOUN, Part.ADJECTIVE}


def _opener(words: Sequence[Word]) -> int:
    """How many words at the beginning only join it to the sentence before."""
    opens = bool(words) and words[0].lower in _OPENERS
    return opens + (opens and len(words) > 1 and words[1].part is Part.COMMA)


def _struck_out(said: str, mine: Sequence[Word], whole: str, theirs: Sequence[Word]) -> bool:
    """Whether pencil strokes alone lead from their words to mine; who said it may stand at the other end."""
    ours = list(zip(mine, _in_quotes(said, mine), strict=True))
    given = list(zip(theirs, _in_quotes(whole, theirs), strict=True))
    if _follows(ours, given):
        return True
    for count in range(1, min(_MOST_MOVED, len(ours) - 1) + 1):
        for cut, moved in ((count, ours[:count]), (len(ours) - count, ours[-count:])):
            if any(word.lower in VERBS and _limiting(word) for word, _ in moved):
                before = _bare(ours[cut:])
                if _follows(before + _bare(ours[:cut]), given, joint=len(before)):
                    return True
    return False


def _is_opening(gone: Sequence[Word]) -> bool:
    """Whether it only says where or when, up to a comma: "On Monday,"; or nothing at all."""
    if not gone:
        return True
    sets_a_scene = gone[0].part in {Part.PREPOSITION, Part.TIME, Part.ADVERB} and gone[-1].part is Part.COMMA
    return sets_a_scene and not _has_verb(gone)


_Token = tuple[Word, bool]
"""A word, and whether it stands in quotation marks."""


def _in_quotes(sentence: str, words: Sequence[Word]) -> list[bool]:
    spans = [match.span() for match in _QUOTED.finditer(sentence)]
    return [any(start <= word.start < end for start, end in spans) for word in words]


def _bare(tokens: list[_Token]) -> list[_Token]:
    """Without the commas at its ends, which go when it is moved."""
    first = next((n for n, (word, _) in enumerate(tokens) if word.part is not Part.COMMA), len(tokens))
    last = next((n for n in range(len(tokens), first, -1) if tokens[n - 1][0].part is not Part.COMMA), first)
    return tokens[first:last]


def _follows(mine: Sequence[_Token], theirs: Sequence[_Token], *, joint: int = 0) -> bool:
    """Whether mine are theirs in order, with lawful gaps; at the ``joint`` a mark may be lost."""
    reached = {-1}
    for number, (word, quoted) in enumerate(mine):
        found = {
            place
            for last in reached
            for place in range(last + 1, len(theirs))
            if theirs[place][0].lower == word.lower
            and theirs[place][1] is quoted
            and _may_go(theirs, last, place, joint=joint > 0 and number == joint)
        }
        reached = found | (reached if word.lower in _FREE else set())
    return any(last + 1 == len(theirs) or theirs[last + 1][0].part in _MARKS for last in reached)


def _may_go(theirs: Sequence[_Token], last: int, place: int, *, joint: bool) -> bool:
    """Whether what stands between the two places may be struck out."""
    gone = [word for word, _ in theirs[last + 1 : place]]
    if all(word.lower in _FREE for word in gone):
        return True
    if all(word.part in _MARKS for word in gone):
        return joint
    if last < 0:
        return _is_opening(gone[_opener(gone) :])
    between = gone[0].part in _MARKS and gone[-1].part in _MARKS and gone[0].part is not Part.COLON
    opens = [word for mark, word in pairwise(gone) if mark.part in _MARKS]
    return between and all(word.part in _OPENS_AN_ASIDE for word in opens)
