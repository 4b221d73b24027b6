"""Who a speaker is: name, role, organisation, how many; surnames and pronouns resolved where that is safe."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from digests.intake.outlets import is_outlet
from digests.intake.words import Part, Word

_ROLES = frozenset(
    """president vice-president senator sen. sens. governor gov. secretary minister spokesman spokeswoman spokesperson
    chief director chairman chairwoman chair chairperson professor prof. analyst officer attorney lawyer judge justice
    mayor commissioner representative rep. reps. ambassador pope king queen prince princess coach manager editor
    economist researcher scientist dr. doctor executive ceo founder co-founder leader adviser advisor aide official
    general gen. captain capt. sheriff detective sergeant sgt. lt. lieutenant colonel col. deputy candidate congressman
    congresswoman actor actress singer author reporter journalist correspondent host strategist pollster activist
    premier chancellor lawmaker councillor councilman councilwoman trustee consultant historian critic nominee owner
    speaker rev. reverend bishop archbishop cardinal imam rabbi sir dame lord lady engineer expert superintendent
    undersecretary administrator coordinator prosecutor inspector treasurer comptroller envoy envoys diplomat
    counsel solicitor barrister player forward striker goalkeeper defender midfielder quarterback pitcher driver
    director-general head teacher principal dean chairwoman major marshal admiral commander brigadier
    mr. mrs. ms. miss resident officers""".split()
)
_PLURAL_ROLES = frozenset(
    """secretaries senators officials aides sources lawmakers republicans democrats ministers leaders spokesmen
    prosecutors researchers scientists analysts experts witnesses residents""".split()
)
_HONORIFICS = frozenset(("mr.", "mrs.", "ms.", "miss", "sir", "dame", "lord", "lady"))
_OFFICES = frozenset(
    "state defense defence health education energy commerce labor labour treasury interior transportation staff".split()
)
_ORGANISATION = frozenset(
    """house department ministry agency office committee commission council company group party union university
    college school institute institution association board bank court police service services authority bureau center
    centre foundation society federation league club team campaign administration government congress senate
    parliament army navy force forces nations church hospital corporation inc. corp. co. ltd. llc airlines network
    coalition alliance movement fund trust times post news press""".split()
)
_COUNTS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_WOMEN = frozenset(
    ("mrs.", "ms.", "miss", "spokeswoman", "chairwoman", "congresswoman", "actress", "queen", "princess")
)
_MEN = frozenset(("mr.", "spokesman", "chairman", "congressman", "actor", "king", "prince", "pope", "sir"))
_FEWEST_NAMES, _MOST_NAMES = 2, 4
_ARTICLES = frozenset(("the", "a", "an"))
_TIES = frozenset(("of", "at", "for", "with"))
_AGE = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks. ``name`` is a full name where ``named``, else the article's own description of them.

    ``to_outlet`` is whom the description says they spoke with: "officials who spoke with the Courier".
    """

    name: str
    role: str | None = None
    organisation: str | None = None
    named: bool = False
    how_many: int | None = None
    person: bool = False
    to_outlet: str | None = None


class People:
    """The persons and outlets that an article has named so far, as its reader would remember them."""

    def __init__(self) -> None:
        self._by_surname: dict[str, set[str]] = {}
        self._roles: dict[str, set[str]] = {}
        self._outlets: dict[str, str] = {}

    def meet(self, words: Sequence[Word]) -> None:
        """Remember who is named in full among the words."""
        for start, end in _name_runs(words):
            run = words[start:end]
            the = start > 0 and words[start - 1].lower == "the"
            text = _joined(run)
            names = _without_roles(run)
            if is_outlet(f"the {text}" if the else text):
                full = f"The {text}" if the and len(run) > 1 else text
                self._outlets.setdefault(run[-1].lower, full)
            elif _FEWEST_NAMES <= len(names) <= _MOST_NAMES and not the and not _organisation(names):
                self._by_surname.setdefault(_surname(names), set()).add(_joined(names))

    def introduce(self, speaker: Speaker) -> None:
        """Remember in which role somebody was introduced."""
        if speaker.person and speaker.role:
            for word in speaker.role.lower().split():
                if word in _ROLES:
                    self._roles.setdefault(word, set()).add(speaker.name)

    def full_name(self, surname: str) -> str | None:
        """The only person of that surname so far; None where there is none or more than one."""
        known = self._by_surname.get(surname.lower(), set())
        return next(iter(known)) if len(known) == 1 else None

    def named_among(self, words: Iterable[Word]) -> set[str]:
        """The full names of all known persons whose surname stands among the words."""
        return {name for word in words if word.part is Part.NAME for name in self._by_surname.get(word.lower, ())}

    def in_role(self, role: str) -> str | None:
        """The only person introduced in that role so far."""
        known = self._roles.get(role.lower(), set())
        return next(iter(known)) if len(known) == 1 else None

    def outlet(self, name: str) -> str | None:
        """The full name of an outlet, "the Post" resolved; None where the name is no outlet's."""
        last = name.rsplit(maxsplit=1)[-1].lower() if name.split() else ""
        if last in self._outlets and (is_outlet(name) or is_outlet(f"the {name}")):
            return self._outlets[last]
        return name if is_outlet(name) else None


