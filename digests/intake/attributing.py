"""Who says what in a sentence: speaker, cue and content, found by the grammar of news writing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digests.intake import phrases
from digests.intake.cues import ADVERBS, BARE, NEEDS_CLAUSE, NOUN_CUES, PASSIVE, TAKES, VERBS, Cue, Form, Voice
from digests.intake.passages import Sentence
from digests.intake.phrases import Stretch
from digests.intake.words import FINITE, GROUP, NOMINAL, Part, Word

_LEFT_EDGE = frozenset({Part.COMMA, Part.QUOTE, Part.DASH})
_NO_CONTENT = frozenset({Part.END, Part.COMMA, Part.DASH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One attribution within a sentence, in numbers of its words: (first, one after the last)."""

    voice: Voice
    lemma: str
    speaker: Stretch | None
    cue: Stretch
    contents: tuple[Stretch, ...]
    told: Stretch | None = None
    negated: bool = False


def find(sentence: Sentence) -> tuple[Found, ...]:
    """Every attribution of the sentence, in the order of the cues."""
    words = sentence.words
    found: list[Found] = []
    for place, word in enumerate(words):
        one: Found | None = None
        if word.part in {Part.VERB, Part.PARTICIPLE, Part.ING} and word.lower in VERBS:
            one = _by_verb(words, place, VERBS[word.lower], found)
        elif word.lower == "according" and place + 1 < len(words) and words[place + 1].part is Part.TO:
            one = _according(words, place)
        elif word.part in {Part.NOUN, Part.VERB} and word.lower in NOUN_CUES:
            one = _by_noun(words, place)
        elif word.lower in ADVERBS:
            one = _by_adverb(words, place)
        if one is not None and one.contents:
            found.append(one)
    if not found:
        found += _by_colon(words)
    return tuple(found)


