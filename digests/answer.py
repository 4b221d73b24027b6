"""A question, and what the record holds of an answer."""

from dataclasses import dataclass
from datetime import datetime

from digests.article import Article, Claim, ClaimStatus, StoryId, Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """An earlier question of the same conversation, with what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asks, of whose record, and when (aware, in the asker's zone).

    ``history`` is oldest first; ``about`` are the stories that are talked of where it is asked, as in a thread.
    """

    text: str
    tenant: Tenant
    at: datetime
    history: tuple[Exchange, ...] = ()
    about: tuple[StoryId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The stored claim that a sentence rests on, and the article that holds it."""

    claim: Claim
    article: Article

    @property
    def status(self) -> ClaimStatus:
        """Where the claim stands now."""
        return self.claim.status


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer; every one rests on at least one claim."""

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a sentence without a claim: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the record says, or that it does not.

    ``confidence`` runs from 0 to 1 and ranks refused answers too. Where nothing is answered, ``sentences`` is empty
    and ``nearest`` holds the closest claims that the record has, best first (it may be empty). ``read`` is the share of
    the record that could be searched, from 0 to 1: below 1 its index is being built.
    """

    question: Question
    sentences: tuple[Sentence, ...]
    confidence: float
    nearest: tuple[Citation, ...] = ()
    read: float = 1.0

    @property
    def answered(self) -> bool:
        """False: the record does not hold it."""
        return bool(self.sentences)

    @property
    def sources(self) -> tuple[Citation, ...]:
        """What it cites, each once and in the order of its sentences; where nothing is answered, what comes nearest."""
        return tuple(dict.fromkeys(cited for one in self.sentences for cited in one.citations)) or self.nearest
