"""Many small writes, one commit: what comes in while one is being written waits for the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import Unlawful
from digests.store.engine import Database

Thing = TypeVar("Thing")
WriteAll = Callable[[AsyncConnection, Sequence[Thing]], Awaitable[Sequence[Unlawful | None]]]
"""Writes things within a transaction; for each of them None, or why it was not written."""


class Together(Generic[Thing]):
    """Each write returns when it is on disk, or raises why it is not.

    One that is refused stops no other; any error undoes all that were to be committed with it, and each raises it.
    """

    def __init__(self, database: Database, write_all: WriteAll[Thing]) -> None:
        self._database = database
        self._write_all = write_all
        self._writing = asyncio.Lock()
        self._waiting: list[tuple[Thing, asyncio.Future[None]]] = []

    async def write(self, thing: Thing) -> None:
        """Write it, with whatever else is to be written by then."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, done))
        async with self._writing:
            if not done.done():
                batch, self._waiting = self._waiting, []
                await self._commit(batch)
        await done

    async def _commit(self, batch: Sequence[tuple[Thing, "asyncio.Future[None]"]]) -> None:
        try:
            async with self._database.writing() as connection:
                refusals = await self._write_all(connection, [thing for thing, _ in batch])
        except BaseException as error:
            for _, done in batch:
                done.set_exception(error if isinstance(error, Exception) else InterruptedError("cut short"))
            if not isinstance(error, Exception):
                raise
            return
        for (_, done), refusal in zip(batch, refusals, strict=True):
            if refusal is None:
                done.set_result(None)
            else:
                done.set_exception(refusal)
