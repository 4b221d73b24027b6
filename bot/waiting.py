"""How long a platform asks us to wait, as it says so in seconds."""

from datetime import timedelta

_LONGEST = timedelta(days=1)
"""Beyond every deadline of ours: a longer wait is obeyed just as well by this one."""


def asked_wait(said: str | float | None) -> timedelta | None:
    """The wait that ``Retry-After`` asks for; None where it is missing or says nothing sensible."""
    try:
        seconds = float(said or "nothing")
        return timedelta(seconds=min(seconds, _LONGEST.total_seconds())) if seconds >= 0 else None
    except ValueError:
        return None
