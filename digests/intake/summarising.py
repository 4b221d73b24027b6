"""Article text to a short summary: whole sentences of its own, from the top."""

from digests.sentences import sentences

MOST_WORDS = 60


def summarised(body: str) -> str:
    taken: list[str] = []
    for sentence in sentences(body):
        if len(" ".join((*taken, sentence)).split()) > MOST_WORDS:
            break
        taken.append(sentence)
    return " ".join(taken)
