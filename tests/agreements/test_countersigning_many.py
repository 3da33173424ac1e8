"""Signing for the institution by the hundred: one order, one proof of identity, a job that goes on where it stopped."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.agreeing import MINOR, employed, proof, signed
from agreements.test_agreement_pages import client_of, prove
from office import Office, new_office
from office_client import text
from openinsa.agreements import refusals
from openinsa.agreements.actions import countersigning, making, signing
from openinsa.agreements.identity import MINUTES
from openinsa.agreements.models import Agreement, AgreementSignature
from openinsa.agreements.telling import agreement_completed
from openinsa.issuing.keys import NoSigningKey, make_first_key
from openinsa.issuing.models import IssuedPaper
from openinsa.jobs.actions import OnlyByWhoOrdered, cancel_job, resume_job
from openinsa.jobs.models import Job
from openinsa.jobs.work import perform
from openinsa.people.refusals import NotAllowed
from openinsa.people.roles import Role
from openinsa.staffing.models import ContractVersion

pytestmark = pytest.mark.django_db
State = Agreement.State
NAMES = ("김하늘", "박바다", "이강산", "최나무", "정구름")


@pytest.fixture
def office() -> Office:
    made = new_office()
    make_first_key(made.institution)
    return made


@pytest.fixture(autouse=True)
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two are many, and as many are one transaction."""
    monkeypatch.setattr(making, "AT_ONCE", 2)


def waiting(office: Office) -> list[Agreement]:
    """Five that their workers have signed."""
    return [signed(office, employed(office, name)) for name in NAMES]


def ordered(office: Office, agreements: list[Agreement]) -> Job:
    ids = [one.pk for one in agreements]
    return countersigning.start_countersigning(office.hr_officer, ids, proof=proof())


def work_off(office: Office, job: Job) -> Job:
    perform(job.pk, office.institution.pk)
    office.enter()
    return Job.objects.get(pk=job.pk)


def states() -> list[str]:
    return list(Agreement.objects.order_by("pk").values_list("state", flat=True))


def numbers() -> list[str]:
    return list(IssuedPaper.objects.order_by("number").values_list("number", flat=True))


def test_many_are_signed_by_a_job_that_holds_no_name_and_does_nothing_twice(office: Office) -> None:
    waiting(office)
    hr = client_of(office, office.hr_officer)
    prove(hr, office.hr_officer)
    rows = list(Agreement.objects.values_list("pk", flat=True))
    assert "작업으로 하며" in text(hr.post("countersign", row=rows))
    answer = hr.post("countersign", row=rows, done="1")
    job = Job.objects.get(kind=countersigning.JOB_KIND)
    assert answer.url == f"/jobs/{job.pk}/"
    assert not any(name in str(job.arguments) for name in (*NAMES, office.hr_officer.name))
    job = work_off(office, job)
    assert (job.state, job.done, job.result) == ("done", 5, {"signed": 5, "left": 0, "why": []})
    assert set(states()) == {State.COMPLETED}
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING)
    assert work_off(office, job).result["signed"] == 5
    assert numbers() == [1, 2, 3, 4, 5]


def test_one_proof_counts_for_the_whole_order_though_minutes_pass(office: Office) -> None:
    job = ordered(office, waiting(office))
    earlier = timezone.now() - timedelta(minutes=MINUTES + 5)
    set_back(job, earlier)
    work_off(office, job)
    signatures = AgreementSignature.objects.filter(party="institution")
    assert set(signatures.values_list("identity", "identified_at", "address", "device")) == {
        ("passkey", earlier, "203.0.113.7", "Samsung Internet · Android")
    }
    assert all(one.signed_at > earlier for one in signatures)
    assert signatures.count() == 5


def set_back(job: Job, at: object) -> None:
    """Let the proof of an order be from another time."""
    arguments = {**job.arguments, "proof": {**job.arguments["proof"], "at": at.isoformat()}}
    Job.objects.filter(pk=job.pk).update(arguments=arguments)


def test_an_order_is_given_with_a_fresh_proof_by_whoever_may_and_with_a_certificate(office: Office) -> None:
    ids = [one.pk for one in waiting(office)[:3]]
    start = countersigning.start_countersigning
    with pytest.raises(refusals.IdentityNotShown):
        start(office.hr_officer, ids, proof=proof(MINUTES + 1))
    with pytest.raises(NotAllowed):
        start(office.clerk, ids, proof=proof())
    with pytest.raises(refusals.NothingToDo):
        start(office.hr_officer, [0], proof=proof())
    without = new_office("나온구")
    one = signed(without, employed(without))
    with pytest.raises(NoSigningKey):
        start(without.hr_officer, [one.pk], proof=proof())
    assert not Job.objects.filter(kind=countersigning.JOB_KIND).exists()


def test_an_order_that_lay_for_more_than_a_day_is_carried_out_no_more(office: Office) -> None:
    job = ordered(office, waiting(office)[:3])
    set_back(job, timezone.now() - timedelta(hours=countersigning.HOURS, minutes=1))
    job = work_off(office, job)
    assert (job.state, job.message) == ("failed", str(refusals.OrderToSignOver(hours=countersigning.HOURS)))
    assert State.COMPLETED not in states()


@contextmanager
def after_a_part(act: Callable[[], object]) -> Iterator[None]:
    """Do something at the end of every part, inside its transaction."""

    def hear(**_named: object) -> None:
        act()

    agreement_completed.connect(hear)
    try:
        yield
    finally:
        agreement_completed.disconnect(hear)


