"""Helping, on the server, somebody whom no officer of the institution can help."""

import django
from rich.console import Console


def reset_factor(console: Console, login: str, reason: str) -> int:
    """Take a lost second factor and end the sessions. 1 with one sentence when that cannot be."""
    django.setup()
    from openinsa.entrance.actions import reset_second_factor_on_the_server
    from openinsa.people.refusals import Refused

    try:
        user = reset_second_factor_on_the_server(login, reason=reason)
    except Refused as refused:
        console.print(f"{refused} (login '{login}', --reason)", markup=False)
        return 1
    console.print(f"The second factor of '{user.username}' is reset and every session ended.", markup=False)
    return 0
