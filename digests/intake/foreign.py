"""Articles in other languages than English: their first sentences and their quotations, and no reading of ours."""

import re
from collections.abc import Iterator

from digests.article import Claim, ClaimId, ClaimKind, Evidence
from digests.intake.ranking import Standing
from digests.sentences import sentences

MOST_WORDS = 60
FEWEST_LETTERS = 8
"""Of a quotation: what is shorter is a name or a word in scare quotes."""

_UNNAMED = ClaimId("")
_BREAK = re.compile(r"(?<=[。！？।؟])(?![」』”’）])")
"""Where a sentence ends in scripts that put no space behind it."""
_ENDED = re.compile(r"[.!?…。！？।؟][”“\"»«』」’)）]*$")
_QUOTATION = re.compile(r"„([^“”]+)[“”]|“([^“”]+)”|«([^«»]+)»|»([^«»]+)«|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"")
_LETTERS_A_WORD = 20
"""A text with longer words than this writes no spaces between them: then two letters count as a word."""


def lead_of(body: str) -> str:
    """The first whole sentences of up to 60 words together; empty where the very first is longer."""
    taken: list[str] = []
    for sentence, _ in _whole_sentences(body):
        if _words(" ".join((*taken, sentence))) > MOST_WORDS:
            break
        taken.append(sentence)
    return " ".join(taken)


def read_foreign(body: str) -> Iterator[Standing]:
    """The first sentence and those that quote, as they stand; who is quoted stands in the sentence alone."""
    for number, (sentence, start) in enumerate(_whole_sentences(body)):
        quote = next((said for said in _quotations(sentence) if sum(map(str.isalpha, said)) >= FEWEST_LETTERS), None)
        if quote is None and number:
            continue
        claim = Claim(
            id=_UNNAMED,
            text=" ".join(sentence.split()),
            kind=ClaimKind.EVENT if quote is None else ClaimKind.STATEMENT,
            direct=quote is not None,
            quote=quote,
            evidence=Evidence(whole=((start, start + len(sentence)),)),
        )
        yield Standing(claim=claim, depth=start / len(body), sentence=number, alone=True)


def _whole_sentences(body: str) -> Iterator[tuple[str, int]]:
    """Each with its place; a heading, which ends without a mark, is none."""
    place = 0
    for line in body.splitlines(keepends=True):
        at = 0
        for sentence in (part for told in sentences(line) for part in _BREAK.split(told)):
            found = line.find(sentence, at)
            if sentence and found >= 0:
                at = found + len(sentence)
                if _ENDED.search(sentence):
                    yield sentence, place + found
        place += len(line)


def _quotations(sentence: str) -> Iterator[str]:
    return (next(filter(None, found.groups())).strip() for found in _QUOTATION.finditer(sentence))


def _words(text: str) -> int:
    spaced = len(text.split())
    return spaced if len(text) <= _LETTERS_A_WORD * spaced else len(text) // 2
