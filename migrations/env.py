"""Runs migrations on the database named by the configuration's `database_url`."""

from alembic import context
from sqlalchemy import Connection

from exchange.core.db import Database
from exchange.models import METADATA


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


database = Database(context.config.attributes["database_url"], pool_size=1)
try:
    with database.engine.connect().execution_options(**database.writing) as opened:
        run(opened)
finally:
    database.dispose()
