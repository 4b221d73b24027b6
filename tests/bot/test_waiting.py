"""How long a platform asks us to wait."""

from datetime import timedelta

import pytest

from bot.waiting import asked_wait


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
