"""Who a speaker is: name, role, organisation, how many; surnames resolved where that is safe."""

import re
from collections.abc import Sequence
from dataclasses import replace

from digests.intake.outlets import is_outlet
from digests.intake.parts import Part
from digests.intake.people import (
    BODIES,
    OFFICES,
    ROLES,
    WRITINGS,
    People,
    Speaker,
    bare_names,
    is_post,
    joined,
    plain_role,
)
from digests.intake.words import Word

THIRD_PERSON = frozenset(("he", "she", "they", "it"))
_KIN = frozenset(
    """mother father mom dad brother sister son daughter husband wife widow parents family families grandmother
    grandfather aunt uncle cousin niece nephew neighbor neighbour friend friends colleague""".split()
)
_CROWDS = frozenset("police troops crowd public clergy staff crew team couple majority percent youth".split())
"""Nouns of persons that one does not count."""
_PEOPLE = (
    _KIN
    | _CROWDS
    | frozenset(
        """people man woman men women child children kids many most some others both few several those everyone someone
        somebody anyone nobody voter victim witness member boy girl republican democrat cop""".split()
    )
)
_OF_PERSONS = re.compile(r".{2,}(?:ers?|ors?|ists?|ants?|ees?|ians?|men|women|crats?|ans|cans|ics|mates?)")
_NO_PERSONS = (
    WRITINGS
    | BODIES
    | frozenset(
        """number power order matter letter computer winter summer quarter chapter corner river paper water weather
        theater answer danger disaster effort factor error color flavor minor floor door plant restaurant moment
        garden plan loan american european fan span human rover""".split()
    )
)
_COUNTS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_WOMEN = frozenset(
    """mrs. ms. miss spokeswoman chairwoman congresswoman councilwoman actress queen princess mother mom sister daughter
    wife widow aunt niece grandmother""".split()
)
_MEN = frozenset(
    """mr. spokesman chairman congressman councilman actor king prince pope sir father dad brother son husband uncle
    nephew grandfather""".split()
)
_ARTICLES = frozenset(("the", "a", "an"))
_OWNERS = frozenset(("his", "her", "their", "its", "my", "our"))
_TIES = frozenset(("of", "at", "for", "with", "from"))
_ENDS_A_ROLE = frozenset({Part.COMMA, Part.RELATIVE, Part.VERB, Part.BE, Part.THAT, Part.DASH, Part.CLOSE})
_BREAKS_A_NAME = frozenset({Part.DETERMINER, Part.POSSESSIVE, Part.PREPOSITION, Part.TO, Part.AND})
_ENDS_A_HEAD = frozenset({Part.PREPOSITION, Part.RELATIVE, Part.THAT, Part.PARTICIPLE, Part.TO, Part.COMMA})
_LOOSE = frozenset({Part.COMMA, Part.AND, Part.CLOSE, Part.DASH})
_OPENS_AN_ASIDE = frozenset({Part.COMMA, Part.DASH, Part.OPEN})
_AGE = re.compile(r"\d{1,3}")
_FULL = 2
"""Names that make a full name."""


def describe(words: Sequence[Word], people: People) -> Speaker | None:
    """The speaker that the words of a noun phrase and its aside name; None where they name nobody."""
    while words and words[0].part in _LOOSE:
        words = words[1:]
    core, aside = _core_and_aside(words)
    while len(core) > 1 and (core[-1].part is Part.TIME or core[-1].lower == "on"):
        core = core[:-1]
    if not core:
        return None
    if len(core) == 1 and core[0].part in {Part.PRONOUN, Part.OBJECT, Part.DETERMINER}:
        return _pronoun(core[0])
    named = _persons(core, aside, people) or _persons_in_aside(core, aside, people)
    if named is not None:
        return people.as_introduced(named)
    return _organisation(core, people) if _head(core).part is Part.NAME else _unnamed(core, people)


def agrees(pronoun: str, speaker: Speaker) -> bool:
    """Whether "he" or "she" may mean the speaker, as far as role and title tell."""
    words = set((speaker.role or "").lower().split())
    return not (words & (_WOMEN if pronoun == "he" else _MEN))


def _pronoun(word: Word) -> Speaker | None:
    third = word.lower in THIRD_PERSON or word.lower in _PEOPLE
    return Speaker(name=word.lower) if third else None


