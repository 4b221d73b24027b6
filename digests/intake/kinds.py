"""What sort of thing is claimed: event, figure, statement, allegation, denial or opinion."""

import re

from digests.article import ClaimKind, Figure
from digests.intake.cues import DEEDS, Voice
from digests.intake.parts import Part
from digests.intake.people import Speaker
from digests.intake.ranking import weighty
from digests.intake.sayings import Saying

_DENIES = frozenset(("deny", "dispute", "refute", "rebut", "repudiate", "disavow", "disclaim"))
_TURNS_DOWN = frozenset(("reject", "dismiss"))
_SAID_THINGS = re.compile(
    r"\b(?:claims?|allegations?|accusations?|suggestions?|reports?|notions?|ideas?|criticisms?|assertions?"
    r"|rumou?rs?|concerns?|that|as)\b"
)
_ALLEGES = frozenset(("allege", "accuse", "insinuate"))
_ALLEGED = re.compile(r"\b(?:allegedly|reportedly|purportedly|supposedly)\b")
_BELIEVES = frozenset(
    """think believe feel hope fear worry wish lament joke praise laud applaud hail criticize criticise slam blast
    condemn denounce deride mock ridicule decry bemoan deplore admire hate love like dislike""".split()
)
_UNTRUE = re.compile(
    r"\b(?:false|untrue|not true|no truth|never happened|did not happen|didn[’']t happen|baseless|fabricat\w+"
    r"|nonsense|a lie|lies|hoax|unfounded|not involved|had nothing to do with|inaccurate)\b"
)
_JUDGES = re.compile(
    r"\b(?:should(?:n[’']t)?|ought|outrage\w*|disgrac\w+|shame\w*|ridiculous|terrible|horrible|horrific|wonderful|amazing"
    r"|incredibl\w+|fantastic|awful|absurd|reckless|dangerous|irresponsib\w+|unacceptable|unfair|unjust|waste"
    r"|best|worst|greatest|beautiful|tremendous|stupid|insane|crazy|brilliant|foolish|corrupt|cruel|evil"
    r"|disappoint\w+|proud|heartbreaking|devastating|tragic|tragedy|historic|wrong|excited|thrilled|sad"
    r"|sin|mistake|disaster|failure|i (?:hope|believe|think|feel)|we (?:hope|believe|think|feel))\b"
)
_UNNAMED_HEADS = frozenset(
    "official officials source sources person people aide aides insider insiders adviser advisers".split()
)
_NEUTRAL = frozenset(
    (
        "say tell add confirm announce explain write note acknowledge admit concede agree recall predict expect hope "
        "recommend promise"
    ).split()
) | {"according to"}
_SPEECH = frozenset({Voice.SAY, Voice.TELL, Voice.SHOW, Voice.ALLEGE, Voice.DENY})


def says_it(saying: Saying, speaker: Speaker) -> bool:
    """Whether the claim is the speaker's, and not the outlet's account of what somebody does, wants or knows."""
    if saying.aside or saying.hangs or (saying.lemma in DEEDS and not saying.quotations):
        return False
    if saying.voice is Voice.SAY and saying.finite:
        return True
    return speaker.acts or (speaker.tells and saying.voice in _SPEECH)


def kind_of(saying: Saying | None, speaker: Speaker | None, content: str, figures: tuple[Figure, ...]) -> ClaimKind:
    """The kind of a claim whose content reads ``content``; without a speaker the outlet itself reports it."""
    if saying is None or speaker is None:
        alleged = (saying is not None and saying.lemma in _ALLEGES) or _ALLEGED.search(content) is not None
        return ClaimKind.ALLEGATION if alleged else ClaimKind.FIGURE if weighty(figures) else ClaimKind.EVENT
    if _denies(saying, content):
        return ClaimKind.DENIAL
    if saying.lemma in _ALLEGES or (_anonymous(speaker) and _argues_about_a_name(saying)):
        return ClaimKind.ALLEGATION
    if saying.lemma in _BELIEVES or (saying.quotations and _JUDGES.search(content.lower())):
        return ClaimKind.OPINION
    return ClaimKind.FIGURE if weighty(figures) else ClaimKind.STATEMENT


def _denies(saying: Saying, content: str) -> bool:
    if saying.quotations and _UNTRUE.search(content.lower()):
        return True
    turned_down = saying.lemma in _TURNS_DOWN and _SAID_THINGS.search(content) is not None
    return (saying.lemma in _DENIES or turned_down) and not saying.negated


def _anonymous(speaker: Speaker) -> bool:
    return not speaker.named and speaker.acts and bool(_UNNAMED_HEADS & set(speaker.name.lower().split()))


def _argues_about_a_name(saying: Saying) -> bool:
    if saying.lemma in _NEUTRAL:
        return False
    first, last = saying.contents[0]
    return any(word.part is Part.NAME and first <= word.start < last for word in saying.sentence.words)
