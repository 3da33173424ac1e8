"""An institution's first day: it is founded on the server, and its first officer invites the others."""

import secrets
from datetime import date

import django
from django.db import IntegrityError
from rich.console import Console

from openinsa.config.doctor import migrations_are_applied


def found_with_officer(
    console: Console, code: str, name: str, login: str, accident_rate_ppm: int, source: str
) -> int:
    """Found an institution with one HR officer and print the officer's first password. 1 when a name is taken."""
    django.setup()
    from openinsa.people.models import User
    from openinsa.people.roles import Role
    from openinsa.people.tenancy import within
    from openinsa.staffing.founding import found_institution

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
    officer = {"name": f"{name} 인사담당", "roles": [Role.HR_OFFICER]}
    try:
        with within(None):
            institution = found_institution(
                code,
                name,
                valid_from=date(2021, 1, 1),
                accident_rate_ppm=accident_rate_ppm,
                source=source,
            )
            with within(institution.pk):
                User.objects.create_user(login, password, institution=institution, **officer)
    except IntegrityError:
        console.print(
            f"The code '{code}' or the login '{login}' is taken. Choose another. Nothing was stored."
        )
        return 1
    console.print(
        f"{name} is founded. First login: {login}, password: {password}. Change it after signing in."
    )
    return 0