def _core_and_aside(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    """The phrase itself, and what the commas or brackets behind it add; a list of names is one phrase."""
    parts = {word.part for word in words}
    if Part.AND in parts and parts <= {Part.NAME, Part.COMMA, Part.AND}:
        return words, ()
    edge = next((n for n, word in enumerate(words) if word.part in _OPENS_AN_ASIDE), len(words))
    return words[:edge], words[edge + 1 :]


def _persons(core: Sequence[Word], aside: Sequence[Word], people: People) -> Speaker | None:
    """One person or several joined by "and"; None where any of the parts names no person."""
    parts = _split_at_and(core)
    if len(parts) == 1:
        return _person(core, aside, people)
    known = [person for part in parts if (person := _person(part, (), people)) is not None]
    if len(known) < len(parts):
        return None
    roles = [person.role for person in known if person.role]
    return Speaker(
        name=_listed([person.name for person in known]),
        role=_listed(roles) if roles else None,
        named=True,
        how_many=len(known),
    )


def _person(words: Sequence[Word], aside: Sequence[Word], people: People) -> Speaker | None:
    """A person: "White House spokeswoman Anna Kelly", "Lind", "Rob Hale of the port union"."""
    start, end = _name(words)
    names, before, behind = words[start:end], words[:start], words[end:]
    if not names or names[-1].lower in WRITINGS or any(word.lower in BODIES for word in names):
        return None
    titled = bool(before) and (before[-1].lower in ROLES | _KIN | OFFICES)
    if before and before[-1].part in _BREAKS_A_NAME and not (titled or before[-1].part is Part.POSSESSIVE):
        return None
    full = joined(names)
    if len(names) == 1:
        known = people.full_name(full)
        if known is None and not titled:
            return None if people.outlet(full) is not None else Speaker(name=full, named=True)
        full = known or full
    elif is_outlet(full) or is_outlet(f"the {full}"):
        return None
    role, organisation = plain_role(_without_owner(before)), None
    if role is None:
        role, organisation = _office(aside or behind)
        organisation = organisation and (people.full_name(organisation) or organisation)
    body = not titled and any(word.lower in BODIES for word in before)
    count = None if body else 1
    return Speaker(name=full, role=role, organisation=organisation, named=True, how_many=count, person=not body)


def _name(words: Sequence[Word]) -> tuple[int, int]:
    """Where the names of a person stand: the first that end the phrase, or that an "of" or "who" follows."""
    place = 0
    while place < len(words):
        start = place
        while place < len(words) and words[place].part is Part.NAME:
            place += 1
        names = bare_names(words[start:place])
        if len(names) > _FULL and is_post(words[:start], names):
            names = names[1:]
        last = place == len(words) or words[place].part in _ENDS_A_HEAD
        titled = len(names) < place - start or (start > 0 and words[start - 1].lower in ROLES | _KIN)
        if last and (len(names) >= _FULL or (names and (titled or place == len(words)))):
            return place - len(names), place
        place += 1
    return len(words), len(words)


def _office(aside: Sequence[Word]) -> tuple[str | None, str | None]:
    """Role and organisation, as far as the words behind a name tell: ", chief engineer at Quant Insight"."""
    words = [word for word in aside if not _AGE.fullmatch(word.text)]
    while words and words[0].part is Part.COMMA:
        words = words[1:]
    words = list(_without_article(words))
    end = next((n for n, word in enumerate(words) if word.part in _ENDS_A_ROLE), len(words))
    words = words[:end]
    ties = [n for n, word in enumerate(words) if word.lower in _TIES and _names_next(words[n + 1 :])]
    tie, named = (ties[0], True) if ties else (len(words), False)
    ends = (n for n, word in enumerate(words) if n > tie and word.lower in {"in", "on", "near"})
    organisation = joined(_without_article(words[tie + 1 : next(ends, len(words))])) if named else None
    if tie == 0:
        return None, organisation
    if tie and words and words[0].part is Part.PREPOSITION:
        return None, None
    described = bool(aside) and aside[0].lower in {"a", "an"} and any(word.part is Part.NOUN for word in words)
    if not described and not any(word.lower in ROLES or (word.part is Part.NOUN and _alive(word)) for word in words):
        return None, None
    return joined(words[:tie] if named else words), organisation


def _names_next(words: Sequence[Word]) -> bool:
    """Whether a name follows, but for "the" and what describes it."""
    after = next((word for word in words if word.part not in {Part.DETERMINER, Part.ADJECTIVE}), None)
    return after is not None and after.part is Part.NAME


def _persons_in_aside(core: Sequence[Word], aside: Sequence[Word], people: People) -> Speaker | None:
    """Who is described first and named behind a comma: "her mother, Jamie Hale,"."""
    head = _head(core)
    if head.part is Part.NAME or not _alive(head) or head.lower in _CROWDS:
        return None
    end = next((n for n, word in enumerate(aside) if word.part in _ENDS_A_ROLE), len(aside))
    person = _persons(aside[:end], (), people) if end else None
    if person is None or person.how_many is None or (person.how_many > 1) == (_count(core, head) == 1):
        return None
    return replace(person, role=joined(_without_owner(core)), organisation=None)


def _unnamed(core: Sequence[Word], people: People) -> Speaker:
    """Somebody without a name: "two former officials", "a spokesman for the mayor", "the governor"."""
    if len(core) == _FULL and core[0].lower == "the" and (known := people.meant_by(core[1].lower)) is not None:
        return known
    core, outlet = _without_spoke_to(core, people)
    head = _head(core)
    tie = next((n for n, word in enumerate(core) if word.lower in _TIES and n), len(core))
    organisation = None
    if any(word.part is Part.NAME for word in core[tie:]):
        organisation = joined(_without_article(core[tie + 1 :]))
    return Speaker(
        name=_plain(core),
        organisation=organisation,
        how_many=_count(core, head),
        acts=_alive(head) or head.lower in BODIES,
        tells=_alive(head) or head.lower in BODIES | WRITINGS,
        to_outlet=outlet,
    )


def _count(core: Sequence[Word], head: Word) -> int | None:
    """How many persons a description counts; None where it does not tell, or speaks of no person."""
    first = core[0]
    if not _alive(head) or head.lower in _CROWDS:
        return None
    count = _COUNTS.get(first.lower) or (int(first.text) if first.text.isdecimal() else None)
    single = first.lower in {"a", "an", "another"} or (
        (first.lower in _OWNERS | {"the"} or first.part is Part.NAME) and not head.lower.endswith("s")
    )
    return 1 if count is None and single else count


def _alive(head: Word) -> bool:
    """Whether the noun means persons."""
    return (
        head.lower in ROLES | _PEOPLE
        or head.lower.removesuffix("s") in ROLES | _PEOPLE
        or (head.lower not in _NO_PERSONS and _OF_PERSONS.fullmatch(head.lower) is not None)
    )


def _without_spoke_to(core: Sequence[Word], people: People) -> tuple[Sequence[Word], str | None]:
    """The description without "who spoke with the Courier", and that outlet."""
    clause = next((n for n, word in enumerate(core) if n and word.lower in {"who", "that"}), None)
    if clause is None or not {"spoke", "speaking", "talked"} & {word.lower for word in core[clause:]}:
        return core, None
    outlet = next((people.outlet(word.text) for word in core[clause:] if people.outlet(word.text)), None)
    return (core[:clause], outlet) if outlet is not None else (core, None)


def _organisation(core: Sequence[Word], people: People) -> Speaker:
    text, head = _plain(core), _head(core)
    one_of_many = core[0].lower in {"a", "an"}
    named = not _alive(head) and core[0].part is not Part.NUMBER and not one_of_many
    acts = _alive(head) or (head.lower not in WRITINGS and not one_of_many)
    return Speaker(name=people.outlet(text) or text, named=named, acts=acts)


def _head(core: Sequence[Word]) -> Word:
    """The noun that the phrase is about: the last before "of", "who" and the like."""
    end = next((n for n, word in enumerate(core) if n and word.part in _ENDS_A_HEAD), len(core))
    while end > 1 and core[end - 1].part is Part.ADJECTIVE:
        end -= 1
    return core[end - 1]


def _plain(words: Sequence[Word]) -> str:
    """The phrase as it reads inside a sentence: without the capital of a sentence's beginning."""
    text = joined(words)
    inside = words[0].part is not Part.NAME and not (words[0].lower == "the" and is_outlet(text))
    return text[0].lower() + text[1:] if inside else text


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _split_at_and(core: Sequence[Word]) -> list[Sequence[Word]]:
    parts: list[Sequence[Word]] = []
    start = 0
    for place, word in enumerate(core):
        if word.part in {Part.AND, Part.COMMA} and place > start:
            parts.append(core[start:place])
            start = place + 1
    return [part for part in (*parts, core[start:]) if part]


def _without_owner(words: Sequence[Word]) -> Sequence[Word]:
    return words[1:] if words and words[0].lower in _OWNERS else _without_article(words)


def _without_article(words: Sequence[Word]) -> Sequence[Word]:
    return words[1:] if words and words[0].lower in _ARTICLES else words
