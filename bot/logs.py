"""structlog, set up once: an event and its fields on standard error, with secrets masked in every line."""

import logging
import os
import sys
from collections.abc import Sequence

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.tokens import MASK

_TALKATIVE = (
    "discord",
    "slack_sdk",
    "slack_bolt",
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "openai",
    "apscheduler",
    "aiosqlite",
    "alembic",
)
"""Libraries whose records below a warning hold request bodies, whole addresses or nothing that an operator needs."""


class Masked:
    """The last processor: writes the line as another would, then takes the secrets out of it."""

    def __init__(self, render: Processor, secrets: Sequence[str]) -> None:
        self._render = render
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> str:
        line = str(self._render(logger, method, event))
        for secret in self._secrets:
            line = line.replace(secret, MASK)
        return line


def set_up(level: str, *, secrets: Sequence[str]) -> None:
    """Send our own events and the records of libraries to standard error: readable on a terminal, else JSON lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    console = sys.stderr.isatty()
    render: Processor = structlog.processors.JSONRenderer(default=str)
    if console:
        # A rich traceback would show local variables, cut short: a secret cut short is masked no more.
        render = structlog.dev.ConsoleRenderer(
            colors="NO_COLOR" not in os.environ, exception_formatter=structlog.dev.plain_traceback
        )
    tracebacks: list[Processor] = [] if console else [structlog.processors.format_exc_info]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *tracebacks,
            Masked(render, secrets),
        ],
    )
    written = logging.StreamHandler(sys.stderr)
    written.setFormatter(formatter)
    logging.basicConfig(handlers=[written], level=level.upper(), force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
