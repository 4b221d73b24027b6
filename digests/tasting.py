"""A channel's taste as people write it, read back, and held against stories, each verdict with its term."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache

import regex

from digests.article import Story
from digests.errors import BadInput, UnknownTopic
from digests.language import _
from digests.taste import Extent, Filter, Opening, Profile, Term, TermKind
from digests.topics import Topic, topic

MOST_TERMS = 20
LONGEST_PATTERN = 200
"""Characters."""
SECONDS = 0.05
"""That a pattern may take over one story, and over a hostile sample before it is taken at all."""
_SAMPLES = tuple(f"{one * 2_500}{end}" for one in ("a", "a ", "ab", "1", "x@", "-") for end in ("", "!"))

_QUOTED = dict.fromkeys(map(ord, "“”„‟«»"), '"')
_TERM = re.compile(
    r"""\s*,?\s*(?P<sign>[+-]?)(?:
        /(?P<pattern>(?:[^/\\]|\\.)+)/ |
        (?:(?P<kind>[a-z]+):\s*)?(?:"(?P<quoted>[^"]+)"|(?P<bare>[^\s,"]+))
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_AT_MOST = re.compile(r"(?P<count>\d{1,2})\s+(?:of\s+)?(?P<topic>[\w ]+)", re.IGNORECASE)


def read_filter(text: str) -> Filter:
    """A filter as people write it: "politics, place:Berlin, +outlet:Reuters, -word:horoscope, -/quiz|raffle/".

    A plus says every, a minus never; one at least of the rest must be met. A word that names a topic is one. Raises
    BadInput with an example for what cannot be read.
    """
    terms = list(_terms(text))
    if len(terms) > MOST_TERMS:
        raise BadInput(_("That are {count} terms. Take {most} or fewer.").format(count=len(terms), most=MOST_TERMS))
    every, some, never = (tuple(term for sign, term in terms if sign == wanted) for wanted in ("+", "", "-"))
    return Filter(every=every, some=some, never=never)


def filter_words(filter_: Filter) -> str:
    """As it is written: what ``read_filter`` reads as the same filter. Empty for one that lets all pass."""
    signed = (("+", filter_.every), ("", filter_.some), ("-", filter_.never))
    return ", ".join(f"{sign}{term_words(term)}" for sign, terms in signed for term in terms)


def term_words(term: Term) -> str:
    """One term as it is written."""
    match term.kind:
        case TermKind.PATTERN:
            return f"/{term.text}/"
        case TermKind.TOPIC:
            return term.text
        case TermKind.OUTLET | TermKind.PLACE | TermKind.WORD:
            plain = term.text if re.fullmatch(r"[^\s,\"]+", term.text) else f'"{term.text}"'
            return f"{term.kind}:{plain}"


def verdict(filter_: Filter, story: Story) -> str | None:
    """Why the story does not pass, naming the term that decided; None where it passes."""
    for term in filter_.every:
        if not meets(term, story):
            return _("it does not meet +{term}").format(term=term_words(term))
    for term in filter_.never:
        if meets(term, story):
            return _("it meets -{term}").format(term=term_words(term))
    if filter_.some and not any(meets(term, story) for term in filter_.some):
        return _("it meets none of {terms}").format(terms=", ".join(map(term_words, filter_.some)))
    return None


def meets(term: Term, story: Story) -> bool:
    """Whether any article of the story meets the term. A pattern that runs out of time is not met."""
    articles = story.articles
    match term.kind:
        case TermKind.TOPIC:
            return any(one.word == term.text for article in articles for one in article.topics)
        case TermKind.OUTLET:
            named = (name for article in articles for name in (article.outlet, article.relays) if name)
            return _stands_in(term.text, named)
        case TermKind.PLACE:
            told = (text for article in articles for text in (article.located or "", article.headline, article.summary))
            return _stands_in(term.text, told)
        case TermKind.WORD:
            return _stands_in(term.text, _texts(story))
        case TermKind.PATTERN:
            return _matches(_compiled(term.text), " \n".join(_texts(story)))


def read_profile(text: str) -> Profile:
    """A profile as people write it: "first: elections, Berlin; at most 1 sport, 2 business; short; opening: warm".

    Raises BadInput with an example for what cannot be read.
    """
    profile: dict[str, object] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, value = _part(part)
        profile[name] = value
    return Profile(**profile)  # type: ignore[arg-type]  # each value is its name's


