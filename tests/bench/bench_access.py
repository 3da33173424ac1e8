"""What the access record costs: pages with and without it in turn, the review of a large month, the whole chain read.

The database of the benches does not wait for the disk (fsync off); the record adds no commit to a request, which
ends with one anyway, but turns the commit of a page that only reads into one that writes.
"""

import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from stage import count_rows_as_time_would, fresh_database

PEOPLE, ROUNDS, RECORDS, CHAINED = 60, 40, 1_000_000, 50_000
AT_MOST, PAGE_LIMIT = 0.05, 10
REVIEW_LIMIT, VERIFY_LIMIT = 60, 0.0004
FILL = """
    INSERT INTO privacy_accessrecord
        (institution_id, number, digest, at, actor_id, verb, what, person_id, people, count, channel, reason_code,
         reason, address)
    SELECT %(institution)s, n, '\\x00', %(begin)s::timestamptz + (n %% 27) * interval '1 day'
            + (n %% 599) * interval '1 minute',
        (%(actors)s::bigint[])[1 + n %% cardinality(%(actors)s::bigint[])],
        (ARRAY['view','view','view','view','view','view','view','search','reveal','download'])[1 + n %% 10],
        'slips', CASE WHEN n %% 5 > 0 THEN n %% 13500 END,
        CASE WHEN n %% 5 > 0 THEN ARRAY[n %% 13500]
            ELSE ARRAY(SELECT (n * 7 + k) %% 13500 FROM generate_series(1, 50) AS k) END,
        CASE WHEN n %% 5 > 0 THEN 1 ELSE 50 END, 'page', 'pay', '11월분 급여 지급 자료 확인',
        ('10.0.' || n %% 4 || '.' || n %% 100)::inet
    FROM generate_series(10000001, 10000000 + %(count)s) AS n
"""


def run() -> list[dict[str, Any]]:
    """Five pages in turn with and without, a month of a million records reviewed, a hundred thousand verified."""
    with fresh_database():
        from django.conf import settings

        settings.ALLOWED_HOSTS, settings.DATA = ["*"], Path(tempfile.mkdtemp())
        logging.disable(logging.INFO)  # one line for each request would stand between the rows
        office, pages = _office()
        rows = [_page(office, name, address) for name, address in pages.items()]
        return [*rows, _verified(office), _reviewed(office)]


def _office() -> tuple[Any, dict[str, str]]:
    from office import JUNE, new_office
    from openinsa.payroll.actions.runs import prepare_runs
    from openinsa.payroll.computing import compute_runs
    from openinsa.payroll.models import Payslip
    from openinsa.people.tenancy import within
    from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
    from openinsa.staffing.models import Contract

    with within(None):
        office = new_office()
        for number in range(PEOPLE):
            office.employ(f"가나{number}")
        month = office.month(JUNE)
        fill_month(office.clerk, month.pk)
        submit_month(office.clerk, month.pk)
        approve_month(office.head, month.pk)
        compute_runs([prepare_runs(office.payroll_officer, JUNE)[0].pk], office.payroll_officer.pk)
        contract, slip = Contract.objects.first(), Payslip.objects.first()
        office.user_of_bench = office.hr_officer
    return office, {
        "a list of 50 slips": "/payroll/slips/",
        "a list of 50 people": "/staffing/people/",
        "one person": f"/staffing/people/{contract.person_id}/",
        "one slip": f"/payroll/slips/{slip.pk}/",
        "a month of 60 people": f"/staffing/months/{month.pk}/",
    }


def _page(office: Any, name: str, address: str) -> dict[str, Any]:
    """One page with records and without, asked in turn.

    What counts is the share of the writing in its own requests, each at its quicker fifth: two pages in turn differ
    by more than that on a busy machine.
    """
    from django.test import Client

    client = Client()
    client.force_login(office.user_of_bench)
    took: dict[bool, list[float]] = {True: [], False: []}
    written: list[float] = []
    for turn in range(2 * ROUNDS + 6):
        recorded, writing = turn % 2 == 0, [0.0]
        start = time.perf_counter()
        with _recording(writing) if recorded else _not_recording():
            answer = client.get(address)
        seconds = time.perf_counter() - start
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        if turn >= 6:
            took[recorded].append(seconds)
        if turn >= 6 and recorded:
            written.append(writing[0])
    share = _low(written) / (_low(took[True]) - _low(written))
    return {
        "job": f"access: {name}, on record",
        "unit": "page",
        "count": 1,
        "seconds": median(took[True]),
        "limit": PAGE_LIMIT,
        "holds": share <= AT_MOST,
        "share of the record": f"{100 * share:.1f} %",
        "times the page without": f"{_low(took[True]) / _low(took[False]):.3f}",
    }


def _low(took: list[float]) -> float:
    """The lower fifth: what else runs on the machine only makes a page slower."""
    return sorted(took)[len(took) // 5]


@contextmanager
def _recording(writing: list[float]) -> Iterator[None]:
    """A page as it is, with the seconds that its records take to be written."""
    from openinsa.privacy import reading

    kept = reading.append

    def timed(*given: Any) -> None:
        start = time.perf_counter()
        kept(*given)
        writing[0] += time.perf_counter() - start

    reading.append = timed
    try:
        yield
    finally:
        reading.append = kept


@contextmanager
def _not_recording() -> Iterator[None]:
    """A page as it would be if nothing were noted."""
    from openinsa.privacy import reading

    kept = reading.note
    reading.note = lambda *_given, **_named: None
    try:
        yield
    finally:
        reading.note = kept


def _reviewed(office: Any) -> dict[str, Any]:
    from django.db import connection

    from openinsa.people.models import User
    from openinsa.people.roles import Role
    from openinsa.people.tenancy import within
    from openinsa.privacy.patterns import findings_of
    from openinsa.privacy.reviewing import counts_of

    with within(office.institution.pk):
        actors = [office.user(Role.HR_OFFICER).pk for _one in range(60)] + list(
            User.objects.values_list("pk", flat=True)
        )
        asked = {"institution": office.institution.pk, "begin": "2026-10-01 09:00+09", "actors": actors}
        with connection.cursor() as cursor:
            cursor.execute(FILL, {**asked, "count": RECORDS})
    count_rows_as_time_would()
    start = time.perf_counter()
    with within(office.institution.pk):
        counted, found = counts_of(date(2026, 10, 1)), findings_of(date(2026, 10, 1))
    seconds = time.perf_counter() - start
    return {
        "job": "access: a month reviewed",
        "unit": "month",
        "count": 1,
        "seconds": seconds,
        "limit": REVIEW_LIMIT,
        "records": f"{sum(one.looks for one in counted):,}",
        "findings": len(found),
    }


def _verified(office: Any) -> dict[str, Any]:
    from django.utils import timezone

    from openinsa.people.tenancy import within
    from openinsa.privacy.chain import Access, append
    from openinsa.privacy.verifying import verify

    pk, now = office.institution.pk, timezone.now()
    for _chunk in range(CHAINED // 1000):
        with within(pk):
            append(pk, [Access(now, 1, "view", "slips", None, list(range(1, 21)), 20, "page")] * 1000)
    start = time.perf_counter()
    with within(pk):
        verdict = verify(pk)
    seconds = time.perf_counter() - start
    if verdict.faults:
        raise RuntimeError(str(verdict.faults[0]))
    return {
        "job": "access: the chain verified",
        "unit": "record",
        "count": verdict.count,
        "seconds": seconds,
        "limit": VERIFY_LIMIT,
    }