def describe(words: Sequence[Word], people: People) -> Speaker | None:
    """The speaker that the words of a noun phrase and its aside name; None where they name nobody."""
    core, aside = _core_and_aside(words)
    if not core:
        return None
    if core[0].part in {Part.PRONOUN, Part.OBJECT, Part.DETERMINER} and len(core) == 1:
        return Speaker(name=core[0].lower)
    if not any(word.part is Part.NAME for word in core):
        return _unnamed(core, people)
    if people_named := _persons(core, aside, people):
        return people_named
    return _unnamed(core, people) if _head(core).part is Part.NOUN else _organisation_named(core, people)


def _core_and_aside(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    """The phrase itself, and what the commas or brackets behind it add."""
    for place, word in enumerate(words):
        lists = word.part is Part.COMMA and any(w.part is Part.AND for w in words[place:]) and _only_names(words)
        if word.part in {Part.COMMA, Part.DASH, Part.OPEN} and not lists:
            return words[:place], [w for w in words[place + 1 :] if w.part != Part.CLOSE]
    return words, ()


def _only_names(words: Sequence[Word]) -> bool:
    return all(word.part in {Part.NAME, Part.COMMA, Part.AND} for word in words)


def _persons(core: Sequence[Word], aside: Sequence[Word], people: People) -> Speaker | None:
    """One person or several joined by "and"; None where any of the parts names no person."""
    parts = _split_at_and(core)
    single = len(parts) == 1
    persons = [_person(part, aside if single else (), people) for part in parts]
    known = [person for person in persons if person is not None]
    if len(known) < len(persons):
        return None
    if single:
        return known[0]
    roles = [person.role for person in known if person.role]
    return Speaker(
        name=_listed([person.name for person in known]),
        role=_listed(roles) if roles else None,
        named=True,
        how_many=len(known),
    )


def _person(words: Sequence[Word], aside: Sequence[Word], people: People) -> Speaker | None:
    """A person: "White House spokeswoman Anna Kelly", "Lind", "Senator Chris Murphy, who ..."."""
    clause = next(
        (
            n
            for n, w in enumerate(words)
            if w.lower in {"who", "whose"} or (w.part is Part.PREPOSITION and w.lower != "of")
        ),
        None,
    )
    if clause is not None:
        words = words[:clause]
    place = len(words)
    while place and words[place - 1].part is Part.NAME and words[place - 1].lower not in _ROLES:
        if words[place - 1].lower in _OFFICES and place > 1 and words[place - 2].lower == "of":
            break
        place -= 1
    names, before = words[place:], words[:place]
    if not names or _organisation(names):
        return None
    if before and before[-1].part in {Part.DETERMINER, Part.POSSESSIVE, Part.PREPOSITION, Part.AND}:
        return None
    role_words = [word for word in before if word.lower not in _HONORIFICS]
    full = _joined(names)
    if len(names) == 1:
        known = people.full_name(names[0].lower)
        if known is None and not before and people.outlet(full) is not None:
            return None
        full = known or full
    elif is_outlet(full) or is_outlet(f"the {full}"):
        return None
    role, organisation = _role(role_words, aside)
    return Speaker(name=full, role=role, organisation=organisation, named=True, how_many=1, person=True)


def _role(before: Sequence[Word], aside: Sequence[Word]) -> tuple[str | None, str | None]:
    """Role and organisation, from the words before the name, else from the aside behind it."""
    before = _without_article(before)
    if before:
        return _joined(before), None
    aside = _without_article([word for word in aside if not _AGE.fullmatch(word.text)])
    while aside and aside[0].part is Part.COMMA:
        aside = _without_article(aside[1:])
    end = next(
        (
            n
            for n, word in enumerate(aside)
            if word.part in {Part.COMMA, Part.RELATIVE, Part.VERB, Part.BE, Part.THAT, Part.DASH}
        ),
        len(aside),
    )
    aside = aside[:end]
    if not any(word.lower in _ROLES for word in aside):
        return None, None
    tie = next((n for n, word in enumerate(aside) if word.lower in _TIES and n), None)
    if tie is None or not any(word.part is Part.NAME for word in aside[tie:]):
        return _joined(aside), None
    organisation = _without_article(aside[tie + 1 :])
    return _joined(aside[:tie]), _joined(organisation)


def _unnamed(core: Sequence[Word], people: People) -> Speaker:
    """Somebody without a name: "two former officials", "a spokesman for the mayor", "the governor"."""
    if len(core) == _FEWEST_NAMES and core[0].lower == "the" and (name := people.in_role(core[1].lower)) is not None:
        return Speaker(name=name, role=core[1].lower, named=True, how_many=1, person=True)
    core, outlet = _without_spoke_to(core, people)
    first, head = core[0], _head(core)
    tie = next((n for n, word in enumerate(core) if word.lower in _TIES and n), None)
    organisation = None
    if tie is not None and any(word.part is Part.NAME for word in core[tie:]):
        organisation = _joined(_without_article(core[tie + 1 :]))
    count = _COUNTS.get(first.lower) or (int(first.text) if first.text.isdigit() else None)
    if count is None and (first.lower in {"a", "an", "another"} or (first.lower == "the" and head.lower in _ROLES)):
        count = 1
    return Speaker(name=_plain(core), organisation=organisation, how_many=count, to_outlet=outlet)


def _without_spoke_to(core: Sequence[Word], people: People) -> tuple[Sequence[Word], str | None]:
    """The description without "who spoke with the Courier", and that outlet."""
    clause = next((n for n, word in enumerate(core) if n and word.lower in {"who", "that"}), None)
    if clause is None or not {"spoke", "speaking", "talked"} & {word.lower for word in core[clause:]}:
        return core, None
    outlet = next((people.outlet(word.text) for word in core[clause:] if people.outlet(word.text)), None)
    return (core[:clause], outlet) if outlet is not None else (core, None)


def _organisation_named(core: Sequence[Word], people: People) -> Speaker:
    text = _plain(core)
    return Speaker(name=people.outlet(text) or text, named=True)


def _head(core: Sequence[Word]) -> Word:
    """The noun that the phrase is about: the last before "of", "who" and the like."""
    end = next(
        (
            n
            for n, w in enumerate(core)
            if n and w.part in {Part.PREPOSITION, Part.RELATIVE, Part.THAT, Part.PARTICIPLE, Part.TO}
        ),
        len(core),
    )
    return core[end - 1]


def _plain(words: Sequence[Word]) -> str:
    """The phrase as it reads inside a sentence: without the capital of a sentence's beginning."""
    text = _joined(words)
    first = words[0]
    inside = first.part is not Part.NAME and not (first.lower == "the" and is_outlet(text))
    return text[0].lower() + text[1:] if inside else text


def _joined(words: Iterable[Word]) -> str:
    text = ""
    last: Word | None = None
    for word in words:
        tight = last is None or word.start == last.end or word.part in {Part.COMMA, Part.CLOSE}
        text += word.text if tight else f" {word.text}"
        last = word
    return text


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


def _without_article(words: Sequence[Word]) -> Sequence[Word]:
    return words[1:] if words and words[0].lower in _ARTICLES else words


def _without_roles(run: Sequence[Word]) -> Sequence[Word]:
    place = next((n for n in range(len(run), 0, -1) if run[n - 1].lower in _ROLES), 0)
    return run[place:]


def _organisation(names: Sequence[Word]) -> bool:
    return any(word.lower in _ORGANISATION for word in names)


def _surname(names: Sequence[Word]) -> str:
    last = names[-1].lower
    return names[-2].lower if last in {"jr.", "sr.", "iii", "ii"} and len(names) > 1 else last


def _name_runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for place in range(len(words) + 1):
        name = place < len(words) and words[place].part is Part.NAME
        if name and start is None:
            start = place
        elif not name and start is not None:
            yield start, place
            start = None


def agrees(pronoun: str, speaker: Speaker) -> bool:
    """Whether "he" or "she" may mean the speaker, as far as role and title tell."""
    words = set((speaker.role or "").lower().split())
    return not (words & (_WOMEN if pronoun == "he" else _MEN))
