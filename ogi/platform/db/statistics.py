"""What the database knows of its own rows, by which it chooses how to read them.

PostgreSQL gathers it by itself; SQLite only when it is told to, and without it reads a township's
year through the wrong index.
"""

from sqlalchemy import Engine


def gather_statistics(engine: Engine) -> None:
    """Let SQLite look at its tables anew; nothing is to be done for PostgreSQL."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
