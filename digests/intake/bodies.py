"""Which organisations and outlets an article has named so far, and which of them "the company" means."""

import re
from collections.abc import Sequence

from digests.intake.outlets import is_outlet
from digests.intake.parts import Part
from digests.intake.words import Word

_COMPANIES = frozenset(
    """inc. inc corp. corp corporation co. co ltd. ltd llc plc company airline airlines airways motors pharmaceuticals
    foods holdings industries technologies electronics stores studios pictures entertainment bank""".split()
)
_AGENCIES = frozenset("agency bureau department ministry authority administration patrol service commission".split())
_MEANS = {
    **dict.fromkeys(
        """company firm carmaker automaker airline retailer manufacturer insurer lender drugmaker chipmaker
        chain""".split(),
        _COMPANIES,
    ),
    "agency": _AGENCIES,
}
"""What "the company" and "the agency" may be called by name; any other noun stands in the name itself."""
_OWN_NOUNS = frozenset(
    """association authority board bureau charity club coalition college commission committee council court department
    federation foundation fund hospital institute league ministry network office party society union
    university""".split()
)
_PAPERS = frozenset("paper newspaper magazine daily weekly".split())
_BROADCASTERS = frozenset("broadcaster channel".split())
_ASKED_FOR = frozenset(_MEANS) | _OWN_NOUNS | _PAPERS | _BROADCASTERS
_ON_AIR = re.compile(r"\b(?:BBC|CNN|NPR|PBS|ABC|CBS|NBC|MSNBC|CNBC|ITV|Fox|Sky|Radio|TV|Television)\b")
_WIRES = re.compile(r"\b(?:AP|AFP|Associated Press|Reuters|UPI|Tass|TASS|Interfax|Xinhua|Kyodo|Yonhap)\b")
_TRADED = frozenset("ceo shares shareholders stock".split())
"""What only a company has: who stands right before it is one."""
_ANY = frozenset(("the", "this", "that", "a", "an", "its", "their", "another", "each", "every", "any", "no"))
_TIES = frozenset(("of", "for", "on"))


class Bodies:
    """The organisations and outlets of an article, each under its fullest name so far."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}
        self._companies: set[str] = set()
        self._outlets: dict[str, str] = {}
        self._unnamed: set[str] = set()
        self._unread: list[Sequence[Word]] = []

    def meet(self, words: Sequence[Word]) -> None:
        """Remember the words; who is named among them is looked for when somebody asks."""
        self._unread.append(words)

    def _read(self, words: Sequence[Word]) -> None:
        """Which are named among the words, and which are only described: "the fire department"."""
        place = 0
        while place < len(words):
            if words[place].part is not Part.NAME:
                self._describe(words, place)
                place += 1
                continue
            end = _end_of_name(words, place)
            self._name(words, place, end)
            place = end

    def meant_by(self, noun: str) -> str | None:
        """The only one that "the ``noun``" can mean; None where there is none, or several, or perhaps another."""
        noun = noun.lower()
        if noun not in _ASKED_FOR:
            return None
        while self._unread:
            self._read(self._unread.pop(0))
        if noun in self._unnamed:
            return None
        if noun in _PAPERS | _BROADCASTERS:
            on_air = noun in _BROADCASTERS
            found = {name for name in self._outlets.values() if bool(_ON_AIR.search(name)) == on_air}
            found = {name for name in found if not _WIRES.search(name)}
        elif noun in _OWN_NOUNS:
            found = {name for name in self._named.values() if noun in name.lower().split()}
        else:
            heads = _MEANS[noun]
            found = {name for name in self._named.values() if heads & set(name.lower().split())}
            if heads is _COMPANIES:
                found |= self._companies
            elif any(_WIRES.search(name) for name in self._outlets.values()):
                return None
        return found.pop() if len(found) == 1 else None

    def _describe(self, words: Sequence[Word], place: int) -> None:
        word = words[place]
        described = place > 0 and words[place - 1].lower not in _ANY and words[place - 1].part is not Part.PREPOSITION
        if word.part is Part.NOUN and described and (word.lower in _OWN_NOUNS or word.lower in _MEANS):
            self._unnamed.add(word.lower)

    def _name(self, words: Sequence[Word], start: int, end: int) -> None:
        the = start > 0 and words[start - 1].lower == "the"
        if start > 1 and words[start - 1].part is Part.AND and words[start - 2].part is Part.NAME:
            self._unnamed |= {noun for noun in _MEANS if _MEANS[noun] & {word.lower for word in words[start:end]}}
            return
        text = " ".join(word.text for word in words[start:end])
        name = f"the {text}" if the else text
        if is_outlet(name):
            self._outlets.setdefault(text.lower(), name)
        elif {word.lower for word in words[start:end]} & (_OWN_NOUNS | _COMPANIES | _AGENCIES) and end - start > 1:
            self._named.setdefault(text.lower(), name)
        title = next((n for n in range(start + 1, end) if words[n].lower in _TRADED), None)
        if title is not None:
            self._companies.add(" ".join(word.text for word in words[start:title]))
        behind = words[end + (end < len(words) and words[end].part is Part.POSSESSIVE) :][:1]
        if behind and behind[0].lower in _TRADED:
            self._companies.add(name)


def _end_of_name(words: Sequence[Word], start: int) -> int:
    """Behind the name from ``start`` on, with what belongs to it: "Department of Energy", "Food and Drug Board"."""
    end = start
    while end < len(words):
        if words[end].part is Part.NAME:
            end += 1
            continue
        rest = _names(words, end + 1)
        heads = _OWN_NOUNS | _AGENCIES
        tied = words[end].lower in _TIES and words[end - 1].lower in heads and rest > end + 1
        joined = words[end].part is Part.AND and start > 0 and words[start - 1].lower == "the"
        if not tied and not (joined and rest > end + 1 and words[rest - 1].lower in heads):
            break
        end = rest
    return end


def _names(words: Sequence[Word], start: int) -> int:
    end = start
    while end < len(words) and words[end].part is Part.NAME:
        end += 1
    return end
