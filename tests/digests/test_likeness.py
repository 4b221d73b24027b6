"""Words that mean the same to whoever asks the news."""

from collections import Counter

import pytest

from digests.likeness import classes
from digests.terms import spellings, terms, terms_among


def test_no_word_stands_for_two_things() -> None:
    counted = Counter(word for words in classes() for word in words)
    assert [word for word, count in counted.items() if count > 1] == []


def test_every_class_has_a_second_word_and_all_of_it_is_one_term() -> None:
    for words in classes():
        assert len(words) > 1
        assert len({term for word in words for term in terms(word)}) == 1, words


@pytest.mark.parametrize(("asked", "said"), [("dead", "killed"), ("pot", "marijuana"), ("begin", "started")])
def test_what_is_asked_in_one_word_is_found_in_another(asked: str, said: str) -> None:
    (term,) = terms(asked)
    assert terms_among(f"Ninety {said} there", frozenset({term})) == ("", term)
    assert said in spellings(term, asked)


def test_a_word_of_no_class_is_spelt_as_it_was_asked() -> None:
    (term,) = terms("tunnels")
    assert spellings(term, "tunnels") == ("tunnels",)
