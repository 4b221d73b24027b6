"""Who changed what: lines that are written with the change itself, and never changed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.article import Tenant
from digests.audit import Act, Deed
from digests.store.engine import Database
from digests.store.tables import audit


class StoredAudit:
    """As the port says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, tenant: Tenant | None, at: datetime) -> tuple[Act, ...]:
        found = select(audit).where(audit.c.at > at).order_by(audit.c.number.desc())
        if tenant is not None:
            found = found.where(audit.c.tenant == tenant)
        async with self._database.reading() as connection:
            return tuple(
                Act(tenant=row.tenant, at=row.at, by=row.by, deed=Deed(row.deed), on=row.on, why=row.why)
                for row in await connection.execute(found)
            )


async def note(connection: AsyncConnection, act: Act) -> None:
    """Within the transaction that does it."""
    await connection.execute(
        audit.insert().values(tenant=act.tenant, at=act.at, by=act.by, deed=act.deed, on=act.on, why=act.why)
    )
