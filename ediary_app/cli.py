"""The command line (`ediary`): serve, migrate, demo, verify and what else runs without a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer

from ediary_app import migrating, translating, wiring
from ediary_app import worker as background
from ediary_app.access import performing
from ediary_app.access.context import system_actor
from ediary_app.audit import queries as audit
from ediary_app.audit import sealing
from ediary_app.backup import commands as backup_commands
from ediary_app.demo import build as demo_build
from ediary_app.exchange import commands as exchange_commands
from ediary_app.exchange.values import ListKind
from ediary_app.kernel import errors, logs
from ediary_app.kernel.settings import settings
from ediary_app.school import accounts, opening
from ediary_app.upkeep import commands as upkeep_commands

P = ParamSpec("P")
R = TypeVar("R")

main = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


def started(command: Callable[P, R]) -> Callable[P, R]:
    """The command with the runtime begun before it: what it does is noted in the database."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        runtime = wiring.start()
        try:
            return command(*args, **kwargs)
        finally:
            runtime.database.dispose()

    return run


main.command()(started(upkeep_commands.backup))
main.command()(backup_commands.restore)
main.command()(backup_commands.drill)


@main.callback()
def prepare() -> None:
    """Words first: whatever a command says, it says from a fresh catalogue."""
    translating.compile_if_old()


@main.command()
def serve(
    host: str = typer.Option("", help="Address to listen on (EDIARY_HOST)"),
    port: int = typer.Option(0, help="Port to listen on (EDIARY_PORT)"),
) -> None:
    """Serve the product on its built frontend, with its background work."""
    from ediary_app import serving

    chosen = settings()
    chosen = chosen.model_copy(update={"host": host or chosen.host, "port": port or chosen.port})
    migrating.migrate(chosen.database_url)
    serving.serve(chosen)


@main.command()
def worker(
    name: str = typer.Option("", help="A name of its own on PostgreSQL; made up when empty"),
    parent: int = typer.Option(0, hidden=True, help="End when this parent process is gone"),
) -> None:
    """Do the work in the background; on PostgreSQL as many as you like share it."""
    chosen = settings()
    logs.configure(chosen.log_level, as_json=chosen.log_json)
    background.work(chosen, name=name, parent=parent)


@main.command()
def migrate() -> None:
    """Bring the database to this release's shape."""
    migrating.migrate(settings().database_url)
    typer.echo("The database is up to date.")


@main.command()
def demo(
    size: str = typer.Option("school", help="small, school or town (ten schools)"),
    seed: int = typer.Option(5, help="The same seed makes the same school"),
    as_json: bool = typer.Option(False, "--json", help="Print the sign-ins as JSON"),
    if_empty: bool = typer.Option(False, help="Do nothing when a school is already there"),
) -> None:
    """Fill an empty database with a lifelike school; prints a sign-in for each role."""
    if size not in demo_build.SIZES:
        raise typer.BadParameter("small, school or town")
    migrating.migrate(settings().database_url)
    runtime = wiring.start()
    try:
        made = demo_build.make(runtime, size, seed)
    except errors.AppError as refusal:
        if if_empty and isinstance(refusal, errors.Conflict):
            raise typer.Exit(0) from None
        typer.echo(refusal.text(), err=True)
        raise typer.Exit(1) from None
    rows = [vars(sign_in) for sign_in in made]
    typer.echo(json.dumps(rows, ensure_ascii=False) if as_json else demo_build.sign_in_table(made))


@main.command()
def school(
    code: Annotated[str, typer.Argument(help="A short code, e.g. school-5")],
    name: Annotated[str, typer.Argument(help="The name as papers carry it")],
) -> None:
    """Make a school; then make its administrator and import its lists."""
    migrating.migrate(settings().database_url)
    wiring.start()
    try:
        performing.perform(
            opening.make_school, actor=system_actor("command_line"), code=code, name=name
        )
    except errors.AppError as refusal:
        typer.echo(refusal.text(), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{code}: {name}")


@main.command("import")
def import_list(
    kind: Annotated[ListKind, typer.Argument(help="What the table holds")],
    file: Annotated[Path, typer.Argument(help="XLSX, XLS or CSV", exists=True, dir_okay=False)],
    school: str = typer.Option("", help="Code of the school, when there are several"),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would change, write nothing"),
    column: Annotated[list[str] | None, typer.Option(help="As B=full_name")] = None,
) -> None:
    """Import a list of the school office whole, or nothing when a row has a problem."""
    migrating.migrate(settings().database_url)
    code = exchange_commands.import_file(
        wiring.start(), kind, file, code=school, dry_run=dry_run, columns=column or []
    )
    raise typer.Exit(code)


@main.command()
def admin(
    school: str = typer.Option(..., help="Code of the school"),
    login: str = typer.Option(..., help="Login of the administrator"),
) -> None:
    """Make or re-key an administrator; prints a one-time code for the first sign-in."""
    migrating.migrate(settings().database_url)
    wiring.start()
    given = {"school_code": school, "login": login}
    try:
        slip = performing.perform(
            accounts.make_administrator, actor=system_actor("command_line"), **given
        )
    except errors.AppError as refusal:
        typer.echo(refusal.text(), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{slip.who}: login {slip.login}, code {slip.code}, good until {slip.until}")


@main.command()
def build() -> None:
    """Build the frontend."""
    from ediary_app import building

    building.build()


@main.command()
def verify(
    seal: bool = typer.Option(False, "--seal", help="Seal what waits first"),
) -> None:
    """Check the whole history against its chain; exit code 1 when something disagrees."""
    runtime = wiring.start()
    if seal:
        sealing.seal_all(runtime)
    found = performing.perform(audit.verification, actor=system_actor("verify"))
    typer.echo(
        f"sealed {found.sealed}, waiting {found.unsealed}, personal values erased {found.erased}"
    )
    for fault in found.faults:
        where = f"school {fault.school_id} seal {fault.seal_number}"
        typer.echo(f"{where}: {fault.what} (event {fault.event_id or '—'})", err=True)
    typer.echo("The history is whole." if found.is_clean else "The history was tampered with.")
    raise typer.Exit(0 if found.is_clean else 1)


if __name__ == "__main__":
    main()
