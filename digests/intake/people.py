"""Whom an article has named so far: persons and outlets, as its reader would remember them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from digests.intake.bodies import Bodies
from digests.intake.outlets import is_outlet
from digests.intake.parts import Part
from digests.intake.words import Word

ROLES = frozenset(
    """
    activist actor actress administrator admiral adviser advisor agent aide all-star ambassador analyst archbishop
    artist attorney author barrister biologist bishop brigadier candidate capt. captain cardinal ceo cfo chair
    chairman chairperson chairwoman chancellor chef chief class co-founder coach col. colonel commander commissioner
    composer comptroller congressman congresswoman consultant coordinator correspondent councillor councilman
    councilwoman counsel critic dame dean defender deputy detective diplomat director director-general doctor dr dr.
    driver economist editor engineer envoy executive expert farmer firefighter forecaster forward founder gen. general
    goalkeeper gov gov. governor guard head historian host imam inspector journalist judge justice king lady lawmaker
    lawyer leader left-hander lieutenant lord lt. major manager marshal mayor meteorologist midfielder minister
    ministers miss mr mr. mrs mrs. ms ms. musician nominee novelist nurse officer officers official owner paramedic
    patrolman physician pilot pitcher player pollster pope premier president prince princess principal producer prof
    prof. professor prosecutor quarterback queen rabbi reliever rep rep. reporter representative reps reps. rescuer
    researcher resident rev. reverend right-hander scientist secretaries secretary sen sen. senator senators sens.
    sergeant sgt. sheriff singer sir slugger solicitor speaker spokesman spokesperson spokeswoman star strategist
    striker superintendent teacher trainer treasurer trooper trustee undersecretary vice-president writer""".split()
)
_ALSO_SURNAMES = frozenset("judge justice king pope prince dean bishop major driver pilot farmer guard head".split())
HONORIFICS = frozenset("mr. mrs. ms. dr. mr mrs ms dr miss sir dame lord lady".split())
OFFICES = frozenset(
    "state defense defence health education energy commerce labor labour treasury interior transportation staff".split()
)
BODIES = frozenset(
    """
    administration agency airline airlines alliance analytics army assembly association authorities authority
    automaker bank board bureau cabinet campaign capital carmaker center centre charity church club co. coalition
    college commission committee company congress corp. corporation council court department economics embassy energy
    entertainment federation firm foods force forces foundation fund government group holdings hospital house inc.
    industries insight institute institution insurer jury kremlin league lender llc ltd. maker management media
    ministry motors movement nations navy network news office operator panel parliament partners party pentagon
    pharmaceuticals pictures police post press regime regulator research retailer school securities senate service
    services society solutions staff stores studios systems team technologies times trust union university watchdog
    works""".split()
)
"""Nouns of what speaks as one, though it is no person."""
WRITINGS = frozenset(
    """
    act affidavit analysis article bill book census complaint data database document documents email emails figures
    filing footage index indictment law lawsuit letter letters memo message messages notice order page poll polls
    record records release report reports review ruling statement statistics studies study survey surveys transcript
    tweet video videos webpage website""".split()
)
"""Nouns of what tells by being read or seen."""

_PLACES = frozenset(
    """washington paris jordan austin charlotte georgia virginia houston dallas jackson columbus madison lincoln china
    israel chad florence victoria sydney london york korea carolina dakota america africa california texas""".split()
)
"""Names of persons that are more often those of places: never completed."""
_OPENS_A_PLACE = frozenset(
    """north south east west northern southern eastern western central new san los las saint st. fort mount lake great
    united old upper lower the hong sri visit discover explore experience greater downtown metro inner outer
    """.split()
)
_NO_SURNAMES = BODIES | WRITINGS | frozenset(
    """street river county city park airport island islands valley bay beach lake hill mountain hotel avenue road square
    state states day game games cup series open war bowl bridge tower center championship championships festival
    project plan accord agreement treaty amendment constitution republic kingdom ocean sea coast strait gulf
    province district region territory hall stadium arena theater theatre museum library prize award awards station
    terminal palace castle cathedral abbey line railway railroad canal highway desk fair market base act week day days
    month festival show plant farm farms port harbor harbour village town zone republicans republican democrats
    democrat conservatives liberals americans christians muslims jews catholics protestants""".split()
)  # fmt: skip
_SETS_A_SCENE = frozenset(("in", "at", "near", "across", "around", "outside", "throughout"))
_ORIGIN = re.compile(
    r"[A-Z]\w+(?:ian|ean|ese|ish)|American|German|French|Dutch|Greek|Swiss|Thai|Iraqi|Israeli|Afghan|Democrat|Democratic"
    r"|Republican|Labour|Conservative|Liberal|Tory|Independent|GOP|US|U\.S\.|UK|British"
)
_NO_TITLES = frozenset("star class forward".split())
"""Roles that stand in small letters before a name, and are part of it in capitals: "Star Valley"."""
_RANKS = frozenset("senior junior former retired fellow veteran longtime ex".split())
"""Adjectives that stand before a title or name and may open a sentence."""
_COMPOUND = re.compile(r"\w+-[a-z]+(?:ed|en|ing|style|led|wide|era)")
"""What describes a name and is none: "flood-stricken"."""
_ANY = frozenset("the a an another one this that".split())
_FEWEST_NAMES, _MOST_NAMES = 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks. ``name`` is a full name where ``named``, else the article's own description of them.

    ``acts`` is whether it is somebody, or a body of people, who can promise, fear and praise; ``tells`` whether it can
    at least tell something, as a report does and a storm does not. ``to_outlet`` is whom the description says they
    spoke with: "officials who spoke with the Courier".
    """

    name: str
    role: str | None = None
    organisation: str | None = None
    named: bool = False
    how_many: int | None = None
    person: bool = False
    acts: bool = True
    tells: bool = True
    to_outlet: str | None = None