def test_cancelled_it_goes_on_with_those_that_wait(office: Office) -> None:
    job = ordered(office, waiting(office))
    with after_a_part(lambda: cancel_job(office.hr_officer, job.pk)):
        assert work_off(office, job).state == "cancelled"
    assert states() == [State.COMPLETED] * 2 + [State.SIGNED] * 3
    resume_job(office.hr_officer, job.pk)
    assert work_off(office, job).result["signed"] == 5
    assert numbers() == [1, 2, 3, 4, 5]


def test_a_stopped_order_is_gone_on_with_by_whoever_gave_it_and_by_nobody_else(office: Office) -> None:
    job = ordered(office, waiting(office))
    Job.objects.filter(pk=job.pk).update(state=Job.State.CANCELLED)
    another = office.user(Role.HR_OFFICER)
    go_on = f"/jobs/{job.pk}/resume/"
    page = text(client_of(office, another).client.get(f"/jobs/{job.pk}/"))
    assert go_on not in page
    assert "지시한 사람만 이어서 할 수 있습니다." in page
    with pytest.raises(OnlyByWhoOrdered):
        resume_job(another, job.pk)
    assert go_on in text(client_of(office, office.hr_officer).client.get(f"/jobs/{job.pk}/"))
    resume_job(office.hr_officer, job.pk)
    assert work_off(office, job).result["signed"] == 5


def test_killed_within_a_part_it_leaves_whole_parts_and_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(office, waiting(office))
    real, asked = countersigning.complete, []

    def die_at_the_fourth(*given: object) -> None:
        asked.append(given)
        if len(asked) == 4:
            raise KeyboardInterrupt
        real(*given)

    monkeypatch.setattr(countersigning, "complete", die_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        perform(job.pk, office.institution.pk)
    office.enter()
    assert states() == [State.COMPLETED] * 2 + [State.SIGNED] * 3
    monkeypatch.undo()
    monkeypatch.setattr(making, "AT_ONCE", 2)
    assert work_off(office, job).result == {"signed": 5, "left": 0, "why": []}
    assert numbers() == [1, 2, 3, 4, 5]


def test_those_that_refuse_are_left_and_told_and_the_others_go_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreements = [*waiting(office), signed(office, employed(office, **MINOR))]
    ContractVersion.objects.filter(contract=agreements[0].contract).update(rate=100_000)
    fail_for(agreements[3], monkeypatch)
    job = work_off(office, ordered(office, agreements))
    assert job.state == "done"
    assert states() == [
        State.SIGNED,
        State.COMPLETED,
        State.COMPLETED,
        State.SIGNED,
        State.COMPLETED,
        State.SIGNED,
    ]
    assert {one["agreement"]: one["why"] for one in job.result["why"]} == {
        agreements[0].pk: "ContractChanged",
        agreements[3].pk: "NotAllowed",
        agreements[5].pk: "GuardianConsentMissing",
    }
    assert (job.result["signed"], job.result["left"], numbers()) == (3, 3, [1, 2, 3])
    assert AgreementSignature.objects.filter(party="institution").count() == 3
    page = text(client_of(office, office.hr_officer).client.get(f"/jobs/{job.pk}/"))
    assert "3건은 하지 못하고" in page
    for reason in ("계약서를 만든 뒤 계약 조건이 바뀜", "18세 미만인데 동의서가 없음", "다른 까닭"):
        assert f"{reason}: 1건" in page
    assert "/agreements/?state=signed" in page


def fail_for(one: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the certificate's device refuse one of them after all the rest of it was done."""
    real = signing.issued_file

    def refuse(by: object, agreement: Agreement) -> tuple[bytes, str]:
        issued = real(by, agreement)
        if agreement.pk == one.pk:
            raise NotAllowed()
        return issued

    monkeypatch.setattr(signing, "issued_file", refuse)


def test_whoever_lost_the_right_meanwhile_signs_nothing_more(office: Office) -> None:
    job = ordered(office, waiting(office)[:3])
    hr = office.hr_officer
    hr.roles = [Role.PAYROLL_OFFICER]
    hr.save(update_fields=["roles"])
    job = work_off(office, job)
    assert (job.state, job.message) == ("failed", str(NotAllowed()))
    assert State.COMPLETED not in states()


def test_all_that_wait_are_picked_by_one_click_and_kept_while_it_is_asked_who_signs(office: Office) -> None:
    waiting(office)
    signed(office, employed(office, "한바람", project=office.new_project("다른 사업").name))
    hr = client_of(office, office.hr_officer)
    assert "서명을 기다리는 것 모두" in text(hr.get("list"))
    asked = hr.get("countersign", all="1", project=str(office.project.pk))
    assert "reauthenticate" in asked.url
    assert "row" not in asked.url
    prove(hr, office.hr_officer)
    page = hr.get("countersign", kept="1")
    assert len(page.context["rows"]) == 5
    assert not re.search("한바람", text(page))
    rows = [row.pk for row in page.context["rows"]]
    hr.post("countersign", row=rows, done="1")
    assert len(Job.objects.get(kind=countersigning.JOB_KIND).arguments["agreements"]) == 5


def test_few_are_signed_at_once_all_or_none(office: Office) -> None:
    agreements = waiting(office)[:2]
    hr = client_of(office, office.hr_officer)
    prove(hr, office.hr_officer)
    hr.post("countersign", row=[one.pk for one in agreements], done="1")
    assert states()[:2] == [State.COMPLETED] * 2
    assert not Job.objects.filter(kind=countersigning.JOB_KIND).exists()
