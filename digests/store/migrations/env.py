"""Alembic's way in: the connection is given by digests.store.engine, in whose transaction all of it runs."""

from alembic import context

from digests.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