class People:
    """The persons and outlets that an article has named so far."""

    def __init__(self) -> None:
        self._by_surname: dict[str, set[str]] = {}
        self._by_given_name: dict[str, set[str]] = {}
        self._introduced: dict[str, Speaker] = {}
        self._by_role: dict[str, set[str]] = {}
        self._outlets: dict[str, str] = {}
        self._bodies = Bodies()
        self._shared: set[str] = set()

    def meet(self, words: Sequence[Word]) -> None:
        """Remember who is named in full among the words."""
        self._bodies.meet(words)
        for start, end in _name_runs(words):
            run, before = words[start:end], words[start - 1].lower if start else ""
            text = joined(run)
            if is_outlet(f"the {text}" if before == "the" else text):
                if len(run) > 1:
                    self._outlets.setdefault(run[-1].lower, f"The {text}" if before == "the" else text)
                continue
            names = bare_names(run[is_post(words[:start], run) :])
            role = [*_before(words, start), *run[: len(run) - len(names)]]
            titled = any(word.lower in ROLES for word in role)
            if before == "the" and len(run) == 1 and text.endswith("s"):
                self._shared.add(text[:-1].lower())
            scene = before in _SETS_A_SCENE and not (end < len(words) and words[end].part is Part.POSSESSIVE)
            if titled or not (scene or before == "the"):
                self._remember(names)
            if titled and len(names) >= _FEWEST_NAMES:
                self.introduce(Speaker(name=joined(names), role=plain_role(role), named=True, person=True))

    def _remember(self, names: Sequence[Word]) -> None:
        given, surname = (names[0].lower, _surname(names)) if names else ("", "")
        ranked = given in _RANKS or any(_COMPOUND.fullmatch(word.text) for word in names)
        known = given not in _OPENS_A_PLACE and surname not in _NO_SURNAMES and not ranked
        if known and _FEWEST_NAMES <= len(names) <= _MOST_NAMES:
            full = joined(names)
            self._by_surname.setdefault(surname, set()).add(full)
            self._by_given_name.setdefault(given, set()).add(full)

    def introduce(self, speaker: Speaker) -> None:
        """Remember who somebody is, and the first role that is told of them."""
        known = self._introduced.get(speaker.name)
        if speaker.person and (known is None or (speaker.role and known.role is None)):
            self._introduced[speaker.name] = speaker
            for word in (speaker.role or "").lower().split():
                if word in ROLES:
                    self._by_role.setdefault(word, set()).add(speaker.name)

    def as_introduced(self, speaker: Speaker) -> Speaker:
        """The speaker with the role and organisation told before, where this time none was."""
        known = self._introduced.get(speaker.name)
        if known is None or speaker.role is not None:
            return speaker
        return replace(speaker, role=known.role, organisation=known.organisation)

    def full_name(self, name: str) -> str | None:
        """The only person of that surname so far, else of that given name; None where there is none or several.

        A given name alone is completed only to somebody who was introduced: many a street begins like a person.
        Where the article speaks of "the Dahls" it may mean any of them by "Dahl".
        """
        if name.lower() in _PLACES or name.lower() in self._shared:
            return None
        called = self._by_given_name.get(name.lower(), set())
        known = self._by_surname.get(name.lower()) or (called if called <= self._introduced.keys() else set())
        return next(iter(known)) if len(known) == 1 else None

    def named_among(self, words: Iterable[Word]) -> set[str]:
        """The full names of all known persons whose surname stands among the words; a shared one names one more."""
        names = [word for word in words if word.part is Part.NAME]
        known = {name for word in names for name in self._by_surname.get(word.lower, ())}
        return known | {word.text for word in names if word.lower in self._shared}

    def meant_by(self, noun: str) -> Speaker | None:
        """Whom "the mayor" or "the company" means: the only one of them so far; None where there is none or several."""
        known = self._by_role.get(noun.lower(), set())
        if len(known) == 1:
            return self.as_introduced(Speaker(name=next(iter(known)), named=True, how_many=1, person=True))
        body = self._bodies.meant_by(noun)
        return None if body is None else Speaker(name=self.outlet(body) or body, named=True)

    def outlet(self, name: str) -> str | None:
        """The full name of an outlet, "the Post" resolved; None where the name is no outlet's."""
        last = name.rsplit(maxsplit=1)[-1].lower() if name.strip() else ""
        if last in self._outlets and (is_outlet(name) or is_outlet(f"the {name}")):
            return self._outlets[last]
        return name if is_outlet(name) else None


