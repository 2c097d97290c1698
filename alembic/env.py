"""Alembic's environment: the same metadata, naming and types on SQLite and PostgreSQL."""

from alembic import context

from ediary_app import tables
from ediary_app.kernel.db import make_engine
from ediary_app.kernel.settings import settings

target_metadata = tables.metadata


def run_offline() -> None:
    """Print the SQL instead of running it."""
    context.configure(url=_url(), target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Run against a connection that was handed in, or against the configured database."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    engine = make_engine(_url(), pool_size=1)
    with engine.connect() as opened:
        _migrate(opened)
        opened.commit()
    engine.dispose()


def _migrate(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _url() -> str:
    return context.config.attributes.get("url") or settings().database_url


if context.is_offline_mode():
    run_offline()
else:
    run_online()
