"""The command line: each command calls one function of a room and exits by its result."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from openinsa.config import auditing, institutions
from openinsa.config.places import CHECKOUT

# Each command imports its room inside itself: `golden` and `read` start without Django or a database.

HERE_ONLY = "127.0.0.1"
# One process works the browser, which waits often, while two do the rest. Only the fingers on a real keyboard get
# the machine alone: beside others they would type slower than people do.
FINGERS = "tests/e2e/test_hangul_entry.py"
SIDE_BY_SIDE = ["--numprocesses=3", "--dist=loadscope", "--no-loadscope-reorder", f"--ignore={FINGERS}"]
ALONE = [FINGERS]
app = typer.Typer(
    help="OpenInsa (오픈인사): HR and payroll of Korean public bodies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
keys = typer.Typer(help="Keys that seal personal data: see them, change them.", no_args_is_help=True)
app.add_typer(keys, name="keys")
app.add_typer(institutions.app, name="institution")
app.add_typer(auditing.app, name="audit")
console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)

Port = Annotated[int, typer.Option(help="Port of the web server.")]
Host = Annotated[str, typer.Option(help="Address the web server listens on.")]


@app.command()
def demo(
    check: Annotated[
        bool, typer.Option("--check", help="Close a month, print the totals, and leave.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Throw the demo district away and make it anew.")
    ] = False,
    port: Port = 8000,
) -> None:
    """Make a demo district of real size, close a month and serve the site with a login for every role."""
    from openinsa.config.places import data_folder, use_data_folder

    use_data_folder("check" if check else "demo")
    os.environ["OPENINSA_DEMO"] = "1"
    os.environ.setdefault("OPENINSA_SMTP_URL", (data_folder() / "mail").as_uri())
    os.environ.setdefault("OPENINSA_PUBLIC_ADDRESS", f"http://localhost:{port}")
    os.environ["PGOPTIONS"] = "-c synchronous_commit=off"  # made-up data may lose its last moment
    from openinsa.demo import run

    raise typer.Exit(run.check(console) if check else run.serve(console, HERE_ONLY, port, fresh=fresh))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Run every test and check; further arguments go to pytest."""
    runs = [context.args] if context.args else [SIDE_BY_SIDE, ALONE]
    # Tests start many processes; without compiled modules each would compile all anew.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    codes = [
        subprocess.call([sys.executable, "-m", "pytest", *run], cwd=CHECKOUT, env=environment) for run in runs
    ]
    raise typer.Exit(max(codes))


@app.command()
def golden(directory: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Run the worked cases found in a directory; one line per topic."""
    from openinsa.golden.runner import run

    raise typer.Exit(run(directory, lambda line: console.print(line, markup=False, soft_wrap=True)))


@app.command("law-coverage")
def law_coverage() -> None:
    """Write docs/law-coverage.md and docs/glossary.md from the rule book."""
    from openinsa.rules import glossary, law_coverage
    from openinsa.rules.engine import load_rule_book

    book = load_rule_book()
    for page, name in ((law_coverage.page, "law-coverage.md"), (glossary.page, "glossary.md")):
        (CHECKOUT / "docs" / name).write_text(page(book), encoding="utf-8")
        console.print(f"docs/{name}")


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="Only the benches whose name contains this.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Measure, beside a calibrator that makes figures of different machines comparable."""
    from openinsa.bench import report

    raise typer.Exit(report(name, console, as_json=json))


@app.command()
def bounces(
    maildir: Annotated[
        Path | None, typer.Option(help="A Maildir folder to read instead of standard input.", file_okay=False)
    ] = None,
) -> None:
    """Take in delivery status notifications, so that messages that came back are listed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
    import django

    django.setup()
    from openinsa.delivery.bounces import mails_in, take_bounces

    read, marked = take_bounces(mails_in(maildir) if maildir else [sys.stdin.buffer.read()])
    console.print(f"{read} mails read, {marked} message{'' if marked == 1 else 's'} came back")


@app.command()
def read(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Print as JSON how a spreadsheet is read: people, sums, faults by cell. Touches nothing."""
    from openinsa.compute.minimum_wages import minimum_hourly_wages
    from openinsa.exchange.reading import reading_as_json
    from openinsa.exchange.register_checks import Known

    reading = reading_as_json(file, Known(minimum_hourly_wages=minimum_hourly_wages()))
    console.print_json(data=reading)
    raise typer.Exit(1 if "refused" in reading else 0)


@app.command()
def compute(
    given: Annotated[Path, typer.Argument(metavar="IN_DIR", exists=True, file_okay=False)],
    result: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="A new folder for the slips.")],
    processes: Annotated[int, typer.Option(min=1, help="Processes; usually one per processor.")] = (
        os.cpu_count() or 1
    ),
    batch: Annotated[int, typer.Option(min=1, help="Slips computed together.")] = 2_000,
) -> None:
    """Compute months from Parquet tables into Parquet slips, without a database (docs/batches.md)."""
    from openinsa.compute.command import run

    raise typer.Exit(run(console, given, result, processes, batch))


@app.command()
def serve(
    host: Host = HERE_ONLY,
    port: Port = 8000,
    without_worker: Annotated[
        bool, typer.Option("--without-worker", help="Only the site; workers run on their own.")
    ] = False,
) -> None:
    """Serve the site, with a worker for long jobs beside it."""
    from openinsa.config.serving import serve_site

    raise typer.Exit(serve_site(host, port, console, worker=not without_worker))


