"""Operator commands of the installation as a whole."""

from collections import Counter
from contextlib import suppress
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask.cli import AppGroup

from exchange.confidentiality.actions import import_protocols, require_protocol
from exchange.confidentiality.queries import find_protocol
from exchange.core.actor import Actor, system
from exchange.core.datafile import UnreadableFile, read_data
from exchange.core.db import scope_of, transaction
from exchange.core.errors import ExchangeError, NotFound
from exchange.events.actions import import_events
from exchange.events.errors import BrokenFile
from exchange.events.messages import Change, ImportedFile, ImportReport
from exchange.events.queries import find_event
from exchange.events.schemas import read_content
from exchange.membership.actions import NetworkProfile, set_network
from exchange.membership.queries import find_network
from exchange.retention.actions import give_up
from exchange.retention.queries import open_everything
from exchange.rooms.actions import import_dilemmas, import_methods
from exchange.rooms.schemas import read_dilemmas, read_methods
from exchange.vault.content import vault
from exchange.vault.envelope import VaultError
from exchange.vault.rotation import keys_by_wrapping, rotate
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


data_commands = AppGroup("data", help="The network's own data: import it from a file.")


class _OnlyLooking(Exception):
    """Leaves the transaction without keeping anything."""


@data_commands.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--events-only", is_flag=True, help="Leave this network's own profile as it is.")
@click.option("--check", is_flag=True, help="Say what would change, and change nothing.")
def import_command(file: Path, *, events_only: bool, check: bool) -> None:
    """Import protocols, events, methods, dilemmas and the profile (docs/import-format.md)."""
    try:
        content = read_content(read_data(file))
        with scope_of(application().database):
            report = _import(content, events_only=events_only, check=check)
    except (UnreadableFile, ExchangeError) as error:
        raise click.ClickException(_why(file, error)) from None
    if check:
        click.echo("This would change:")
    for change in report.changes:
        fields = f" ({', '.join(change.fields)})" if change.fields else ""
        click.echo(f"{change.verb:9} {change.kind} {change.slug}{fields}")


def _import(content: ImportedFile, *, events_only: bool, check: bool) -> ImportReport:
    report = ImportReport()
    with suppress(_OnlyLooking), transaction():
        report = import_data(actor=system("import"), file=content, events_only=events_only)
        if check:
            raise _OnlyLooking
    return report


def _why(file: Path, error: Exception) -> str:
    problems = error.problems if isinstance(error, BrokenFile) else [str(error)]
    return "\n".join([f"{file} was not imported; nothing was changed.", *problems])


def import_data(*, actor: Actor, file: ImportedFile, events_only: bool) -> ImportReport:
    """Import a whole file or nothing of it; with `events_only` the network's profile stays.

    Raises `BrokenFile` for another network's file and for a protocol that is not there, and what
    the actions raise.
    """
    with transaction():
        changes = [] if events_only else [_import_network(actor, file)]
        changes += import_protocols(actor=actor, protocols=file.protocols)
        changes += import_events(
            actor=actor,
            events=[(event.slug, event.content) for event in file.events],
            terms=file.terms,
        ).changes
        for index, event in enumerate(file.events):
            _require_protocols(actor, index, event.slug, event.protocols)
        changes += import_methods(actor=actor, methods=read_methods(file.methods))
        changes += import_dilemmas(actor=actor, dilemmas=read_dilemmas(file.dilemmas))
        return ImportReport(tuple(changes))


def _import_network(actor: Actor, file: ImportedFile) -> Change:
    known, profile = find_network(), NetworkProfile(**file.network)
    if known is not None and known.short_name != profile.short_name:
        here = f"network.short_name: this installation belongs to {known.short_name}. "
        hint = "Use --events-only to take this file's protocols and events alone."
        raise BrokenFile([here + hint])
    changed = [
        name
        for name, value in file.network.items()
        if known is None or getattr(known, name) != value
    ]
    if changed:
        set_network(actor=actor, profile=profile)
    verb = "new" if known is None else "changed" if changed else "unchanged"
    return Change("network", profile.short_name, verb, tuple(changed) if known else ())


def _require_protocols(actor: Actor, index: int, slug: str, protocols: tuple[str, ...]) -> None:
    event = find_event(slug)
    for place, wanted in enumerate(protocols):
        protocol = find_protocol(wanted)
        if event is None or protocol is None:
            raise BrokenFile([f'events[{index}].protocols[{place}]: there is no "{wanted}".'])
        require_protocol(actor=actor, event_id=event.id, protocol_id=protocol.id)


vault_commands = AppGroup("vault", help="The keys under which rooms are sealed.")


@vault_commands.command("status")
def vault_status() -> None:
    """Say how many keys each key-encryption key wraps, and whether each is configured."""
    with scope_of(application().database):
        wrapped = keys_by_wrapping()
    ring = vault().keyring
    for key_id in sorted({*wrapped, *ring.ids}):
        standing = "current" if key_id == ring.current else "older"
        known = standing if key_id in ring.ids else "MISSING from EXCHANGE_CONTENT_KEYS"
        click.echo(f"{key_id}: {wrapped.get(key_id, 0)} keys, {known}")


@vault_commands.command("rotate")
def vault_rotate() -> None:
    """Wrap every key by the first of EXCHANGE_CONTENT_KEYS. Content is not touched."""
    with scope_of(application().database):
        try:
            rotated = rotate(actor=system("command"))
        except VaultError as error:
            raise click.ClickException(f"Not every key could be wrapped: {error}.") from None
    click.echo(f"{rotated} keys are now wrapped by {vault().keyring.current}.")


@vault_commands.command("verify")
def vault_verify() -> None:
    """Open everything that is sealed; name by table and id what was altered, moved or lost."""
    tried, faults = Counter[str](), 0
    with scope_of(application().database):
        for each in open_everything():
            tried[each.table] += 1
            if each.fault:
                faults += 1
                click.echo(f"{each.table} {each.id}: {each.fault}")
    for table, number in sorted(tried.items()):
        click.echo(f"{table}: {number} tried")
    if faults:
        raise click.ClickException(f"{faults} did not open.")
    click.echo("Everything opens.")


@vault_commands.command("give-up")
@click.argument("key_id")
@click.confirmation_option(prompt="What this key sealed is deleted for good. Is the key lost?")
def vault_give_up(key_id: str) -> None:
    """Give up what a lost key-encryption key sealed, so that the service can start without it."""
    with scope_of(application().database):
        try:
            scopes = give_up(actor=system("command"), key_id=key_id)
        except NotFound:
            why = "That key is configured, or wraps nothing: there is nothing to give up."
            raise click.ClickException(why) from None
    click.echo(f"What was sealed in {scopes} rooms and cases is given up.")
