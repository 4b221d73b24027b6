"""Whoever asks a model is minded: how often a day, for how long, and not at all while it keeps failing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import structlog

from digests.article import Tenant
from digests.errors import StoreError, WriterFailed
from digests.ports import Budget

log = structlog.get_logger()

FAILURES = 3
"""In a row, until the model is left alone."""
REST = timedelta(minutes=5)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a model may cost: articles and questions of a tenant a UTC day, and seconds for each."""

    a_day: int
    seconds: float


class Minder:
    """One for each model, whatever it is asked about."""

    def __init__(self, budget: Budget, limits: Limits) -> None:
        self._budget = budget
        self._limits = limits
        self._failures = 0
        self._rests_until: datetime | None = None
        self._used_up: set[tuple[Tenant, date]] = set()

    async def asked(
        self, ask: Callable[[], Awaitable[T]], *, tenant: Tenant, at: datetime, until: float | None = None
    ) -> T | None:
        """What came of asking; None where the model is not to be asked now.

        ``until`` is an instant of the event loop's clock by which it must be done, if that comes before the limit.
        Raises WriterFailed where nothing came of it, StoreError where the record cannot be used.
        """
        if self._is_spent(tenant, at) or not await self._may_ask(tenant, at):
            return None
        soon = asyncio.get_running_loop().time() + self._limits.seconds
        try:
            async with asyncio.timeout_at(soon if until is None else min(soon, until)):
                done = await ask()
        except StoreError:
            raise
        except (WriterFailed, TimeoutError) as error:
            why = str(error) or "no answer in time"
        except Exception as error:
            log.exception("model.broke")
            why = type(error).__name__
        else:
            self._failures = 0
            return done
        self._failed(why, at)
        raise WriterFailed(why)

    async def _may_ask(self, tenant: Tenant, at: datetime) -> bool:
        """Whether the day's budget holds one more; that it does not is told once a day."""
        day = _day(at)
        count = await self._budget.draw(tenant, day)
        if count > self._limits.a_day:
            self._used_up.add((tenant, day))
            if count == self._limits.a_day + 1:
                log.warning("model.budget_used_up", tenant=tenant, day=str(day), asked=self._limits.a_day)
        return count <= self._limits.a_day

    def _is_spent(self, tenant: Tenant, at: datetime) -> bool:
        """Whether it is known without looking that nobody can be asked now."""
        rests = self._rests_until is not None and at < self._rests_until
        return rests or (tenant, _day(at)) in self._used_up

    def _failed(self, why: str, at: datetime) -> None:
        self._failures += 1
        log.info("model.fell_back", reason=why)
        if self._failures == FAILURES:
            self._failures, self._rests_until = 0, at + REST
            log.warning("model.left_alone", until=str(self._rests_until), reason=why)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
