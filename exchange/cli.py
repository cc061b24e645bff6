"""Operator commands of the installation as a whole."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask.cli import AppGroup

from exchange.web.application import application

ROOT = Path(__file__).resolve().parent.parent

database_commands = AppGroup("db", help="The database: bring it up to date, see where it stands.")


def alembic_config(database_url: str) -> Config:
    """Alembic's configuration for `database_url`."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["database_url"] = database_url
    return config


@database_commands.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest version. Safe to repeat."""
    command.upgrade(alembic_config(application().settings.database_url), "head")
    click.echo("The database is up to date.")


@database_commands.command("current")
def current() -> None:
    """Say which version the database has."""
    command.current(alembic_config(application().settings.database_url))