@app.command()
def worker() -> None:
    """Work off the queue of long jobs until stopped; as many workers on as many machines as wanted."""
    from openinsa.config.serving import work

    raise typer.Exit(work())


@app.command()
def migrate() -> None:
    """Make or bring up to date the database, its two roles and their rights."""
    from openinsa.config.serving import migrate_database

    raise typer.Exit(migrate_database())


@app.command()
def found(
    code: Annotated[str, typer.Argument(help="Short name of the institution, such as GAON.")],
    name: Annotated[str, typer.Argument(help="Full name of the institution.")],
    login: Annotated[str, typer.Option(help="Login of its first HR officer.")] = "hr",
    accident_rate_ppm: Annotated[
        int, typer.Option(help="Industrial accident rate in parts per million.")
    ] = 0,
    source: Annotated[str, typer.Option(help="Where that rate comes from: notice and date.")] = "",
) -> None:
    """Found an institution and print the first word of its first HR officer."""
    from openinsa.config.founding import found_with_officer

    raise typer.Exit(found_with_officer(console, code, name, login, accident_rate_ppm, source))


PassphraseFile = Annotated[
    Path | None, typer.Option(help="File with the passphrase; OPENINSA_BACKUP_PASSPHRASE says it too.")
]
KeyFile = Annotated[Path | None, typer.Option(help="The backup key, where it is not in this data folder.")]


@app.command()
def backup(
    to: Annotated[Path | None, typer.Option(help="The file; without it one in the data folder.")] = None,
    keep: Annotated[int, typer.Option(min=0, help="Keep so many backups beside it; 0 keeps all.")] = 0,
    verify: Annotated[Path | None, typer.Option(help="Look through this backup and store nothing.")] = None,
    with_secrets: Annotated[
        bool, typer.Option("--with-secrets", help="Put the keys in too; only under a passphrase.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFile = None,
) -> None:
    """Put the whole database and the files of the data folder into one sealed file, while the site runs."""
    from openinsa.config.backup_commands import make_backup, verify_backup

    if verify:
        raise typer.Exit(verify_backup(console, verify, passphrase_file, key_file))
    raise typer.Exit(make_backup(console, to, keep, passphrase_file, with_secrets=with_secrets))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    into: Annotated[Path, typer.Option(help="A new folder, which becomes the data folder.")],
    passphrase_file: PassphraseFile = None,
    key_file: KeyFile = None,
) -> None:
    """Make a new data folder with its own database from a backup; all of it, or nothing."""
    from openinsa.config.backup_commands import restore_backup

    raise typer.Exit(restore_backup(console, file, into, passphrase_file, key_file))


@app.command()
def doctor() -> None:
    """Say what an operator would want to know before trusting this installation."""
    from openinsa.config.doctor import examine

    raise typer.Exit(examine(console))


@app.command()
def upgrade(
    check: Annotated[
        bool, typer.Option("--check", help="Only look: what waits, and what would stop it.")
    ] = False,
    backup_made: Annotated[
        bool, typer.Option("--backup-made", help="You made a backup in another way; make none now.")
    ] = False,
) -> None:
    """Look, back up, migrate and look again; refuses with one sentence when something stands in the way."""
    from openinsa.config.upgrading import upgrade as bring_up_to_date

    raise typer.Exit(bring_up_to_date(console, check=check, backup_made=backup_made))


@app.command()
def tidy() -> None:
    """Forget what has ended: sessions, and entries of the queue that are done for a month. Run it daily."""
    from openinsa.config.tidying import tidy_up

    raise typer.Exit(tidy_up(console))


@app.command()
def replay(
    month: Annotated[str, typer.Option(help="Only this month of work, such as 2026-05.")] = "",
) -> None:
    """Compute closed pay runs again from what they kept, and say whether every line is the same won."""
    from datetime import date

    from openinsa.config.replaying import replay_all

    raise typer.Exit(replay_all(console, date.fromisoformat(f"{month}-01") if month else None))


@app.command("reset-second-factor")
def reset_second_factor(
    login: str,
    reason: Annotated[str, typer.Option(help="Why, and how you made sure who is asking.")] = "",
) -> None:
    """Take a lost second factor from anybody, an HR officer too; its owner is told at the next sign-in."""
    from openinsa.config.helping import reset_factor

    raise typer.Exit(reset_factor(console, login, reason))


@keys.command("list")
def list_keys() -> None:
    """Say which keys there are and how many values each seals; no value is opened."""
    from openinsa.config.key_changes import tell_keys

    raise typer.Exit(tell_keys(console))


@keys.command()
def rotate(
    institution: Annotated[str, typer.Option(help="Code of one institution; without it, all.")] = "",
) -> None:
    """Give institutions a new data key and seal every value anew, while the site runs."""
    from openinsa.config.key_changes import rotate_data_keys

    raise typer.Exit(rotate_data_keys(console, institution))


@keys.command("rotate-master")
def rotate_master() -> None:
    """Change the master key and wrap every institution's keys anew, while the site runs."""
    from openinsa.config.key_changes import rotate_master_key

    raise typer.Exit(rotate_master_key(console))


def main() -> None:
    """Entry point of the `openinsa` command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
    app()


if __name__ == "__main__":
    main()
