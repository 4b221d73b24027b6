"""Text to sentences, and the first few of them that fit."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

_ABBREVIATIONS = frozenset(
    """
    mr mrs ms mx dr prof rev hon messrs esq jr sr st ste mt ft gov sen rep pres amb supt insp det sgt cpl lt lieut capt
    cmdr maj col gen brig adm mme mlle sra srta dra dott ing jan feb mar apr jun jul aug sep sept oct nov dec ala ariz
    ark calif colo conn fla ga kan ky md mich minn mont neb nev okla pa penn tenn tex va vt wis wyo inc corp co ltd llc
    plc bros dept univ assn assoc natl intl ave blvd no nos nr vol fig approx vs cf ca al bzw mio mrd
    """.split()
)
"""Words of news that end with a stop in mid-sentence. The library's own were learned from files of courts: "ago" and
"bank" are among them, and a sentence that ends so would run into the next."""
_DOTTED = re.compile(r"[a-z]|[a-z]{1,2}(?:\.[a-z]{1,2})+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, white space at their ends removed; empty for an empty text."""
    return tuple(filter(None, (sentence.strip() for sentence in _splitter().tokenize(text))))


def first_sentences(text: str, *, most_words: int, most: int = 2) -> str:
    """The first ``most`` sentences, a later one only while all have ``most_words`` together; the first always whole."""
    taken: list[str] = []
    for sentence in sentences(text)[:most]:
        if taken and len(" ".join((*taken, sentence)).split()) > most_words:
            break
        taken.append(sentence)
    return " ".join(taken)


@cache
def _splitter() -> "PunktSentenceTokenizer":
    """With the abbreviations of news, and those with stops inside (U.S., Ph.D.) that the library knows."""
    from nupunkt import load_default_model  # noqa: PLC0415 - help and version need no sentences

    splitter = load_default_model()
    for known in splitter.abbreviations:
        if not _DOTTED.fullmatch(known):
            splitter.remove_abbreviation(known)
    splitter.add_abbreviations(sorted(_ABBREVIATIONS - splitter.abbreviations))
    return splitter
