"""Work on hostile markup ends in time and memory, and the next piece is done all the same."""

import os
import time
from collections.abc import Iterator

import pytest

from digests.errors import BadSource
from digests.intake.workshop import Workshop


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(seconds=0.5) as workshop:
        yield workshop


def double(number: int) -> int:
    return 2 * number


def dawdle() -> None:
    time.sleep(60)


def labour() -> None:
    while True:
        pass


def swell() -> int:
    return len(bytearray(2 * 1024**3))


def die() -> None:
    os._exit(3)


def refuse() -> None:
    raise BadSource("inside", "is no feed")


def stumble() -> None:
    raise KeyError("href")


def dig(depth: int = 0) -> int:
    return dig(depth + 1)


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (dawdle, "takes longer"),
        (labour, "takes longer"),
        (swell, "more memory"),
        (die, "more memory"),
        (refuse, "is no feed"),
        (stumble, "KeyError"),
        (dig, "nested too deep"),
    ],
)
def test_a_piece_that_goes_wrong_is_told_and_the_next_is_done(workshop: Workshop, work: object, told: str) -> None:
    with pytest.raises(BadSource, match=told) as fault:
        workshop.do("https://courier.example/rss", work)  # type: ignore[arg-type]
    assert fault.value.source == "https://courier.example/rss"
    assert workshop.do("next", double, 21) == 42
