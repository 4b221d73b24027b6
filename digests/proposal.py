"""What a model proposes to say of an article: sentences, each with the one of the article that it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A sentence in the model's words; nothing of it is believed. ``rests_on`` counts the given sentences from 1."""

    text: str
    rests_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A summary and claims, in the order of their importance; each may be empty."""

    summary: tuple[Proposed, ...] = ()
    claims: tuple[Proposed, ...] = ()
