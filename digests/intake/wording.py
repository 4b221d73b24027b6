"""How a claim is worded: a sentence of the article that stands by itself, in as few words as keep it true."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from digests.article import Spans
from digests.intake.parts import FINITE, Part
from digests.intake.passages import NEXT_SENTENCE, Sentence
from digests.intake.people import People, Speaker
from digests.intake.ranking import LONG
from digests.intake.sayings import Saying
from digests.intake.speakers import THIRD_PERSON
from digests.intake.words import Span, Word

_OPENERS = re.compile(
    r"(?:(?:But|And|Yet|So(?!\s+(?:far|many|much|that|long))),?\s+"
    r"|(?:However|Meanwhile|Instead|Moreover|Indeed|Nevertheless|Nonetheless|Additionally|Furthermore|In addition"
    r"|Of course|For example|For instance|In fact|To be sure|Separately|Similarly|Likewise|Thus|Therefore|Still|Also"
    r"|After all|Conversely|Regardless|Now|Then|As a result|In other words|That said|On the other hand),\s+)+"
)
LOADED = re.compile(
    r"\b(?:merciless|brutal\w*|shameful\w*|disgrac\w+|hungry for|ludicrous|absurd\w*|pathetic|laughable|vile|vicious"
    r"|so-called|ostensibl\w+|supposedly|hellbent|blatant\w*|egregious\w*|sadly|tragically|frankly|obviously"
    r"|of course|stunning\w*|shocking\w*|thankfully|unfortunately|fortunately|hypocri\w+|cowardly|heroic"
    r"|perhaps|it seems|appears? to|seemingly|no wonder|make no mistake|the truth is|needless to say)\b"
)
"""Words in which a writer judges or guesses, in small letters."""
_HEDGED = re.compile(
    r"\b(?:supposedly|ostensibly|perhaps|seemingly|it seems|appears? to|possibly|maybe|allegedly|if|unless)\b",
    re.IGNORECASE,
)
DANGLES = re.compile(
    r"(?:He|She|They|This|That|These|Those|His|Her|Its|Their|Him|Them|Such|Both|Neither|Another|Here|Then|One|Others"
    r"|Some|(?:It|There)(?!\s(?:is|are|was|were|will\sbe|has\sbeen|have\sbeen)\s(?:an?|no|only|more|less)\b))(?=[\s’',])"
)
_ENDED = re.compile(r"[.!?…][”\"’')\]]*\Z")
_THE_ONE = re.compile(r"[Tt]he [a-z]+")
_LEFT_OVER = re.compile(r",?\s(?:including|such as|like)\.\Z")
_COMMA_IN_QUOTE = re.compile(r",([”\"])\.\Z")
_WHITE = re.compile(r"\s+")
_BETWEEN = frozenset({Part.COMMA, Part.AND, Part.SUBORDINATOR, Part.ADVERB})
_MARKS = frozenset({Part.COMMA, Part.COLON, Part.DASH, Part.AND, Part.QUOTE})
_NAMING = frozenset({Part.NAME, Part.NOUN, Part.ADJECTIVE, Part.NUMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A claim's text, and the stretches of the body that it tells."""

    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands in a claim for a stretch of the body."""

    start: int
    end: int
    text: str


def reported(body: str, sentence: Sentence, people: People) -> Wording:
    """What the outlet itself reports, without a phrase at its beginning or end in which the writer judges."""
    return _worded(body, sentence, _without_judgement(body, sentence), _full_names(sentence, people))


def said(body: str, voice: tuple[Saying, Speaker], others: Sequence[Saying], people: People) -> Wording:
    """What somebody says: their own clause where ``others`` have theirs in the same sentence, else all of it.

    Without what stands before the speaker, where that can only be understood from the sentence before.
    """
    saying, speaker = voice
    sentence = saying.sentence
    changes = [*_full_names(sentence, people), *_full_speaker(body, saying, speaker), *_shortened(body, saying)]
    return _worded(body, sentence, _said_spans(body, sentence, saying, others), changes)


def _worded(body: str, sentence: Sentence, spans: Spans, changes: Iterable[_Change]) -> Wording:
    ordered = sorted(changes, key=lambda change: change.start)
    text = " ".join(_changed(body, span, ordered) for span in spans)
    return Wording(text=_tidy(text, ended=sentence.ended), spans=spans)


def _without_judgement(body: str, sentence: Sentence) -> Spans:
    words = [word for word in sentence.words if word.part is not Part.END]
    start, end = sentence.start, sentence.end
    commas = [place for place, word in enumerate(words) if word.part is Part.COMMA]
    if not commas:
        return ((start, end),)
    opening, closing = words[: commas[0]], words[commas[-1] + 1 :]
    if _loaded(body, opening) and len(words) > commas[0] + 1 and not _HEDGED.search(body, start, opening[-1].end):
        start = words[commas[0] + 1].start
    if _loaded(body, closing) and Part.ING in {word.part for word in closing[:2]}:
        end = words[commas[-1]].start
    return ((start, end),) if start < end else ((sentence.start, sentence.end),)


def _loaded(body: str, words: Sequence[Word]) -> bool:
    """Whether the words are a phrase, no clause, in which the writer's own view shows."""
    phrase = bool(words) and not any(word.part in FINITE or word.part is Part.QUOTE for word in words)
    return phrase and LOADED.search(body[words[0].start : words[-1].end].lower()) is not None


