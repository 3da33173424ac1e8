"""Every address of the site, asked by everybody of an office with one worker: an answer that tells anything of the
worker leaves an access record that names the worker.

A new address is walked as soon as it exists. What need not be recorded stands in SHOWN_UNRECORDED with its reason.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from office import Office
from openinsa.payroll.models import Payslip
from openinsa.people.models import Person, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.models import AccessRecord
from test_nobody_sees_what_is_not_theirs import ROOMS, ids, office  # noqa: F401

pytestmark = pytest.mark.django_db
SHOWN_UNRECORDED = {
    "api:docs": "the examples of the interface are made up",
    "staffing:month_step": "a refusal names whose days are open, to somebody whose look at the month is on record",
}
"""Addresses whose answers may tell something without a record, each with its reason."""
SUMS = {"home", "staffing:projects", "payroll:runs", "payroll:pay"}
"""Lists of sums over projects: with one worker the sum is the worker's amount, which nobody can know from it."""
TEXTS = ("text/html", "application/json", "text/plain")


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address of our rooms with the names of the ids it carries."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and pattern.name and _is_ours(pattern, namespace):
            yield (
                f"{namespace}:{pattern.name}" if namespace else pattern.name,
                tuple(pattern.pattern.converters),
            )


def _is_ours(pattern: URLPattern, namespace: str) -> bool:
    return namespace in ROOMS or (not namespace and pattern.callback.__module__.startswith("openinsa."))


@pytest.fixture
def worker(office: Office) -> Person:  # noqa: F811
    return Person.objects.get()


@pytest.fixture
def everybody(office: Office, worker: Person) -> dict[str, User]:  # noqa: F811
    named = ("clerk", "head", "payroll_officer", "hr_officer", "auditor")
    own = office.user(Role.WORKER, person=worker)
    return {name: getattr(office, name) for name in named} | {"worker": own}


@pytest.fixture
def told(worker: Person) -> dict[str, str]:
    """What only this worker has: name, number, birth date, pay."""
    slip = Payslip.objects.get()
    pay = {"net": f"{slip.net:,}", "gross": f"{slip.gross:,}"}
    return {"name": worker.name, "number": "850412-", "birth": f"{worker.birth_date:%Y-%m-%d}", **pay}


def tells(answer: HttpResponse, told: dict[str, str], name: str) -> set[str]:
    """What of the worker an answer tells."""
    kind = answer.get("Content-Type", "").partition(";")[0]
    text = answer.content.decode() if kind in TEXTS and not answer.streaming else ""
    found = {what for what, sign in told.items() if sign in text}
    return found - {"net", "gross"} if name in SUMS else found


@pytest.mark.slow
def test_whoever_is_told_something_of_the_worker_is_on_record(
    office: Office,  # noqa: F811
    ids: dict[str, Any],  # noqa: F811
    worker: Person,
    everybody: dict[str, User],
    told: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)  # a month signed off leaves an anchor there
    unrecorded = []
    known = sorted(one for one in addresses(get_resolver()) if ids.keys() >= set(one[1]))
    picked = {"get": {}, "post": {"row": [ids["contract_id"]]}}
    for role, user in everybody.items():
        client = Client(raise_request_exception=False)
        set_context(None)
        client.force_login(user)
        for (name, wanted), (method, asked) in product(known, picked.items()):
            address = reverse(name, kwargs={one: ids[one] for one in wanted})
            with transaction.atomic():
                set_context(None)
                answer = getattr(client, method)(address, asked)
                office.enter()
                seen = tells(answer, told, name)
                looks = AccessRecord.objects.filter(people__contains=[worker.pk], actor_id=user.pk)
                if seen and name not in SHOWN_UNRECORDED and not looks.exists():
                    unrecorded.append((role, method, name, answer.status_code, *sorted(seen)))
                transaction.set_rollback(True)
    assert unrecorded == []
