"""What came in already: platforms send again what they saw no acknowledgement of."""

MOST = 4096


class Seen:
    """The ids of the last few thousand things said, in memory alone: after a restart a redelivery counts as new."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}

    def first(self, id_: str) -> bool:
        """True where the id is new; it is no longer then."""
        if id_ in self._ids:
            return False
        self._ids[id_] = None
        if len(self._ids) > MOST:
            del self._ids[next(iter(self._ids))]
        return True
