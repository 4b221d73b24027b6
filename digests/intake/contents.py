"""What was said: where the content that a cue opens or closes begins and ends."""

from collections.abc import Sequence

from digests.intake import phrases
from digests.intake.cues import BARE, NEEDS_CLAUSE, VERBS, Cue, Form, Voice
from digests.intake.parts import FINITE, GROUP, Part
from digests.intake.phrases import Stretch
from digests.intake.words import Word

FARTHEST_THAT = 14
"""Words that may stand between a cue and its "that": "said on Friday in a statement that"."""
_SPOKEN = frozenset({Voice.SAY, Voice.TELL, Voice.SHOW})
_NO_INFINITIVE = frozenset("say report note respond reply speak state see feel hear read continue begin prove".split())
_ADVERBIAL = frozenset("in on at during of with through by via from about for outside after before since to".split())
_TURNS = frozenset(("while", "whereas", "although", "though"))
_ENDS_AN_OBJECT = frozenset("after when while because although though before if since until whereas".split())
_NEAR = 6


def to_the_left(words: Sequence[Word], edge: int) -> tuple[Stretch, ...]:
    """What goes before ", Lind said": from the beginning of the sentence, or a quotation that stands there alone."""
    end = edge
    while end and words[end - 1].part in {Part.COMMA, Part.DASH}:
        end -= 1
    if end == 0:
        return ()
    start = 0
    if words[end - 1].part is Part.QUOTE:
        start = end - 1
        while start and words[start - 1].part not in {Part.END, Part.COLON, Part.COMMA}:
            start -= 1
        if start and words[start - 1].part is Part.COMMA and any(word.part in FINITE for word in words[:start]):
            start = 0
    return ((start, end),)


def quotations_after(words: Sequence[Word], start: int) -> tuple[Stretch, ...]:
    """Quotations that go on behind the speaker: "..., said Lind, “...”"; none once another verb has come."""
    found: list[Stretch] = []
    for place in range(start, len(words)):
        if words[place].part is Part.QUOTE:
            found.append((place, place + 1))
        elif words[place].part in FINITE and not found:
            break
    return tuple(found)


def to_the_right(words: Sequence[Word], start: int, cue: Cue, *, particle: bool) -> Stretch | None:
    """What the cue ending before ``start`` opens: a clause, a quotation or an object; None where nothing follows."""
    if cue.voice is not Voice.ACT or cue.lemma in {"warn", "promise", "vow", "pledge"}:
        that = _that(words, start, cue)
        if that is not None:
            return that, clause_end(words, that)
    place = _past_time(words, start) if cue.voice in {Voice.ACT, Voice.DENY} else _past_adverbials(words, start, cue)
    if place >= len(words):
        return None
    word = words[place]
    match word.part:
        case Part.COMMA:
            quoted = place + 1 < len(words) and words[place + 1].part is Part.QUOTE
            return (place + 1, clause_end(words, place + 1)) if quoted else None
        case Part.COLON:
            return (place + 1, len(words)) if place + 1 < len(words) else None
        case Part.END | Part.DASH:
            return None
        case Part.QUOTE | Part.RELATIVE:
            return place, clause_end(words, place)
        case Part.TO:
            return None if cue.lemma in _NO_INFINITIVE else (place, object_end(words, place))
        case _:
            return _clause_or_object(words, place, cue, particle=particle)


def _that(words: Sequence[Word], start: int, cue: Cue) -> int | None:
    for place in range(start, min(len(words), start + FARTHEST_THAT)):
        word = words[place]
        if word.part is Part.THAT:
            between = words[start:place]
            relative = (
                bool(between)
                and between[-1].part in {Part.NOUN, Part.NAME}
                and not any(w.part in {Part.PREPOSITION, Part.TIME, Part.ADVERB, Part.COMMA} for w in between)
            )
            return None if relative and cue.voice is not Voice.TELL else place
        if word.part in FINITE or word.part in {Part.END, Part.QUOTE, Part.COLON, Part.RELATIVE}:
            return None
    return None


def _clause_or_object(words: Sequence[Word], place: int, cue: Cue, *, particle: bool) -> Stretch | None:
    word = words[place]
    if word.lower == "if":
        return place, clause_end(words, place)
    end = clause_end(words, place)
    if cue.lemma in BARE and cue.voice is not Voice.ACT and _clause_begins(words, place, end):
        return place, end
    if cue.lemma in NEEDS_CLAUSE and not particle:
        quoted = any(w.part is Part.QUOTE for w in words[place:end])
        return (place, end) if quoted else None
    adverbial = word.part in {Part.PREPOSITION, Part.SUBORDINATOR, Part.AND, Part.BE, Part.ADVERB}
    if adverbial and not particle and cue.voice is not Voice.ACT:
        return None
    return place, object_end(words, place)