def profile_words(profile: Profile) -> str:
    """As it is written: what ``read_profile`` reads as the same. Empty for the usual one."""
    return "; ".join(_profile_parts(profile))


def _profile_parts(profile: Profile) -> Iterator[str]:
    if profile.belongs:
        yield f"first: {', '.join(map(term_words, profile.belongs))}"
    if profile.shares:
        yield f"at most {', '.join(f'{count} {topic.word}' for topic, count in profile.shares)}"
    if profile.extent is not Extent.USUAL:
        yield str(profile.extent)
    if profile.opening is not Opening.NONE:
        yield f"opening: {profile.opening}"


def _part(part: str) -> tuple[str, object]:
    said = part.lower()
    if said.startswith("first:"):
        return "belongs", tuple(term for _sign, term in _terms(part[len("first:") :]))
    if said.startswith("at most"):
        return "shares", tuple(_share(one) for one in part[len("at most") :].split(","))
    if said in {str(extent) for extent in Extent}:
        return "extent", Extent(said)
    if said.startswith("opening:") and said[len("opening:") :].strip() in {str(tone) for tone in Opening}:
        return "opening", Opening(said[len("opening:") :].strip())
    why = _("Cannot read “{part}”. Try: first: elections; at most 1 sport, 2 business; short; opening: warm")
    raise BadInput(why.format(part=part))


def _share(said: str) -> tuple[Topic, int]:
    found = _AT_MOST.fullmatch(said.strip())
    if found is None:
        raise BadInput(_("Cannot read “{part}”. Try: at most 1 sport, 2 business").format(part=said.strip()))
    return topic(found["topic"].strip()), int(found["count"])


def _terms(text: str) -> Iterator[tuple[str, Term]]:
    told, at = text.translate(_QUOTED).strip(" ,"), 0
    while at < len(told):
        found = _TERM.match(told, at)
        if found is None:
            why = _("Cannot read “{rest}”. Try: politics, place:Berlin, +outlet:Reuters, -word:horoscope")
            raise BadInput(why.format(rest=told[at : at + 40]))
        yield found["sign"], _term(found)
        at = found.end()


def _term(found: re.Match[str]) -> Term:
    if found["pattern"] is not None:
        return Term(kind=TermKind.PATTERN, text=_safe(found["pattern"]))
    text, kind = " ".join((found["quoted"] or found["bare"]).split()), (found["kind"] or "").lower()
    if kind in {"", "topic"}:
        try:
            return Term(kind=TermKind.TOPIC, text=topic(text).word)
        except UnknownTopic:
            if kind:
                raise
            return Term(kind=TermKind.WORD, text=text)
    if kind not in {str(one) for one in TermKind} - {TermKind.PATTERN}:
        nearest = get_close_matches(kind, [str(one) for one in TermKind], n=1) or ["word"]
        why = _("There are topic:, outlet:, place: and word:, and no {kind}:. Did you mean {nearest}:{text}?")
        raise BadInput(why.format(kind=kind, nearest=nearest[0], text=text))
    return Term(kind=TermKind(kind), text=text)


def _safe(pattern: str) -> str:
    """A pattern that can be compiled and stops in time. Raises BadInput for any other."""
    if len(pattern) > LONGEST_PATTERN:
        raise BadInput(_("A pattern has {most} characters or fewer.").format(most=LONGEST_PATTERN))
    try:
        compiled = _compiled(pattern)
    except regex.error as fault:
        raise BadInput(_("/{pattern}/ is no pattern: {why}").format(pattern=pattern, why=str(fault))) from None
    for sample in _SAMPLES:
        try:
            compiled.search(sample, timeout=SECONDS)
        except TimeoutError:
            why = _("/{pattern}/ takes too long over some texts. Write it with fewer repeats within repeats.")
            raise BadInput(why.format(pattern=pattern)) from None
    return pattern


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern, regex.IGNORECASE)


def _matches(pattern: "regex.Pattern[str]", text: str) -> bool:
    try:
        return pattern.search(text, timeout=SECONDS) is not None
    except TimeoutError:
        return False


def _texts(story: Story) -> Iterator[str]:
    for article in story.articles:
        yield from (article.headline, article.summary, *(claim.text for claim in article.claims))


def _stands_in(words: str, texts: Iterable[str]) -> bool:
    """Whole words in a row, whatever their case and accents."""
    wanted = f" {_plain(words)} "
    return any(wanted in f" {_plain(text)} " for text in texts)


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(re.findall(r"\w+", bare))
