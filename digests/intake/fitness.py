"""Which sentences can be told to one who has not read the article: facts about somebody known, in whole clauses."""

import re
from collections.abc import Sequence

from digests.article import Attribution, Claim
from digests.intake.parts import FINITE, NOMINAL, Part
from digests.intake.passages import Sentence
from digests.intake.ranking import SHORT
from digests.intake.speakers import THIRD_PERSON
from digests.intake.wording import DANGLES, LOADED
from digests.intake.words import Word

_TO_THE_READER = re.compile(
    r"\b(?:I|we|We|me|my|My|mine|myself|our|Our|ours|us|you|You|your|Your|yours|yourself|let[’']s|Let[’']s)\b"
    r"|\?[”\"’]?$"
)
_NOTICE = re.compile(
    r"(?:Sign up|Subscribe|Click|Check out|Join us|Learn more|Find out|See also|More:|Related:|Video Ad|Advertisement"
    r"|Contributing:|Courtesy of|Go to|Look for|Reach (?:him|her|them|us)|For more\b|Editor[’']?s[’']? note|Tickets:"
    r"|(?:Warning|Example|Tip|Note|Consider|Result|Verdict|Price|Cost|Correction|Clarification|ALSO|Updated?|Photos?|Pictures?"
    r"|Image|Video|Credit|Watch|Read|Listen|Live)\b[^.]{0,30}:"
    r"|(?:Play|Follow|Read|Watch|Visit|Download|Listen|Share|Call|Contact|Email) (?:us|our|the|this|more|along|live|to"
    r"|now|@?\w+\.\w+)\b|This (?:story|article|report)\b|In pictures\b|Here(?: are|[’']s| is)\b)"
)
"""How a line begins that speaks of the page, and not of the world."""
_OF_THE_PAGE = re.compile(
    r"\b(?:contributed to this (?:report|story|article)|[Aa]ll rights reserved|Getty Images|[Ii]mage credit"
    r"|(?:earlier|previous|original) version of (?:this|the) (?:story|article|report)"
    r"|[Tt]his (?:story|article|page|post|list|guide) (?:has|was|will be|is|originally|first|appeared|may)"
    r"|can be found (?:here|at|on)|reached out to\b[^“\"]{0,60}\bfor comment|airs (?:on|live|weekdays)"
    r"|here are (?:some|a few|the)|[Ss]ign up (?:for|to)|slide ?show|[Cc]lick (?:here|on|through)"
    r"|(?:video|photo|map|chart|graphic|list|gallery|clip|tweet|post)s? (?:above|below)"
    r"|[Ff]ile photo|[Hh]andout (?:photo|image)|(?:[Pp]hoto(?:graph)?|[Ii]mage)s? (?:by|courtesy))\b"
    r"|https?://|\bpic\.twitter\.com|[\w)]/(?:AP|AFP|PA|EPA|Reuters|Getty|Shutterstock|Alamy|Bloomberg)\b"
)
"""What tells of the page, or of how it was reported, anywhere in a sentence."""
_ON_ITS_SOURCE = re.compile(r"(?:asked|requested|insisted|granted|spoke)\b[^“\"]{0,30}\banonymity\b")
_OBJECT = r"(?:an?|the|this|that|these|those|some|any|all|every|each|another|one|two|three|it|them|your|yourself)\b"
_IMPERATIVE = re.compile(
    rf"(?:Don[’']t|Do not|Please|Remember,|Let|No doubt|Never mind|Get this:|Guess what|Welcome to)\s"
    rf"|(?:Yes|No|OK|Okay|Well|Oh|Hey|Sure|Ah|Alas|Look),\s"
    rf"|(?:Call|Order|Plan|Place|Share|Look|Use|Talk|Drink|Turn|Show|Stop|Watch|Visit|View|Cover|Book|Put|Cook|Heat|Wash"
    rf"|Pay|Save|Spend|Try|Pick|Shop|Leave|Find|Add|Mix|Ask|Buy|Pour|Drain|Stir|Serve|Season|Slice)\s{_OBJECT}"
    rf"|(?:Avoid|Be|Bring|Browse|Choose|Come|Compare|Consider|Create|Discover|Eat|Enjoy|Enter|Explore|Follow|Forget|Get"
    rf"|Give|Go|Have|Hear|Imagine|Join|Keep|Know|Learn|Listen|Make|Meet|Read|Remember|Remove|Say|See|Select|Send|Skip"
    rf"|Start|Stay|Submit|Take|Tell|Think|Wear|Write)\s(?:{_OBJECT}|(?:up|out|off|into|to|for|at|with|down|about|around|by"
    rf"|small|sure|what|how|why|who|where|when|if|not|no|more|ready|locked)\b)"
)
"""A sentence that bids the reader do something: a step of a guide, a line of advertising."""
_DEPICTS = (
    r"(?:poses?|smiles?|waves?|gestures?|looks? on|walks?|talks?|speaks?|hugs?|embraces?|kisses|kiss|greets?|listens?"
    r"|watch(?:es)?|stands?|sits?|arrives?|attends?|holds?|reacts?|performs?|celebrates?|shakes? hands|burns?|rises?)"
)
_PAST = r"(?:was|were|had|has|have|will|would|said|says|did|\w{2,}ed)"
_PAST_DATE = (
    r"(?:\b(?:19|20)\d\d\b|\b(?:on|,) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b)"
)
_CAPTION = re.compile(
    rf"(?!.*\b{_PAST}\b)[^“\"]*\b{_DEPICTS}\b[^“\"]*{_PAST_DATE}"
    r"|.*\b(?:is|are) (?:pictured|shown here|seen here|seen (?:at|outside|during))\b|.*\((?:left|right|center|centre)\)"
    r"|.*, (?:pictured|seen here|shown here)\b"
)
"""What a picture shows, told in the present though its day is past."""
_HE_WHO = re.compile(r"\w+(?:\s[^,“\"]{0,60})?,?\s(?:he|she|his|her)\b[^,“\"]{0,60}(?:,\s(?![A-Z“\"])|[.!?])")
"""A "he" before any name: "If he wins, all charges could be dropped"."""
_HE_OF_MANY = re.compile(
    r"[^A-Z]*.?[^A-Z]*\b(?:says?|said|told \w+|added|believed?|believes|alleged?|alleges|confirmed|found)(?: that)?"
    r" (?:he|she|his|her)\b"
)
"""A "he" in what several people or a body say: they cannot mean themselves."""
_FRONTED = re.compile(
    r"(?:On|In|At|By|From|For|During|After|Since|Until|Besides|Despite) (?:that|this|those|these|then)(?: \w+)?,"
    r"|[A-Z][^,“\"]{0,40},(?: [a-z][^,“\"]{0,40},)? (?:(?:he|she|they)\b|it\b"
    r"(?! (?:is|was|may|could|(?:will|would) (?:be|take)|has been|seems|appears|takes|took)\b))"
    r"|(?:Or|Nor|Not (?:that|so)|Which|(?:To|In|At|By|For|Of|With) (?:which|whom))\b|Also (?!known)\w+(?:ed|en|ing)\b"
    r"|(?:The|A|An|One|Another)(?: [a-z]+){1,3}:\s"
    r"|(?:If|As|While|When|Although|Though|Because|Once|Unlike|Like) (?:that|this|those|these|such)\b"
    r"|(?:An? \w+|Half|Most|Much|Part|None|All|Some|Many|Few|Several|Two|Three|More) (?:of|on)"
    r" (?:that|this|it|them|those|these)\b"
)
"""What only the sentence before explains, behind or in the first phrase: "Until then, ...", "By 1986, they ..."."""
_HEADING = re.compile(
    r"(?=(?:[A-Z’']+\s){2,6}[A-Z][a-z])(?:[A-Z’']+\s)*"
    r"(?:THE|OF|IN|AND|TO|ON|FOR|WITH|IS|ARE|WHAT|HOW|WHY|[A-Z]{3,} A)\s"
)
"""A heading that ran into its text."""
_GARBLED = re.compile(
    r"""
    [.!?:<](?:
        (?<=<)\w+[ />]                                                 # a tag
      | (?<=\w\?)\w | (?<=[\s.,!]\?)[\w\ ]                           # a letter that no encoding had
      | (?<=\d[.!?])[A-Z][a-z] | (?<=[a-z]:)[A-Z][a-z\ ]              # no space between two sentences
      | (?<=[A-Za-z][a-z]\.)[A-Z][a-z]+\ [a-z] | (?<=[a-z]{3}[.!?])[”"]?[A-Z][a-z\ ]
    )""",
    re.VERBOSE,
)
"""Letters or a space lost on the way."""
_SAID_NOTHING = re.compile(
    r"[^“\"]*\b(?:said|says|told|added|recalled|wrote|tweeted)"
    r"(?: (?:the|an?|in|on|at|to|by|his|her|their|reporters|tweet|interview|statement|email|post|press|[A-Z]\w+))*\."
)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?|''[^']*(?:'')?")
_ENDED = re.compile(r"[.!?…][”\"’')\]]*\Z")
_SUBJECTS = frozenset({Part.NOUN, Part.NAME, Part.PRONOUN, Part.ADVERB, Part.CLOSE, Part.COMMA})
_ENDS = frozenset({Part.END, Part.COMMA, Part.AND, Part.POSSESSIVE})
_OBJECTS = frozenset(
    {Part.TO, Part.DETERMINER, Part.PREPOSITION, Part.OBJECT, Part.NAME, Part.NUMBER, Part.ADJECTIVE, Part.QUOTE}
)


def judges(text: str) -> bool:
    """Whether the writer judges, guesses or turns to the reader, where facts alone may be told."""
    return LOADED.search(text.lower()) is not None or _TO_THE_READER.search(text) is not None


def tellable(claim: Claim) -> bool:
    """Whether one who has not read the article can be told the claim: a whole sentence about somebody known."""
    text, by = claim.text, claim.attribution
    if by.speaker in THIRD_PERSON or _ENDED.search(text) is None or len(text.split()) < SHORT:
        return False
    if text.startswith(("(", "?")) or text.count("(") != text.count(")"):
        return False
    if any(pattern.match(text) for pattern in (DANGLES, _FRONTED, _NOTICE, _HEADING)) or _GARBLED.search(text):
        return False
    plain = _QUOTED.sub("", text)
    if _TO_THE_READER.search(plain) or ("anonymity" in text and _ON_ITS_SOURCE.search(text)):
        return False
    return _known_by_itself(text) if by.speaker is None else not _leaves_open_who(plain, by)


def _known_by_itself(text: str) -> bool:
    """Whether what the outlet itself reports is a fact of the world, told without a view of the writer's."""
    aimed = any(pattern.match(text) for pattern in (_IMPERATIVE, _CAPTION, _HE_WHO))
    judged = LOADED.search(text.lower()) or _OF_THE_PAGE.search(text)
    return not aimed and not judged and _SAID_NOTHING.fullmatch(text) is None


def _leaves_open_who(plain: str, by: Attribution) -> bool:
    """Whether several say something of a "he" whom the claim does not name."""
    speaker = by.speaker or ""
    one = by.how_many == 1 or speaker.startswith(("a ", "an ", "one ")) or (by.named and " " not in speaker)
    return not one and _HE_OF_MANY.match(plain.removeprefix(speaker)) is not None


def tells(sentence: Sentence) -> bool:
    """Whether it is whole, and does not begin or go on with a quotation of nobody's."""
    words = sentence.words
    place = next((n for n, word in enumerate(words) if word.part is Part.QUOTE), None)
    return whole(sentence) and (place is None or (place > 0 and words[place - 1].part not in {Part.COMMA, Part.COLON}))


def whole(sentence: Sentence) -> bool:
    """Whether it has a subject and a verb of its own, as far as one can see."""
    words = sentence.words
    verb = any(word.part in FINITE or word.part is Part.PRONOUN for word in words) or _may_have_a_verb(words)
    return verb and not (_only_describes(words) or _lacks_a_subject(words))


def _may_have_a_verb(words: Sequence[Word]) -> bool:
    """Whether a word that no list holds stands like a verb: "a clerk finishes last", "the clerks finish the count"."""
    return any(
        word.part is Part.NOUN
        and word.lower != "ones"
        and left.part in _SUBJECTS
        and (right.part not in _ENDS if _ends_in_s(word) else _ends_in_s(left) and right.part in _OBJECTS)
        for left, word, right in zip(words, words[1:], words[2:], strict=False)
    )


def _ends_in_s(word: Word) -> bool:
    return word.lower.endswith("s")


def _only_describes(words: Sequence[Word]) -> bool:
    """Whether the only verb is that of a "who" or "which": "The diver who wants to try every wreck"."""
    verbs = [place for place, word in enumerate(words) if word.part in FINITE]
    if not verbs or any(word.part is Part.PRONOUN for word in words) or _may_have_a_verb(words):
        return False
    group = verbs[0]
    while group and words[group - 1].part is Part.ADVERB:
        group -= 1
    relative = group > 1 and words[group - 1].lower in {"who", "which", "that"} and words[group - 2].part is Part.NOUN
    return relative and not any(words[place - 1].part is not Part.AND for place in verbs if place > verbs[0])


def _lacks_a_subject(words: Sequence[Word]) -> bool:
    """Whether no verb has a subject: "Recommended for the whole family", "Filed for a loan, made millions"."""
    verbs = [place for place, word in enumerate(words) if word.part in FINITE]
    if not verbs or _may_have_a_verb(words):
        return False
    first, behind = verbs[0], words[verbs[0] + 1 :][:1]
    opens = all(word.part in {Part.ADVERB, Part.NOT, Part.AND, Part.COMMA} for word in words[:first])
    past = words[first].lower.endswith("ed") and not (behind and behind[0].part in NOMINAL | {Part.ADJECTIVE})
    return opens and past and not any(_has_subject(words, place) for place in verbs[1:])


def _has_subject(words: Sequence[Word], verb: int) -> bool:
    """Whether a noun stands between the verb and the last comma before it, and no "while" or "who" does."""
    marks = (place for place in range(verb - 1, -1, -1) if words[place].part in {Part.COMMA, Part.COLON, Part.DASH})
    clause = {word.part for word in words[next(marks, verb) : verb]}
    return bool(clause & NOMINAL) and not clause & {Part.SUBORDINATOR, Part.RELATIVE}
