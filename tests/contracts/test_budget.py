"""Every Budget: what was drawn stays drawn, tenant by tenant and day by day."""

import asyncio
from datetime import timedelta

from digests.article import HOUSE, Tenant
from digests.ports import Budget
from tests.builders import MORNING

TODAY = MORNING.date()


async def test_each_draw_is_counted(budget: Budget) -> None:
    assert [await budget.draw(HOUSE, TODAY) for _ in range(3)] == [1, 2, 3]


async def test_draws_at_the_same_time_are_counted_each(budget: Budget) -> None:
    counts = await asyncio.gather(*(budget.draw(HOUSE, TODAY) for _ in range(9)))
    assert sorted(counts) == list(range(1, 10))


async def test_another_tenant_and_another_day_begin_anew(budget: Budget) -> None:
    await budget.draw(HOUSE, TODAY)
    assert await budget.draw(Tenant("slack:T9"), TODAY) == 1
    assert await budget.draw(HOUSE, TODAY + timedelta(days=1)) == 1
