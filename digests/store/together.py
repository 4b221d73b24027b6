"""Many small writes, one commit: what comes in while one is being written waits for the next."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import Unlawful
from digests.store.engine import Database

Work = Callable[[AsyncConnection], Awaitable[None]]


class Together:
    """Each write returns when it is on disk, or raises why it is not.

    A write that raises Unlawful has written nothing and stops no other; any other error undoes all that were to be
    committed with it, and each of them raises it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writing = asyncio.Lock()
        self._waiting: list[tuple[Work, asyncio.Future[None]]] = []

    async def write(self, work: Work) -> None:
        """Do it in a transaction, with whatever else is to be written by then."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        async with self._writing:
            if not done.done():
                batch, self._waiting = self._waiting, []
                await self._commit(batch)
        await done

    async def _commit(self, batch: list[tuple[Work, asyncio.Future[None]]]) -> None:
        refused: dict[asyncio.Future[None], Unlawful] = {}
        try:
            async with self._database.writing() as connection:
                for work, done in batch:
                    try:
                        await work(connection)
                    except Unlawful as refusal:
                        refused[done] = refusal
        except BaseException as error:
            for _, done in batch:
                done.set_exception(error if isinstance(error, Exception) else InterruptedError("cut short"))
            if not isinstance(error, Exception):
                raise
            return
        for _, done in batch:
            if done in refused:
                done.set_exception(refused[done])
            else:
                done.set_result(None)
