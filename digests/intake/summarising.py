"""Article text to a short summary: whole sentences of its own, from the top, that tell most of what it is about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from math import log

from digests.sentences import sentences

MOST_WORDS = 60
_LOOKED_AT = 7
"""Sentences from the top among which is chosen: news stands first, and so all choices can be tried."""
_TOP = 10_000
"""Characters in which these stand."""
_MOST_TAKEN = 4
_FADES = 0.8
"""What each sentence further down counts, of the one before it."""
_IN_HEADLINE = 6
"""Words that a word of the headline counts for."""
_REPEATED = 1.5
"""What the logarithm of how often the article says a word counts for, in words."""
_FEWEST_WORDS = 5
_LONGEST_QUOTATION = 12
"""Sentences; where it does not end by then, its mark was no mark of a quotation."""
_SHORTEST_WORD = 4
"""Letters of a word that tells what a text is about."""
_STEM = 5
"""Letters by which a word is known: elects, elected, election."""

_LEANS = re.compile(
    r"[“\"'‘(]?(?:he|she|it|they|we|his|her|its|their|this|that|these|those|him|them|but|and|or|so|yet|however|"
    r"meanwhile|also|then|there|such|instead|moreover|still|both|another|others?|one such|one of the[ms]e?|i|my|you|"
    r"your|here|more|"
    r"(?:in|on|at|after|before|when|while|as|by|asked|later|earlier) (?:(?-i:[^A-Z\s])\S*\s)*(?:he|she|his|her))\b",
    re.IGNORECASE,
)
"""The beginnings that lean on the sentence before; so does an opener that comes to a "he" before it comes to a name."""
_GOES_ON = re.compile(r"[–—] |[(–—,;-]?\s*[a-z]")
"""How no sentence begins: the rest of one that was cut at a quotation's question mark."""
_DATELINES = (
    re.compile(r"^\W*[A-Z][A-Z.'’ -]{2,}(?:,[^—–-]{0,40})?(?:\([^)]{2,30}\))?\s*[—–−-]+\s+(?=\S)"),
    re.compile(
        r"^(?:By [A-Z][\w. ]{2,40}? )?(?:[A-Z][a-z.]+ ?){1,3}, [A-Z][a-z]{2,8}\.? \d{1,2} \([A-Z]{2,12}\)\s*(?=\S)"
    ),
)
"""SKARV (Island Wire) — and Skarv, March 2 (IW)."""
_JAMMED = re.compile(
    r"(?<=[a-z0-9)”’][.!?])(?=“?[A-Z][\w’-]*[ ,”])|(?<=[A-Z]{2}\.)(?=“?[A-Z][a-z]+ )"
    r"|(?<=[.!?,]”)(?=“?[A-Z][\w’-]*[ ,])|(?<=[a-z]\"\.)(?=[A-Z])"
)
"""Where a page lost the space between two sentences; a straight quotation mark may stand on either side of it."""
_JAMMED_AT_A_MARK = re.compile(r"(?<=[a-z0-9)])([.!?])\"(?=[A-Z])")
_NO_PROSE = re.compile(
    r"pic\.twitter\.com|https?:|(?:^|\s)[#@]\w|\{\"|^editor[’']?s?[’']? note\b|\bsign up (?:for|here)\b|\bnewsletter\b"
    r"|\bearn (?:us )?a commission\b|^\(?(?:also )?read ?[|:]"
    r"|\bthis (?:story|article) (?:was|has been|originally|appear)",
    re.IGNORECASE,
)
"""What stands in embedded posts and scripts, and what a paper says of itself."""
_LOST_MARKS = re.compile(r"[a-z]\?(?:s|t|re|ve|ll|d)\b|(?<![\w?])\?(?=\w)")
"""Question marks where no question ends: an encoding put them for quotation marks."""
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST_WORD},}}|\d[\d,.]*")
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"))


def summarised(body: str, *, headline: str) -> str:
    """Up to 60 words in whole sentences of the body, in its order; the headline where none of them fits.

    No sentence stands there that leans on one left out ("He said", "But"), and none with half a quotation. Nothing is
    added or changed but a dateline, which is taken off, and quotation marks and spaces that were lost on the way,
    which are set again; empty for an empty body.
    """
    told = list(islice(_told(body, headline), _LOOKED_AT))
    weights = _weights(told, about=headline, body=body)
    best = max(_choices(told), key=lambda chosen: sum(weights[place] for place in chosen), default=())
    return " ".join(told[place] for place in best) or (headline if body.strip() else "")


