"""What sort of thing is claimed: event, figure, statement, allegation, denial or opinion."""

import re

from digests.article import ClaimKind, Figure
from digests.intake.cues import Voice
from digests.intake.sayings import Saying
from digests.intake.speakers import Speaker
from digests.intake.words import Part

_DENIES = frozenset(
    ("deny", "dispute", "refute", "rebut", "reject", "dismiss", "repudiate", "disavow", "disclaim", "denial")
)
_ALLEGES = frozenset(("allege", "accuse", "allegedly", "accusation", "allegation", "insinuate"))
_BELIEVES = frozenset(
    """think believe feel hope fear worry wish lament joke praise laud applaud hail criticize criticise slam blast
    condemn denounce deride mock ridicule decry bemoan deplore admire hate love like dislike""".split()
)
_UNTRUE = re.compile(
    r"\b(?:false|untrue|not true|no truth|never happened|did not happen|didn[’']t happen|baseless|fabricat\w+"
    r"|nonsense|a lie|lies|hoax|unfounded|not involved|had nothing to do with|inaccurate)\b",
    re.IGNORECASE,
)
_JUDGES = re.compile(
    r"\b(?:should(?:n[’']t)?|ought|outrage\w*|disgrac\w+|shame\w*|ridiculous|terrible|horrible|horrific|wonderful|amazing"
    r"|incredibl\w+|fantastic|awful|absurd|reckless|dangerous|irresponsib\w+|unacceptable|unfair|unjust|waste"
    r"|best|worst|greatest|beautiful|tremendous|stupid|insane|crazy|brilliant|foolish|corrupt|cruel|evil"
    r"|disappoint\w+|proud|heartbreaking|devastating|tragic|tragedy|historic|wrong|excited|thrilled|sad"
    r"|sin|mistake|disaster|failure|I (?:hope|believe|think|feel)|we (?:hope|believe|think|feel))\b",
    re.IGNORECASE,
)
_UNNAMED_HEADS = frozenset(
    "official officials source sources person people aide aides insider insiders adviser advisers".split()
)
_LOADED = re.compile(
    r"\b(?:merciless|brutal\w*|shameful\w*|disgrac\w+|hungry for|ludicrous|absurd\w*|pathetic|laughable|vile|vicious"
    r"|so-called|ostensibl\w+|supposedly|hellbent|blatant\w*|egregious\w*|sadly|tragically|frankly|obviously"
    r"|of course|stunning\w*|shocking\w*|thankfully|unfortunately|fortunately|hypocri\w+|cowardly|heroic"
    r"|perhaps|it seems|appears? to|seemingly|no wonder|make no mistake|the truth is|needless to say)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|us|you|You|your|Your|let[’']s|Let[’']s)\b")


def kind_of(saying: Saying | None, speaker: Speaker | None, content: str, figures: tuple[Figure, ...]) -> ClaimKind:
    """The kind of a claim whose content reads ``content``; without a saying the outlet itself reports it."""
    if saying is None or not saying.speaker:
        alleged = saying is not None and saying.lemma in _ALLEGES
        return ClaimKind.ALLEGATION if alleged else ClaimKind.FIGURE if weighty(figures) else ClaimKind.EVENT
    if (saying.lemma in _DENIES and not saying.negated) or (saying.quotations and _UNTRUE.search(content)):
        return ClaimKind.DENIAL
    if saying.lemma in _ALLEGES or (_anonymous(speaker) and _about_a_name(saying)):
        return ClaimKind.ALLEGATION
    if saying.lemma in _BELIEVES or (speaker is not None and saying.quotations and _JUDGES.search(content)):
        return ClaimKind.OPINION
    return ClaimKind.FIGURE if weighty(figures) else ClaimKind.STATEMENT


def weighty(figures: tuple[Figure, ...]) -> bool:
    """Whether a figure is worth telling for its own sake: hedged, counted in people, money or percent, or large."""
    told = ("people", "percent", "dollars", "euros", "pounds")
    return any(f.hedge is not None or (f.unit or "").endswith(told) or f.value >= 50 for f in figures)  # noqa: PLR2004


def is_judgement(text: str) -> bool:
    """Whether the writer judges, guesses or turns to the reader, where facts alone may be told."""
    return (
        _LOADED.search(text) is not None or _FIRST_PERSON.search(text) is not None or text.rstrip('”"’').endswith("?")
    )


def _anonymous(speaker: Speaker | None) -> bool:
    return speaker is not None and not speaker.named and bool(_UNNAMED_HEADS & set(speaker.name.lower().split()))


def _about_a_name(saying: Saying) -> bool:
    first, last = saying.contents[0]
    return any(word.part is Part.NAME and first <= word.start < last for word in saying.sentence.words)


ATTITUDES = frozenset({Voice.HOLD, Voice.ACT})
