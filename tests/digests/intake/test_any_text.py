"""Whatever text comes in: no crash, nothing that the text does not hold, and never slow."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.article import Claim, Slug
from digests.intake.claiming import claims_of, key_claims, relayed

WORDS = st.sampled_from(
    """Mara Lind Jonas Hale port spokesman officials said denied told that she he who the a two 40 $1.2 million percent
    at least not no according to The Harbor Courier reported allegedly by and but , . ? : ; — “ ” " ' ’s ‘ ’ ( ) “We
    tunnel pumps failed.” was is will have “never inspected,” while because saying announced plan U.S. Mr.""".split()
)
NEWSLIKE = st.lists(WORDS | st.just("\n\n"), max_size=60).map(" ".join)
SLUG = Slug("any")


def told(body: str) -> tuple[Claim, ...]:
    return claims_of(body, slug=SLUG, headline="", outlet="Bay Gazette")


def rests_on(body: str, claim: Claim) -> None:
    evidence = claim.evidence
    assert evidence is not None
    for start, end in (*evidence.whole, *evidence.speaker, *evidence.cue, *evidence.content):
        assert 0 <= start < end <= len(body)
        assert body[start:end].strip()
    if claim.quote is not None:
        assert claim.quote in body
        assert claim.quote in claim.text
    if claim.cue is not None:
        assert claim.cue in body
    for number in re.findall(r"\d+", claim.text):
        assert number in body


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400) | NEWSLIKE)
def test_a_claim_rests_on_its_text_whatever_that_is(body: str) -> None:
    claims = told(body)
    for claim in claims:
        rests_on(body, claim)
    assert len({claim.id for claim in claims}) == len(claims)
    assert {claim.id for claim in key_claims(claims)} <= {claim.id for claim in claims}
    relayed(claims, outlet=None)


@settings(max_examples=60, deadline=None)
@given(NEWSLIKE)
def test_the_same_text_always_gives_the_same_claims(body: str) -> None:
    assert told(body) == told(body)


@pytest.mark.parametrize(
    "piece",
    [
        "a", "1", "“", '"', "(", "’s", "‘a ", "1,000 ", "twenty-", "😀 ", "قال ", "\x00\x1c\u2028", "Lind said, ",
        "she said that ", "by a plan proposed ", "“a b c d,” ", "首相は「増税しない」と述べた。",
        "Mara Lind denied that 5 people took bribes. ",
    ],
)  # fmt: skip
def test_a_megabyte_of_anything_is_read_in_seconds(piece: str) -> None:
    began = time.process_time()
    key_claims(told(piece * (1_000_000 // len(piece))))
    assert time.process_time() - began < 10


def test_a_text_of_nothing_has_no_claims() -> None:
    assert [told(body) for body in ("", " \n\n", "...", "“”")] == [()] * 4
