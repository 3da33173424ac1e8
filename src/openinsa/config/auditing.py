"""`openinsa audit`: whether the access records hold, and old ones into archives. Says numbers, never names."""

import os
import subprocess
import sys
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(help="The access record: see whether it holds, archive what is old.", no_args_is_help=True)
console = Console(highlight=False, soft_wrap=True)
Code = Annotated[str, typer.Option("--institution", help="Only this institution, by its code.")]


@app.command()
def verify(institution: Code = "") -> None:
    """Read every access record and say which were changed, removed, moved, added or cut off; 1 when any was."""
    raise typer.Exit(verify_records(console, institution))


@app.command()
def archive(institution: Code = "") -> None:
    """Move records older than each institution keeps them (two years) into sealed files of the data folder."""
    environment = {**os.environ, "OPENINSA_DATABASE_ROLE": "owner", "OPENINSA_AUDITED": institution}
    raise typer.Exit(subprocess.call([sys.executable, "-m", "openinsa.config.auditing"], env=environment))


@app.command()
def rotate_key() -> None:
    """Chain the records of every institution under a new key from now on; the site may run meanwhile."""
    raise typer.Exit(rotate_audit_key(console))


def rotate_audit_key(console: Console) -> int:
    """Make the new key, or take that of the environment, and let every chain record the change.

    1 when the database is not up to date, or when nothing was left to change.
    """
    import django

    django.setup()
    from openinsa.config.doctor import migrations_are_applied
    from openinsa.people.tenancy import within
    from openinsa.privacy.anchors import drop_anchor
    from openinsa.privacy.audit_key_rotation import begin_rotation, change_chain
    from openinsa.privacy.audit_keys import AuditKeyGiven

    if trouble := migrations_are_applied():
        console.print(f"migrations: {trouble}. No key was changed.")
        return 1
    changed = begin_rotation()
    for number, name in institutions():
        with within(number):
            now = change_chain(number)
        with within(number):
            drop_anchor(number, "key")
        changed = changed or now
        console.print(f"{name}: {'from its next record on' if now else 'nothing to change'}")
    if not changed:
        console.print(str(AuditKeyGiven()))
    return int(not changed)


def verify_records(console: Console, code: str = "") -> int:
    """One line for each institution, one for each fault. Where all holds, an anchor says so. 1 when any does not."""
    import django

    django.setup()
    from openinsa.config.doctor import migrations_are_applied
    from openinsa.people.tenancy import within
    from openinsa.privacy.anchors import drop_anchor
    from openinsa.privacy.verifying import verify as verify_one

    if trouble := migrations_are_applied():
        console.print(f"migrations: {trouble}.")
        return 1
    found = institutions(code)
    broken = not found
    for number, name in found:
        with within(number):
            verdict = verify_one(number)
            state = (
                f"{verdict.count:,} records to number {verdict.number:,}, anchored to {verdict.anchored:,}"
            )
            console.print(f"{name}: {state}: {'BROKEN' if verdict.faults else 'holds'}")
            for fault in verdict.faults:
                console.print(f"  {fault.kind.value} {fault.first}-{fault.last}: {fault}")
            if not verdict.faults:
                drop_anchor(number, "verify")
        broken = broken or bool(verdict.faults)
    if not found:
        console.print(f"There is no institution '{code}'. `openinsa institution list` shows their codes.")
    return int(broken)


def archive_records(console: Console, code: str = "") -> int:
    """Archive what is old enough, institution by institution, each in a transaction of its own. As the owner."""
    import django

    django.setup()
    from openinsa.people.tenancy import within
    from openinsa.privacy.anchors import drop_anchor
    from openinsa.privacy.archiving import archive_records as archive_one

    found = institutions(code)
    for number, name in found:
        with within(number):
            stub = archive_one(number)
            drop_anchor(number, "archive")
        moved = f"{stub.first:,} to {stub.last:,} into {stub.file}" if stub else "nothing is old enough"
        console.print(f"{name}: {moved}")
    return int(not found)


def institutions(code: str = "") -> list[tuple[int, str]]:
    """Number and code of every institution, or of the one named."""
    from openinsa.people.models import Institution
    from openinsa.people.tenancy import within

    with within(None):
        rows = Institution.objects.order_by("code")
        return list((rows.filter(code=code) if code else rows).values_list("pk", "code"))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
    sys.exit(archive_records(console, os.environ.get("OPENINSA_AUDITED", "")))
