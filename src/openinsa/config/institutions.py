"""`openinsa institution …`: institutions as a whole, from the command line of the server.

Founding, suspending and exporting work as the web role; taking in and removing work as the owner of the tables.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from openinsa.people.models import Institution

app = typer.Typer(
    help="Institutions as a whole: found, suspend, export, take in, remove.", no_args_is_help=True
)
console = Console(highlight=False)
Code = Annotated[str, typer.Argument(help="Code of the institution, such as GAON.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        exists=True, dir_okay=False, help="A file with the passphrase; without it, it is asked for."
    ),
]


@app.command("list")
def list_institutions() -> None:
    """Every institution in numbers; nobody's data."""
    with _prepared():
        from openinsa.people.tenancy import NOBODY, within
        from openinsa.staffing.models import InstitutionOverview

        table = Table("code", "name", "users", "people", "projects", "last sign-in", "state")
        with within(NOBODY):
            for one in InstitutionOverview.objects.order_by("code"):
                last = f"{one.last_sign_in:%Y-%m-%d %H:%M}" if one.last_sign_in else "-"
                state = f"suspended {one.suspended_at:%Y-%m-%d}" if one.suspended_at else "in use"
                numbers = (f"{number:,}" for number in (one.users, one.people, one.projects))
                table.add_row(one.code, one.name, *numbers, last, state)
        console.print(table)


@app.command()
def create(
    code: Code,
    name: Annotated[str, typer.Argument(help="Full name of the institution.")],
    login: Annotated[str, typer.Option(help="Login of its first HR officer.")] = "hr",
    accident_rate_ppm: Annotated[
        int, typer.Option(help="Industrial accident rate in parts per million: 0.966 % is 9660.")
    ] = 0,
    source: Annotated[str, typer.Option(help="Where that rate comes from: notice and date.")] = "",
) -> None:
    """Found an institution and print the first password of its first HR officer."""
    from openinsa.config.founding import found_with_officer

    raise typer.Exit(found_with_officer(console, code, name, login, accident_rate_ppm, source))


@app.command()
def suspend(code: Code, reason: Annotated[str, typer.Option(help="Why; no names.")]) -> None:
    """Let nobody of an institution in and no work of it go on."""
    with _prepared():
        from openinsa.people.institutions import operator_at_the_server, suspend_institution

        suspend_institution(operator_at_the_server(), _coded(code).pk, reason=reason)
        console.print(f"{code} is suspended. `openinsa institution resume {code}` lifts it.")


@app.command()
def resume(code: Code) -> None:
    """Lift a suspension; jobs that waited go on."""
    with _prepared():
        from openinsa.people.institutions import operator_at_the_server, resume_institution

        resume_institution(operator_at_the_server(), _coded(code).pk)
        console.print(f"{code} can be used again.")


@app.command()
def export(
    code: Code,
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The new sealed file.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write an institution whole into one file, sealed under a passphrase."""
    with _prepared():
        from openinsa.people.institutions import operator_at_the_server
        from openinsa.privacy.institution_export import checksum_of, export_institution

        institution, words = _coded(code), _passphrase(passphrase_file, new=True)
        manifest = export_institution(operator_at_the_server(), institution.pk, file, words)
        rows = sum(manifest.counts.values())
        console.print(f"{rows:,} rows of {len(manifest.tables)} tables. SHA-256 {checksum_of(file)}")


@app.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], passphrase_file: PassphraseFile = None
) -> None:
    """Take an exported institution in, whole or not at all. It stays suspended until resumed."""
    with _prepared(as_owner=True):
        from openinsa.people.institutions import operator_at_the_server
        from openinsa.privacy.institution_import import import_institution

        manifest = import_institution(operator_at_the_server(), file, _passphrase(passphrase_file))
        console.print(f"{manifest.name}: {sum(manifest.counts.values()):,} rows.")
        console.print(f"Look at it, then let people in: `openinsa institution resume {manifest.code}`")


@app.command()
def remove(
    code: Code,
    again: Annotated[
        str, typer.Option("--confirm", help="The code once more; without it, it is asked for.")
    ] = "",
    without_export: Annotated[
        bool, typer.Option("--without-export", help="Remove although nothing was exported.")
    ] = False,
) -> None:
    """Remove an institution whole, with its keys. It must be suspended, and exported after that."""
    with _prepared(as_owner=True):
        from openinsa.people.institutions import operator_at_the_server
        from openinsa.privacy.institution_removal import (
            counts_of,
            overwrite_keys,
            remove_files,
            remove_institution,
        )

        institution = _coded(code)
        for table, count in counts_of(institution.pk).items():
            if count:
                console.print(f"{count:>12,} {table}")
        typed = again or typer.prompt(f"All of {institution.name} will be gone. Type its code to go on")
        if typed != code:
            console.print("That is not the code. Nothing was removed.")
            raise typer.Exit(2)
        removed = remove_institution(operator_at_the_server(), institution.pk, without_export=without_export)
        overwrite_keys()
        remove_files(institution.pk)
        console.print(f"{sum(removed.values()):,} rows are gone, and the keys with them.")
        console.print("Backups made before still hold them: destroy those too.")


@contextmanager
def _prepared(*, as_owner: bool = False) -> Iterator[None]:
    """Set Django up, as the owner where asked; a refusal becomes its sentence and exit code 1."""
    if as_owner:
        os.environ["OPENINSA_DATABASE_ROLE"] = "owner"
    import django

    django.setup()
    from openinsa.config.doctor import migrations_are_applied
    from openinsa.people.refusals import Refused

    if trouble := migrations_are_applied():
        console.print(f"migrations: {trouble}. Nothing was done.")
        raise typer.Exit(1)
    try:
        yield
    except Refused as refused:
        console.print(str(refused))
        raise typer.Exit(1) from refused


def _coded(code: str) -> "Institution":
    from openinsa.people.models import Institution
    from openinsa.people.tenancy import within

    with within(None):
        found = Institution.objects.filter(code=code).first()
    if found is None:
        console.print(f"No institution has the code '{code}'. `openinsa institution list` shows them.")
        raise typer.Exit(1)
    return found


def _passphrase(file: Path | None, *, new: bool = False) -> str:
    if file:
        return file.read_text(encoding="utf-8").strip()
    return typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new)
