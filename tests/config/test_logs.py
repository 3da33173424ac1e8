"""No log line of the site, of its jobs or of the database names anybody or anybody's number."""

import io
import json
import logging
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

import databases
from office import JUNE, Office, new_office
from openinsa.config.database import QUIET_LOG, prepare_embedded
from openinsa.config.watching.jobs import watched
from openinsa.config.watching.logs import JsonLines, Plain, logging_settings
from openinsa.jobs import work
from openinsa.jobs.actions import start_job
from openinsa.people.models import Department, Person
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.months import fill_month

pytestmark = pytest.mark.django_db
ROOMS = {"staffing", "payroll", "people", "leave", "ending", "privacy", "jobs"}
NAME, RESIDENT, ACCOUNT = "남궁하늘", "850412-1234567", "301099887766"
KNOWN = [NAME, RESIDENT, RESIDENT.replace("-", ""), ACCOUNT, "비밀스러운과", "hidden@example.org"]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that any logger says, as the product writes it, at the most talkative level."""
    told = io.StringIO()
    root, before = logging.getLogger(), logging.getLogger().level
    handlers = [logging.StreamHandler(told), logging.StreamHandler(told)]
    for handler, form in zip(handlers, (JsonLines(), Plain()), strict=True):
        handler.setFormatter(form)
        root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield told
    root.setLevel(before)
    for handler in handlers:
        root.removeHandler(handler)


@pytest.fixture
def office() -> Office:
    office = new_office("가온구")
    office.employ(NAME, resident_number=RESIDENT, account=ACCOUNT)
    Department.objects.create(institution=office.institution, name="비밀스러운과")
    return office


def database_log() -> Path:
    return Path(settings.DATA) / "database" / "log"


def test_the_whole_office_is_used_and_no_line_names_anybody(office: Office, lines: io.StringIO) -> None:
    silence_the_database()
    began = database_log().stat().st_size
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    use_every_page(office)
    set_context(office.institution.pk)
    mistakes(office)
    failing_job(office)
    set_context(office.institution.pk)
    told = lines.getvalue()
    assert told.count('"logger": "openinsa.request"') > 50
    assert '"logger": "openinsa.job"' in told
    assert "UniqueViolation" in told
    with database_log().open(encoding="utf-8", errors="replace") as file:
        file.seek(began)
        stored = file.read()
    for known in KNOWN:
        assert [line for line in told.splitlines() if known in line][:1] == [], known
        assert [line for line in stored.splitlines() if known in line][:1] == [], known


def silence_the_database() -> None:
    """What `openinsa migrate` sets on the embedded server, and until it holds."""
    prepare_embedded(databases.socket(), connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        for _once in range(100):
            cursor.execute("SELECT current_setting('log_min_messages')")
            if cursor.fetchone() == (QUIET_LOG["log_min_messages"],):
                return
            time.sleep(0.1)
    raise AssertionError("the settings of the log do not hold")


def use_every_page(office: Office) -> None:
    """Every page without a number in its address, and those of the person, asked with a search for her."""
    person = Person.objects.get()
    pages = list(names(get_resolver(), ""))
    for user in (office.clerk, office.hr_officer, office.payroll_officer, office.auditor):
        set_context(None)
        client = Client(raise_request_exception=False)
        client.force_login(user)
        for name in pages:
            client.get(reverse(name), {"q": NAME, "name": RESIDENT})
        client.get(reverse("staffing:person", args=[person.pk]), {"q": NAME})
        client.post(reverse("staffing:person", args=[person.pk]), {"name": NAME, "account": ACCOUNT})
        client.get(f"/staffing/{NAME}/{RESIDENT}/")


def names(resolver: URLResolver, namespace: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, pattern.namespace or namespace)
        elif namespace in ROOMS and pattern.name and not pattern.pattern.converters:
            yield f"{namespace}:{pattern.name}"


def mistakes(office: Office) -> None:
    """What the database refuses, with the values in what it says of it."""
    log = logging.getLogger("openinsa.somewhere")
    for broken in (
        lambda: Department.objects.create(institution=office.institution, name="비밀스러운과"),
        lambda: connection.cursor().execute("SELECT %s::bigint", [NAME]),
        lambda: connection.cursor().execute("SELECT %s::date", [RESIDENT]),
    ):
        try:
            with transaction.atomic():
                broken()
        except Exception:
            log.exception("could not store %s of %s", NAME, ACCOUNT)
    log.error(f"'{NAME}' hidden@example.org {RESIDENT} ({ACCOUNT})")


def failing_job(office: Office) -> None:
    def fail(progress: work.Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        raise ValueError(f"{NAME} {RESIDENT}")

    work.register_work("failing", fail)
    work.AROUND.append(watched)
    try:
        job = start_job(office.payroll_officer, "failing", NAME, {"account": ACCOUNT})
        work.perform(job.pk, job.institution_id)
    finally:
        work.AROUND.remove(watched)
        del work.WORKS["failing"]


def test_a_request_leaves_one_line_with_numbers_and_names_of_routes_only(
    office: Office, lines: io.StringIO
) -> None:
    set_context(None)
    client = Client()
    client.force_login(office.clerk)
    answer = client.get(reverse("staffing:projects"), {"q": NAME})
    told = [json.loads(one) for one in lines.getvalue().splitlines() if one.startswith("{")]
    (line,) = [one for one in told if one["logger"] == "openinsa.request"]
    assert line["route"] == "staffing:projects"
    assert (line["user"], line["institution"], line["status"]) == (
        office.clerk.pk,
        office.institution.pk,
        200,
    )
    assert line["request"] == answer["X-Request-ID"]
    assert line["ms"] > 0


def test_a_number_of_a_request_is_taken_from_the_proxy_only_if_it_is_one() -> None:
    given = "0af7651916cd43dd8448eb211c80319c"
    assert Client().get("/health/live", headers={"X-Request-ID": given})["X-Request-ID"] == given
    assert (
        Client().get("/health/live", headers={"X-Request-ID": "hong-gildong"})["X-Request-ID"]
        != "hong-gildong"
    )


def test_an_error_is_told_by_kind_place_and_broken_rule(office: Office, lines: io.StringIO) -> None:
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        Department.objects.create(institution=office.institution, name="비밀스러운과")
    logging.getLogger("openinsa.somewhere").error("it broke", exc_info=broken.value)
    line = json.loads(next(one for one in lines.getvalue().splitlines() if "it broke" in one))
    kinds = {one["kind"]: one for one in line["error"]}
    assert kinds["psycopg.errors.UniqueViolation"]["constraint"] == "department_name_once"
    assert any(
        "tests/config/test_logs.py" in place for place in kinds["django.db.utils.IntegrityError"]["at"]
    )


def test_statements_and_templates_are_never_logged_however_talkative() -> None:
    loggers = logging_settings("DEBUG", "json")["loggers"]
    assert loggers["django.db.backends"] == {"level": "ERROR", "propagate": False, "handlers": []}
    assert loggers["django.template"] == {"level": "ERROR", "propagate": False, "handlers": []}
