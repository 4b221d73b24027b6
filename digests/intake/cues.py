"""The words by which English news says that somebody said, meant or did something with words."""

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """What kind of deed a cue tells of; it says what may follow, and how much the claim is worth."""

    SAY = "say"
    """Tells what was said: a clause or a quotation follows or goes before."""
    TELL = "tell"
    """As SAY, to somebody who is named next."""
    SHOW = "show"
    """A poll, a record or a study says it."""
    ALLEGE = "allege"
    """Says what is not proven."""
    DENY = "deny"
    """Says that something is not so."""
    ACT = "act"
    """Does it with words: praise, blame, promise, demand, endorse."""
    HOLD = "hold"
    """Thinks, wants, fears: an attitude."""


class Form(StrEnum):
    """Which form of a verb a word is."""

    BASE = "base"
    S = "s"
    PAST = "past"
    ING = "ing"
    PARTICIPLE = "participle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A verb in one of its forms. A ``shared`` form is a noun as well: what stands beside it must decide."""

    lemma: str
    voice: Voice
    form: Form
    shared: bool = False


_VERBS = {
    Voice.SAY: """
        acknowledge add affirm admit:admitted advise agree announce answer argue ask assert attest aver:averred begin
        boast caution chime claim clarify comment complain concede conclude concur:concurred confess confide confirm
        contend continue counter declare declaim defend disclose elaborate emphasize emphasise estimate exclaim
        explain forecast:forecast gripe guess grumble highlight hint hold imply inquire insist interject intone joke
        lament maintain mention muse mutter note observe opine plead point posit predict proclaim project pronounce
        propose protest quip:quipped read reason recall recite reckon recount reflect reiterate relate remark remember
        repeat reply report respond restate retort reveal rule say:said scoff shout signal snap:snapped speculate
        speak state stipulate stress submit:submitted suggest summarize summarise surmise swear:swore:sworn testify
        theorize tweet underline underscore urge venture volunteer vow warn whisper wonder write:wrote:written yell
        post blog:blogged rejoin cry quote argue describe detail outline sum:summed""",
    Voice.TELL: "tell:told inform notify remind assure reassure convince persuade teach:taught brief",
    Voice.SHOW: """
        show::shown find:found indicate demonstrate imply document say:said list prove reflect""",
    Voice.ALLEGE: "accuse allege charge insinuate fault blame implicate indict suspect",
    Voice.DENY: """
        deny dispute refute rebut:rebutted reject dismiss repudiate disavow disclaim contradict decline refuse
        question doubt challenge contest""",
    Voice.ACT: """
        applaud attack back bash berate call castigate celebrate champion cheer chide cite commend condemn
        congratulate criticize criticise decry defend demand denounce deride deplore disparage endorse hail hammer
        invite laud lambaste mock oppose praise pledge press promise push rail raise rap:rapped rebuke recommend
        request ridicule salute scold slam:slammed slap:slapped support taunt thank threaten tout trash
        urge advocate lobby order vote invoke ignore compare characterize characterise label liken credit brand
        dub:dubbed introduce discuss debate address reference raise offer express voice nominate instruct command
        vouch apologize apologise bemoan mourn warn commit:committed swear:swore:sworn refer:referred object
        resist exhort encourage appeal sue poke insult belittle bill vilify portray paint depict present""",
    Voice.HOLD: """
        admire appreciate approve assume aim anticipate believe care consider contemplate
        covet decide deem desire determine disagree disapprove dislike distrust dread enjoy envision expect favor
        favour fear feel:felt figure foresee:foresaw:foreseen forget:forgot:forgotten hate hope imagine intend
        know:knew:known learn like love loathe mind need notice perceive plan:planned prefer:preferred presume realize
        realise recognize recognise regard regret:regretted relish resent see:saw:seen seek:sought sense suppose
        think:thought
        trust understand:understood value view want welcome wish worry respect envy mean:meant resolve ponder weigh
        hear:heard conclude""",
}
"""Base forms; after colons an irregular past and participle."""

