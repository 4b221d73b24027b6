"""Who says what in a sentence: speaker, cue and content, found by the grammar of news writing."""

from collections.abc import Sequence
from dataclasses import dataclass

from digests.intake import contents, phrases, subjects
from digests.intake.cues import PASSIVE, TAKES, VERBS, Cue, Form, Voice
from digests.intake.parts import FINITE, Part
from digests.intake.phrases import Stretch
from digests.intake.words import Word

_EDGE = frozenset({Part.COMMA, Part.QUOTE, Part.DASH})
_VERBAL = frozenset({Part.VERB, Part.PARTICIPLE, Part.ING, Part.INFINITIVE})
_INVERTS = frozenset({Voice.SAY, Voice.ALLEGE, Voice.DENY})
_BEHIND = frozenset({Voice.SAY, Voice.TELL, Voice.HOLD, Voice.SHOW, Voice.ALLEGE})
_NO_SPEAKER_BEFORE = frozenset(
    {Part.THAT, Part.VERB, Part.MODAL, Part.BE, Part.HAVE, Part.DO, Part.NOT, Part.TO, Part.QUOTE}
)
_HELPED = frozenset({Part.HAVE, Part.BE})
_GOES_ON = frozenset(("begin", "continue"))
"""Verbs that tell of saying only beside a quotation."""
_QUOTATIVE = frozenset("say write add tweet explain note".split())
_NEAREST_BY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution within a sentence; every stretch counts its words.

    ``speaker`` is None where the sentence names none ("is expected to"). ``told`` is to whom it was said.
    """

    voice: Voice
    lemma: str
    speaker: Stretch | None
    cue: Stretch
    contents: tuple[Stretch, ...]
    told: Stretch | None = None
    negated: bool = False


def find(words: Sequence[Word]) -> tuple[Attribution, ...]:
    """Every attribution of a sentence, in the order of the cues."""
    found: list[Attribution] = []
    for place, word in enumerate(words):
        one = _at(words, place, word, found)
        if one is not None and any(first < last for first, last in one.contents):
            found.append(one)
    told = {place for one in found for first, last in one.contents for place in range(first, last)}
    found += _beside_quotations(words, told)
    return tuple(found)


def _at(words: Sequence[Word], place: int, word: Word, found: Sequence[Attribution]) -> Attribution | None:
    if word.part in _VERBAL and (cue := VERBS.get(word.lower)) is not None:
        return _by_verb(words, place, cue, found)
    return _according(words, place) if word.lower == "according" else None


def _by_verb(words: Sequence[Word], place: int, cue: Cue, found: Sequence[Attribution]) -> Attribution | None:
    group = subjects.group_start(words, place)
    part = words[place].part
    parts = {word.part for word in words[group:place]}
    bare = (part is Part.INFINITIVE and Part.TO not in parts) or (part is Part.PARTICIPLE and not parts & _HELPED)
    if bare:
        return None
    if part is not Part.ING and Part.BE in parts and cue.form in {Form.PAST, Form.PARTICIPLE}:
        return _passive(words, place, group, cue)
    if group == place and (inverted := _inverted(words, place, cue)) is not None:
        return inverted
    participle = part is Part.ING and Part.BE not in parts
    if participle:
        speaker = next((one.speaker for one in reversed(found) if one.speaker is not None), None)
        subject = subjects.subject_of_participle(words, group, speaker)
    else:
        subject = subjects.subject_of(words, group)
    if subject is None:
        return None
    return _active(words, place, group, cue, subject, may_follow=not participle)


def _negated(words: Sequence[Word]) -> bool:
    return any(word.part is Part.NOT or word.lower.endswith("n’t") for word in words)


def _active(
    words: Sequence[Word], place: int, group: int, cue: Cue, subject: Stretch, *, may_follow: bool
) -> Attribution | None:
    """The speaker before the verb; the content behind it, or before both: "..., Lind said"."""
    end = place + 1
    particle = end < len(words) and (cue.lemma, words[end].lower) in TAKES
    end += particle
    told, start = _addressee(words, end, cue)
    right = contents.to_the_right(words, start, cue, particle=particle)
    found: tuple[Stretch, ...] = (right,) if right is not None else ()
    if may_follow and cue.voice in _BEHIND and _content_goes_before(words, subject[0], start, right, cue):
        found = (*contents.to_the_left(words, subject[0]), *contents.quotations_after(words, start))
    return Attribution(
        voice=cue.voice,
        lemma=cue.lemma,
        speaker=phrases.without_time(words, subject),
        cue=(group, end),
        contents=found,
        told=told,
        negated=_negated(words[group:place]),
    )


def _content_goes_before(words: Sequence[Word], edge: int, start: int, right: Stretch | None, cue: Cue) -> bool:
    if edge == 0 or words[edge - 1].part not in _EDGE:
        return False
    quoted = words[edge - 1].part is Part.QUOTE or (edge > 1 and words[edge - 2].part is Part.QUOTE)
    final = right is None or start >= len(words) or words[start].part in {Part.END, Part.COMMA, Part.DASH}
    if quoted:
        again = right is not None and words[right[0]].part is Part.QUOTE
        return final or again or words[start].lower in {"when", "as", "after", "while", "before"}
    if cue.lemma in _GOES_ON:
        return False
    opening = words[0]
    scene = opening.part in {Part.SUBORDINATOR, Part.PARTICIPLE, Part.ING, Part.RELATIVE} or opening.lower == "asked"
    ends = right is None and (start >= len(words) or words[start].part is Part.END)
    return final and not scene and (ends or phrases.has_verb(words[: edge - 1]))


def _addressee(words: Sequence[Word], start: int, cue: Cue) -> tuple[Stretch | None, int]:
    """To whom it was said, and where the content may begin."""
    if cue.voice is Voice.TELL:
        phrase = phrases.after(words, start)
        return (phrase, phrase[1]) if phrase is not None else (None, start)
    if cue.lemma in {"ask", "warn"}:
        phrase = phrases.after(words, start)
        clause = phrase is not None and phrase[1] < len(words) and words[phrase[1]].part in {Part.THAT, Part.RELATIVE}
        return (phrase, phrase[1]) if phrase is not None and clause else (None, start)
    return None, start


def _inverted(words: Sequence[Word], place: int, cue: Cue) -> Attribution | None:
    """The speaker behind the verb: "..., said Mara Lind"."""
    if cue.voice not in _INVERTS or cue.form not in {Form.PAST, Form.S}:
        return None
    speaker = phrases.after(words, place + 1)
    if speaker is None:
        return None
    following = words[speaker[1]].part if speaker[1] < len(words) else Part.END
    if place == 0:
        found = contents.quotations_after(words, speaker[1]) if following in {Part.COLON, Part.COMMA} else ()
        return Attribution(voice=cue.voice, lemma=cue.lemma, speaker=speaker, cue=(0, 1), contents=found)
    if following in _NO_SPEAKER_BEFORE or not _told_before(words, place, cue, speaker, following):
        return None
    end = _past_aside(words, speaker[1])
    found = (*contents.to_the_left(words, place), *contents.quotations_after(words, end))
    cue_at = (place, place + 1)
    return Attribution(voice=cue.voice, lemma=cue.lemma, speaker=(speaker[0], end), cue=cue_at, contents=found)


def _told_before(words: Sequence[Word], place: int, cue: Cue, speaker: Stretch, following: Part) -> bool:
    """Whether what stands before the verb is what was said, and not a speaker with an aside."""
    left = words[place - 1].part
    if left is Part.QUOTE:
        return True
    if left not in _EDGE or not phrases.has_verb(words[: place - 1]):
        return False
    first = words[speaker[0]]
    if first.part in {Part.PRONOUN, Part.OBJECT}:
        return False
    aside = subjects.subject_of(words, place) is not None
    return not aside or (cue.lemma in _QUOTATIVE and (following is Part.END or first.part is Part.NAME))


def _past_aside(words: Sequence[Word], end: int) -> int:
    """Behind the description that follows a speaker: ", who chairs the council"."""
    if end + 1 >= len(words) or words[end].part is not Part.COMMA:
        return end
    opening = words[end + 1]
    describes = opening.lower in {"who", "of", "from", "with"} or opening.part in {
        Part.DETERMINER, Part.NOUN, Part.NAME, Part.ADJECTIVE, Part.NUMBER,
    }  # fmt: skip
    if not describes:
        return end
    place = end + 1
    while place < len(words) and words[place].part not in {Part.COMMA, Part.END, Part.QUOTE, Part.COLON, Part.DASH}:
        place += 1
    return place


def _passive(words: Sequence[Word], place: int, group: int, cue: Cue) -> Attribution | None:
    """The speaker behind "by", or nobody: "was accused of", "is expected to"."""
    subject = subjects.subject_of(words, group)
    if words[place].lower not in PASSIVE or subject is None:
        return None
    end = contents.clause_end(words, place)
    by = next((n for n in range(place + 1, min(end, place + _NEAREST_BY)) if words[n].lower == "by"), None)
    speaker = phrases.after(words, by + 1) if by is not None else None
    cue_end = by + 1 if by is not None and speaker is not None else place + 1
    rest = (speaker[1] if speaker is not None else cue_end, end)
    goes_on = rest[0] < end and words[rest[0]].part in {Part.TO, Part.PREPOSITION, Part.SUBORDINATOR, Part.PARTICIPLE}
    if speaker is None and rest[0] >= end:
        return None
    return Attribution(
        voice=cue.voice,
        lemma=cue.lemma,
        speaker=speaker,
        cue=(group, cue_end),
        contents=(subject, rest) if speaker is None or goes_on else (subject,),
        negated=_negated(words[group:place]),
    )


def _according(words: Sequence[Word], place: int) -> Attribution | None:
    if place + 1 >= len(words) or words[place + 1].part is not Part.TO:
        return None
    speaker = phrases.after(words, place + 2)
    if speaker is None:
        return None
    if place <= 1:
        comma = next((n for n in range(speaker[1], len(words)) if words[n].part is Part.COMMA), len(words))
        content = (comma + 1, contents.clause_end(words, comma + 1))
    else:
        speaker = (speaker[0], _past_aside(words, speaker[1]))
        content = (0, place - (words[place - 1].part is Part.COMMA))
    if content[0] >= min(content[1], len(words)):
        return None
    cue_at = (place, place + 2)
    return Attribution(voice=Voice.SAY, lemma="according to", speaker=speaker, cue=cue_at, contents=(content,))


def _says(word: Word) -> bool:
    return word.lower in VERBS and VERBS[word.lower].voice in {Voice.SAY, Voice.TELL}


def _beside_quotations(words: Sequence[Word], told: set[int]) -> list[Attribution]:
    """A quotation behind "Lind:", or behind a verb that is no cue: "The agency replied only: “...”"."""
    place = next((n for n, word in enumerate(words) if word.part is Part.QUOTE and n not in told), None)
    if place is None or place == 0 or words[place - 1].part not in {Part.COLON, Part.COMMA}:
        return []
    verbs = [n for n in range(place - 2, -1, -1) if words[n].part in FINITE]
    verb = next((n for n in verbs if _says(words[n])), verbs[0] if verbs else None)
    if verb is None:
        speaker = phrases.before(words, place - 1) if words[place - 1].part is Part.COLON else None
        cue_at = (place - 1, place)
    else:
        group = subjects.group_start(words, verb)
        speaker = subjects.subject_of(words, group)
        cue_at = (group, verb + 1)
    if speaker is None:
        return []
    lemma = VERBS[words[verb].lower].lemma if verb is not None and _says(words[verb]) else words[cue_at[0]].lower
    return [Attribution(voice=Voice.SAY, lemma=lemma, speaker=speaker, cue=cue_at, contents=((place, place + 1),))]