def plain_role(words: Sequence[Word]) -> str | None:
    """The role that the words before a name tell, without "Mr." and the like; None where they tell none."""
    start = max((n for n, word in enumerate(words, 1) if word.lower in {"by", "from", "with"}), default=0)
    told = [word for word in words[start:] if word.lower not in HONORIFICS]
    while told and (told[0].lower in _ANY or told[0].part is Part.NUMBER or told[0].lower.endswith("-old")):
        told = told[1:]
    titled = any(word.lower in ROLES for word in told)
    described = any(word.part is Part.NOUN for word in told) and told[0].lower not in {"most", "least"}
    return joined(told) if titled or described else None


def _before(words: Sequence[Word], start: int) -> Sequence[Word]:
    """What describes the name that begins at ``start``: "the port's chief engineer" but for the owner."""
    first = start
    while first and words[first - 1].part in {Part.NOUN, Part.ADJECTIVE, Part.NAME}:
        first -= 1
    return words[first:start]


def bare_names(run: Sequence[Word]) -> Sequence[Word]:
    """The names of a run without the titles, party and nation before them."""
    surname = len(run) > 1 and run[-1].lower in _ALSO_SURNAMES and run[-2].lower not in ROLES
    titles = next((n for n in range(len(run) - surname, 0, -1) if run[n - 1].lower in ROLES - _NO_TITLES), 0)
    names = run[titles:]
    while len(names) > _FEWEST_NAMES and names[0].lower in _RANKS:
        names = names[1:]
    return names[1:] if len(names) > _FEWEST_NAMES and _ORIGIN.fullmatch(names[0].text) else names


def is_post(before: Sequence[Word], run: Sequence[Word]) -> bool:
    """Whether a run of names begins with where or for what its bearer stands: "envoy to Spain Ruth Hale"."""
    tie = before[-1].lower if before else ""
    sent = tie == "to" and len(run) > _FEWEST_NAMES and before[-2:][0].lower in {"ambassador", "envoy"}
    return sent or (tie == "of" and run[0].lower in OFFICES)


def joined(words: Iterable[Word]) -> str:
    """The words as one text, with a space wherever the article has something between them."""
    text = ""
    last: Word | None = None
    for word in words:
        tight = last is None or word.start == last.end or word.part in {Part.COMMA, Part.CLOSE, Part.POSSESSIVE}
        text += word.text if tight else f" {word.text}"
        last = word
    return text


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