DEEDS = frozenset(
    """plan seek intend want need aim ignore resist vote decide learn see mean sue order back attack know hear nominate
    invite introduce forget mind value consider contemplate weigh desire sense notice prefer like love hate enjoy push
    press commit raise offer address discuss debate poke thank bash hammer regard relish resolve envision figure
    decline refuse endorse support oppose honor object challenge contest credit""".split()
)
"""Cues of what somebody does, wants or knows: the outlet reports it, nobody is quoted for it."""

NAMES_A_THING = frozenset(("called", "labelled", "labeled", "dubbed", "described", "branded", "known"))
"""Participles that give a thing its name: "a plan called by the council" is no claim of the council's."""

_ALSO_NOUNS = frozenset(
    """answer advise comment claim complaint estimate forecast guess hint joke lament mention note post plan project
    protest quote report request question reply rule shout signal snap state stress tweet support attack back brief
    call charge cheer fault fear favor favour figure hope doubt demand challenge contest cry credit brand debate
    discuss desire dread deem order offer need mind like love hate view value vote vow wish worry trust respect label
    list show find document salute praise promise pledge press push raise pitch appeal regret resolve sense study
    start speech talk blame hold mean address express voice rap read point object reference detail outline
    highlight bill present weigh aim blog volunteer reason slap slam rail trash command suspect sum cite
    care envy dislike sue found poll whisper yell counter contract record backing backed hammer champion
    reading saying feeling meaning finding ruling showing calling building holding warning understanding hearing
    offering learning posting briefing writing voting planning beginning pointing
    """.split()
)

NOUNS = {
    Voice.SAY: """
        acknowledgement admission announcement answer argument assertion assessment assumption belief
        calculation claim comment conclusion confession contention decision declaration description estimate evidence
        explanation forecast guess hint idea impression indication insistence joke judgment lesson line message
        mention news notion observation opinion perception position prediction point proof proposal recollection
        remark reminder report reports response rumor rumour rumors rumours sentiment sign signal speculation
        statement story suggestion testimony theory thought tweet view word words""",
    Voice.ALLEGE: "accusation allegation charge complaint suspicion suggestion",
    Voice.DENY: "denial doubt rejection refusal question opposition objection",
    Voice.ACT: """
        appeal attack call criticism demand endorsement offer pledge praise promise request recommendation support
        threat vow warning backing condemnation""",
    Voice.HOLD: """
        concern confidence conviction desire expectation faith fear hope intention interest plan preference
        understanding wish worry willingness goal ambition""",
}

ADVERBS = frozenset(("reportedly", "allegedly", "purportedly", "supposedly", "apparently"))
"""They say that somebody says so, and not who."""

PASSIVE = frozenset(
    """accused alleged asked believed blamed called charged considered cited credited criticized criticised deemed
    described expected estimated feared found known quoted reported rumored rumoured said scheduled
    suspected thought told urged viewed seen understood perceived projected predicted praised
    condemned denounced denied disputed rejected supported opposed endorsed""".split()
)
"""Participles that attribute with a form of "be" before them: "is expected to", "was accused of"."""

BARE = frozenset(
    """say add claim think believe know hope feel fear guess suppose swear admit insist assume figure reckon tweet
    wish suggest argue acknowledge concede predict mean maintain confirm announce explain warn vow promise expect
    joke note estimate imagine tell assure inform remind convince doubt deny see understand realize realise learn hear
    show find indicate reveal prove allege report write declare reply respond remember recall worry agree ensure
    complain contend presume conclude decide""".split()
)
"""Verbs that take a clause without "that": "she hopes it opens"."""

PREPOSITIONS = frozenset(("for", "on", "to", "at", "of", "out", "about", "against", "with", "up", "back", "as", "in"))
"""Particles that belong to a cue: "called for", "pointed out"."""

