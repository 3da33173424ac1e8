"""An institution's first day: it is founded on the server, and its first officer invites the others."""

import secrets

import django
from django.db import transaction
from rich.console import Console

from openinsa.config.doctor import migrations_are_applied


def found_with_officer(
    console: Console, code: str, name: str, login: str, accident_rate_ppm: int, source: str
) -> int:
    """Found an institution with one HR officer and print the officer's first password. 1 when a name is taken."""
    django.setup()
    from openinsa.people.institutions import operator_at_the_server
    from openinsa.people.refusals import Refused
    from openinsa.people.tenancy import within
    from openinsa.staffing.founding import found_with_officer as found

    if not accident_rate_ppm or not source:
        console.print(
            "The accident rate differs by trade and year: say --accident-rate-ppm (0.966 % is 9660) "
            "and --source (notice and date). Nothing was stored."
        )
        return 2
    if trouble := migrations_are_applied():
        console.print(f"migrations: {trouble}. Nothing was stored.")
        return 1
    password = secrets.token_urlsafe(12)
    try:
        with transaction.atomic():
            officer = found(
                operator_at_the_server(),
                code,
                name,
                login=login,
                accident_rate_ppm=accident_rate_ppm,
                source=source,
            )
            with within(officer.institution_id):
                officer.set_password(password)
                officer.save(update_fields=["password"])
    except Refused as refused:
        console.print(f"{refused} Nothing was stored.")
        return 1
    console.print(
        f"{name} is founded. First login: {login}, password: {password}. Change it after signing in."
    )
    return 0
