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
        acknowledge add admit:admitted advise affirm agree announce answer argue ask assert attest aver:averred begin
        blog:blogged boast caution chime claim clarify comment complain concede conclude concur:concurred confess
        confide confirm contend continue counter cry declaim declare defend describe detail disclose elaborate
        emphasise emphasize estimate exclaim explain forecast:forecast gripe grumble guess highlight hint hold imply
        inquire insist interject intone joke lament maintain mention muse mutter note observe opine outline plead
        point posit post predict proclaim project pronounce propose protest quip:quipped quote read reason recall
        recite reckon recount reflect reiterate rejoin remark remember repeat reply report respond restate retort
        reveal rule say:said scoff shout signal snap:snapped speak speculate state stipulate stress submit:submitted
        suggest sum:summed summarise summarize surmise swear:swore:sworn testify theorize tweet underline underscore
        urge venture volunteer vow warn whisper wonder write:wrote:written yell""",
    Voice.TELL: """
        assure brief convince inform notify persuade reassure remind teach:taught tell:told""",
    Voice.SHOW: """
        demonstrate document find:found indicate list prove show::shown""",
    Voice.ALLEGE: """
        accuse allege blame charge fault implicate indict insinuate suspect""",
    Voice.DENY: """
        challenge contest contradict decline deny disavow disclaim dismiss dispute doubt question rebut:rebutted
        refuse refute reject repudiate""",
    Voice.ACT: """
        address advocate apologise apologize appeal applaud attack back bash belittle bemoan berate brand call
        castigate celebrate champion characterise characterize cheer chide cite command commend commit:committed
        compare condemn congratulate credit criticise criticize debate decry demand denounce depict deplore deride
        discuss disparage dub:dubbed encourage endorse exhort express hail ignore instruct insult introduce invite
        invoke label lambaste laud liken lobby mock mourn nominate object offer oppose order paint pledge portray
        praise present press promise push rail raise rebuke recommend refer:referred reference request resist ridicule
        salute scold slam:slammed sue support taunt thank threaten tout trash vilify voice vote vouch""",
    Voice.HOLD: """
        admire aim anticipate appreciate approve assume believe care consider contemplate covet decide deem desire
        determine disagree disapprove dislike distrust dread enjoy envision envy expect favor favour fear feel:felt
        figure foresee:foresaw:foreseen forget:forgot:forgotten hate hear:heard hope imagine intend know:knew:known
        learn like loathe love mean:meant mind need notice perceive plan:planned ponder prefer:preferred presume
        realise realize recognise recognize regard regret:regretted relish resent resolve respect see:saw:seen
        seek:sought sense suppose think:thought trust understand:understood value view want weigh welcome wish worry""",
}
"""Base forms; after colons an irregular past and participle."""

DEEDS = frozenset(
    """
    address aim attack back bash challenge commit consider contemplate contest credit debate decide decline desire
    discuss endorse enjoy envision figure forget hate hear ignore intend introduce invite know learn like love mean
    mind need nominate notice object offer oppose order plan prefer press push raise refuse regard relish resist
    resolve see seek sense sue support thank value vote want weigh""".split()
)
"""Cues of what somebody does, wants or knows: the outlet reports it, nobody is quoted for it."""

_ALSO_NOUNS = frozenset(
    """
    address advise aim answer appeal attack back backed backing blame blog brand brief briefing call calling care
    challenge champion charge cheer cite claim command comment contest counter credit cry debate deem demand desire
    detail discuss dislike document doubt dread envy estimate express fault favor favour fear feeling figure find
    finding forecast found guess hate hearing highlight hint hold holding hope joke label lament learning like list
    love mean meaning mention mind need note object offer offering order outline plan planning pledge point pointing
    post posting praise present press project promise protest push question quote rail raise read reading reason
    reference regret remark reply report request resolve respect rule ruling salute saying sense shout show showing
    signal slam snap state stress sue sum support suspect trash trust tweet understanding value view voice volunteer
    vote voting vow warning weigh whisper wish worry writing yell""".split()
)

PASSIVE = frozenset(
    """
    accused alleged asked believed blamed called charged cited condemned considered credited criticised criticized
    deemed denied denounced described disputed endorsed estimated expected feared found known opposed perceived
    praised predicted projected quoted rejected reported said seen supported suspected thought told understood urged
    viewed""".split()
)
"""Participles that attribute with a form of "be" before them: "is expected to", "was accused of"."""

BARE = frozenset(
    """
    acknowledge add admit agree allege announce argue assume assure believe claim complain concede conclude confirm
    contend convince decide declare deny doubt estimate expect explain fear feel figure find guess hear hope imagine
    indicate inform insist joke know learn maintain mean note predict presume promise prove realise realize recall
    reckon remember remind reply report respond reveal say see show suggest suppose swear tell think tweet understand
    vow warn wish worry write""".split()
)
"""Verbs that take a clause without "that": "she hopes it opens"."""

_PARTICLES = {
    "about": """
        ask boast care complain hear inquire joke know learn muse speak speculate testify think tweet warn wonder
        worry write""",
    "against": "argue lobby protest rail vote warn",
    "at": "hint",
    "back": "push",
    "for": "apologise apologize appeal argue ask call care hope lobby press push vote vouch wish",
    "of": "approve boast complain disapprove hear know learn speak think warn write",
    "off": "back",
    "on": "agree call comment decide disagree elaborate insist plan reflect speculate",
    "out": "call point speak",
    "to": "agree apologise apologize appeal object point refer reply respond",
    "up": "sum",
    "with": "agree disagree",
}
TAKES = frozenset((lemma, particle) for particle, lemmas in _PARTICLES.items() for lemma in lemmas.split())
"""Verbs and the particles that may belong to them: "called for", "pointed out"."""

NEEDS_CLAUSE = frozenset(
    """
    add affirm aim announce answer assume begin blog brief care charge chime claim conclude confirm continue convince
    counter cry decide demonstrate describe detail determine disclose document feel figure find forecast forget guess
    hear highlight hold imagine imply indicate know learn like list maintain mean mention mind need note notice
    observe outline persuade plead point post project prove quote read reason recall recite reflect remember repeat
    reply report respond reveal rule say see sense shout show signal snap speak submit suggest sum suppose suspect
    teach understand venture volunteer write""".split()
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
