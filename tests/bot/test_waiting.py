"""How long we wait for a platform."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.waiting import STEADY, asked_wait, kept_up


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("1", timedelta(seconds=1)),
        ("0", timedelta()),
        (2.5, timedelta(seconds=2.5)),
        ("86400", timedelta(days=1)),
        ("999999999999999999999", timedelta(days=1)),
        ("inf", timedelta(days=1)),
        (None, None),
        ("", None),
        ("abc", None),
        ("-5", None),
        ("nan", None),
    ],
)
def test_a_wait_is_obeyed_up_to_a_day_and_nonsense_is_no_wait(said: str | float | None, wait: timedelta | None) -> None:
    assert asked_wait(said) == wait


class Tries:
    """Connections that end after so many seconds each, on a clock of their own; the last one is refused for good."""

    def __init__(self, *seconds: float, asked: timedelta | None = None) -> None:
        self.waits: list[float] = []
        self._lengths: Iterator[float] = iter(seconds)
        self._asked = asked
        self._now = 0.0

    async def connection(self) -> timedelta | None:
        length = next(self._lengths, None)
        if length is None:
            raise ConnectionRefusedError
        self._now += length
        return self._asked

    async def waits_between(self) -> list[float]:
        async def pause(seconds: float) -> None:
            self.waits.append(seconds)

        with pytest.raises(ConnectionRefusedError):
            await kept_up(self.connection, pause=pause, clock=lambda: self._now)
        return self.waits


async def test_attempts_that_fail_come_further_and_further_apart_up_to_a_minute() -> None:
    assert await Tries(*[0.0] * 9).waits_between() == [1, 2, 4, 8, 16, 32, 64, 64, 64]


async def test_a_connection_that_stood_is_opened_again_at_once_and_forgives_what_failed_before() -> None:
    assert await Tries(0, 0, STEADY.total_seconds(), 0, 0).waits_between() == [1, 2, 0, 1, 2]


async def test_a_platform_that_asks_us_to_stay_away_is_obeyed_even_then() -> None:
    asked = timedelta(seconds=30)
    assert await Tries(0, STEADY.total_seconds(), asked=asked).waits_between() == [30, 30]
