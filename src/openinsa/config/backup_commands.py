"""What `openinsa backup` and `openinsa restore` say."""

import os
from pathlib import Path

from rich.console import Console

from openinsa.config.backing_up import Done, back_up, look_through
from openinsa.config.backup_files import BackupRefused
from openinsa.config.restoring import restore, tell_what_is_missing


def make_backup(
    console: Console, to: Path | None, keep: int, passphrase_file: Path | None, *, with_secrets: bool
) -> int:
    """Make a backup and say what it holds. 1 when it was refused."""
    try:
        done = back_up(to, keep, _passphrase(passphrase_file), with_secrets=with_secrets)
    except BackupRefused as refused:
        return _refused(console, refused)
    console.print(f"{done.path}: {_figures(done)}", soft_wrap=True)
    if not with_secrets:
        console.print("The secrets are not in it. Keep a copy of them elsewhere, apart from the backups.")
    return 0


def verify_backup(console: Console, path: Path, passphrase_file: Path | None, key_file: Path | None) -> int:
    """Look through a backup. 1 when it is not whole."""
    try:
        done = look_through(path, _passphrase(passphrase_file), key_file)
    except BackupRefused as refused:
        return _refused(console, refused)
    console.print(f"{path} is whole: {_figures(done)}, of {done.made_at}", soft_wrap=True)
    return 0


def restore_backup(
    console: Console, path: Path, folder: Path, passphrase_file: Path | None, key_file: Path | None
) -> int:
    """Make a data folder from a backup and say what is to be done next. 1 when it was refused."""
    try:
        restored = restore(path, folder, _passphrase(passphrase_file), key_file)
    except BackupRefused as refused:
        return _refused(console, refused)
    rows = sum(restored.tables.values())
    console.print(
        f"{folder}: {len(restored.tables)} tables with {rows:,} rows, as of {restored.head['made_at']}",
        soft_wrap=True,
    )
    for line in tell_what_is_missing(restored, folder.resolve()):
        console.print(line, soft_wrap=True)
    return 0


def _passphrase(file: Path | None) -> str:
    if file is None:
        return os.environ.get("OPENINSA_BACKUP_PASSPHRASE", "")
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as broken:
        raise BackupRefused(f"{file} cannot be read: {broken.strerror}.") from broken


def _figures(done: Done) -> str:
    return f"{done.size / 1e6:.1f} MB, {len(done.tables)} tables with {done.rows:,} rows"


def _refused(console: Console, refused: BackupRefused) -> int:
    console.print(str(refused), markup=False, soft_wrap=True)
    return 1
