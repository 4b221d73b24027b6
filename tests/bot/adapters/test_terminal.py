"""Digests to the terminal."""

from io import StringIO

from bot.adapters.terminal import TerminalCourier
from tests.builders import a_delivery


async def test_parts_are_written_one_after_the_other() -> None:
    stream = StringIO()
    courier = TerminalCourier(stream)
    first, second = a_delivery(part=1, payload={"text": "one"}), a_delivery(part=2, payload={"text": "two"})
    assert await courier.carry(first) == f"terminal:{first.token}"
    assert await courier.carry(second) == f"terminal:{second.token}"
    assert stream.getvalue() == "one\ntwo\n"
