"""Sayings: attributions as they stand in the body, with the quotations of later sentences that go on with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digests.article import Spans
from digests.intake import subjects
from digests.intake.attributing import Attribution, find
from digests.intake.cues import Voice
from digests.intake.parts import FINITE, Part
from digests.intake.passages import Sentence
from digests.intake.phrases import Stretch, tells_time
from digests.intake.words import Span, Word

_CLOSES = '”"'
_NEAR = 3
_CONTRASTS = frozenset("while whereas though although".split())
_POINTS_BACK = frozenset("it this that these those he she they his her its their".split())
_OPENS = '“"‘'


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One attribution, in characters of the body.

    ``who`` are the words that name or describe the speaker: those of the antecedent where the speaker is a "who";
    none where the sentence names nobody. ``quotations`` are the contents that are quoted whole. ``nested`` is what
    stands in what somebody else says; an ``aside`` only tells which persons or things are meant: "voters who said so".
    ``finite`` is whether the cue makes a clause: "said" does, "saying" does not. ``hangs`` is what only explains the
    main clause, or has not been said yet: "since the clerk would assert", "after claiming", "which is threatening".
    """

    sentence: Sentence
    number: int
    voice: Voice
    lemma: str
    who: tuple[Word, ...]
    told: tuple[Word, ...]
    speaker: Spans
    cue: Spans
    contents: Spans
    quotations: Spans
    negated: bool
    finite: bool
    hangs: bool
    nested: bool
    aside: bool


def sayings_of(body: str, sentences: Sequence[Sentence]) -> tuple[Saying, ...]:
    """All attributions in the order of the text. A quotation without a speaker of its own goes to the one before it."""
    found: list[Saying] = []
    speaking: int | None = None
    paragraph = 0
    for number, sentence in enumerate(sentences):
        if sentence.only_quoted:
            if speaking is not None and sentence.paragraph - paragraph <= 1:
                found[speaking] = _continued(found[speaking], sentence)
                paragraph = sentence.paragraph
            continue
        new = list(_in_sentence(body, sentence, number))
        quoting = [place for place, saying in enumerate(new, len(found)) if saying.quotations]
        found += new
        speaking = quoting[-1] if quoting else None
        paragraph = sentence.paragraph
    return tuple(found)


def _continued(saying: Saying, sentence: Sentence) -> Saying:
    more = tuple((word.start, word.end) for word in sentence.words if word.part is Part.QUOTE)
    return replace(saying, contents=saying.contents + more, quotations=saying.quotations + more)


def _in_sentence(body: str, sentence: Sentence, number: int) -> Iterator[Saying]:
    words = sentence.words
    attributions = find(words)
    asides = [one for one in attributions if _is_aside(words, one)]
    for one in attributions:
        who = () if one.speaker is None else _named_by(words, one.speaker)
        quoted = (n for first, last in one.contents for n in range(first, last) if words[n].part is Part.QUOTE)
        yield Saying(
            sentence=sentence,
            number=number,
            voice=one.voice,
            lemma=one.lemma,
            who=who,
            told=() if one.told is None else words[slice(*one.told)],
            speaker=() if one.speaker is None else (_span(body, words, one.speaker),),
            cue=(_span(body, words, one.cue),),
            contents=tuple(_span(body, words, content) for content in one.contents if content[0] < content[1]),
            quotations=tuple((words[n].start, words[n].end) for n in quoted),
            negated=one.negated,
            hangs=_hangs(words, one),
            finite=any(word.part in FINITE or word.lower == "according" for word in words[slice(*one.cue)]),
            nested=any(_within(one, other) for other in attributions if other not in asides),
            aside=one in asides,
        )


def _named_by(words: Sequence[Word], speaker: Stretch) -> tuple[Word, ...]:
    return tuple(words[slice(*(subjects.antecedent_of(words, speaker) or speaker))])


def _is_aside(words: Sequence[Word], one: Attribution) -> bool:
    """Whether it only tells which persons or things are meant: "voters who said so", "a fee that Lind called small"."""
    if one.speaker is None:
        return False
    start, left = one.speaker[0], words[one.speaker[0] - 1] if one.speaker[0] else None
    if subjects.antecedent_of(words, one.speaker) is not None:
        behind = range(one.cue[1], len(words) - 1)
        main = any(words[n].part is Part.COMMA and words[n + 1].part in FINITE for n in behind)
        return main or left is None or left.part is not Part.COMMA
    opens = one.contents[0][0]
    which = left is not None and left.lower in {"which", "whom", "who", "that", "what"}
    return which or (opens > start and words[opens].part in FINITE)


def _hangs(words: Sequence[Word], one: Attribution) -> bool:
    """Whether the main clause is not the speaker's: theirs explains it, or tells what they may yet say."""
    cue = words[slice(*one.cue)]
    if any(word.part is Part.MODAL for word in cue):
        return True
    if one.speaker is None or words[one.cue[0]].lower == "according":
        return False
    if not any(word.part in FINITE for word in cue):
        left = words[one.cue[0] - 1]
        if left.part in {Part.PREPOSITION, Part.SUBORDINATOR} and not _tells_how(words, one.cue[0] - 1):
            return True
    if subjects.antecedent_of(words, one.speaker) is not None:
        return one.voice in {Voice.ACT, Voice.HOLD}
    if not 0 < one.speaker[0] < one.cue[0]:
        return False
    left = words[one.speaker[0] - 1]
    explains = left.part in {Part.SUBORDINATOR, Part.RELATIVE} and not _sets_beside(words, one.speaker[0] - 1)
    tells_which = left.part is Part.NOUN and not tells_time(left) and words[one.speaker[0]].part is not Part.NAME
    return explains or (tells_which and any(word.part in FINITE for word in words[: one.speaker[0]]))


def _tells_how(words: Sequence[Word], place: int) -> bool:
    """Whether a "by" tells how the verb of its clause was done: "responded by saying"."""
    marks = (n for n in range(place, -1, -1) if words[n].part in {Part.COMMA, Part.COLON, Part.END})
    clause = words[next(marks, -1) + 1 : place]
    return words[place].lower == "by" and any(word.part in FINITE for word in clause)


def _sets_beside(words: Sequence[Word], place: int) -> bool:
    """Whether a clause only stands beside the main one, or says what a main clause that points back leaves open.

    "..., while Lind said"; "It comes after Lind said"; "Their doubts grew when Lind said".
    """
    if words[place].lower in _CONTRASTS and place > 0 and words[place - 1].part is Part.COMMA:
        return True
    follows = any(word.lower in {"comes", "came", "come"} for word in words[1:place][:_NEAR])
    return words[place].lower == "as" or follows or words[0].lower in _POINTS_BACK


def _within(one: Attribution, other: Attribution) -> bool:
    return other is not one and any(first <= one.cue[0] < last for first, last in other.contents)


def _span(body: str, words: Sequence[Word], stretch: Stretch) -> Span:
    """The stretch in characters, with the quotation marks at its edges."""
    start, end = words[stretch[0]].start, words[stretch[1] - 1].end
    while start and body[start - 1] in _OPENS:
        start -= 1
    while end < len(body) and (body[end] in _CLOSES or (body[end] == "’" and not body[end + 1 : end + 2].isalpha())):
        end += 1
    return start, end
