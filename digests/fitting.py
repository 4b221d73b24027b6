"""Whether a claim holds the kind of thing that a question asks for, and that the question does not say itself."""

import re

from digests.article import Claim, ClaimKind
from digests.clearance import speaker
from digests.question import Asked, Kind
from digests.terms import terms

_SMALL = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety both once""".split()
)
_NUMBERS = _SMALL | frozenset(
    """dozen dozens hundred hundreds thousand thousands million billion trillion half third quarter twice double
    none""".split()
)
_NOT_SMALL = re.compile(r"\bhow much\b|\b(?:price|cost|amount|percent(?:age)?)\b", re.IGNORECASE)
"""Questions that "two engineers say" does not answer."""
_TIME = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today|tomorrow|tonight"
    r"|(?:next|last|this) (?:week|month|year|spring|summer|fall|autumn|winter)|(?:19|20)\d\d)\b"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|off|outside|inside|into|from|to|across|on|of|by|below|above|under|beside|behind|along) "
    r"(?:the )?(?:[a-z]+ )?"
    r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* |[A-Z][a-z]+day\b)[A-Z][\w’'-]+"
)
_NAME = re.compile(r"(?<=[a-z,;:“\"(’'] )[“‘\"(]?[A-Z][\w’'-]+")
_FIRST_NAME = re.compile(r"\W?[A-Z][\w’'-]+ (?:[A-Z]|said|says|is|was|has|had|will|won|and)")
_REASON = re.compile(r"\b(?:because|due to|so that|in order|after|amid|as a result|caused|over|to|for)\b")
_OF_ONE_LAND = 5
"""Letters that a land and its people share."""
_NEAR = 4
"""Words between a number and what it counts: "95 people", "95 or more of the boats", "killed at least 95"."""


def fits(claim: Claim, asked: Asked) -> bool:
    """True where it holds what must stand in an answer of that kind; a hint for the order, not yet a proof.

    False where the question asks for nothing in particular.
    """
    match asked.kind:
        case Kind.HOW_MUCH:
            return _holds_a_number(claim, asked)
        case Kind.WHEN:
            return _holds_other(_TIME, claim.text, asked)
        case Kind.WHERE:
            return _holds_other(_PLACE, claim.text, asked)
        case Kind.NAME:
            return _holds_other(_NAME, claim.text, asked) or _opens_with_a_name(claim.text, asked)
        case Kind.WHY:
            return _REASON.search(claim.text) is not None
        case Kind.SAYING | Kind.DENIAL:
            return not bars(claim, asked)
        case Kind.LATEST | Kind.ANYTHING:
            return False


def bars(claim: Claim, asked: Asked) -> bool:
    """True where it can be no answer: another speaker's words, no denial, or a count of something else."""
    match asked.kind:
        case Kind.SAYING:
            return not _is_by(claim, asked)
        case Kind.DENIAL:
            return claim.kind is not ClaimKind.DENIAL or not _is_by(claim, asked)
        case Kind.HOW_MUCH:
            return not _holds_a_number(claim, asked)
        case _:
            return False


def _is_by(claim: Claim, asked: Asked) -> bool:
    """By what readers may see of the speaker alone: to ask for a name must not unmask who spoke on background."""
    known = terms(speaker(claim) or "")
    return all(any(_same_name(asked_for, term) for term in known) for asked_for in asked.speaker)


_OF_A_PEOPLE = re.compile(r"(?:ans?|ese|ish|ic|is?)$")
"""How words end that are made of a country's name; Johnson and Johnston are two men."""


def _same_name(one: str, other: str) -> bool:
    """Also the country and its people: Venezuela and the Venezuelan government, Mexico and the Mexican president."""
    shorter, longer = sorted((one, other), key=len)
    of_one_land = shorter[:_OF_ONE_LAND] == longer[:_OF_ONE_LAND] and len(shorter) > _OF_ONE_LAND
    return one == other or (of_one_land and bool(_OF_A_PEOPLE.search(longer)))


_UNITS = {
    r"how old": r"\b(?:aged?|years?[ -]old|born|founded|built)\b|, \d{1,3},",
    r"how fast": r"\b(?:mph|km/h|kph|knots|(?:an|per) hour)\b",
    r"how (?:far|deep|high|tall|wide)": (
        r"\b(?:miles?|kilomet(?:er|re)s?|km|met(?:er|re)s?|m|feet|foot|ft|yards?|inch(?:es)?|storeys)\b"
    ),
    r"how much\b.*\b(?:costs?|pay|paid|spend|spent|money|worth|price|earn(?:ed)?|wages?)": (
        r"[$€£¥₹%]|\b(?:dollars?|euros?|pounds?|crowns?|francs?|yen|yuan|rupees|roubles|pesos|cents?)\b"
        r"|\b(?:half|twice|double|third|per ?cent)\b"
    ),
}
_IN_UNITS = tuple((re.compile(rf"\b{asked}\b", re.IGNORECASE), re.compile(unit)) for asked, unit in _UNITS.items())
"""Questions whose answer needs a unit: how old somebody is no count of races tells."""


def _holds_a_number(claim: Claim, asked: Asked) -> bool:
    if any(question.search(asked.text) and not unit.search(claim.text) for question, unit in _IN_UNITS):
        return False
    words = claim.text.split()
    known = _NUMBERS - _SMALL if _NOT_SMALL.search(asked.text) else _NUMBERS
    numbers = [
        place for place, word in enumerate(words) if _is_number(word, known) and not set(terms(word)) <= asked.own
    ]
    if asked.counted is None or not numbers:
        return bool(numbers)
    if any(figure.unit and asked.counted in terms(figure.unit) for figure in claim.figures):
        return True
    return any(asked.counted in terms(" ".join(words[max(0, place - _NEAR) : place + 1 + _NEAR])) for place in numbers)


def _is_number(word: str, known: frozenset[str]) -> bool:
    """In figures or in words: "twenty-one" too."""
    return any(map(str.isdigit, word)) or word.strip(".,;:()“”\"'").casefold().split("-")[0] in known


def _holds_other(pattern: re.Pattern[str], text: str, asked: Asked) -> bool:
    return any(not set(terms(found.group())) <= asked.own for found in pattern.finditer(text))


def _opens_with_a_name(text: str, asked: Asked) -> bool:
    opened = _FIRST_NAME.match(text)
    return opened is not None and not set(terms(opened.group())) <= asked.own
