"""What a model proposes, held against the article: what holds is taken up, the rest is dropped and counted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from digests.article import Article, Claim, ClaimId
from digests.intake.claiming import claims_of, key_claims
from digests.intake.figures import figures_of
from digests.intake.fitness import tellable
from digests.intake.languages import is_english
from digests.intake.notices import without_notices
from digests.intake.passages import Sentence, sentences_of
from digests.intake.summarising import MOST_WORDS, leans
from digests.intake.trimming import Fault, fault_in
from digests.proposal import Proposal, Proposed

MOST_SHOWN = 12_000
"""Characters of an article that a model is shown, in whole sentences from the top."""
FEWEST_SHOWN = 60
"""Words of an article that is worth asking about: a shorter one is its own summary."""
MOST_PROPOSED = 24
"""Sentences of a summary, and claims, that are looked at; no editor needs more of one article."""

_FEWEST_WORDS = 12
"""Of a summary: less tells no story, however true."""
_LONGEST = 600
"""Characters of one sentence; its words are at most those of a summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A sentence that did not hold, and why."""

    text: str
    why: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetted:
    """The article with whatever held; where nothing did, as it was."""

    article: Article
    dropped: tuple[Dropped, ...]


def shown(body: str, *, language: str | None) -> tuple[Sentence, ...]:
    """The sentences that a model may be shown; none of a short text, or of one that is not in English.

    The words that limit a sentence are known in English alone: elsewhere a lost "not" would go unseen.
    """
    if not is_english(language):
        return ()
    known = [sentence for sentence in sentences_of(without_notices(body[:MOST_SHOWN])) if sentence.ended]
    words = sum(len(sentence.words) for sentence in known)
    return tuple(known) if words >= FEWEST_SHOWN else ()


def vetted(proposal: Proposal, article: Article, sentences: Sequence[Sentence]) -> Vetted:
    """What of the proposal may stand, ``sentences`` being those of the body that the model was shown.

    A summary is made of what held, in the article's order. A claim keeps its kind, speaker, evidence and id as we read
    them: the model picks what is key, and shortens it where its speaker and its point are not lost.
    """
    check = _Check(article.body, sentences)
    summary = check.summary(proposal.summary[:MOST_PROPOSED])
    claims = _with_picks(article, list(check.claims(proposal.claims[:MOST_PROPOSED])))
    return Vetted(
        article=replace(article, summary=summary or article.summary, claims=claims), dropped=tuple(check.dropped)
    )


class _Check:
    """Holds each sentence against the one that it rests on, and remembers what was dropped."""

    def __init__(self, body: str, sentences: Sequence[Sentence]) -> None:
        self._body = body
        self._sentences = sentences
        self.dropped: list[Dropped] = []

    def summary(self, proposed: Iterable[Proposed]) -> str:
        """What holds of it, at most ``MOST_WORDS``; empty where that is too little."""
        kept: dict[int, str] = {}
        room = MOST_WORDS
        for one in proposed:
            text, why = self._read(one)
            if why is None and (leans(text) or text.count("(") != text.count(")")):
                why = Fault.LEANS
            if why is None and (len(text.split()) > room or one.rests_on in kept):
                why = Fault.TOO_LONG
            if why is None:
                kept[one.rests_on] = text
                room -= len(text.split())
            else:
                self.dropped.append(Dropped(text=text, why=why))
        return " ".join(kept[place] for place in sorted(kept)) if MOST_WORDS - room >= _FEWEST_WORDS else ""

    def claims(self, proposed: Iterable[Proposed]) -> Iterator[tuple[Sentence, str]]:
        """Those that hold, each with the sentence that it rests on."""
        for one in proposed:
            text, why = self._read(one)
            if why is None:
                yield self._sentences[one.rests_on - 1], text
            else:
                self.dropped.append(Dropped(text=text, why=why))

    def _read(self, one: Proposed) -> tuple[str, Fault | None]:
        text = " ".join(one.text[: _LONGEST + 1].split())
        if len(text) > _LONGEST or len(text.split()) > MOST_WORDS:
            return text, Fault.TOO_LONG
        if not 1 <= one.rests_on <= len(self._sentences):
            return text, Fault.UNFOUND
        source = self._sentences[one.rests_on - 1]
        return text, fault_in(text, of=self._body[source.start : source.end])


def _with_picks(article: Article, picks: Sequence[tuple[Sentence, str]]) -> tuple[Claim, ...]:
    """The key claims, those that were picked among them; what rests on a sentence of several claims stays as it is."""
    if not picks:
        return article.claims
    found = claims_of(article.body, slug=article.slug, headline=article.headline, outlet=article.outlet)
    related = _related(found) | _related(article.claims)
    claims = {claim.id: claim for claim in article.claims}
    for sentence, text in picks:
        there = [claim for claim in found if _rests_on(claim, sentence)]
        if len(there) == 1 and there[0].id not in related:
            claim = claims.get(there[0].id, there[0])
            claims[claim.id] = _shortened(claim, text)
    chosen = tuple(claims.values())
    return key_claims(chosen) if len(chosen) > len(article.claims) else chosen


def _related(claims: Iterable[Claim]) -> set[ClaimId]:
    """A charge and its denial go together: neither is picked or shortened alone."""
    return {name for claim in claims for one in claim.relations for name in (claim.id, one.claim)}


def _rests_on(claim: Claim, sentence: Sentence) -> bool:
    spans = claim.evidence.whole if claim.evidence else ()
    return any(start < sentence.end and sentence.start < end for start, end in spans)


def _shortened(claim: Claim, text: str) -> Claim:
    """In the model's fewer words, where they still tell who speaks and a figure; a quotation is never touched."""
    speaker, there = claim.attribution.speaker, figures_of(text)
    told = replace(claim, text=text, figures=tuple(figure for figure in claim.figures if figure in there))
    if claim.direct or claim.quote is not None or len(text) >= len(claim.text):
        return claim
    if (claim.figures and not told.figures) or (speaker is not None and speaker not in text):
        return claim
    return told if tellable(told) and not leans(text) else claim
