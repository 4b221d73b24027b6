"""Sentences to claims, one after the other, by a reader who remembers who was named and who spoke last."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digests.article import Attribution, Claim, ClaimId, ClaimKind, Evidence, GroundRule
from digests.intake.figures import figures_of
from digests.intake.fitness import judges, tellable, tells, whole
from digests.intake.kinds import kind_of, says_it
from digests.intake.outlets import is_outlet, same_outlet
from digests.intake.parts import FINITE, Part
from digests.intake.passages import NEXT_SENTENCE, Sentence
from digests.intake.people import People, Speaker, joined
from digests.intake.ranking import SHORT, Standing, significant
from digests.intake.relating import rebuff
from digests.intake.sayings import Saying, sayings_of
from digests.intake.speakers import agrees, describe
from digests.intake.wording import Wording, reported, said

UNNAMED = ClaimId("")
"""The id of a claim until all claims of its article are known."""

_ANONYMOUS = re.compile(r"\b(?:anonymity|anonymously|not authori[sz]ed to (?:speak|discuss|comment))\b")
_FARTHEST = 6
"""Sentences over which a "she" may still mean who spoke last."""


class Reader:
    """Reads the sentences of one article, once, from its beginning."""

    def __init__(self, body: str, outlet: str | None, sentences: Sequence[Sentence]) -> None:
        self._body = body
        self._outlet = outlet
        self._sentences = sentences
        self._people = People()
        self._last: tuple[Speaker, int] | None = None

    def read(self) -> Iterator[Standing]:
        """All claims in the order of the text."""
        sayings: dict[int, list[Saying]] = {}
        for saying in sayings_of(self._body, self._sentences):
            sayings.setdefault(saying.number, []).append(saying)
        for number, sentence in enumerate(self._sentences):
            self._people.meet(sentence.words)
            if number in sayings:
                yield from self._said(number, sayings[number])
            elif not sentence.only_quoted:
                yield from self._reported(number)

    def _reported(self, number: int) -> Iterator[Standing]:
        """What the outlet itself reports in a sentence that attributes nothing."""
        sentence = self._sentences[number]
        wording = reported(self._body, sentence, self._people)
        if len(wording.text.split()) < SHORT or not tells(sentence):
            return
        figures = figures_of(wording.text)
        kind = kind_of(None, None, wording.text, figures)
        evidence = Evidence(whole=wording.spans)
        claim = Claim(id=UNNAMED, text=wording.text, kind=kind, figures=figures, evidence=evidence)
        if tellable(claim):
            yield self._standing(claim, number, alone=True)

    def _said(self, number: int, sayings: Sequence[Saying]) -> Iterator[Standing]:
        """The claims of a sentence in which somebody says something."""
        speakers = [self._speaker(number, saying) for saying in sayings]
        voices = _voices([(saying, who) for saying, who in zip(sayings, speakers, strict=True) if who is not None])
        for saying in sayings:
            voice = _voice(saying, voices)
            if voice is None and not whole(saying.sentence):
                continue
            wording = (
                reported(self._body, saying.sentence, self._people)
                if voice is None
                else said(self._body, voice, [other for other, _ in voices], self._people)
            )
            claim = self._claim(saying, voice, wording)
            rebuffs = self._rebuff(number, voice)
            if rebuffs and saying.quotations:
                claim = replace(claim, kind=ClaimKind.DENIAL)
            own = voice is None or voice[0] is saying
            yield self._standing(claim, number, alone=own and tellable(claim), rebuffs=rebuffs)
        for speaker in speakers:
            if speaker is not None and speaker.person:
                self._people.introduce(speaker)
                self._last = speaker, number

    def _standing(self, claim: Claim, number: int, *, alone: bool, rebuffs: str = "") -> Standing:
        return Standing(
            claim=claim,
            depth=number / max(1, len(self._sentences) - 1),
            sentence=number,
            alone=alone,
            judging=claim.attribution.speaker is not None and not claim.direct and judges(claim.text),
            rebuffs=rebuffs,
        )

    def _claim(self, saying: Saying, voice: tuple[Saying, Speaker] | None, wording: Wording) -> Claim:
        content = wording.text
        if voice is not None and voice[1].how_many is not None and not voice[1].named:
            content = re.sub(rf"\b{re.escape(voice[1].name)}\b", "", content, count=1, flags=re.IGNORECASE)
        figures = figures_of(content)
        return Claim(
            id=UNNAMED,
            text=wording.text,
            kind=kind_of(saying, None if voice is None else voice[1], content, figures),
            attribution=Attribution() if voice is None else self._attribution(*voice),
            cue=self._body[slice(*saying.cue[0])],
            direct=bool(saying.quotations),
            quote=_quoted(self._body, saying, wording.text),
            figures=figures,
            evidence=Evidence(whole=wording.spans, speaker=saying.speaker, cue=saying.cue, content=saying.contents),
            ground_rule=GroundRule.ON_THE_RECORD if voice is None else self._ground_rule(*voice),
        )

    def _attribution(self, saying: Saying, speaker: Speaker) -> Attribution:
        heard = self._people.outlet(joined(saying.told)) or speaker.to_outlet
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

    def _ground_rule(self, saying: Saying, speaker: Speaker) -> GroundRule:
        """On background where this sentence or the next one says that the speaker would not be named."""
        until = self._sentences[min(saying.number + 1, len(self._sentences) - 1)].end
        unnamed = not speaker.named and _ANONYMOUS.search(self._body, saying.sentence.start, until) is not None
        return GroundRule.ON_BACKGROUND if unnamed else GroundRule.ON_THE_RECORD

    def _rebuff(self, number: int, voice: tuple[Saying, Speaker] | None) -> str:
        """The sentence before, where it says that the speaker's side contests something; else an empty text."""
        if voice is None or number == 0:
            return ""
        before, speaker = self._sentences[number - 1], voice[1]
        text = self._body[before.start : before.end]
        side = significant(f"{speaker.name} {speaker.role or ''} {speaker.organisation or ''}")
        named = {word.lower for word in before.words if word.part is Part.NAME}
        return text if side & named and rebuff(text) else ""

    def _speaker(self, number: int, saying: Saying) -> Speaker | None:
        """Who is meant: a "she" is the last speaker, or else whom the sentence before speaks of."""
        speaker = describe(saying.who, self._people) if saying.who else None
        if speaker is None or speaker.name not in {"he", "she"}:
            return speaker
        meant = self._last_speaker(number) or self._subject_before(number)
        return meant if meant is not None and agrees(speaker.name, meant) else speaker

    def _last_speaker(self, number: int) -> Speaker | None:
        """Who spoke last, where that is near and nobody else was named since."""
        if self._last is None:
            return None
        last, then = self._last
        if self._sentences[number].paragraph - self._sentences[then].paragraph > 1 or number - then > _FARTHEST:
            return None
        between = (word for sentence in self._sentences[then : number + 1] for word in sentence.words)
        return None if self._people.named_among(between) - {last.name} else last

    def _subject_before(self, number: int) -> Speaker | None:
        """The only person whom the sentence before names, where it begins with the name."""
        if number == 0:
            return None
        words = self._sentences[number - 1].words
        verb = next((place for place, word in enumerate(words) if word.part in FINITE), 0)
        named = self._people.named_among([*words, *self._sentences[number].words])
        if len(named) != 1 or named != self._people.named_among(words[:verb]):
            return None
        return self._people.as_introduced(Speaker(name=named.pop(), named=True, how_many=1, person=True))


