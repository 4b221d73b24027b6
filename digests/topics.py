"""The seventeen top subjects of the news, as the press agencies number them.

Codes and names are the top level of the IPTC Media Topics (https://iptc.org/standards/media-topics/) of the
International Press Telecommunications Council, used under CC BY 4.0; the short words are ours.
"""

from difflib import get_close_matches
from enum import StrEnum
from typing import Self

from digests.errors import UnknownTopic


class Topic(StrEnum):
    """A subject; its value is its IPTC code, ``word`` is what people type, ``title`` its public name."""

    word: str
    title: str  # type: ignore[assignment]  # a topic's title is its name, not str's change of case

    ARTS = "medtop:01000000", "arts", "arts, culture, entertainment and media"
    CRIME = "medtop:02000000", "crime", "crime, law and justice"
    DISASTER = "medtop:03000000", "disaster", "disaster, accident and emergency incident"
    BUSINESS = "medtop:04000000", "business", "economy, business and finance"
    EDUCATION = "medtop:05000000", "education", "education"
    ENVIRONMENT = "medtop:06000000", "environment", "environment"
    HEALTH = "medtop:07000000", "health", "health"
    OFFBEAT = "medtop:08000000", "offbeat", "human interest"
    LABOUR = "medtop:09000000", "labour", "labour"
    LIFESTYLE = "medtop:10000000", "lifestyle", "lifestyle and leisure"
    POLITICS = "medtop:11000000", "politics", "politics and government"
    RELIGION = "medtop:12000000", "religion", "religion"
    SCIENCE = "medtop:13000000", "science", "science and technology"
    SOCIETY = "medtop:14000000", "society", "society"
    SPORT = "medtop:15000000", "sport", "sport"
    CONFLICT = "medtop:16000000", "conflict", "conflict, war and peace"
    WEATHER = "medtop:17000000", "weather", "weather"

    def __new__(cls, code: str, word: str, title: str) -> Self:
        topic = str.__new__(cls, code)
        topic._value_ = code
        topic.word = word
        topic.title = title
        return topic


_SECTIONS = {
    Topic.ARTS: "art culture entertainment media music movies movie film films tv television books theater theatre "
    "celebrity celebrities dance",
    Topic.CRIME: "law justice courts police",
    Topic.DISASTER: "disasters accidents emergencies",
    Topic.BUSINESS: "economy money finance markets companies investing economics energy personalfinance retail",
    Topic.EDUCATION: "schools learning university",
    Topic.ENVIRONMENT: "climate nature green wildlife",
    Topic.HEALTH: "healthcare medicine coronavirus covid wellness",
    Topic.OFFBEAT: "royals",
    Topic.LABOUR: "labor jobs work employment",
    Topic.LIFESTYLE: "life travel food fashion style dining leisure shopping home games destinations",
    Topic.POLITICS: "government election elections congress parliament diplomacy",
    Topic.RELIGION: "faith",
    Topic.SCIENCE: "tech technology space internet",
    Topic.SOCIETY: "social immigration",
    Topic.SPORT: "sports football soccer basketball baseball tennis golf cricket rugby hockey olympics nfl nba mlb nhl "
    "wnba nascar boxing cycling athletics",
    Topic.CONFLICT: "war military defense defence",
    Topic.WEATHER: "storms",
}
"""The words by which papers call their sections, beside our own."""
_CALLED = {word: known for known, words in _SECTIONS.items() for word in words.split()} | {
    name: known for known in Topic for name in (known.word, known.value, known.title)
}


def topic_called(word_or_code: str) -> Topic | None:
    """As ``topic``, but None where nothing is called that."""
    return _CALLED.get(word_or_code.strip().casefold())


def topic(word_or_code: str) -> Topic:
    """The topic of that word, code, public name or usual section, in any case.

    Raises UnknownTopic with up to three of our words that are spelt most like it.
    """
    if found := topic_called(word_or_code):
        return found
    nearest = get_close_matches(word_or_code.strip().casefold(), [known.word for known in Topic])
    raise UnknownTopic(word_or_code, nearest)
