"""What readers say is wrong: the Complaints on disk."""

from datetime import datetime
from secrets import token_hex

from sqlalchemy import select

from digests.article import ClaimId, Tenant
from digests.complaint import Complaint
from digests.store.engine import Database
from digests.store.tables import complaints


class StoredComplaints:
    """As the port says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hand_in(self, complaint: Complaint) -> None:
        async with self._database.writing() as connection:
            await connection.execute(
                complaints.insert().values(
                    tenant=complaint.tenant,
                    id=token_hex(8),
                    by=complaint.by,
                    at=complaint.at,
                    why=complaint.why,
                    told=complaint.told,
                    claims=list(complaint.claims),
                    question=complaint.question,
                )
            )

    async def since(self, tenant: Tenant | None, at: datetime) -> tuple[Complaint, ...]:
        found = select(complaints).where(complaints.c.at > at).order_by(complaints.c.at.desc(), complaints.c.id)
        if tenant is not None:
            found = found.where(complaints.c.tenant == tenant)
        async with self._database.reading() as connection:
            return tuple(
                Complaint(
                    tenant=row.tenant,
                    by=row.by,
                    at=row.at,
                    why=row.why,
                    told=row.told,
                    claims=tuple(map(ClaimId, row.claims)),
                    question=row.question,
                )
                for row in await connection.execute(found)
            )
