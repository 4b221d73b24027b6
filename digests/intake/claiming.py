"""Article text to key claims: speaker, attribution, figures, hedges, evidence span."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digests.article import Attribution, Claim, ClaimId, ClaimKind, Evidence, GroundRule, Slug
from digests.intake.cues import DEEDS
from digests.intake.figures import figures_of
from digests.intake.kinds import is_judgement, kind_of, weighty
from digests.intake.outlets import is_outlet, same_outlet
from digests.intake.passages import Sentence, sentences_of
from digests.intake.ranking import SHORT, Standing, points, significant
from digests.intake.relating import Answering, rebuff, related
from digests.intake.sayings import Saying, sayings_of
from digests.intake.speakers import People, Speaker, agrees, describe
from digests.intake.wording import stands_alone, worded
from digests.intake.words import Part

MOST = 12
"""Claims of one article that the record keeps."""
TIMES_NAMED = 2
"""An outlet named once may only be a witness; one named again is whose story it is."""

_ANONYMOUS = re.compile(r"\b(?:anonymity|anonymously|not authori[sz]ed to (?:speak|discuss|comment))\b")
_NO_ID = ClaimId("")
_ALIKE = 0.75
_NOT_WORD = re.compile(r"[\W_]+")


def claims_of(body: str, *, slug: Slug, headline: str, outlet: str | None) -> tuple[Claim, ...]:
    """Every claim of the article, most important first; the headline itself makes none.

    Several may rest on one sentence and then share their text: ``key_claims`` picks those that a record should keep.
    """
    sentences = sentences_of(body, after=_behind_headline(body, headline))
    standings = _Reader(body, outlet).read(sentences, sayings_of(body, sentences))
    words = significant(headline)
    best = sorted(standings, key=lambda standing: -points(standing, words))
    claims = _identified([standing.claim for standing in best], slug)
    return related([Answering(claim=c, rebuffs=s.rebuffs) for c, s in zip(claims, best, strict=True)])


def key_claims(claims: Sequence[Claim], *, most: int = MOST) -> tuple[Claim, ...]:
    """The ``most`` best, each told once, ranks counted from 1; a charge is kept together with its denial."""
    kept: list[Claim] = []
    for claim in claims:
        for one in (claim, *_companions(claim, claims)):
            if len(kept) < most and not any(_same_told(one, other) for other in kept):
                kept.append(one)
    ids = {claim.id for claim in kept}
    return tuple(
        replace(claim, rank=rank, relations=tuple(r for r in claim.relations if r.claim in ids))
        for rank, claim in enumerate(kept, 1)
    )


def _companions(claim: Claim, claims: Sequence[Claim]) -> Iterator[Claim]:
    """What the claim answers, and what answers it."""
    answered = {relation.claim for relation in claim.relations}
    for other in claims:
        if other.id in answered or any(relation.claim == claim.id for relation in other.relations):
            yield other


def _same_told(claim: Claim, other: Claim) -> bool:
    mine, theirs = significant(claim.text), significant(other.text)
    return len(mine & theirs) >= _ALIKE * min(len(mine), len(theirs))


def claim_id(slug: Slug, text: str) -> ClaimId:
    """``<slug>/<6 hex>`` of the text as it reads without case and marks: it survives a new order."""
    plain = _NOT_WORD.sub(" ", text.casefold()).strip()
    return ClaimId(f"{slug}/{hashlib.sha256(plain.encode()).hexdigest()[:6]}")


def _identified(claims: Sequence[Claim], slug: Slug) -> tuple[Claim, ...]:
    seen: Counter[ClaimId] = Counter()
    named = []
    for rank, claim in enumerate(claims, 1):
        plain = claim_id(slug, claim.text)
        seen[plain] += 1
        unique = plain if seen[plain] == 1 else ClaimId(f"{plain}-{seen[plain]}")
        named.append(replace(claim, id=unique, rank=rank))
    return tuple(named)


def _behind_headline(body: str, headline: str) -> int:
    start = len(body) - len(body.lstrip())
    return start + len(headline) if headline and body.startswith(headline, start) else 0


class _Reader:
    """Reads an article from its beginning, and remembers who was named and who spoke last."""

    def __init__(self, body: str, outlet: str | None) -> None:
        self._body = body
        self._outlet = outlet
        self._people = People()
        self._last: tuple[Speaker, int] | None = None

    def read(self, sentences: Sequence[Sentence], sayings: Sequence[Saying]) -> list[Standing]:
        """All claims in the order of the text."""
        by_sentence: dict[int, list[Saying]] = {}
        for saying in sayings:
            by_sentence.setdefault(saying.number, []).append(saying)
        found: list[Standing] = []
        for number, sentence in enumerate(sentences):
            self._people.meet(sentence.words)
            here = by_sentence.get(number, [])
            if not sentence.only_quoted:
                found += self._told(sentences, number, here)
        return found

    def _told(self, sentences: Sequence[Sentence], number: int, sayings: Sequence[Saying]) -> Iterator[Standing]:
        """The claims of one sentence: what is said in it, or what the outlet itself reports."""
        spoken = [(saying, self._speaker(sentences, number, saying)) for saying in sayings]
        if not any(speaker is not None for _, speaker in spoken):
            yield from self._reported(sentences, number)
        outer = next(((saying, speaker) for saying, speaker in spoken if not saying.nested), None)
        for saying, speaker in spoken:
            voice = outer if outer is not None and saying.nested else (saying, speaker)
            text = worded(self._body, sentences[number], self._people, *voice)
            alone = not saying.nested and stands_alone(sentences[number], *voice)
            rebuffs = self._rebuff(sentences, number, speaker)
            claim = self._claim(saying, speaker, text)
            if rebuffs and saying.quotations:
                claim = replace(claim, kind=ClaimKind.DENIAL)
            yield self._standing(claim, sentences, number, alone=alone, rebuffs=rebuffs)
        for _, speaker in spoken:
            if speaker is not None and speaker.person:
                self._people.introduce(speaker)
                self._last = speaker, number

    def _standing(
        self, claim: Claim, sentences: Sequence[Sentence], number: int, *, alone: bool, rebuffs: str = ""
    ) -> Standing:
        return Standing(
            claim=claim,
            depth=number / max(1, len(sentences) - 1),
            sentence=number,
            alone=alone,
            weighty=weighty(claim.figures),
            judging=not claim.direct and is_judgement(claim.text),
            rebuffs=rebuffs,
        )

    def _reported(self, sentences: Sequence[Sentence], number: int) -> Iterator[Standing]:
        """What the outlet itself reports in a sentence; nothing where the writer judges instead."""
        sentence = sentences[number]
        text = worded(self._body, sentence, self._people, None, None)
        quoted = any(word.part is Part.QUOTE for word in sentence.words)
        if quoted or len(text.split()) < SHORT or is_judgement(text):
            return
        figures = figures_of(text)
        claim = Claim(
            id=_NO_ID,
            text=text,
            kind=kind_of(None, None, text, figures),
            figures=figures,
            evidence=Evidence(whole=((sentence.start, sentence.end),)),
        )
        yield self._standing(claim, sentences, number, alone=stands_alone(sentence, None, None))

    def _rebuff(self, sentences: Sequence[Sentence], number: int, speaker: Speaker | None) -> str:
        """The sentence before, where it says that the speaker's side contests something; else an empty text."""
        if speaker is None or number == 0:
            return ""
        before = sentences[number - 1]
        text = self._body[before.start : before.end]
        side = significant(f"{speaker.name} {speaker.role or ''} {speaker.organisation or ''}")
        named = {word.lower for word in before.words if word.part is Part.NAME}
        return text if rebuff(text) and side & named else ""

    def _speaker(self, sentences: Sequence[Sentence], number: int, saying: Saying) -> Speaker | None:
        """Who is meant: a "she" is the last speaker where nobody else was named since."""
        speaker = describe(saying.who, self._people) if saying.who else None
        if speaker is None or speaker.name not in {"he", "she"} or self._last is None:
            return speaker
        last, then = self._last
        near = sentences[number].paragraph - sentences[then].paragraph <= 1
        between = (word for sentence in sentences[then : number + 1] for word in sentence.words)
        others = self._people.named_among(between) - {last.name}
        return last if near and not others and agrees(speaker.name, last) else speaker

    def _claim(self, saying: Saying, speaker: Speaker | None, text: str) -> Claim:
        body = self._body
        deed = saying.lemma in DEEDS and not saying.quotations
        content = " ".join(body[start:end] for start, end in saying.contents)
        figures = figures_of(content)
        sentence = (saying.sentence.start, saying.sentence.end)
        later = tuple(span for span in saying.contents if span[0] >= sentence[1])
        anonymous = speaker is not None and not speaker.named and _ANONYMOUS.search(body, *sentence) is not None
        return Claim(
            id=_NO_ID,
            text=text,
            kind=kind_of(None if deed else saying, speaker, content, figures),
            attribution=Attribution() if deed or speaker is None else self._attribution(saying, speaker),
            cue=body[slice(*saying.cue[0])],
            direct=bool(saying.quotations),
            quote=_quoted(body, saying, text),
            figures=figures,
            evidence=Evidence(
                whole=(sentence, *later), speaker=saying.speaker, cue=saying.cue, content=saying.contents
            ),
            ground_rule=GroundRule.ON_BACKGROUND if anonymous else GroundRule.ON_THE_RECORD,
        )

    def _attribution(self, saying: Saying, speaker: Speaker) -> Attribution:
        heard = self._people.outlet(" ".join(word.text for word in saying.told)) if saying.told else speaker.to_outlet
        elsewhere = heard is not None and not same_outlet(heard, self._outlet)
        return Attribution(
            speaker=speaker.name,
            role=speaker.role,
            organisation=speaker.organisation,
            named=speaker.named,
            how_many=speaker.how_many,
            heard_by=heard,
            relayed_by=self._outlet if elsewhere else None,
        )


def _quoted(body: str, saying: Saying, text: str) -> str | None:
    """The speaker's words as they stand in the claim's text, letter for letter."""
    for start, end in saying.quotations:
        inner = body[start:end].strip("“”\"'’‘ ")
        if inner in text:
            return inner.rstrip(",")
        first = re.split(r"(?<=[a-z0-9’'”][.!?])\s+", inner)[0].rstrip(".,")
        if first in text:
            return first
    return None


def relayed(claims: Sequence[Claim], *, outlet: str | None) -> str | None:
    """The other outlet whose reporting the article retells: the one that it names as its source most often.

    None where none is named at least ``TIMES_NAMED`` times.
    """
    named: Counter[str] = Counter()
    for claim in claims:
        source = claim.attribution.heard_by
        if source is not None and not same_outlet(source, outlet):
            named[source] += 1
        elif (speaker := claim.attribution.speaker) and is_outlet(speaker) and not same_outlet(speaker, outlet):
            named[speaker] += 1
    return next((source for source, count in named.most_common(1) if count >= TIMES_NAMED), None)
