"""A real server and worker with one small office on a database of its own, and tokens for it."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.db import transaction

from openinsa.api.rights import NEVER
from openinsa.people.roles import PERMISSIONS, Scope


@dataclass(frozen=True)
class LiveApi:
    """Where the server answers, and who may call it: everything, and what a head of department may."""

    url: str
    token: str
    head: str
    department_id: int

    @property
    def schema_url(self) -> str:
        return f"{self.url}/api/v1/openapi.json"


@pytest.fixture(scope="module")
def live_api(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[LiveApi]:
    import subprocess

    import databases
    import site_fixtures
    from openinsa.config.database import WEB
    from openinsa.config.places import CHECKOUT
    from openinsa.config.serving import stop, web_command

    name, url = databases.own("api"), f"http://127.0.0.1:{site_fixtures.free_port()}"
    with django_db_blocker.unblock(), ExitStack() as stack:
        databases.copy(databases.make_template(), name)
        stack.callback(databases.drop, name)
        with databases.connected_as(WEB, name), transaction.atomic():
            token, head, department = _office()
        environment = site_fixtures.site_environment(name) | {"OPENINSA_API_CALLS_A_MINUTE": "1000000"}
        for command in (
            web_command("127.0.0.1", urlsplit(url).port or 80),
            [sys.executable, "-m", "openinsa.cli", "worker"],
        ):
            process = subprocess.Popen(command, env=environment, cwd=CHECKOUT / "tests")
            stack.callback(stop, process)
        site_fixtures.wait_until_it_answers(f"{url}/api/v1/openapi.json")
        yield LiveApi(url, token, head, department)


def _office() -> tuple[str, str, int]:
    from api_office import integrate
    from office import new_office

    office = new_office("살아 있는 구", f"L{os.getpid()}")
    everything = {
        permission: "institution"
        for permission, reaches in PERMISSIONS.items()
        if Scope.INSTITUTION in reaches.values() and permission not in NEVER
    }
    whole = integrate(office, everything | {"staffing.approve_month": "department"}, "모두")
    head = integrate(office, {"staffing.see": "department", "staffing.approve_month": "department"}, "부서장")
    office.employ("김하늘")
    return whole.token, head.token, office.department.pk
