"""How a claim is worded: a sentence of the article that stands by itself, in as few words as keep it true."""

import re
from collections.abc import Sequence

from digests.intake.passages import Sentence
from digests.intake.sayings import Saying
from digests.intake.speakers import People, Speaker
from digests.intake.words import Part, Span, Word

MOST_WORDS = 45
"""A quotation longer than this is told by its first sentence."""

_OPENERS = re.compile(
    r"(?:(?:But|And|Yet|So(?!\s+(?:far|many|much|that|long))),?\s+"
    r"|(?:However|Meanwhile|Instead|Moreover|Indeed|Nevertheless|Nonetheless|Additionally|Furthermore|In addition"
    r"|Of course|For example|For instance|In fact|To be sure|Separately|Similarly|Likewise|Thus|Therefore|Still|Also"
    r"|Now|Then|As a result|In other words|That said|On the other hand),\s+)+"
)
_DANGLING = frozenset(
    """he she they it this that these those his her their its him them such both neither another here there then
    one others some""".split()
)
_SENTENCE_IN_QUOTE = re.compile(r"(?<=[a-z0-9’'”][.!?])\s+(?=[“‘\"A-Z])")
_WHITE = re.compile(r"\s+")
_ENDED = re.compile(r"[.!?…][”\"’)]*$")


def worded(body: str, sentence: Sentence, people: People, saying: Saying | None, speaker: Speaker | None) -> str:
    """The sentence, its names in full as far as the article gave them, its openers ("But", "Meanwhile") dropped."""
    changes = [*_full_names(sentence, people)]
    if saying is not None and speaker is not None:
        changes += _full_speaker(body, saying, speaker)
    if saying is not None:
        changes += _shortened(body, saying, sentence)
    return _tidy(_changed(body, sentence, changes, start=_beginning(sentence, saying)))


def _beginning(sentence: Sentence, saying: Saying | None) -> int:
    """Where the claim begins: at the speaker, where the sentence opens with what only its neighbours explain."""
    if saying is None or len(saying.speaker) != 1 or not _opens_dangling(sentence, besides=saying.speaker[0]):
        return sentence.start
    speaker = saying.speaker[0][0]
    in_order = speaker < saying.cue[0][0] < saying.contents[0][0]
    return speaker if in_order else sentence.start


def _full_names(sentence: Sentence, people: People) -> list[tuple[Span, str]]:
    """Surnames that stand alone, each the first time only."""
    words, told, changes = sentence.words, set[str](), []
    for place, word in enumerate(words):
        if word.part is not Part.NAME or word.lower in told or not _alone(words, place):
            continue
        full = people.full_name(word.lower)
        if full is not None and full != word.text and not _named(words, full):
            told.add(word.lower)
            changes.append(((word.start, word.end), full))
        elif full is None and place and words[place - 1].lower == "the" and (outlet := people.outlet(word.text)):
            changes.append(((words[place - 1].start, word.end), outlet))
            told.add(word.lower)
    return changes


def _alone(words: Sequence[Word], place: int) -> bool:
    """Whether a name is one word, neither titled ("President Lind") nor part of another name ("the Lind plan")."""
    left = words[place - 1] if place else None
    right = words[place + 1] if place + 1 < len(words) else None
    titled = left is not None and (
        left.part in {Part.NAME, Part.NOUN, Part.ADJECTIVE, Part.NUMBER, Part.AND} and left.part is not Part.AND
    )
    compound = right is not None and right.part in {Part.NAME, Part.NOUN, Part.ADJECTIVE, Part.NUMBER}
    return not titled and not compound


def _named(words: Sequence[Word], full: str) -> bool:
    text = " ".join(word.text for word in words if word.part is Part.NAME)
    return full in text


def _full_speaker(body: str, saying: Saying, speaker: Speaker) -> list[tuple[Span, str]]:
    """As in "she said": with her name, where it is safe to say whom it means."""
    if not speaker.named or len(saying.speaker) != 1:
        return []
    start, end = saying.speaker[0]
    said = body[start:end]
    if said.lower() not in {"he", "she", "they"}:
        return []
    return [((start, end), speaker.name)]


def _shortened(body: str, saying: Saying, sentence: Sentence) -> list[tuple[Span, str]]:
    """A quotation of several sentences to its first one, where all of it would be too long."""
    if len(body[sentence.start : sentence.end].split()) <= MOST_WORDS:
        return []
    for start, end in saying.quotations:
        cut = _SENTENCE_IN_QUOTE.search(body, start, end)
        if cut is not None and end <= sentence.end:
            closing = body[cut.start() - 1]
            mark = "," if closing == "." and not _ends_sentence(body, end, sentence) else closing
            quote = "”" if body[start] == "“" else body[start]
            return [((cut.start() - 1, end), mark + quote)]
    return []


def _ends_sentence(body: str, end: int, sentence: Sentence) -> bool:
    return not body[end : sentence.end].strip()


def _changed(body: str, sentence: Sentence, changes: list[tuple[Span, str]], *, start: int) -> str:
    text, place = "", start
    for (first, end), new in sorted(changes):
        if first >= place:
            text += body[place:first] + new
            place = end
    return text + body[place : sentence.end]


def _tidy(text: str) -> str:
    text = _WHITE.sub(" ", text).strip()
    if (opener := _OPENERS.match(text)) is not None:
        text = text[opener.end() :]
    text = text[:1].upper() + text[1:]
    return text if _ENDED.search(text) else text.rstrip(",;:—– ") + "."


def stands_alone(sentence: Sentence, saying: Saying | None, speaker: Speaker | None) -> bool:
    """Whether a reader who has not read the rest knows of whom and what it speaks."""
    if saying is not None and saying.speaker:
        if speaker is None or speaker.name in _DANGLING:
            return False
        return _beginning(sentence, saying) != sentence.start or not _opens_dangling(sentence, saying.speaker[0])
    return not _opens_dangling(sentence, besides=None)


def _opens_dangling(sentence: Sentence, besides: Span | None) -> bool:
    words = [w for w in sentence.words if w.part not in {Part.AND, Part.COMMA, Part.ADVERB}]
    if not words:
        return True
    first = words[0]
    if first.part is Part.QUOTE or (besides is not None and besides[0] <= first.start < besides[1]):
        return False
    if first.lower in {"it", "there"} and len(words) > 1 and words[1].part is Part.BE:
        return first.lower == "it"
    return first.lower in _DANGLING
