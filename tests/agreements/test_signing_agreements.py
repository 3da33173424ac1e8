"""An agreement from the registered contract to the file that both hold, and everything that may come between."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agreements.agreeing import (
    MINOR,
    completed,
    employed,
    login_of,
    made,
    proof,
    scan,
    sent,
    signed,
    soon,
    stroke,
)
from documents.reading import text_of
from office import Office, new_office
from openinsa.agreements import refusals
from openinsa.agreements.actions import making, sending, signing
from openinsa.agreements.actions.handing import take_own_file
from openinsa.agreements.contents import frozen_content
from openinsa.agreements.identity import MINUTES
from openinsa.agreements.models import Agreement, AgreementEvent, AgreementSignature
from openinsa.agreements.queries import file_of
from openinsa.agreements.reading import reading_of
from openinsa.agreements.telling import agreement_completed, agreement_sent
from openinsa.documents.signing import read_signature
from openinsa.issuing import actions as issuing
from openinsa.issuing.keys import make_first_key, trusted_by
from openinsa.issuing.kinds import Asked
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import kinds_for, kinds_for_others
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing, Refused
from openinsa.people.roles import Role
from openinsa.privacy.rotation import begin_rotation, rotate
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract, ContractVersion

pytestmark = pytest.mark.django_db
State = Agreement.State


@pytest.fixture
def office() -> Office:
    return new_office()


def happened(one: Agreement) -> list[str]:
    return list(AgreementEvent.objects.filter(agreement=one).values_list("kind", flat=True))


def change_wage(contract: Contract, rate: int = 100_000) -> None:
    ContractVersion.objects.filter(contract=contract).update(rate=rate)


def test_both_hold_the_same_file_once_both_have_signed(office: Office) -> None:
    one = completed(office)
    (_one, workers) = take_own_file(login_of(office, one.contract), one.pk)
    offices = file_of(Agreement.objects.get(pk=one.pk))
    assert workers.content == offices.content
    assert (workers.final, one.state) == (True, State.COMPLETED)
    assert happened(one) == ["made", "sent", "opened", "signed", "countersigned"]


def test_the_file_tells_who_signed_when_how_and_what_was_shown(office: Office) -> None:
    one = completed(office)
    told = text_of(file_of(one).content).replace(" ", "")
    signature = one.signatures.get(party="worker")
    shown = [
        one.number,
        "서명기록",
        "손으로그림",
        "패스키",
        "203.0.113.7",
        "SamsungInternet·Android",
        "기관전자서명",
    ]
    shown += [one.unsigned_sha256, f"{timezone.localtime(signature.signed_at):%Y-%m-%d%H:%M:%S}"]
    assert [value for value in shown if value not in told] == []


def test_the_file_is_sealed_by_the_institution_and_known_to_the_public_check(office: Office) -> None:
    one = completed(office)
    file = file_of(one).content
    finding = read_signature(file, trusted_by(office.institution.pk))
    paper = IssuedPaper.objects.get(contract=one.contract)
    assert (finding.whole, finding.trusted) == (True, True)
    assert (paper.written_number, bytes(paper.sha256).hex()) == (one.number, one.final_sha256)


def test_what_is_read_on_the_phone_is_word_for_word_what_the_file_says(office: Office) -> None:
    contracts = [
        employed(office),
        employed(office, **MINOR),
        employed(office, "박시간", part_time=True, rate=90_000),
    ]
    for contract in contracts:
        one = made(office, contract)
        paper = text_of(file_of(one).content).replace(" ", "")
        reading = reading_of(frozen_content(one, Sealer(office.institution.pk)).ko)
        lines = [reading.title, reading.opening, *(value for _label, value in reading.parties)]
        lines += [line for clause in reading.clauses for line in (clause.label, *clause.lines)]
        assert [line for line in lines if line.replace(" ", "") not in paper] == []


def test_the_english_reading_says_the_same_terms(office: Office) -> None:
    content = frozen_content(made(office), Sealer(office.institution.pk))
    korean, english = reading_of(content.ko), reading_of(content.en)
    assert len(korean.clauses) == len(english.clauses)
    assert any("96,968" in line for clause in english.clauses for line in clause.lines)


def test_a_typed_name_signs_as_well(office: Office) -> None:
    one = signed(office, typed=" 김하늘 ")
    signature = one.signatures.get()
    assert (signature.way, signature.picture_sealed) == ("typed", None)
    assert Sealer(office.institution.pk).open(signature.text_sealed) == "김하늘"


SIGNED_WRONGLY: list[tuple[dict[str, Any], type[Refused]]] = [
    ({"stroke": stroke(ink=False)}, refusals.SignatureEmpty),
    ({"stroke": ""}, refusals.SignatureEmpty),
    ({"stroke": "data:image/png;base64,AAAA"}, refusals.SignatureUnreadable),
    ({"stroke": "data:image/svg+xml,<svg/>"}, refusals.SignatureUnreadable),
    ({"stroke": stroke(size=(4_000, 10))}, refusals.SignatureUnreadable),
    ({"typed": "김바다"}, refusals.TypedNameDiffers),
    ({"shown": "0" * 64}, refusals.AnotherWasShown),
    ({"proof": proof(MINUTES + 1)}, refusals.IdentityNotShown),
]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    SIGNED_WRONGLY,
    ids=[f"{n}-{one[1].__name__}" for n, one in enumerate(SIGNED_WRONGLY)],
)
def test_a_signature_that_is_none_is_refused_and_nothing_is_kept(
    office: Office, wrong: dict[str, Any], refusal: type[Refused]
) -> None:
    one = sent(office)
    right = {"proof": proof(), "shown": one.unsigned_sha256}
    right |= {} if "typed" in wrong else {"stroke": stroke()}
    with pytest.raises(refusal):
        signing.sign(login_of(office, one.contract), one.pk, **{**right, **wrong})
    assert not AgreementSignature.objects.exists()


def test_the_link_works_once_and_for_nobody_else(office: Office) -> None:
    one = signed(office)
    given = {"proof": proof(), "shown": one.unsigned_sha256, "stroke": stroke()}
    with pytest.raises(refusals.AgreementOver):
        signing.sign(login_of(office, one.contract), one.pk, **given)
    stranger = login_of(office, employed(office, "박바다"))
    for act in (
        lambda: signing.sign(stranger, one.pk, **given),
        lambda: signing.decline(stranger, one.pk, reason="남의 것"),
        lambda: signing.open_agreement(stranger, one.pk),
        lambda: take_own_file(stranger, one.pk),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotAllowed):
        signing.sign(office.hr_officer, one.pk, **given)


def test_after_the_last_day_nobody_signs_until_it_is_set_anew(office: Office) -> None:
    one = sent(office)
    Agreement.objects.filter(pk=one.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    worker = login_of(office, one.contract)
    given = {"proof": proof(), "shown": one.unsigned_sha256, "stroke": stroke()}
    with pytest.raises(refusals.TermToSignOver, match=str(timezone.localdate() - timedelta(days=1))):
        signing.sign(worker, one.pk, **given)
    sending.remind(office.hr_officer, [one.pk], due_on=soon())
    assert signing.sign(worker, one.pk, **given).state == State.SIGNED


def test_a_draft_is_seen_by_no_worker(office: Office) -> None:
    one = made(office)
    with pytest.raises(NotFound):
        signing.open_agreement(login_of(office, one.contract), one.pk)


def test_what_changed_after_sending_cannot_be_signed_until_it_is_made_again(office: Office) -> None:
    one = sent(office)
    change_wage(one.contract)
    given = {"proof": proof(), "stroke": stroke()}
    with pytest.raises(refusals.ContractChanged, match="김하늘"):
        signing.sign(login_of(office, one.contract), one.pk, shown=one.unsigned_sha256, **given)
    again = making.make_again(office.hr_officer, one.pk, due_on=soon())
    assert Agreement.objects.get(pk=one.pk).state == State.CANCELLED
    (again,) = sending.send(office.hr_officer, [again.pk])
    done = signing.sign(login_of(office, one.contract), again.pk, shown=again.unsigned_sha256, **given)
    assert (done.version, done.state) == (2, State.SIGNED)


def test_what_changed_is_neither_sent_nor_countersigned(office: Office) -> None:
    draft, waiting = made(office), signed(office, employed(office, "박바다"))
    make_first_key(office.institution)
    change_wage(draft.contract)
    change_wage(waiting.contract)
    with pytest.raises(refusals.ContractChanged):
        sending.send(office.hr_officer, [draft.pk])
    with pytest.raises(refusals.ContractChanged):
        signing.countersign(office.hr_officer, [waiting.pk], proof=proof())
    assert Agreement.objects.get(pk=waiting.pk).state == State.SIGNED


def test_where_somebody_lives_is_no_condition_of_work(office: Office) -> None:
    one = sent(office)
    person = one.contract.person
    person.address_sealed = Sealer(office.institution.pk).seal("가온구 새길 1")
    person.save(update_fields=["address_sealed"])
    done = signing.sign(
        login_of(office, one.contract), one.pk, proof=proof(), shown=one.unsigned_sha256, stroke=stroke()
    )
    assert done.state == State.SIGNED


def test_a_new_version_takes_the_place_of_the_former_once_both_have_signed_it(office: Office) -> None:
    first = completed(office)
    with pytest.raises(refusals.NothingChanged):
        making.amend(office.hr_officer, first.pk, due_on=soon())
    change_wage(first.contract)
    second = making.amend(office.hr_officer, first.pk, due_on=soon())
    assert happened(second) == ["amended"]
    sending.send(office.hr_officer, [second.pk])
    worker = login_of(office, first.contract)
    signing.sign(worker, second.pk, proof=proof(), shown=second.unsigned_sha256, stroke=stroke())
    assert Agreement.objects.get(pk=first.pk).state == State.COMPLETED
    signing.countersign(office.hr_officer, [second.pk], proof=proof())
    first = Agreement.objects.get(pk=first.pk)
    assert (first.state, first.replaced_by_id) == (State.SUPERSEDED, second.pk)
    papers = IssuedPaper.objects.filter(contract=first.contract).order_by("pk")
    assert [paper.state for paper in papers] == ["replaced", "issued"]
    assert take_own_file(worker, first.pk)[1].final


def test_the_next_contract_of_the_same_work_is_a_renewal(office: Office) -> None:
    first = completed(office, employed(office, ends_on=date(2026, 6, 30)))
    with pytest.raises(refusals.NoNextContract):
        making.renew(office.hr_officer, first.pk, due_on=soon())
    following = Contract.objects.create(
        institution=office.institution,
        project=office.project,
        person=first.contract.person,
        job="수목 관리",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 12, 31),
    )
    version = ContractVersion.objects.get(contract=first.contract)
    version.pk, version.contract = None, following
    version.valid_from, version.valid_to = following.starts_on, following.ends_on
    version.save()
    renewed = making.renew(office.hr_officer, first.pk, due_on=soon())
    assert (renewed.contract_id, happened(renewed)) == (following.pk, ["renewed"])
    assert Agreement.objects.get(pk=first.pk).state == State.COMPLETED


def test_a_worker_declines_with_words_and_the_contract_can_be_made_anew(office: Office) -> None:
    one = sent(office)
    worker = login_of(office, one.contract)
    with pytest.raises(ReasonMissing):
        signing.decline(worker, one.pk, reason=" ")
    signing.decline(worker, one.pk, reason="임금이 면접 때와 다릅니다")
    assert AgreementEvent.objects.get(agreement=one, kind="declined").told == "임금이 면접 때와 다릅니다"
    assert made(office, one.contract).version == 2


def test_what_the_worker_has_not_signed_is_cancelled_and_what_is_signed_is_not(office: Office) -> None:
    waiting, done = sent(office), signed(office, employed(office, "박바다"))
    with pytest.raises(ReasonMissing):
        sending.cancel(office.hr_officer, [waiting.pk], reason="")
    assert [one.pk for one in sending.cancel(office.hr_officer, [waiting.pk, done.pk], reason="착오")] == [
        waiting.pk
    ]
    with pytest.raises(refusals.NothingToDo):
        sending.cancel(office.hr_officer, [done.pk], reason="착오")
    with pytest.raises(refusals.AgreementOver, match="취소됨"):
        signing.decline(login_of(office, waiting.contract), waiting.pk, reason="늦음")


def test_a_contract_has_one_paper_under_way(office: Office) -> None:
    one = made(office)
    result = making.make_agreements(office.hr_officer, [one.contract_id], due_on=soon())
    assert [type(left.why) for left in result.left] == [refusals.AgreementUnderWay]
    with pytest.raises(refusals.DueBeforeToday):
        making.make_agreements(office.hr_officer, [one.contract_id], due_on=date(2026, 1, 1))


def test_one_that_lacks_its_duties_does_not_stop_the_others(office: Office) -> None:
    good, bad = employed(office), office.employ("박바다", job="")
    result = making.make_agreements(office.hr_officer, [good.pk, bad.pk], due_on=soon())
    assert [one.contract_id for one in result.agreements] == [good.pk]
    assert "박바다" in str(result.left[0].why)


def test_a_contract_signed_on_paper_is_recorded_by_its_scan(office: Office) -> None:
    one = made(office)
    sending.upload_paper(office.hr_officer, one.pk, content=scan())
    kept = Agreement.objects.get(pk=one.pk)
    assert (kept.state, file_of(kept).content, file_of(kept).media_type) == (
        State.PAPER,
        scan(),
        "image/jpeg",
    )
    assert take_own_file(login_of(office, one.contract), one.pk)[1].content == scan()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<html>", refusals.UploadUnreadable),
        (b"%PDF-1.7 nothing of the kind", refusals.UploadUnreadable),
        (scan("GIF"), refusals.UploadUnreadable),
        (scan()[:200], refusals.UploadUnreadable),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024), refusals.UploadTooLarge),
    ],
    ids=["page", "broken-pdf", "gif", "cut-off", "large"],
)
def test_a_scan_that_is_none_is_refused(office: Office, content: bytes, refusal: type[Refused]) -> None:
    one = made(office)
    with pytest.raises(refusal):
        sending.upload_paper(office.hr_officer, one.pk, content=content)
    assert Agreement.objects.get(pk=one.pk).state == State.DRAFT


def test_a_minors_contract_waits_for_the_guardians_consent(office: Office) -> None:
    one = signed(office, employed(office, **MINOR))
    make_first_key(office.institution)
    with pytest.raises(refusals.GuardianConsentMissing, match="소년이"):
        signing.countersign(office.hr_officer, [one.pk], proof=proof())
    sending.upload_consent(office.hr_officer, one.pk, content=scan("PNG"))
    with pytest.raises(refusals.UploadedAlready):
        sending.upload_consent(office.hr_officer, one.pk, content=scan())
    (one,) = signing.countersign(office.hr_officer, [one.pk], proof=proof())
    assert one.state == State.COMPLETED
    with pytest.raises(refusals.NotAMinor):
        sending.upload_consent(office.hr_officer, made(office).pk, content=scan())


def test_the_institution_proves_who_signs_for_it_too(office: Office) -> None:
    one = signed(office)
    with pytest.raises(refusals.IdentityNotShown):
        signing.countersign(office.hr_officer, [one.pk], proof=proof(MINUTES + 1))
    with pytest.raises(NotAllowed):
        signing.countersign(office.clerk, [one.pk], proof=proof())


def test_the_signed_paper_is_issued_by_signing_alone(office: Office) -> None:
    contract = signed(office).contract
    make_first_key(office.institution)
    asked = Asked("ko", person_id=contract.person_id, subject_id=contract.pk)
    with pytest.raises(refusals.IssuedBySigning):
        issuing.issue(office.hr_officer, "employment_contract", asked)


CHANGES: dict[str, Callable[[Agreement], object]] = {
    "the state of what is agreed": lambda one: Agreement.objects.filter(pk=one.pk).update(state="cancelled"),
    "the file of what is agreed": lambda one: Agreement.objects.filter(pk=one.pk).update(
        final_sealed=b"other"
    ),
    "what the paper says": lambda one: Agreement.objects.filter(pk=one.pk).update(content_sealed=b"other"),
    "the hash that was shown": lambda one: Agreement.objects.filter(pk=one.pk).update(
        unsigned_sha256="0" * 64
    ),
    "the agreement itself": lambda one: Agreement.objects.filter(pk=one.pk)._raw_delete("default"),
    "a signature": lambda one: one.signatures.update(identity="password"),
    "an event": lambda one: one.events.update(told="nothing"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_lets_nobody_change_what_is_agreed(
    office: Office, change: Callable[[Agreement], object]
) -> None:
    one = completed(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(one)


def test_the_database_keeps_no_signature_under_something_that_was_not_shown(office: Office) -> None:
    one = sent(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        keep_under_another_hash(one, office)


def keep_under_another_hash(one: Agreement, office: Office) -> None:
    AgreementSignature.objects.create(
        institution=office.institution,
        agreement=one,
        party="worker",
        way="typed",
        text_sealed=b"x",
        signed_by=office.hr_officer,
        signed_at=timezone.now(),
        identity="password",
        identified_at=timezone.now(),
        shown_sha256="0" * 64,
    )
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_whoever_delivers_hears_of_sending_reminding_and_completing(office: Office) -> None:
    heard: list[tuple[str, int]] = []

    def told_sent(agreements: list[Agreement], again: bool, **_named: object) -> None:
        heard.append(("again" if again else "sent", agreements[0].pk))

    def told_completed(agreements: list[Agreement], **_named: object) -> None:
        heard.append(("completed", agreements[0].pk))

    agreement_sent.connect(told_sent)
    agreement_completed.connect(told_completed)
    one = sent(office)
    sending.remind(office.hr_officer, [one.pk])
    make_first_key(office.institution)
    worker = login_of(office, one.contract)
    signing.sign(worker, one.pk, proof=proof(), shown=one.unsigned_sha256, stroke=stroke())
    signing.countersign(office.hr_officer, [one.pk], proof=proof())
    assert heard == [("sent", one.pk), ("again", one.pk), ("completed", one.pk)]


def test_a_clerk_reaches_the_own_projects_alone(office: Office) -> None:
    one = made(office)
    stranger = office.user(Role.PROJECT_CLERK)
    assert sending.send(office.clerk, [one.pk])
    with pytest.raises(refusals.NothingToDo):
        sending.remind(stranger, [one.pk])
    assert making.make_agreements(stranger, [one.contract_id], due_on=soon()).agreements == []


def test_the_signed_paper_stands_in_no_list_of_papers_to_choose_from(office: Office) -> None:
    assert "employment_contract" not in {kind.key for kind in kinds_for_others(office.hr_officer)}
    assert "employment_contract" not in {kind.key for kind in kinds_for(login_of(office, employed(office)))}


def test_a_new_key_leaves_every_file_as_it_was(office: Office) -> None:
    one, scanned = completed(office), made(office, employed(office, "박바다"))
    sending.upload_paper(office.hr_officer, scanned.pk, content=scan())
    before = {pk: file_of(Agreement.objects.get(pk=pk)).content for pk in (one.pk, scanned.pk)}
    begin_rotation(office.institution.pk)
    told = rotate(office.institution.pk, None, lambda *_: None)
    office.enter()
    assert (told["left"], told["unopened"]) == (0, 0)
    assert {pk: file_of(Agreement.objects.get(pk=pk)).content for pk in before} == before
