"""Text to sentences, and the first few of them that fit."""

from nupunkt import sent_tokenize


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, white space at their ends removed; empty for an empty text."""
    return tuple(filter(None, (str(sentence).strip() for sentence in sent_tokenize(text))))


def first_sentences(text: str, *, most_words: int, most: int = 2) -> str:
    """The first ``most`` sentences, a later one only while all have ``most_words`` together; the first always whole."""
    taken: list[str] = []
    for sentence in sentences(text)[:most]:
        if taken and len(" ".join((*taken, sentence)).split()) > most_words:
            break
        taken.append(sentence)
    return " ".join(taken)
