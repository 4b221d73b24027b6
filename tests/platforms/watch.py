"""A clock that a test sets forward."""

from datetime import UTC, datetime

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Watch:
    """Shows noon until told otherwise; give it as ``now``."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at
