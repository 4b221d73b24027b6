"""What is noted of an error that nobody foresaw."""

import os
import sys
import traceback
from pathlib import Path
from uuid import uuid4

import structlog

from bot import logs

_ROOTS = tuple(str(Path(__file__).parents[2] / package) for package in ("bot", "digests"))
_LONG_ENOUGH = 8
"""Characters: a shorter setting is no secret, and masking it would make the line unreadable."""


def noted(error: Exception) -> str:
    """Log the whole of it and say in one line what broke, where, and under which number the log has it.

    On a terminal the log has it at debug only: a person wants the line, a program that runs alone wants the trace.
    """
    if not structlog.is_configured():  # it broke before the settings were read, which may hold any secret
        said = [value for name, value in os.environ.items() if name.upper().startswith("RUNDOWN_")]
        logs.set_up("info", secrets=[value for value in said if len(value) >= _LONG_ENOUGH])
    number = uuid4().hex[:8]
    log = structlog.get_logger()
    (log.debug if sys.stderr.isatty() else log.error)("cli.broke", error_id=number, exc_info=error)
    return (
        f"Something broke that should not: {type(error).__name__}{_place(error)}, error {number}.\n"
        "Please report it. With RUNDOWN_LOG_LEVEL=debug the log shows the whole of it."
    )


def _place(error: Exception) -> str:
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(_ROOTS)]
    return f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