def _voices(known: Sequence[tuple[Saying, Speaker]]) -> list[tuple[Saying, Speaker]]:
    """Who speaks in a sentence. An outlet that reports what somebody said is who heard it, and no speaker."""
    speaking = [(saying, who) for saying, who in known if says_it(saying, who)]
    outlets = [(saying, who) for saying, who in speaking if not saying.nested and is_outlet(who.name)]
    heard = [
        (saying, replace(who, to_outlet=outlet.name))
        for saying, who in speaking
        for report, outlet in outlets
        if saying is not report and _holds(report, saying)
    ]
    return heard or [(saying, who) for saying, who in speaking if not saying.nested]


def _holds(outer: Saying, saying: Saying) -> bool:
    return any(start <= saying.cue[0][0] < end for start, end in outer.contents)


def _voice(saying: Saying, voices: Sequence[tuple[Saying, Speaker]]) -> tuple[Saying, Speaker] | None:
    """Whose words the claim is in: the saying's own, else those of whoever speaks around it; None for the outlet."""
    own = next((voice for voice in voices if voice[0] is saying), None)
    around = next((voice for voice in voices if _holds(voice[0], saying)), None)
    return own or around or next(iter(voices), None)


def _quoted(body: str, saying: Saying, text: str) -> str | None:
    """The speaker's words as they stand in the claim's text, letter for letter."""
    for start, end in saying.quotations:
        inner = _inner(body[start:end])
        first = NEXT_SENTENCE.split(inner, maxsplit=1)[0].rstrip(".,")
        for quote in (inner.rstrip(","), first):
            if quote and quote in text:
                return quote
    return None


def _inner(quotation: str) -> str:
    return quotation.strip("“”\"'’‘„«»「」 ")
