"""Standard output as a platform: for a first look, for pipes and for cron."""

from typing import TextIO

from digests.delivery import Delivery
from digests.errors import CannotTell


class TerminalCourier:
    """Writes each part to the stream that it is given, one after the other."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    async def carry(self, delivery: Delivery) -> str:
        """As the port says; the id is the part's own token."""
        self._stream.write(f"{delivery.payload['text']}\n")
        self._stream.flush()
        return f"terminal:{delivery.token}"

    async def found(self, delivery: Delivery) -> str | None:
        """As the port says: what was printed is gone from here."""
        raise CannotTell(delivery.channel.platform, "what was printed cannot be read back", "Look at its output")