def _said_spans(body: str, sentence: Sentence, saying: Saying, others: Sequence[Saying]) -> Spans:
    spans = _own_clause(sentence, saying, [other for other in others if other is not saying and _in_order(other)])
    if len(spans) == 1 and _in_order(saying) and _opens_dangling(sentence, saying.speaker[0]):
        return ((saying.speaker[0][0], spans[0][1]),)
    if spans == ((sentence.start, sentence.end),) and not saying.quotations:
        return _without_judgement(body, sentence)
    return spans


def _own_clause(sentence: Sentence, saying: Saying, others: Sequence[Saying]) -> Spans:
    whole = ((sentence.start, sentence.end),)
    if not _in_order(saying):
        return whole
    start, end = sentence.start, sentence.end
    cue = saying.cue[0]
    last = max((other for other in others if other.cue[0] < cue), key=_cue, default=None)
    following = min((other for other in others if other.cue[0] > cue), key=_cue, default=None)
    if following is not None:
        end = saying.contents[0][1]
        if not _only_between(sentence, end, _clause_start(following, saying)):
            return whole
    if last is None:
        return ((start, end),)
    start = _clause_start(saying, last)
    if not _only_between(sentence, last.contents[0][1], start):
        return whole
    return (saying.speaker[0], (start, end)) if saying.speaker == last.speaker else ((start, end),)


def _cue(saying: Saying) -> Span:
    return saying.cue[0]


def _clause_start(saying: Saying, before: Saying) -> int:
    """Where the saying's clause begins: at its cue, where it shares its speaker with the saying before."""
    return saying.cue[0][0] if saying.speaker == before.speaker else saying.speaker[0][0]


def _in_order(saying: Saying) -> bool:
    """Whether speaker, cue and one content follow each other and make a clause."""
    if len(saying.speaker) != 1 or len(saying.contents) != 1 or not saying.finite:
        return False
    return saying.speaker[0][1] <= saying.cue[0][0] and saying.cue[0][1] <= saying.contents[0][0]


def _only_between(sentence: Sentence, start: int, end: int) -> bool:
    """Whether nothing but a comma and an "and" or "but" stands between two places of the sentence."""
    between = [word.part for word in sentence.words if start <= word.start < end]
    return start <= end and bool(between) and set(between) <= _BETWEEN


def _opens_dangling(sentence: Sentence, speaker: Span) -> bool:
    first = next((w for w in sentence.words if w.part not in {Part.AND, Part.COMMA, Part.ADVERB}), None)
    if first is None or speaker[0] <= first.start < speaker[1]:
        return False
    return DANGLES.match(first.text.capitalize() + " ") is not None


