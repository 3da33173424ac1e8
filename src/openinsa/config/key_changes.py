"""Changing keys from the command line: what there is, a new key for institutions, a new master key."""

from collections.abc import Callable

import django
from rich.console import Console

from openinsa.config.doctor import migrations_are_applied

Told = Callable[[str], None]


def prepared(console: Console) -> bool:
    """Set Django up; False, with the reason said, when the database is not up to date."""
    django.setup()
    if trouble := migrations_are_applied():
        console.print(f"migrations: {trouble}. No key was changed.")
    return not trouble


def tell_keys(console: Console) -> int:
    """Say of each institution its keys and how many values carry each; no value is opened."""
    if not prepared(console):
        return 1
    from openinsa.people.models import Institution
    from openinsa.people.tenancy import within
    from openinsa.privacy.master_keys import current_name
    from openinsa.privacy.master_rotation import institutions
    from openinsa.privacy.models import DataKey
    from openinsa.privacy.rotation import history_by_key, values_by_key

    console.print(f"master key: {current_name()}")
    for pk in institutions():
        with within(pk):
            code, values, history = Institution.objects.get(pk=pk).code, values_by_key(), history_by_key()
            for key in DataKey.objects.order_by("purpose", "number"):
                held = f", {values.get(key.number, 0)} values, {history.get(key.number, 0)} in the history"
                state = " (retired)" if key.retired_at else ""
                console.print(
                    f"{code} {key.purpose} {key.number}{state}: wrapped by {key.master or 'a nameless master'}"
                    f"{held if key.purpose == 'data' else ''}"
                )
    return 0


def rotate_data_keys(console: Console, code: str) -> int:
    """A new data key for one institution, or for all; the site may run meanwhile. 1 when values are left."""
    if not prepared(console):
        return 1
    from openinsa.people.models import Institution
    from openinsa.people.tenancy import within

    with within(None):
        wanted = Institution.objects.filter(code=code) if code else Institution.objects.all()
        chosen = list(wanted.order_by("pk"))
    if not chosen:
        console.print(f"No institution has the code '{code}'. No key was changed.")
        return 2
    left = [_rotate_one(console, one.pk, one.code) for one in chosen]
    return 1 if any(left) else 0


def _rotate_one(console: Console, pk: int, code: str) -> int:
    from openinsa.people.tenancy import within
    from openinsa.privacy.rotation import begin_rotation, rotate

    with within(pk):
        number = begin_rotation(pk)
    with console.status(f"{code}: key {number}"):
        done = rotate(pk, None, lambda *_: None)
    console.print(
        f"{code}: key {number}, {done['sealed']} values sealed anew, {done['left']} left, "
        f"{done['unopened']} that no key opens"
    )
    return done["left"] + done["unopened"]


def rotate_master_key(console: Console) -> int:
    """A new master key, or the rest of a change that was interrupted; the site may run meanwhile."""
    if not prepared(console):
        return 1
    from openinsa.people.refusals import Refused

    try:
        return _rotate_master(console)
    except Refused as refused:
        from django.utils import translation

        with translation.override("en"):
            console.print(str(refused), markup=False)
        return 1


def _rotate_master(console: Console) -> int:
    from openinsa.privacy.master_keys import current_name
    from openinsa.privacy.master_rotation import keys_under_other_masters, wrap_all_anew

    if not keys_under_other_masters(current_name()):
        if advice := _made_elsewhere():
            console.print(f"Every key is under {current_name()} already. {advice}")
            return 2
        _replace_file(console)
    for done, number in wrap_all_anew():
        console.print(f"{done} of {number} institutions")
    left = keys_under_other_masters(name := current_name())
    console.print(f"{left} keys are left under another master key; the others are under {name}.")
    return 1 if left else 0


def _made_elsewhere() -> str:
    """How to make a new master key where this command does not keep it; nothing where it does."""
    from django.conf import settings

    if settings.MASTER_KEY_TRANSIT:
        return "Rotate the key in the transit engine, then run this again."
    if settings.MASTER_KEYS_GIVEN:
        return (
            "Set OPENINSA_MASTER_KEY to the new key and OPENINSA_MASTER_KEY_PREVIOUS to this one on every "
            "machine, restart them, then run this again."
        )
    return ""


def _replace_file(console: Console) -> None:
    from openinsa.privacy.master_rotation import replace_master_file

    retired = replace_master_file()
    console.print(
        f"The former master key lies in {retired}. Backups from before need it: "
        "keep it apart from them, and remove it when the last of them is gone."
    )
