"""Article text to a short summary: up to 60 words in whole sentences of its own."""

import math
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from digests.search import terms
from digests.sentences import sentences

MOST_WORDS = 60
FEWEST_WORDS = 4
"""A shorter sentence is a label or an exclamation."""
STARTS = 4
"""The summary begins with one of that many sentences: below, an article tells details."""
LATER = 0.1
"""What each sentence passed over at the beginning takes from the share of the headline's words that are told."""
FULL = 0.3
"""What a summary of all ``MOST_WORDS`` gains over an empty one."""
GAPS = 2
"""Sentences that may be passed over within it, because they are too long or lean on one that is left out."""

_READ = 8000
"""Characters of a body: forty sentences, far more than a summary looks at."""
_GLUED = re.compile(r"(?<=[a-z0-9’”\")?][.!?])(?=[A-Z“\"‘][A-Za-z’“\"‘])|(?<=[a-z]{3}[.!?][”\"])(?=[A-Z])")
"""The end of a sentence whose space was lost, as where paragraphs were pasted together."""
_ENDS = re.compile(r".*[.!?][”\"’')\]]*", re.DOTALL)
_ASKS = re.compile(
    r"""[“"‘'(]*(?:(?:and|but|so|or)\s)?(?:who|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|will|would
    |can|could|should|has|have|had|may|might)\b.*\?[”"’')\]]*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CALLS = re.compile(
    r"(?:sign up|subscribe|click|read more|follow us|download|share this|watch:|listen:|photos?:)", re.IGNORECASE
)
_DATELINE = re.compile(
    r"""(?:[A-Z][A-Z.’'\ -]{2,30}(?:,\ [A-Z][\w.]+)?\ ?(?:\([A-Z][\w\ ]+\)\ ?)?(?:--?|[–—:])
    |\([A-Z]{2,}\)\ ?(?:--?|[–—])?)\ ?(?=[A-Z“"])""",
    re.VERBOSE,
)
"""Where it was reported, and by which agency: "BERLIN (AP) — ", "(CNN) "."""
_LEANS = re.compile(
    r"""[“"‘'(]*(?:he|she|it|they|him|them|his|hers?|its|theirs?|their|this|that|these|those|such|then|here|so|thus
    |hence|but|and|or|nor|yet|still|instead|moreover|furthermore|however|meanwhile|besides|also|too|otherwise|therefore
    |nevertheless|nonetheless|consequently|similarly|likewise|another|the\s(?:two|latter|former|same|other))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[A-Z]")


def summarised(body: str, *, headline: str) -> str:
    """The stretch among the first sentences that tells most of what the headline promises.

    A sentence that leans on the one before it ("But he", "It") stands only behind that one. Empty where no sentence
    fits.
    """
    told = _sentences(body[:_READ])
    wanted = frozenset(terms(headline))
    stretches = [_stretch(told, start) for start in range(min(STARTS, len(told)))]
    best = max(stretches, key=lambda stretch: _worth(stretch, told, wanted), default=())
    return " ".join(told[number] for number in best)


def _stretch(told: Sequence[str], start: int) -> tuple[int, ...]:
    """The numbers of the sentences from ``start`` on that fit together; empty where they cannot begin there."""
    taken: list[int] = []
    words = gaps = 0
    for number in range(start, len(told)):
        sentence = told[number]
        length = len(sentence.split())
        if words + length <= MOST_WORDS and _states(sentence) and (number - 1 in taken or not _leans(sentence)):
            taken.append(number)
            words += length
        elif (gaps := gaps + 1) > GAPS:
            break
    return tuple(taken)


def _worth(stretch: Sequence[int], told: Sequence[str], wanted: AbstractSet[str]) -> float:
    if not stretch:
        return -math.inf
    text = " ".join(told[number] for number in stretch)
    kept = len(wanted & set(terms(text))) / max(1, len(wanted))
    return kept - LATER * stretch[0] + FULL * len(text.split()) / MOST_WORDS


def _sentences(text: str) -> tuple[str, ...]:
    """The sentences without labels and datelines; a quotation that runs over several keeps them together."""
    found: list[str] = []
    for paragraph in text.splitlines():
        open_ = ""
        for piece in (part for whole in sentences(paragraph) for part in _GLUED.split(whole)):
            open_ = f"{open_} {piece}".strip()
            if _closed(open_):
                found.append(open_)
                open_ = ""
        found.append(open_)
    lines = (_DATELINE.sub("", " ".join(sentence.split())) for sentence in found)
    return tuple(line for line in lines if _ENDS.fullmatch(line) and len(line.split()) >= FEWEST_WORDS)


def _closed(text: str) -> bool:
    return text.count("“") <= text.count("”") and text.count('"') % 2 == 0


def _states(sentence: str) -> bool:
    """Whether it states something: no question, no half of a quotation, no call to the reader."""
    return _closed(sentence) and not _ASKS.fullmatch(sentence) and not _CALLS.match(sentence)


def _leans(sentence: str) -> bool:
    """Whether it cannot be understood without the one before it."""
    if _LEANS.match(sentence):
        return True
    pronoun = _PRONOUN.search(sentence)
    return pronoun is not None and _NAME.search(sentence[: pronoun.start()]) is None