def _full_names(sentence: Sentence, people: People) -> Iterator[_Change]:
    """Surnames that stand alone, each the first time only."""
    words, told = sentence.words, set[str]()
    for place, word in enumerate(words):
        if word.part is not Part.NAME or word.lower in told or not _alone(words, place):
            continue
        full = people.full_name(word.text)
        the = place > 0 and words[place - 1].lower == "the"
        if full is not None and not the and _tells_more(words, place, full):
            told.add(word.lower)
            yield _Change(word.start, word.end, full)
        elif the and (outlet := people.outlet(word.text)) is not None and outlet != word.text:
            told.add(word.lower)
            yield _Change(words[place - 1].start, word.end, outlet if outlet.startswith("The ") else f"The {outlet}")


def _alone(words: Sequence[Word], place: int) -> bool:
    """Whether a name is one word, neither titled ("President Lind") nor part of another name ("the Lind plan")."""
    left = words[place - 1].part if place else Part.END
    right = words[place + 1].part if place + 1 < len(words) else Part.END
    return left not in _NAMING and right not in _NAMING


def _tells_more(words: Sequence[Word], place: int, full: str) -> bool:
    """Whether the full name is new to the sentence and fits there: "Giles’ ferry" is no "Giles Dahl’ ferry"."""
    owns = place + 1 < len(words) and words[place + 1].part is Part.POSSESSIVE and not words[place + 1].text[1:]
    named = full in " ".join(word.text for word in words if word.part is Part.NAME)
    return not named and not (owns and not full.endswith("s"))


def _full_speaker(body: str, saying: Saying, speaker: Speaker) -> Iterator[_Change]:
    """The name for a "she", "the company" and "her mother, Jamie Hale,", where it is safe to say whom it means."""
    if not speaker.named or len(saying.speaker) != 1:
        return
    start, end = saying.speaker[0]
    told = body[start:end]
    owned = start < saying.cue[0][0] and DANGLES.match(told[:1].upper() + told[1:] + " ") is not None
    described = (owned and speaker.how_many is not None) or _THE_ONE.fullmatch(told) is not None
    if described or told.lower() in THIRD_PERSON:
        yield _Change(start, end, speaker.name)


def _shortened(body: str, saying: Saying) -> Iterator[_Change]:
    """Where all of it would be too long: a quotation told by its first sentence, and not taken up again."""
    sentence = saying.sentence
    if len(body[sentence.start : sentence.end].split()) <= LONG:
        return
    inside = [(start, end) for start, end in sorted(saying.quotations) if end <= sentence.end]
    for start, end in inside:
        if start > saying.cue[0][1] and inside[0][1] <= saying.cue[0][0]:
            last = max(word.end for word in sentence.words if word.end <= start and word.part not in _MARKS)
            yield _Change(last, sentence.end, ".")
            return
        cut = NEXT_SENTENCE.search(body, start, end)
        if cut is not None:
            closing = body[cut.start() - 1]
            mark = "," if closing == "." and body[end : sentence.end].strip() else closing
            yield _Change(cut.start() - 1, end, mark + ("”" if body[start] == "“" else body[start]))


def _changed(body: str, span: Span, changes: Sequence[_Change]) -> str:
    text, place = "", span[0]
    for change in changes:
        if place <= change.start and change.end <= span[1]:
            text += body[place : change.start] + change.text
            place = change.end
    return text + body[place : span[1]]


def _tidy(text: str, *, ended: bool) -> str:
    text = _WHITE.sub(" ", text).strip(" ,;:—–-")
    if (opener := _OPENERS.match(text)) is not None:
        text = text[opener.end() :]
    text = _LEFT_OVER.sub(".", _closed(text[:1].upper() + text[1:]))
    text = _COMMA_IN_QUOTE.sub(r".\1", text)
    return text if not ended or _ENDED.search(text) else text + "."


def _closed(text: str) -> str:
    """With the mark of a quotation that the speaker's next paragraph goes on with."""
    if '"' in text:
        return text + '"' if text.count('"') == 1 and "“" not in text and not text.endswith('"') else text
    return text + "”" if text.count("“") == text.count("”") + 1 else text
