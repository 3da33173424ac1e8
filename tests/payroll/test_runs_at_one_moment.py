"""Two months of a project computed at the same moment: what an earlier month still owes is paid by one of them."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from threading import Event
from time import monotonic, sleep

import pytest
from django.db import connection

from closing import JULY, JUNE, MAY, close, confirm, fill, paid_for, slip_of
from office import LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import Difference, PayRun
from openinsa.people.tenancy import within
from openinsa.staffing.models import Contract

SOON = 20
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def office(fresh_database: str) -> Iterator[Office]:
    """An office that other connections see: May is paid, a correction of it confirmed, June and July wait."""
    with within(None):
        made = new_office()
        contract = made.employ()
        close(made, MAY)
        slip = slip_of(contract, MAY)
        confirm(made, propose_days(made.clerk, slip.pk, {date(2026, 5, 12): "결"}, reason="출근부 대조"))
        for month in (JUNE, JULY):
            fill(made, month)
            prepare_runs(made.payroll_officer, month)
    yield made
    connection.close()


def test_two_runs_at_one_moment_pay_a_difference_once(office: Office) -> None:
    first_is_computed, officer = Event(), office.payroll_officer.pk
    with within(office.institution.pk):
        run_of = {run.month: run.pk for run in PayRun.objects.all()}

    def compute_and_wait_for(second: "Future[None]") -> None:
        with within(office.institution.pk, officer):
            compute_runs([run_of[JUNE]], officer)
            first_is_computed.set()
            until = monotonic() + SOON
            while not (second.done() or somebody_waits()):
                assert monotonic() < until, "the second run neither waits nor ends"
                sleep(0.02)

    def compute_beside() -> None:
        with ExitStack() as stack:
            stack.callback(connection.close)
            assert first_is_computed.wait(SOON)
            with within(office.institution.pk, officer):
                compute_runs([run_of[JULY]], officer)

    with ThreadPoolExecutor(1) as beside:
        second = beside.submit(compute_beside)
        compute_and_wait_for(second)
        second.result()
    with within(office.institution.pk):
        assert Difference.objects.get().run_id == run_of[JUNE]
        contract = Contract.objects.get()
        paid = slip_of(contract, MAY).lines.get(code="base").amount
        assert paid_for(contract, MAY)["earning", "base"] == paid - LIVING_WAGE_DAY
        assert set(PayRun.objects.values_list("state", flat=True)) == {"paid", "computed"}


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])
