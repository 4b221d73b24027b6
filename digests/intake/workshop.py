"""Where foreign markup is taken apart: in a process of its own, which may be stopped at any time."""

import logging
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from digests.errors import BadSource

SECONDS = 1.8
"""Of one piece of work, as the processor counts them, so that with its stopping it takes two: the longest page of a
newspaper takes a tenth of it, nested marks could take minutes.
"""
PATIENCE = 5
"""Times as long it may take by the clock: a busy machine is no fault of the page's."""
MOST_MEMORY = 600 * 1024**2
"""Bytes that the worker may ask for, its libraries included."""
PIECES = 500
"""After which the worker is replaced, so that what a library leaks is given back."""

_TOO_LARGE = "takes more memory to read than it may and was given up."
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


class Workshop:
    """One worker, started with the first piece of work, and anew where it had to be stopped. Close it after use."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool = ProcessPool(
            max_workers=1, max_tasks=PIECES, initializer=_confine, context=get_context("forkserver")
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def do(self, source: str, work: Callable[_Given, _Made], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        """What ``work`` makes of its arguments; it waits for it, so an event loop calls it in a thread.

        Raises BadSource naming ``source`` where the work takes too long, too much memory or its process with it.
        """
        given = [work, args, kwargs, self._seconds]
        future = self._pool.schedule(_attempt, args=given, timeout=PATIENCE * self._seconds)
        try:
            made: _Made | _Failed = future.result()
        except TimeoutError:
            raise BadSource(source, self._too_long) from None
        except ProcessExpired as end:
            raise BadSource(source, self._too_long if end.exitcode == -signal.SIGPROF else _TOO_LARGE) from None
        if isinstance(made, _Failed):
            raise BadSource(source, made.why)
        return made

    @property
    def _too_long(self) -> str:
        return f"takes longer than {self._seconds:g} s to read and was given up."


@dataclass(frozen=True, slots=True)
class _Failed:
    """Errors stay behind: not every one of a library can travel between processes."""

    why: str


def _attempt(
    work: Callable[_Given, _Made], args: tuple[object, ...], kwargs: dict[str, object], seconds: float
) -> _Made | _Failed:
    """The process ends by itself where the work uses its time up: the signal is left to do what it does."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return work(*args, **kwargs)  # type: ignore[arg-type]  # do() has checked them
    except BadSource as fault:
        return _Failed(fault.why)
    except MemoryError:
        return _Failed(_TOO_LARGE)
    except RecursionError:
        return _Failed("is nested too deep to be read.")
    except Exception as error:  # noqa: BLE001 - a library may raise anything over hostile bytes
        return _Failed(f"cannot be read ({type(error).__name__}).")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _confine() -> None:
    """Within its memory, and silent: what libraries mutter over hostile bytes is no news of ours."""
    logging.disable()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
