import click
from flask.cli import AppGroup

from exchange.accounts.actions import create_person
from exchange.core.actor import system
from exchange.core.db import scope_of
from exchange.core.errors import ExchangeError
from exchange.web.application import application

commands = AppGroup("people", help="People's accounts.")


@commands.command("create-staff")
@click.argument("email")
@click.argument("name")
def create_staff(email: str, name: str) -> None:
    """Open an account for a member of the network's staff, such as the first one."""
    with scope_of(application().database):
        try:
            person = create_person(actor=system("command"), email=email, name=name, is_staff=True)
        except ExchangeError as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"{person.name} now has a staff account. Sign in by a link sent to {person.email}:")
    click.echo(f"{application().settings.base_url}/sign-in")
