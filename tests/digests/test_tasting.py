"""A filter and a profile: read as people write them, read back, and held against stories with the term that decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.errors import BadInput
from digests.taste import Filter, Term, TermKind
from digests.tasting import MOST_TERMS, filter_words, profile_words, read_filter, read_profile, verdict
from digests.topics import Topic
from tests.builders import a_story, an_article

WORDS = st.from_regex(r"[a-zäöü]{2,12}( [a-zäöü]{2,12})?", fullmatch=True)
TERMS = st.one_of(
    st.builds(Term, kind=st.sampled_from([TermKind.OUTLET, TermKind.PLACE, TermKind.WORD]), text=WORDS),
    st.builds(Term, kind=st.just(TermKind.TOPIC), text=st.sampled_from([topic.word for topic in Topic])),
    st.builds(Term, kind=st.just(TermKind.PATTERN), text=st.sampled_from(["quiz|raffle", r"\\bferr(y|ies)\\b"])),
)
LISTS = st.lists(TERMS, max_size=4).map(tuple)


@given(st.builds(Filter, every=LISTS, some=LISTS, never=LISTS))
def test_a_filter_that_is_read_back_is_the_same(filter_: Filter) -> None:
    assert read_filter(filter_words(filter_)) == filter_


@pytest.mark.parametrize(
    "text",
    ["first: elections, Berlin; at most 1 sport, 2 business; short; opening: warm", "long", "opening: plain", ""],
)
def test_a_profile_that_is_read_back_is_the_same(text: str) -> None:
    assert read_profile(profile_words(read_profile(text))) == read_profile(text)


def test_an_empty_filter_lets_everything_pass() -> None:
    assert verdict(read_filter(""), a_story()) is None


@pytest.mark.parametrize(
    ("filter_", "why"),
    [
        ("tunnel", None),
        ("TUNNEL, ferry", None),
        ("ferry, politics", "it meets none of word:ferry, politics"),
        ('+outlet:"Harbor Courier"', None),
        ("+outlet:Reuters", "it does not meet +outlet:Reuters"),
        ("-word:tunnel", "it meets -word:tunnel"),
        ("-/tun+el/", "it meets -/tun+el/"),
        ('tunnel -place:"Köln"', "it meets -place:Köln"),
        ("tun", "it meets none of word:tun"),
    ],
)
def test_the_term_that_decides_is_named(filter_: str, why: str | None) -> None:
    story = a_story(an_article(headline="Harbor tunnel opens", located="Koln", outlet="Harbor Courier"))
    assert verdict(read_filter(filter_), story) == why


@pytest.mark.parametrize(
    "text",
    ["colour:red", "/(/", "/(a+)+$/", f"/{'a' * 201}/", " ".join(["word:x"] * (MOST_TERMS + 1)), '"', "topic:nope"],
)
def test_what_cannot_be_read_or_would_run_for_ever_is_refused_with_a_next_step(text: str) -> None:
    with pytest.raises(BadInput):
        read_filter(text)


@pytest.mark.parametrize("text", ["whatever", "at most many sport", "opening: loud", "first: colour:red"])
def test_a_profile_that_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput):
        read_profile(text)