def leans(sentence: str) -> bool:
    """Whether it can only be understood behind the sentence before: "He said", "But"."""
    return _LEANS.match(sentence) is not None


def _told(body: str, headline: str) -> Iterator[str]:
    """The sentences from the top, without the headline and datelines."""
    for line in body[:_TOP].splitlines():
        text = _marked(" ".join(line.split()))
        for dateline in _DATELINES:
            text = dateline.sub("", text)
        if text != headline.strip():
            yield from _with_their_quotations(_pieces(text))


def _marked(text: str) -> str:
    """The text with the quotation marks, apostrophes and dashes that an encoding turned into question marks."""
    if not _LOST_MARKS.search(text):
        return text
    quoting = False

    def mark(found: re.Match[str]) -> str:
        nonlocal quoting
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if before.isalpha() and after.islower():
            return "’"
        if before.isspace() and after.isspace():
            return "–"
        if quoting and before.strip():
            quoting = False
            return "”"
        if not quoting and not before.isalnum() and after.isalpha():
            quoting = True
            return "“"
        return "?"

    return re.sub(r"\?", mark, text)


def _pieces(text: str) -> list[str]:
    """The sentences of a line, one that was cut in two made whole again."""
    spaced = _JAMMED.sub(" ", _JAMMED_AT_A_MARK.sub(_on_its_side, text))
    pieces: list[str] = []
    for piece in sentences(spaced):
        if pieces and _GOES_ON.match(piece):
            pieces[-1] += f" {piece}"
        elif not _GOES_ON.match(piece):
            pieces.append(piece)
    return pieces


def _on_its_side(found: re.Match[str]) -> str:
    """A stop and a straight quotation mark, which ends a quotation where it is the second."""
    opens = found.string.count('"', 0, found.end()) % 2
    return f'{found[1]} "' if opens else f'{found[1]}" '


def _with_their_quotations(pieces: Sequence[str]) -> Iterator[str]:
    """The sentences, those of one quotation as one; a quotation that does not end is left as it is."""
    place = 0
    while place < len(pieces):
        ends = range(place + 1, min(place + _LONGEST_QUOTATION, len(pieces)) + 1)
        until = next((end for end in ends if _is_whole(" ".join(pieces[place:end]))), place + 1)
        yield " ".join(pieces[place:until])
        place = until


def _choices(told: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Every few sentences that fit together and can be understood together; the very first leans on nothing."""
    sizes = [len(sentence.split()) for sentence in told]
    alone = [not leans(sentence) for sentence in told]
    whole = [place for place, sentence in enumerate(told) if _is_prose(sentence) and _is_whole(sentence)]
    for many in range(1, _MOST_TAKEN + 1):
        for chosen in combinations(whole, many):
            fits = sum(sizes[place] for place in chosen) <= MOST_WORDS
            if fits and all(place == 0 or alone[place] or place - 1 in chosen for place in chosen):
                yield chosen


def _weights(told: Sequence[str], *, about: str, body: str) -> list[float]:
    """Words, counted the more the higher they stand, the more often they come, and if the headline speaks of them."""
    often, headline = Counter(_telling(body)), set(_telling(about))
    weights = []
    for place, sentence in enumerate(told):
        words = set(_telling(sentence))
        repeated = sum(log(often[word] or 1) for word in words)
        told_of = len(sentence.split()) + _IN_HEADLINE * len(headline & words) + _REPEATED * repeated
        weights.append(_FADES**place * told_of)
    return weights


def _telling(text: str) -> Iterator[str]:
    return (word.casefold()[:_STEM] for word in _WORD.findall(text))


def _is_prose(sentence: str) -> bool:
    ended = sentence.rstrip("”\"'’)").endswith((".", "!", "?"))
    return ended and len(sentence.split()) >= _FEWEST_WORDS and not _NO_PROSE.search(sentence)


def _is_whole(sentence: str) -> bool:
    straight = sentence.count('"') % 2 == 0
    return straight and all(sentence.count(first) == sentence.count(last) for first, last in _PAIRS)
