"""Which names are those of outlets, and when two of them mean the same one."""

import pytest

from digests.intake.outlets import is_outlet, same_outlet


@pytest.mark.parametrize("name", ["Reuters", "The Harbor Courier", "Harbor Courier", "the Post", "CNN", "USA TODAY"])
def test_an_outlet_is_known_by_its_name(name: str) -> None:
    assert is_outlet(name)


@pytest.mark.parametrize("name", ["", "Mara Lind", "the port", "Harbor Works", "the press", "Sun", "The"])
def test_other_names_are_no_outlets(name: str) -> None:
    assert not is_outlet(name)


def test_a_short_name_means_the_outlet_that_it_ends() -> None:
    assert same_outlet("the Courier", "The Harbor Courier")
    assert same_outlet("Harbor Courier", "The Harbor Courier")
    assert not same_outlet("The Harbor Courier", "Bay Gazette")
    assert not same_outlet("The Harbor Courier", None)
