"""How the record came to look as it does; Alembic runs these, oldest first."""
