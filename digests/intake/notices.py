"""What an article says of itself: the notices of correction, clarification and retraction that stand in it."""

import re
from collections.abc import Iterator

from digests.article import PubStatus
from digests.intake.incoming import Copy, one_line
from digests.notice import Notice, NoticeKind
from digests.sentences import sentences

_KINDS = (
    (NoticeKind.RETRACTION, re.compile(r"\b(?:retract|withdr[ae]w|taken down|unpublish|kill\b)", re.IGNORECASE)),
    (
        NoticeKind.CORRECTION,
        re.compile(
            r"\bcorrect|\bincorrect|\bmis(?:stat|spel|identif|quot|attribut|report|nam|characteri[sz])"
            r"|\bamend|\berror|\berroneous|\bwrong|\binaccura|\bmistak|\brefile"
            r"|\bversions? of this \w+ (?:said|stated|gave|attributed|listed|reported|quoted|cited|included|named)\b",
            re.IGNORECASE,
        ),
    ),
    (NoticeKind.CLARIFICATION, re.compile(r"\bclarif", re.IGNORECASE)),
)
"""What a notice speaks of; the first that it speaks of counts, the gravest standing first."""

_LABEL = re.compile(
    r"\W{0,3}(?:corrections?|corrected|clarifications?|retractions?|retracted|refile|kill|editor[’']?s? note"
    r"|note to readers|an? (?:note|correction|clarification))\b"
    r"(?:\s?(?:&|/|and)\s?\w+)?(?:\s?\([^)\n]*\)|, [^:–—\n]{0,30})?\s?[:–—]\s*(?=\S)",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"^(?:correct(?:ion|ed)|clarification|refile|retract(?:ion|ed)|withdrawn|kill)(?=\s*[:–—]|\s-\s)"
    r"|[(\[](?:corrected|correction|clarified|retracted|withdrawn)[)\]]\s*$",
    re.IGNORECASE,
)
_PIECE = r"(?:article|story|report|piece|post|page|column|headline|video|caption|photo|graphic|dispatch|item)"
_OF_ITSELF = re.compile(
    rf"\b(?:(?:an?|the) (?:earlier|previous|prior|original|initial) versions? of this {_PIECE}"
    rf"|this {_PIECE}(?:[’']s \w+)? (?:was|has been|is being|had been) "
    r"(?:later |since )?(?:corrected|amended|clarified|retracted|withdrawn|removed|(?:updated|edited) to correct)"
    rf"|(?:we|the \w+) (?:regrets?|apologi[sz]es? for) (?:the|this|any) (?:error|mistake|omission)s?)",
    re.IGNORECASE,
)
"""Only of "this article": what is told of another paper's correction is news."""


def notices_of(copy: Copy) -> tuple[Notice, ...]:
    """Every notice once: from its headline, its note to editors and its standing, then from its body in order."""
    found = [*_of_headline(copy), *_of_desk(copy), *(notice for notice, _, _ in _in_body(copy.body))]
    return tuple(dict.fromkeys(found))


def without_notices(body: str) -> str:
    """The body with blanks in place of its notices, letter for letter: what an outlet says of its own text is no part
    of what that tells.
    """
    for _, start, end in _in_body(body):
        body = f"{body[:start]}{' ' * (end - start)}{body[end:]}"
    return body


def _of_headline(copy: Copy) -> Iterator[Notice]:
    if (found := _HEADED.search(copy.headline)) and (kind := _kind(found.group())):
        yield Notice(kind=kind, text=copy.headline)


def _of_desk(copy: Copy) -> Iterator[Notice]:
    if copy.ednote and (kind := _kind(copy.ednote)):
        yield Notice(kind=kind, text=copy.ednote)
    if copy.pubstatus is PubStatus.CANCELED:
        yield Notice(kind=NoticeKind.RETRACTION, text="Its source has cancelled it.")


def _in_body(body: str) -> Iterator[tuple[Notice, int, int]]:
    """Each notice with its place: a whole line that is labelled as one, else the sentences that speak of the text."""
    place = 0
    for line in body.splitlines(keepends=True):
        text = line.strip()
        if (label := _LABEL.match(text)) and (kind := _kind(text)) and _says(text, label):
            start = place + line.index(text)
            yield Notice(kind=kind, text=one_line(text)), start, start + len(text)
        elif _OF_ITSELF.search(text):
            yield from _in_line(line, place)
        place += len(line)


def _says(text: str, label: re.Match[str]) -> bool:
    """A label that names a kind says it by itself; a plain note must speak of its own text."""
    return _kind(label.group()) is not None or _OF_ITSELF.search(text) is not None


def _in_line(line: str, place: int) -> Iterator[tuple[Notice, int, int]]:
    at = 0
    for sentence in sentences(line):
        found = line.find(sentence, at)
        if found < 0:
            continue
        at = found + len(sentence)
        if _OF_ITSELF.search(sentence) and (kind := _kind(sentence)):
            yield Notice(kind=kind, text=one_line(sentence)), place + found, place + at


def _kind(text: str) -> NoticeKind | None:
    return next((kind for kind, speaks in _KINDS if speaks.search(text)), None)