TAKES = {
    "call": ("for", "on", "out"),
    "point": ("to", "out"),
    "refer": ("to",),
    "object": ("to",),
    "agree": ("with", "to", "on"),
    "disagree": ("with", "on"),
    "argue": ("for", "against"),
    "push": ("for", "back"),
    "press": ("for",),
    "ask": ("for", "about"),
    "care": ("about", "for"),
    "worry": ("about",),
    "think": ("of", "about"),
    "learn": ("of", "about"),
    "hear": ("of", "about"),
    "know": ("of", "about"),
    "speak": ("of", "about", "out"),
    "hint": ("at",),
    "approve": ("of",),
    "disapprove": ("of",),
    "appeal": ("to", "for"),
    "apologize": ("for", "to"),
    "apologise": ("for", "to"),
    "vouch": ("for",),
    "vote": ("for", "against"),
    "hope": ("for",),
    "wish": ("for",),
    "plan": ("on",),
    "rail": ("against",),
    "protest": ("against",),
    "insist": ("on",),
    "complain": ("about", "of"),
    "comment": ("on",),
    "respond": ("to",),
    "reply": ("to",),
    "lobby": ("for", "against"),
    "warn": ("of", "about", "against"),
    "boast": ("about", "of"),
    "joke": ("about",),
    "decide": ("on",),
    "wonder": ("about",),
    "speculate": ("about", "on"),
    "sum": ("up",),
    "back": ("off",),
    "dream": ("of",),
    "inquire": ("about",),
    "muse": ("about",),
    "elaborate": ("on",),
    "reflect": ("on",),
    "testify": ("about",),
    "write": ("about", "of"),
    "tweet": ("about",),
}

NEEDS_CLAUSE = frozenset(
    """add begin continue hold read rule point signal reflect project see feel mean figure find need mind like know
    learn reason relate imply prove list say plead snap submit volunteer venture counter chime note detail
    shout answer cry guess maintain recall highlight outline describe hear conclude confirm claim notice
    quote understand determine persuade convince teach brief show demonstrate document forecast
    speak respond reply repeat remember forget decide report recite write reveal announce post blog sum
    sense suppose assume figure suspect indicate suggest mention disclose affirm care aim imagine observe""".split()
)
"""Verbs that are cues only before a clause or beside a quotation: "found that", not "found a wallet"."""


def _forms(entry: str) -> dict[Form, str]:
    base, _, irregular = entry.partition(":")
    past, _, participle = irregular.partition(":")
    if base.endswith("y") and base[-2] not in "aeiou":
        stem, s = base[:-1] + "i", base[:-1] + "ies"
    else:
        stem, s = base, base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    regular = stem + ("d" if base.endswith("e") else "ed")
    doubled = past.removesuffix("ed") if past.startswith(base) and past.endswith("ed") else None
    ing = doubled or (base[:-1] if base.endswith("e") and not base.endswith(("ee", "ye")) else base)
    return {
        Form.BASE: base,
        Form.S: s,
        Form.PAST: past or regular,
        Form.PARTICIPLE: participle or past or regular,
        Form.ING: ing + "ing",
    }


def _table() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for voice, entries in _VERBS.items():
        for entry in entries.split():
            forms = _forms(entry)
            lemma = forms[Form.BASE]
            for form, word in forms.items():
                noun = word in _ALSO_NOUNS or (form in {Form.BASE, Form.S} and lemma in _ALSO_NOUNS)
                table.setdefault(word, Cue(lemma=lemma, voice=voice, form=form, shared=noun))
    return table


VERBS = _table()
"""Every form of every verb cue, in lower case; a past that is also the participle stands as the past."""
NOUN_CUES = {form: voice for voice, nouns in NOUNS.items() for noun in nouns.split() for form in (noun, noun + "s")}
"""Every noun cue, in lower case, and its voice."""