def _by_verb(words: Sequence[Word], place: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    group = _group_start(words, place)
    within = words[group:place]
    negated = any(w.part is Part.NOT or w.lower.endswith(("n’t", "n't")) for w in within)
    passive = words[place].part is Part.PARTICIPLE and any(w.part is Part.BE for w in within)
    if (
        words[place].part is Part.VERB
        and any(w.part is Part.BE for w in within)
        and VERBS[words[place].lower].form is Form.PAST
    ):
        passive = True
    if passive:
        return _passive(words, place, group, cue, negated)
    if words[place].part is Part.PARTICIPLE and not any(w.part is Part.HAVE for w in within):
        return _reduced(words, place, cue)
    if inverted := _inverted(words, place, group, cue, found):
        return inverted
    participle = words[place].part is Part.ING and not any(w.part is Part.BE for w in within)
    if group and words[group - 1].part is Part.TO and not any(w.part is Part.MODAL for w in within):
        return None
    subject = _speaker_of_participle(words, group, found) if participle else subject_of(words, group)
    if subject is None:
        return None
    return _active(words, place, group, cue, subject, negated=negated, participle=participle)


def _group_start(words: Sequence[Word], place: int) -> int:
    start = place
    while start > 0 and words[start - 1].part in GROUP:
        start -= 1
    while (
        start < place
        and words[start].part is Part.ADVERB
        and words[start].lower not in {"also", "never"}
        and start == 0
    ):
        start += 1
    return start


def subject_of(words: Sequence[Word], group: int) -> Stretch | None:
    """The phrase that the verb group beginning at ``group`` belongs to."""
    if group == 0:
        return None
    left = words[group - 1]
    if left.part in {Part.COMMA, Part.DASH}:
        return _described(words, group - 1)
    if left.part is Part.CLOSE:
        opening = next((k for k in range(group - 1, -1, -1) if words[k].part is Part.OPEN), None)
        phrase = phrases.before(words, opening) if opening else None
        return (phrase[0], group) if phrase else None
    if left.part is Part.RELATIVE or left.lower == "that":
        if left.lower not in {"who", "which", "that"}:
            return None
        end = group - 1
        if end and words[end - 1].part is Part.COMMA:
            end -= 1
        return phrases.before(words, end)
    if left.part is Part.AND:
        return _main_subject(words, group - 1)
    phrase = phrases.before(words, group)
    if phrase is None:
        return None
    return _with_clause(words, phrase)


def _described(words: Sequence[Word], comma: int) -> Stretch | None:
    """The speaker before an aside that the comma closes: "Mara Lind, who chairs the council, said"."""
    mark = words[comma].part
    for k in range(comma - 1, max(-1, comma - phrases.LONGEST_ASIDE), -1):
        if words[k].part is Part.QUOTE:
            return None
        if words[k].part is mark and k > 0:
            phrase = phrases.before(words, k)
            if phrase is None:
                continue
            if words[k + 1].part in {
                Part.DETERMINER,
                Part.RELATIVE,
                Part.NOUN,
                Part.NAME,
                Part.ADJECTIVE,
                Part.NUMBER,
                Part.PREPOSITION,
                Part.ING,
                Part.PARTICIPLE,
                Part.ADVERB,
            }:
                return phrase[0], comma + 1
            return None
    return None


def _with_clause(words: Sequence[Word], phrase: Stretch) -> Stretch:
    """The phrase, or the one that a relative clause ending with it belongs to: "officials who saw the memo"."""
    k = phrase[0] - 1
    steps = 0
    while k >= 0 and steps < 12 and words[k].part not in {Part.COMMA, Part.QUOTE, Part.END, Part.COLON, Part.DASH}:
        if (
            words[k].lower in {"who", "that", "which"}
            and words[k].part in {Part.RELATIVE, Part.THAT}
            and any(w.part in FINITE for w in words[k : phrase[0]])
        ):
            antecedent = phrases.before(words, k)
            if antecedent and words[antecedent[1] - 1].part is not Part.PRONOUN:
                # a "that" after a cue opens a content
                return antecedent[0], phrase[1]
            return phrase
        if words[k].part is Part.SUBORDINATOR:
            return phrase
        k -= 1
        steps += 1
    return phrase


def _main_subject(words: Sequence[Word], end: int) -> Stretch | None:
    """The subject that a verb after "and" shares: that of the nearest clause which stands by itself."""
    for k in range(end - 1, -1, -1):
        if words[k].part in FINITE and (k == 0 or words[k - 1].part not in FINITE | {Part.NOT}):
            group = _group_start(words, k)
            if group == 0 or words[group - 1].part in {Part.AND, Part.RELATIVE, Part.THAT, Part.TO}:
                continue
            subject = subject_of(words, group)
            if subject is None:
                continue
            if subject[0] == 0 or words[subject[0] - 1].part in {
                Part.COMMA,
                Part.AND,
                Part.END,
                Part.COLON,
                Part.DASH,
                Part.SUBORDINATOR,
                Part.ADVERB,
                Part.QUOTE,
            }:
                return subject
    return None


def _speaker_of_participle(words: Sequence[Word], group: int, found: Sequence[Found]) -> Stretch | None:
    if group == 0:
        for k in range(1, len(words)):
            if words[k].part is Part.COMMA:
                return phrases.after(words, k + 1)
        return None
    left = words[group - 1]
    if left.part in {Part.NOUN, Part.NAME}:
        phrase = phrases.before(words, group)
        if phrase:
            return phrase
    if left.part in _LEFT_EDGE | {Part.AND, Part.PREPOSITION, Part.SUBORDINATOR, Part.ADVERB}:
        if found and found[-1].speaker is not None:
            return found[-1].speaker
        return _main_subject(words, group)
    return None


def _inverted(words: Sequence[Word], place: int, group: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """ "..., said Mara Lind": the speaker behind the verb."""
    if cue.voice not in {Voice.SAY, Voice.ALLEGE, Voice.DENY} or cue.form in {Form.ING, Form.BASE} or group != place:
        return None
    if place and words[place - 1].part not in _LEFT_EDGE:
        return None
    phrase = phrases.after(words, place + 1)
    if phrase is None:
        return None
    following = words[phrase[1]].part if phrase[1] < len(words) else Part.END
    if following in {Part.THAT, Part.VERB, Part.MODAL, Part.BE, Part.HAVE, Part.DO, Part.NOT, Part.TO}:
        return None
    quoted = place > 0 and (words[place - 1].part is Part.QUOTE)
    if place == 0:
        if following is not Part.COLON and following is not Part.QUOTE:
            return None
        contents = _quotes_after(words, phrase[1])
        return Found(voice=cue.voice, lemma=cue.lemma, speaker=phrase, cue=(place, place + 1), contents=contents)
    if not quoted:
        if (
            not phrases.has_verb(words[: place - 1])
            or _described(words, place - 1) is not None
            and following is not Part.END
            and not (words[phrase[0]].part is Part.NAME)
        ):
            return None
        if words[phrase[0]].part in {Part.PRONOUN, Part.OBJECT}:
            return None
    end = _aside_after(words, phrase[1])
    contents = (*_left_content(words, place), *_quotes_after(words, end))
    return Found(voice=cue.voice, lemma=cue.lemma, speaker=(phrase[0], end), cue=(place, place + 1), contents=contents)


def _aside_after(words: Sequence[Word], end: int) -> int:
    """The end of the description that follows a name: ", who chairs the council"."""
    if end + 1 >= len(words) or words[end].part is not Part.COMMA:
        return end
    opening = words[end + 1]
    if opening.part not in {
        Part.DETERMINER,
        Part.RELATIVE,
        Part.NOUN,
        Part.NAME,
        Part.ADJECTIVE,
        Part.NUMBER,
    } or opening.lower in {"which", "how", "whether", "what"}:
        return end
    place = end + 1
    while place < len(words) and words[place].part not in {Part.COMMA, Part.END, Part.QUOTE, Part.COLON, Part.DASH}:
        place += 1
    return place


def _left_content(words: Sequence[Word], edge: int) -> tuple[Stretch, ...]:
    """What goes before ", Lind said": from the sentence's beginning, or the quotation alone where that is it."""
    end = edge
    while end and words[end - 1].part in {Part.COMMA, Part.DASH}:
        end -= 1
    if end == 0:
        return ()
    quote = words[end - 1].part is Part.QUOTE
    if quote:
        start = end - 1
        while start and words[start - 1].part not in {Part.END, Part.COLON, Part.COMMA}:
            start -= 1
        if start and words[start - 1].part is Part.COMMA and any(w.part in FINITE for w in words[:start]):
            start = 0
        return ((start, end),)
    return ((0, end),)


def _quotes_after(words: Sequence[Word], start: int) -> tuple[Stretch, ...]:
    """Quotations that go on behind the speaker: "..., said Lind, “..."."""
    out: list[Stretch] = []
    for k in range(start, len(words)):
        if words[k].part is Part.QUOTE:
            out.append((k, k + 1))
        elif words[k].part in FINITE and not out:
            break
    return tuple(out)


def _active(
    words: Sequence[Word], place: int, group: int, cue: Cue, subject: Stretch, *, negated: bool, participle: bool
) -> Found | None:
    after_cue = place + 1
    lemma = cue.lemma
    particle = False
    if after_cue < len(words) and words[after_cue].lower in TAKES.get(lemma, ()):
        after_cue += 1
        particle = True
    cue_at = (group, after_cue)
    told, start = _addressee(words, after_cue, cue)
    right = _right_content(words, start, cue, particle=particle)
    left: tuple[Stretch, ...] = ()
    edge = subject[0]
    if (
        not participle
        and edge > 1
        and words[edge - 1].part in _LEFT_EDGE
        and cue.voice in {Voice.SAY, Voice.TELL, Voice.HOLD, Voice.SHOW, Voice.ALLEGE}
    ):
        before = words[: edge - 1] if words[edge - 1].part is not Part.QUOTE else words[:edge]
        quoted = words[edge - 1].part is Part.QUOTE or (edge > 1 and words[edge - 2].part is Part.QUOTE)
        final = right is None or words[start].part in _NO_CONTENT
        if (quoted and (final or right is None or words[right[0]].part is Part.ING)) or (
            final and phrases.has_verb(before) and words[0].part is not Part.SUBORDINATOR
        ):
            left = _left_content(words, edge)
            if final and start < len(words) and words[start].part is Part.COMMA:
                left = (*left, *_quotes_after(words, start))
            elif quoted:
                left = (*left, *_quotes_after(words, start))
            right = None
    speaker = phrases.without_time(words, subject)
    if left:
        return Found(
            voice=cue.voice, lemma=lemma, speaker=speaker, cue=cue_at, contents=left, told=told, negated=negated
        )
    if right is None:
        return None
    return Found(
        voice=cue.voice, lemma=lemma, speaker=speaker, cue=cue_at, contents=(right,), told=told, negated=negated
    )


def _addressee(words: Sequence[Word], start: int, cue: Cue) -> tuple[Stretch | None, int]:
    if cue.voice is Voice.TELL or (cue.lemma in {"ask", "warn"}):
        phrase = phrases.after(words, start)
        if phrase is not None:
            if cue.lemma in {"ask", "warn"} and (
                phrase[1] >= len(words) or words[phrase[1]].part not in {Part.THAT, Part.RELATIVE}
            ):
                return None, start
            return phrase, phrase[1]
    if start < len(words) and words[start].part is Part.TO and cue.voice is Voice.SAY:
        phrase = phrases.after(words, start + 1)
        if phrase is not None and words[start + 1].part is not Part.VERB:
            return phrase, phrase[1]
    return None, start


def _right_content(words: Sequence[Word], start: int, cue: Cue, *, particle: bool) -> Stretch | None:
    if start >= len(words):
        return None
    if cue.voice not in {Voice.ACT} or cue.lemma in {"warn", "promise", "vow", "pledge"}:
        for k in range(start, min(len(words), start + 16)):
            part = words[k].part
            if part is Part.THAT and k - start < 14:
                if (
                    k > start
                    and words[k - 1].part in {Part.NOUN, Part.NAME}
                    and cue.lemma in BARE
                    and not any(
                        w.part in {Part.PREPOSITION, Part.TIME, Part.ADVERB, Part.COMMA} for w in words[start:k]
                    )
                ):
                    break
                return k, _clause_end(words, k)
            if part in FINITE | {Part.END, Part.QUOTE, Part.COLON, Part.RELATIVE}:
                break
    place = start
    if cue.voice not in {Voice.ACT, Voice.DENY}:
        place = _skip_time(words, place, cue)
    if place >= len(words):
        return None
    word = words[place]
    if word.part is Part.COMMA and place + 1 < len(words):
        if words[place + 1].part is Part.QUOTE:
            return place + 1, _clause_end(words, place + 1)
        # parenthetical: "said, referring to X, that"
        return None
    if word.part is Part.COLON:
        return (place + 1, len(words)) if place + 1 < len(words) else None
    if word.part in {Part.END, Part.DASH}:
        return None
    if word.part is Part.QUOTE:
        return place, _clause_end(words, place)
    if word.part is Part.RELATIVE or word.lower == "if":
        return place, _clause_end(words, place)
    if word.part is Part.TO:
        return (place, _object_end(words, place)) if cue.lemma not in _NO_INFINITIVE else None
    end = _clause_end(words, place)
    clause = any(w.part in FINITE for w in words[place:end]) and word.part not in {
        Part.PREPOSITION,
        Part.SUBORDINATOR,
        Part.AND,
    }
    if clause and cue.lemma in BARE and cue.voice is not Voice.ACT and _clause_at(words, place, end):
        return place, end
    if cue.lemma in NEEDS_CLAUSE and not particle:
        quote = next((k for k in range(place, end) if words[k].part is Part.QUOTE), None)
        return (place, end) if quote is not None else None
    if (
        word.part in {Part.PREPOSITION, Part.SUBORDINATOR, Part.AND, Part.BE, Part.ADVERB}
        and not particle
        and cue.voice not in {Voice.ACT}
    ):
        return None
    return place, _object_end(words, place)


_NO_INFINITIVE = frozenset(
    ("go", "say", "report", "note", "respond", "reply", "speak", "state", "need", "see", "feel", "hear")
)


def _clause_at(words: Sequence[Word], place: int, end: int) -> bool:
    """Whether a subject and its verb follow, so that a clause begins here."""
    phrase = phrases.after(words, place)
    if phrase is None:
        return words[place].part in {Part.ING, Part.QUOTE}
    k = phrase[1]
    while k < end and words[k].part in {Part.ADVERB, Part.TIME}:
        k += 1
    return k < end and (
        words[k].part in FINITE
        or words[k].part
        in {
            Part.COMMA,
            Part.RELATIVE,
            Part.PREPOSITION,
            Part.PARTICIPLE,
            Part.AND,
            Part.THAT,
            Part.POSSESSIVE,
            Part.TO,
            Part.ING,
        }
        and any(w.part in FINITE for w in words[k:end])
    )


def _skip_time(words: Sequence[Word], place: int, cue: Cue) -> int:
    k = place
    while k < len(words):
        part = words[k].part
        if part is Part.TIME or (
            part is Part.ADVERB
            and words[k].lower in {"earlier", "later", "again", "once", "recently", "publicly", "then"}
        ):
            k += 1
        elif (
            part in {Part.DETERMINER, Part.ADJECTIVE}
            and k + 1 < len(words)
            and (
                words[k + 1].part is Part.TIME
                or words[k + 1].lower
                in {"week", "month", "year", "morning", "night", "afternoon", "evening", "weekend"}
            )
        ):
            k += 2
        elif (
            part is Part.PREPOSITION
            and words[k].lower
            in {
                "in",
                "on",
                "at",
                "during",
                "of",
                "with",
                "through",
                "by",
                "via",
                "from",
                "about",
                "for",
                "outside",
                "after",
                "before",
            }
            and cue.voice in {Voice.SAY, Voice.TELL, Voice.SHOW}
        ):
            phrase = phrases.after(words, k + 1)
            if phrase is None:
                if k + 1 < len(words) and words[k + 1].part is Part.TIME:
                    k += 2
                    continue
                return k
            k = phrase[1]
        elif (
            part is Part.SUBORDINATOR
            and words[k].lower in {"after", "before", "since"}
            and k + 1 < len(words)
            and cue.voice in {Voice.SAY, Voice.TELL}
        ):
            phrase = phrases.after(words, k + 1)
            if phrase is None:
                return k
            k = phrase[1]
        else:
            break
    return k


def _clause_end(words: Sequence[Word], start: int) -> int:
    """Where a clause that was opened by a cue ends."""
    for k in range(start + 1, len(words)):
        word = words[k]
        if word.part is Part.END:
            return k
        following = words[k + 1] if k + 1 < len(words) else None
        if following is None:
            continue
        if word.lower == "according" and following.part is Part.TO:
            return k - (words[k - 1].part is Part.COMMA)
        if word.part is Part.COMMA:
            if following.part is Part.ING and following.lower in VERBS:
                return k
            if following.part is Part.AND and k + 2 < len(words) and _new_cue(words, k + 2):
                return k
            if following.lower in {"while", "whereas", "although", "though"}:
                return k
        if word.part is Part.AND and _new_cue(words, k + 1):
            return k
    return len(words)


def _new_cue(words: Sequence[Word], place: int) -> bool:
    k = place
    while k < len(words) and words[k].part in GROUP:
        k += 1
    if k >= len(words):
        return False
    word = words[k]
    if word.part is Part.VERB and word.lower in VERBS and VERBS[word.lower].form in {Form.PAST, Form.S}:
        return True
    phrase = phrases.after(words, place)
    if phrase is None or phrase[1] >= len(words):
        return False
    k = phrase[1]
    while k < len(words) and words[k].part in GROUP:
        k += 1
    return (
        k < len(words)
        and words[k].part is Part.VERB
        and words[k].lower in VERBS
        and VERBS[words[k].lower].voice in {Voice.SAY, Voice.TELL}
    )


def _object_end(words: Sequence[Word], start: int) -> int:
    for k in range(start + 1, len(words)):
        word = words[k]
        following = words[k + 1] if k + 1 < len(words) else None
        if word.part in {Part.END, Part.DASH, Part.COLON}:
            return k
        if word.part is Part.COMMA:
            if (
                following is not None
                and following.part in {Part.NAME, Part.NOUN, Part.ADJECTIVE, Part.NUMBER}
                and phrases._list_goes_on(words, k)
            ):
                continue
            return k
        if word.part is Part.SUBORDINATOR and word.lower in {
            "after",
            "when",
            "while",
            "because",
            "although",
            "though",
            "before",
            "if",
            "as",
            "since",
            "until",
        }:
            if word.lower == "as" and k - start < 6:
                continue
            return k
        if word.lower in {"when"} or (word.part is Part.TIME and k > start):
            return k - (words[k - 1].part is Part.PREPOSITION)
        if word.part is Part.AND and following is not None and (following.part in FINITE or (following.part in GROUP)):
            return k
    return len(words)


def _passive(words: Sequence[Word], place: int, group: int, cue: Cue, negated: bool) -> Found | None:
    if words[place].lower not in PASSIVE:
        return None
    subject = subject_of(words, group)
    if subject is None:
        return None
    end = _clause_end(words, place)
    by = next((k for k in range(place + 1, min(end, place + 4)) if words[k].lower == "by"), None)
    speaker = phrases.after(words, by + 1) if by is not None else None
    contents: tuple[Stretch, ...] = (subject,)
    if speaker is not None and by is not None:
        if speaker[1] < end and words[speaker[1]].part in {Part.TO, Part.PREPOSITION, Part.SUBORDINATOR}:
            contents = (subject, (speaker[1], end))
        return Found(
            voice=cue.voice, lemma=cue.lemma, speaker=speaker, cue=(group, by + 1), contents=contents, negated=negated
        )
    if place + 1 < end:
        return Found(
            voice=cue.voice,
            lemma=cue.lemma,
            speaker=None,
            cue=(group, place + 1),
            contents=(subject, (place + 1, end)),
            negated=negated,
        )
    return None


def _reduced(words: Sequence[Word], place: int, cue: Cue) -> Found | None:
    """ "a plan proposed by the council": the noun before it is the content."""
    if place + 1 >= len(words) or words[place + 1].lower != "by" or place == 0:
        return None
    speaker = phrases.after(words, place + 2)
    content = phrases.before(words, place)
    if speaker is None or content is None:
        return None
    return Found(voice=cue.voice, lemma=cue.lemma, speaker=speaker, cue=(place, place + 2), contents=(content,))


def _according(words: Sequence[Word], place: int) -> Found | None:
    speaker = phrases.after(words, place + 2)
    if speaker is None:
        return None
    speaker = (speaker[0], _aside_after(words, speaker[1])) if place else speaker
    if place <= 1:
        comma = next((k for k in range(speaker[1], len(words)) if words[k].part is Part.COMMA), None)
        content = (comma + 1, _clause_end(words, comma + 1)) if comma is not None and comma + 1 < len(words) else None
    else:
        end = place - (words[place - 1].part is Part.COMMA)
        content = (0, end) if end else None
    if content is None:
        return None
    return Found(voice=Voice.SAY, lemma="according to", speaker=speaker, cue=(place, place + 2), contents=(content,))


def _by_noun(words: Sequence[Word], place: int) -> Found | None:
    following = words[place + 1] if place + 1 < len(words) else None
    if following is None:
        return None
    voice = NOUN_CUES[words[place].lower]
    owner: Stretch | None = None
    start = place
    while (
        start and words[start - 1].part in {Part.ADJECTIVE, Part.NOUN, Part.NUMBER, Part.ADVERB} and place - start < 3
    ):
        start -= 1
    if start and words[start - 1].part is Part.POSSESSIVE:
        phrase = phrases.before(words, start - 1)
        owner = phrase
    elif start and words[start - 1].lower in {"his", "her", "their", "its", "my", "our", "your"}:
        owner = (start - 1, start)
    if following.part is Part.THAT:
        end = _clause_end(words, place + 1)
        if owner is None and start and words[start - 1].part is Part.VERB:
            owner = subject_of(words, _group_start(words, start - 1))
        return Found(
            voice=voice, lemma=words[place].lower, speaker=owner, cue=(start, place + 1), contents=((place + 1, end),)
        )
    if owner is not None and following.lower in {"of", "for", "about", "to", "on", "against", "in", "over"}:
        if voice in {Voice.ACT, Voice.HOLD, Voice.ALLEGE, Voice.DENY}:
            end = _object_end(words, place + 1)
            first = place + 1 if following.part is Part.TO else place + 2
            if first < end:
                return Found(
                    voice=voice, lemma=words[place].lower, speaker=owner, cue=(start, first), contents=((first, end),)
                )
    return None


def _by_adverb(words: Sequence[Word], place: int) -> Found | None:
    start = place
    while start and words[start - 1].part in GROUP | {
        Part.NOUN,
        Part.NAME,
        Part.DETERMINER,
        Part.ADJECTIVE,
        Part.POSSESSIVE,
        Part.PRONOUN,
        Part.NUMBER,
    }:
        start -= 1
    end = _clause_end(words, place)
    contents = tuple(s for s in ((start, place), (place + 1, end)) if s[0] < s[1])
    return Found(voice=Voice.SAY, lemma=words[place].lower, speaker=None, cue=(place, place + 1), contents=contents)


def _by_colon(words: Sequence[Word]) -> Iterator[Found]:
    """ "Lind: “..."", and a quotation behind a verb that is no cue by itself."""
    for k, word in enumerate(words):
        if word.part is Part.QUOTE and k > 1:
            left = words[k - 1]
            if left.part in {Part.COLON, Part.COMMA}:
                verb = next((v for v in range(k - 1, -1, -1) if words[v].part in {Part.VERB, Part.ING}), None)
                if verb is None:
                    phrase = phrases.before(words, k - 1)
                    if phrase and left.part is Part.COLON:
                        yield Found(voice=Voice.SAY, lemma=":", speaker=phrase, cue=(k - 1, k), contents=((k, k + 1),))
                else:
                    group = _group_start(words, verb)
                    subject = subject_of(words, group)
                    if subject:
                        yield Found(
                            voice=Voice.SAY,
                            lemma=words[verb].lower,
                            speaker=subject,
                            cue=(group, verb + 1),
                            contents=((k, k + 1),),
                        )
            return