def _clause_begins(words: Sequence[Word], place: int, end: int) -> bool:
    """Whether a subject and its verb follow."""
    if words[place].part in {Part.PREPOSITION, Part.SUBORDINATOR, Part.AND}:
        return False
    subject = phrases.after(words, place)
    behind = place if subject is None else subject[1]
    if subject is None and words[place].part is not Part.ING:
        return False
    return any(word.part in FINITE for word in words[behind:end])


def _past_time(words: Sequence[Word], start: int) -> int:
    """Behind "on Monday": what a council voted on Monday to do is what comes after it."""
    parts = [word.part for word in words[start : start + 2]]
    if parts == [Part.PREPOSITION, Part.TIME]:
        return start + 2
    return start + 1 if parts[:1] == [Part.TIME] else start


def _past_adverbials(words: Sequence[Word], start: int, cue: Cue) -> int:
    """Behind "on Friday", "in a statement", "again"."""
    place = start
    while place < len(words):
        behind = _past_one_adverbial(words, place, spoken=cue.voice in _SPOKEN)
        if behind == place:
            break
        place = behind
    return place


def _past_one_adverbial(words: Sequence[Word], place: int, *, spoken: bool) -> int:
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else None
    if word.part in {Part.TIME, Part.ADVERB}:
        return place + 1
    if following is None:
        return place
    if word.part in {Part.DETERMINER, Part.ADJECTIVE} and phrases.tells_time(following):
        return place + 2
    if spoken and word.part in {Part.PREPOSITION, Part.SUBORDINATOR} and word.lower in _ADVERBIAL:
        if following.part in {Part.TIME, Part.ADVERB}:
            return place + 2
        phrase = phrases.after(words, place + 1)
        return place if phrase is None else phrase[1]
    return place


def clause_end(words: Sequence[Word], start: int) -> int:
    """Where a clause that a cue opened at ``start`` ends: with the sentence, or where somebody speaks anew."""
    for place in range(start + 1, len(words)):
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else None
        if word.part is Part.END:
            return place
        if following is None:
            break
        if word.lower == "according" and following.part is Part.TO:
            return place - (words[place - 1].part is Part.COMMA)
        if word.part is Part.COMMA and _breaks(words, place + 1):
            return place
        if word.part is Part.AND and _speaks_anew(words, place + 1):
            return place
    return len(words)


def _breaks(words: Sequence[Word], place: int) -> bool:
    """Whether what follows a comma is no longer part of the clause: ", saying", ", and called", ", while"."""
    word = words[place]
    if word.part is Part.ING:
        return word.lower in VERBS
    if word.part is Part.AND:
        return _speaks_anew(words, place + 1)
    listed = word.part is Part.VERB and word.lower in VERBS and VERBS[word.lower].form is Form.PAST
    return listed or word.lower in _TURNS or _closes(words, place)


def _closes(words: Sequence[Word], place: int) -> bool:
    """Whether the sentence closes with who said it: "..., officials and analysts say."."""
    subject = phrases.after(words, place)
    verb = len(words) if subject is None else _behind_group(words, subject[1])
    if verb >= len(words) or words[verb].part is not Part.VERB or words[verb].lower not in VERBS:
        return False
    ends = verb + 1 == len(words) or words[verb + 1].part in {Part.END, Part.TIME}
    return ends and VERBS[words[verb].lower].voice in _SPOKEN


def _speaks_anew(words: Sequence[Word], place: int) -> bool:
    verb = _behind_group(words, place)
    if verb < len(words) and words[verb].part is Part.VERB and words[verb].lower in VERBS:
        return VERBS[words[verb].lower].form in {Form.PAST, Form.S}
    subject = phrases.after(words, place)
    if subject is None:
        return False
    verb = _behind_group(words, subject[1])
    spoken = verb < len(words) and words[verb].part is Part.VERB and words[verb].lower in VERBS
    return spoken and VERBS[words[verb].lower].voice in {Voice.SAY, Voice.TELL}


def _behind_group(words: Sequence[Word], place: int) -> int:
    while place < len(words) and words[place].part in GROUP:
        place += 1
    return place


def object_end(words: Sequence[Word], start: int) -> int:
    """Where an object that begins at ``start`` ends, with "for", "of" and "as" that hang on it."""
    for place in range(start + 1, len(words)):
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else None
        match word.part:
            case Part.END | Part.DASH | Part.COLON:
                return place
            case Part.COMMA:
                if not phrases.list_goes_on(words, place) or _closes(words, place + 1):
                    return place
            case Part.TIME:
                return place - (words[place - 1].part is Part.PREPOSITION)
            case Part.AND:
                if following is not None and following.part in FINITE | GROUP:
                    return place
            case Part.SUBORDINATOR | Part.RELATIVE:
                if word.lower in _ENDS_AN_OBJECT or (word.lower == "as" and place - start >= _NEAR):
                    return place
            case _:
                pass
    return len(words)
