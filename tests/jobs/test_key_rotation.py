"""A new key as a job: started on a page, killed in the middle, exactly done afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.config.places import CHECKOUT
from openinsa.jobs import key_rotation, work
from openinsa.jobs.key_rotation import (
    KeysBeingChanged,
    ValuesLeft,
    ValuesNotOpened,
    start_key_rotation,
)
from openinsa.jobs.models import Job
from openinsa.people.models import Person
from openinsa.people.refusals import NotAllowed
from openinsa.people.tenancy import within
from openinsa.privacy.models import DataKey
from openinsa.privacy.rotation import values_by_key
from openinsa.privacy.sealing import DATA, Sealer
from site_fixtures import site_environment

ACCOUNTS = [f"3010{number:08}" for number in range(12)]
SLOWLY = """
import django; django.setup()
import os, sys, time
from openinsa.jobs import work
from openinsa.privacy import rotation
rotation.PICK = rotation.PICK.replace("LIMIT 500", "LIMIT 1")
report = work.Progress.report
def slowly(self, done, total, message=""):
    report(self, done, total, message)
    time.sleep(0.05)
work.Progress.report = slowly
work.perform(int(sys.argv[1]), int(sys.argv[2]))
"""


def perform(job: Job) -> Job:
    work.perform(job.pk, job.institution_id)
    return Job.objects.get(pk=job.pk)


@pytest.mark.django_db
def test_the_page_tells_how_many_values_each_key_seals_and_starts_a_new_one() -> None:
    """인사담당이 열쇠 화면에서 새 열쇠로 바꾼다."""
    office = new_office()
    office.employ(phone="010-1234-9876")
    client = OfficeClient(office, office.hr_officer, "jobs")
    assert "사용 중" in text(client.get("keys"))
    client.post("rotate_keys")
    assert "바꾸는 중" in text(client.get("keys"))
    job = perform(Job.objects.get(kind="rotate_keys"))
    office.enter()
    assert (job.state, job.result) == ("done", {"sealed": 3, "left": 0, "unopened": 0})
    shown = text(client.get("keys"))
    assert "이력 확인용" in shown
    assert "바꾸는 중" not in shown


@pytest.mark.django_db
def test_one_change_of_keys_at_a_time_and_by_those_who_may() -> None:
    office = new_office()
    with pytest.raises(NotAllowed):
        start_key_rotation(office.payroll_officer)
    start_key_rotation(office.hr_officer)
    with pytest.raises(KeysBeingChanged):
        start_key_rotation(office.hr_officer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("done", "refused"),
    [({"left": 2, "unopened": 0}, ValuesLeft), ({"left": 0, "unopened": 2}, ValuesNotOpened)],
)
def test_a_change_that_left_values_behind_says_how_many(
    done: dict[str, int], refused: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_rotation, "rotate", lambda *_: {"sealed": 1, **done})
    with pytest.raises(refused, match="2"):
        key_rotation.perform_key_rotation(work.Progress(1, 1, 1), {})


@pytest.fixture
def committed(fresh_database: str) -> tuple[Office, Job]:
    with transaction.atomic():
        office = new_office()
        for account in ACCOUNTS:
            office.employ(account=account)
        job = start_key_rotation(office.hr_officer)
    return office, job


def test_a_worker_killed_in_the_middle_loses_nothing_and_the_next_one_ends_it_exactly(
    committed: tuple[Office, Job], fresh_database: str, tmp_path: Path
) -> None:
    """kill -9 뒤에도 모든 값이 한 번씩 새 열쇠로 바뀐다."""
    office, job = committed
    institution = office.institution.pk
    (tmp_path / "slowly.py").write_text(SLOWLY)
    command = [sys.executable, str(tmp_path / "slowly.py"), str(job.pk), str(institution)]
    worker = subprocess.Popen(command, env=site_environment(fresh_database), cwd=CHECKOUT / "tests")
    halfway = wait_until_some_are_sealed_anew(institution)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert 0 < halfway < 2 * len(ACCOUNTS)
    with within(institution):
        assert set(values_by_key()) == {1, 2}
    work.perform(job.pk, institution)
    with within(institution):
        assert Job.objects.get(pk=job.pk).state == "done"
        assert values_by_key() == {2: 2 * len(ACCOUNTS)}
        assert DataKey.objects.filter(purpose=DATA, retired_at=None).count() == 1
        sealer = Sealer(institution)
        opened = [sealer.open(one.account_sealed) for one in Person.objects.order_by("pk")]
    assert opened == ACCOUNTS
    connection.close()


def wait_until_some_are_sealed_anew(institution: int) -> int:
    for _try in range(600):
        with within(institution):
            if (anew := values_by_key().get(2, 0)) >= 3:
                return anew
        time.sleep(0.05)
    raise AssertionError("the worker sealed nothing")
