"""Alembic's entry: runs on the connection that models.store.schema hands over, inside its transaction."""

from alembic import context

from models.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
