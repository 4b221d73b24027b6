"""How many articles a model was asked about, day by day: the Budget on disk."""

from datetime import date

from digests.article import Tenant
from digests.store.engine import Database, insert
from digests.store.tables import model_days


class StoredBudget:
    """As the port says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def draw(self, tenant: Tenant, day: date) -> int:
        async with self._database.writing() as connection:
            first = insert(connection, model_days).values(tenant=tenant, day=day, articles=1)
            key = (model_days.c.tenant, model_days.c.day)
            drawn = first.on_conflict_do_update(index_elements=key, set_={"articles": model_days.c.articles + 1})
            return int((await connection.execute(drawn.returning(model_days.c.articles))).scalar_one())
